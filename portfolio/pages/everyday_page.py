"""The home ticks doses and writes how it went."""
