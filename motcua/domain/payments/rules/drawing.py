"""A payment QR as a drawing for a page."""

import segno


def qr_drawing(text: str) -> str:
    """The QR as one inline SVG without styles, quiet zone included; error correction M as NAPAS asks."""
    matrix = [
        [bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix_iter(border=4)
    ]
    side = len(matrix)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" '
        f'aria-hidden="true" focusable="false"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )
