"""Issue and replace a child's card."""
