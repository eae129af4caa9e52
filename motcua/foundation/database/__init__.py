"""Finds, starts, prepares, saves and reaches PostgreSQL; the rest of the house only knows DATABASE_URL."""
