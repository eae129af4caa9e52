"""A photo made anew: upright, of a sensible size, without where and by what it was taken, as one page of a PDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from motcua.foundation.files.refusal import FileRefused

__all__ = ["remake", "thumbnail"]

_FORMATS = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "heic": ["HEIF"]}
_MOST_PIXELS = 120_000_000  # a 108-megapixel phone still passes
_LONGEST = 2480  # points of the longer side: 210 to the inch on the long side of A4, enough for small print
_SHORTEST = 200  # below this nothing can be read
_LONG_SIDE_OF_A4 = 841.89  # in points of 1/72 inch
_QUALITY = 80
_THUMBNAIL, _THUMBNAIL_QUALITY = 240, 65
_MOVING = "Ảnh động không nhận được. Hãy chụp ảnh thường hoặc lưu lại thành PDF."
_TINY = "Ảnh quá nhỏ, không đọc được chữ. Hãy chụp lại cho rõ rồi chọn lại."


def remake(original: Path, kind: str, folder: Path) -> dict[str, Any]:
    """Write made.pdf and first.jpg; the page has the photo's shape, so that nothing of it is lost to margins."""
    with _opened(original, kind) as found:
        if kind == "png" and getattr(found, "is_animated", False):
            raise FileRefused(_MOVING)
        if found.width * found.height > _MOST_PIXELS:
            raise FileRefused("Ảnh lớn quá mức mở được. Hãy chụp lại ở độ nét thường rồi chọn lại.")
        if max(found.size) < _SHORTEST:
            raise FileRefused(_TINY)
        found.draft("RGB", (_LONGEST, _LONGEST))
        photo = _plain(found)
    photo.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    _page(photo).save(folder / "made.pdf", deterministic_id=True)
    thumbnail(photo, folder)
    return {"pages": 1, "signed": False}


def thumbnail(picture: Image.Image, folder: Path) -> None:
    """Write first.jpg, small enough for a page with many of them."""
    small = picture.convert("RGB")
    small.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.LANCZOS)
    small.save(folder / "first.jpg", "JPEG", quality=_THUMBNAIL_QUALITY, optimize=True)


def _opened(original: Path, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    return Image.open(original, formats=_FORMATS[kind])


def _plain(found: Image.Image) -> Image.Image:
    """The pixels alone, in red, green and blue, the way up the phone was held; what was see-through is white."""
    upright = ImageOps.exif_transpose(found)
    if upright.mode in ("I;16", "I;16B", "I", "F"):
        upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    plain = upright.convert("RGB")
    plain.info = {}
    return plain


def _page(photo: Image.Image) -> pikepdf.Pdf:
    """A PDF of one page filled by the photo, its longer side as long as A4."""
    packed = io.BytesIO()
    photo.save(packed, "JPEG", quality=_QUALITY)
    scale = _LONG_SIDE_OF_A4 / max(photo.size)
    width, height = photo.width * scale, photo.height * scale
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(
            Photo=pikepdf.Stream(
                made, packed.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                Width=photo.width, Height=photo.height, ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )
        )
    )  # fmt: skip
    page.Contents = pikepdf.Stream(made, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Photo Do Q".encode())
    return made
