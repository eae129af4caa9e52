"""How long a file of a citizen takes until it is a PDF, in the process of its own, start and end of it included.

Run: python -m benchmarks.uploads [--rounds 5]. CPU is that of the process and what it starts.
"""

import argparse
import io
import resource
import statistics
import tempfile
import time
from pathlib import Path

from PIL import Image

from motcua.foundation.files import FileRefused
from motcua.foundation.files.remaking import remade
from tests import strange_files as strange


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'file':<34}{'KB in':>9}{'KB out':>9}{'median s':>10}{'CPU s':>8}")
    for label, kind, content in (
        ("photo of 3 megapixels, JPEG", "jpeg", photo(2048, 1536)),
        ("photo of 12 megapixels, JPEG", "jpeg", photo(4032, 3024)),
        ("photo of 48 megapixels, JPEG", "jpeg", photo(8064, 6048)),
        ("photo of 12 megapixels, PNG", "png", photo(4032, 3024, "PNG")),
        ("small photo, HEIC", "heic", strange.HEIC),
        ("PDF of 1 page", "pdf", strange.pdf()),
        ("PDF of 100 pages", "pdf", strange.pdf(pages=100)),
        ("Word, one page", "docx", strange.docx()),
    ):
        _report(label, kind, content, rounds)


def photo(width: int, height: int, format: str = "JPEG", quality: int = 92) -> bytes:
    """Something like a page on a table: soft shades with the noise of a phone's camera."""
    shades = Image.effect_noise((width // 4, height // 4), 40).resize((width, height)).convert("RGB")
    kept = io.BytesIO()
    shades.save(kept, format, quality=quality)
    return kept.getvalue()


def _report(label: str, kind: str, content: bytes, rounds: int) -> None:
    took, used, size = [], [], 0
    for _round in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            given, folder = Path(home) / "given", Path(home) / "made"
            given.write_bytes(content)
            folder.mkdir()
            begun, before = time.monotonic(), _cpu()
            try:
                size = remade(given, kind, folder).pdf.stat().st_size
            except FileRefused as refused:
                print(f"{label:<34}{len(content) / 1024:>9.0f}  {refused}")
                return
            took.append(time.monotonic() - begun)
            used.append(_cpu() - before)
    print(
        f"{label:<34}{len(content) / 1024:>9.0f}{size / 1024:>9.0f}"
        f"{statistics.median(took):>10.2f}{statistics.median(used):>8.2f}"
    )


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
