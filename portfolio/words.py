"""Marks words for the translation catalogues where nothing translates yet. Pages and the API translate them."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a deferred message
    """The message itself; `pybabel extract -k N_` finds it."""
    return message
