"""The child's own pages: her words, who may read them, who has looked."""
