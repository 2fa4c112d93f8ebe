"""Open and seal: keys, sealed bytes and where they lie.

Nothing here decides who may see what; that is `consent`. Nothing here knows what a bundle means; that is
`portfolio`.
"""
