"""Notices: read from events and their `tell=` only, one per event and audience, kept with what became of them."""
