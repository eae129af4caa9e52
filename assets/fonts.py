"""Cut Noto Sans to the weights and subsets the pages use, and print the fallback metrics.

Run with a Python that has fontTools and brotli: `python assets/fonts.py`.
"""

import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules/@fontsource-variable/noto-sans/files"
TARGET = HERE.parent / "motcua/foundation/ui/static/mc/fonts"
WEIGHTS = (400, 700)
# What no page of an office writes: every letter costs a visitor its bytes. Vietnamese, Western European letters, ² and ³ stay.
LEFT_OUT = set(map(ord, "¤¦¨ª¬¯´µ¶¸¹º¼½¾ıŒœʻʼˆ˚˜"))
# Kerning, marks above and below, figures of one width; not the small figures of fractions, nor ligatures.
FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "tnum"]
SAMPLE = (
    "Giấy tiếp nhận hồ sơ và hẹn trả kết quả cho ông bà Nguyễn Thị Ngưỡng, thôn Cẩm Trướng, phường An Bình. "
    "Thủ tục đăng ký khai sinh được giải quyết ngay trong ngày làm việc; trường hợp nhận sau mười lăm giờ."
)


def cut(subset: str) -> Path:
    font = TTFont(SOURCE / f"noto-sans-{subset}-wght-normal.woff2")
    font = _subset(instantiateVariableFont(font, {"wght": WEIGHTS}))
    font.flavor = "woff2"
    path = TARGET / f"noto-sans-{subset}.woff2"
    font.save(path)
    return path


def _subset(font: TTFont) -> TTFont:
    """The letters that pages use, without names of glyphs; read anew first, as the instancer leaves tables half read."""
    font.flavor, whole = None, io.BytesIO()
    font.save(whole)
    font = TTFont(io.BytesIO(whole.getvalue()))
    options = Options(layout_features=FEATURES, name_IDs=[1, 2], glyph_names=False, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - LEFT_OUT)
    subsetter.subset(font)
    return font


def width(fonts: list[TTFont], text: str) -> float:
    """Average advance of the sample in em."""
    total = 0.0
    for letter in text:
        font = next((f for f in fonts if ord(letter) in f.getBestCmap()), fonts[0])
        name = font.getBestCmap().get(ord(letter), ".notdef")
        total += font["hmtx"][name][0] / font["head"].unitsPerEm
    return total / len(text)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    paths = [cut(subset) for subset in ("latin", "vietnamese")]
    for path in paths:
        print(path.name, path.stat().st_size)
    ours = width([TTFont(path) for path in paths], SAMPLE)
    for other in sys.argv[1:]:  # a font the system falls back to
        print(Path(other).name, f"size-adjust: {100 * ours / width([TTFont(other)], SAMPLE):.1f}%")


if __name__ == "__main__":
    main()
