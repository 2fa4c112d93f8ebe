"""What is shared with whom, and stopping it."""
