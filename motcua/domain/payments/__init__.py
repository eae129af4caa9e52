"""Payments: what is asked of somebody, what they paid, what is owed back, and the receipts. Knows no case."""
