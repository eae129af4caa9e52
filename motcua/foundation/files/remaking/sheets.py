"""Every page of a PDF made here, drawn small, and how much is written on it; run in the process apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from motcua.foundation.files.refusal import FileRefused

__all__ = ["draw", "written"]

MOST_SHEETS = 100
_DRAWN, _MEASURED, _SHOWN, _QUALITY = 1600, 800, 480, 60  # pixels of the longer side
_EDGE = 0.03  # of each side: shadows, punch holes and the edge of the sheet are no writing
_DARKER = 20  # levels of 256 below the paper; what shines through from the back stays above
_MANY = f"Tập giấy có hơn {MOST_SHEETS} trang. Hãy quét thành hai lần."


def draw(pdf: Path, folder: Path) -> dict[str, Any]:
    """Write page-1.jpg and so on; says for each page the share of it that is written on."""
    document = pypdfium2.PdfDocument(pdf)
    if len(document) > MOST_SHEETS:
        raise FileRefused(_MANY)
    shares = []
    for number, page in enumerate(document, start=1):
        drawn = page.render(scale=_DRAWN / max(*page.get_size(), 1)).to_pil().convert("RGB")
        shares.append(written(drawn))
        drawn.thumbnail((_SHOWN, _SHOWN))
        drawn.save(folder / f"page-{number}.jpg", "JPEG", quality=_QUALITY, optimize=True)
    return {"written": shares}


def written(page: Image.Image) -> float:
    """The share of a page that is darker than its paper, whatever the colour of the paper; its edges left out.

    Two pixels by two become one before they are looked at: the grain of a scanner goes, a thin line stays.
    """
    grey = page.convert("L")
    grey = grey.reduce(max(1, round(max(grey.size) / _MEASURED)))
    across, down = (round(side * _EDGE) for side in grey.size)
    counts = grey.crop((across, down, grey.width - across, grey.height - down)).histogram()
    whole, seen, paper = sum(counts), 0, 0
    for paper, count in enumerate(counts):  # noqa: B007  the tone of most of the page
        seen += count
        if seen * 2 >= whole:
            break
    return sum(counts[: max(0, paper - _DARKER)]) / whole
