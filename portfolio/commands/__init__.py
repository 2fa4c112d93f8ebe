"""The command line's groups. Each command connects as its environment says and is admitted like any request."""
