"""Mandates (ủy quyền): who may act for whom, in what, until when, on what paper."""
