"""Screens turned to the customer: which case each shows, to whom it belongs, and until when."""
