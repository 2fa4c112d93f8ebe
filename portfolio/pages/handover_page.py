"""Prepare, receive and confirm a school's handover."""
