"""Parcels to and from people by the public post, and what became of them on the way; knows no case but its code."""
