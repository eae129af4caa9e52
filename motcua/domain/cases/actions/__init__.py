"""What may be done to a case, by its life: intake, processing, deciding, apologising, returning; and its past, by a file."""

from . import apologising, deciding, history, intake, linked, processing, reminding, returning

__all__ = ["apologising", "deciding", "history", "intake", "linked", "processing", "reminding", "returning"]
