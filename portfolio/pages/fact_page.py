"""Facts by hand: add, correct, end."""
