"""What this package refuses, by name. None of these carries content, a key or a hint for a guesser."""


class StorageError(Exception):
    """Something could not be opened, sealed or kept."""


class Unopenable(StorageError):
    """These bytes do not open here; wrong key, wrong place, altered and unknown format look alike."""


class KeyMissing(StorageError):
    """There is no such key, or it has been destroyed."""


class KeyExists(StorageError):
    """The child already has a key, and a key is never overwritten."""


class KeyringMissing(StorageError):
    """There is no keyring at this place."""


class KeyringExists(StorageError):
    """There is a keyring at this place already, and a keyring is never overwritten."""


class KeyringRefused(StorageError):
    """The keyring lies open to others, lies among the content it protects, or cannot be read."""


class BlobMissing(StorageError):
    """There is no blob of this name."""


class BlobExists(StorageError):
    """There is a blob of this name already, and a blob is never overwritten."""


class BlobNameRefused(StorageError):
    """A blob is named by an id and nothing else."""


class BlobUnwritten(StorageError):
    """The store could not make the blob durable, and kept nothing of it."""
