"""Sealing: a result becomes a PDF file with the digital signature of the authority that gave it."""
