"""Counting tries in PostgreSQL, so that every web process sees the same count."""
