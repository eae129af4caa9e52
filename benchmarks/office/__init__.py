"""A whole office under load: made, served as in production, asked over loopback, and set beside plain SQL."""
