"""A pile of papers as a sheet scanner makes it."""

import io

import pikepdf

from tests import strange_files as strange


def pile(*words: str, blank: tuple[int, ...] = ()) -> bytes:
    """A PDF as a sheet scanner makes it; pages whose place is in `blank` have nothing on them."""
    with pikepdf.open(io.BytesIO(strange.pdf(pages=len(words)))) as made:
        for place, page in enumerate(made.pages):
            text = (
                ""
                if place in blank
                else f"BT /F 24 Tf 72 700 Td ({words[place]} - to khai cua ong Tam) Tj ET"
            )
            page.Contents = pikepdf.Stream(made, text.encode())
        kept = io.BytesIO()
        made.save(kept)
    return kept.getvalue()
