"""Collecting: what a bank tells comes to the case it is for, at once by a call-back or later by a statement."""
