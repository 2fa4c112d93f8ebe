"""Where a page may send somebody on: to a path of this service, never to another site."""

LONGEST = 2000


def is_local(path: str) -> bool:
    """Whether a browser keeps to this site when it is sent there."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and len(path) <= LONGEST
        and path.isprintable()
        and "\\" not in path
    )


def local_or_start(path: str) -> str:
    """The path, or the first page when it leads elsewhere."""
    return path if is_local(path) else "/"
