"""Who is asking.

This package turns a cookie, a card or a token into an Actor, or refuses. It holds ids, keyed hashes and
credentials: no names, no personnummer, nothing about a child. It never answers what an Actor may see.
"""
