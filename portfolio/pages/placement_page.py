"""Ny placering in steps, and its end."""
