"""Django's PostgreSQL engine, for databases that `prepare` has made fit."""
