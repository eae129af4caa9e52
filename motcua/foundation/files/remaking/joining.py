"""Pages photographed one by one, bound to one document; only of PDFs that were made here."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

__all__ = ["joined"]


def joined(parts: Iterable[BinaryIO]) -> io.BytesIO:
    """The pages of all parts in their order, as one PDF."""
    import pikepdf  # of no use to most requests

    made = pikepdf.new()
    for part in parts:
        with pikepdf.open(part) as one:
            made.pages.extend(one.pages)
    whole = io.BytesIO()
    made.save(whole, deterministic_id=True)
    whole.seek(0)
    return whole
