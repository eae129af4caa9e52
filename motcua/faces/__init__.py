"""Faces: who is looking; each parses, calls one action or query, and renders."""
