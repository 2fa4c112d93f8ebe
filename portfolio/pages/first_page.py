"""The home's first screen and its other three places."""
