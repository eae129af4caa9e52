"""The name a kept file is offered under: readable, Vietnamese, and unable to mean a path."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from motcua.foundation.text import unmarked

__all__ = ["attachment_header", "safe_name"]

_LONGEST = 100  # characters before the extension
_FORBIDDEN = re.compile(r'[<>:"|?*%;\\/]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def safe_name(declared_name: str, extension: str) -> str:
    """The person's name for a file without folders, hidden or control characters, with this extension."""
    name = unicodedata.normalize("NFC", declared_name.replace("\\", "/").split("/")[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = _FORBIDDEN.sub(" ", _EXTENSION.sub("", name.strip()))
    name = " ".join(name.split()).strip(". ")[:_LONGEST].strip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"tep {name}".strip()
    return f"{name}.{extension}"


def attachment_header(name: str) -> str:
    """A Content-Disposition value with the Vietnamese name and a plain one for old programs (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", unmarked(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
