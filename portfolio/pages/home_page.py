"""Which children live here: the home's list."""
