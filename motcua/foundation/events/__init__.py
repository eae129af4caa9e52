"""What happened: one row per action, chained by hash, never changed."""
