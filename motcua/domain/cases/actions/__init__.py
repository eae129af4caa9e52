"""What may be done to a case, by the life of the case: intake, processing, deciding, apologising, returning."""

from . import apologising, deciding, intake, linked, processing, returning

__all__ = ["apologising", "deciding", "intake", "linked", "processing", "returning"]
