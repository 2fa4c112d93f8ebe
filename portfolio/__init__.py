"""THE CHILD'S STORY: use cases in the words of the field, and their two faces, pages and API.

No rule about who may see what lives here: every use case asks `consent.gate` and opens through `storage.vault`.
"""
