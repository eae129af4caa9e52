"""Barcode of the case code and QR of the look-up address, as small SVG pictures."""

from collections.abc import Iterable, Sequence

import segno

from .fields import PaperError

# Room without ink on each side, in modules: ISO/IEC 15417 asks 10 for Code 128, ISO/IEC 18004 asks 4 for QR.
BARCODE_QUIET = 10
QR_QUIET = 4
QR_SIDE_MM = 25.0  # of the symbol itself, without its quiet zone; 24 mm is the least a phone reads from a crumpled slip


def barcode_picture(code: str) -> dict[str, object]:
    """Code 128 of a case code: the SVG and its width in modules, quiet zones included."""
    from barcode.codex import Code128  # at the first slip: it brings a whole library of pictures along

    try:
        (bars,) = Code128(code).build()
    except Exception as fault:  # the library has no exception class of its own for letters it cannot encode
        raise PaperError(f"Mã hồ sơ “{code}” có ký tự không in thành mã vạch được.") from fault
    width = len(bars) + 2 * BARCODE_QUIET
    runs = [(BARCODE_QUIET + start, 0, length) for start, length in _runs([bar == "1" for bar in bars])]
    return {"svg": _svg(width, 1, runs), "modules": width}


def qr_picture(address: str) -> dict[str, object]:
    """QR (error correction M) of an address: the SVG and its printed width in mm, quiet zone included."""
    try:
        symbol = segno.make_qr(address, error="m")
    except segno.DataOverflowError as fault:
        raise PaperError("Đường dẫn tra cứu (tracking_url) quá dài để in thành mã QR.") from fault
    matrix = symbol.matrix
    side = len(matrix) + 2 * QR_QUIET
    runs = [
        (QR_QUIET + start, QR_QUIET + line, length)
        for line, row in enumerate(matrix)
        for start, length in _runs([bool(module) for module in row])
    ]
    return {"svg": _svg(side, side, runs), "width_mm": round(QR_SIDE_MM * side / len(matrix), 3)}


def _runs(modules: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    start = None
    for place, dark in enumerate((*modules, False)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def _svg(width: int, height: int, runs: Iterable[tuple[int, int, int]]) -> str:
    """One black path; rows of a QR overlap by a hair so that no viewer shows white seams between them."""
    tall = 1.02 if height > 1 else 1
    path = "".join(f"M{x} {y}h{length}v{tall}h-{length}z" for x, y, length in runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="none"><path d="{path}"/></svg>'
    )
