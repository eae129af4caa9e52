"""Managers and the public: figures."""
