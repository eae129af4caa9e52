"""Pages that came one by one, or in one pile, bound to one document; only of PDFs that were made here."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO

__all__ = ["gathered", "joined"]


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


def gathered(leaves: Iterable[tuple[BinaryIO, int, int]]) -> io.BytesIO:
    """One PDF of single pages: each the page of this number, from 0, of a PDF, turned clockwise by so many degrees."""
    import pikepdf  # of no use to most requests

    made = pikepdf.new()
    opened: dict[int, pikepdf.Pdf] = {}
    for source, number, turned in leaves:
        whole = opened.get(id(source)) or opened.setdefault(id(source), pikepdf.open(source))
        made.pages.append(whole.pages[number])
        if turned:
            made.pages[-1].rotate(turned, relative=True)
    bound = io.BytesIO()
    made.save(bound, deterministic_id=True)
    for whole in opened.values():
        whole.close()
    bound.seek(0)
    return bound
