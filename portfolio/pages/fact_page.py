"""Facts by hand: add, correct, end."""

from portfolio.pages import fact_words

__all__ = ("fact_words",)
