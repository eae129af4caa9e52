"""What may be done to a case, by the life of the case: intake, processing, deciding, returning."""

from . import deciding, intake, linked, processing, returning

__all__ = ["deciding", "intake", "linked", "processing", "returning"]
