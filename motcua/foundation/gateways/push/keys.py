"""The key by which push services know this office; made once, when the office is prepared, and kept in its data."""

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode


def make_key() -> None:
    """Make the key where there is none yet; another process of the same office may be first."""
    path = Path(settings.VAPID_FILE)
    if path.exists():
        return
    key = Vapid02()
    key.generate_keys()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(key.private_pem())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


@cache
def _kept(path: str, _made: int) -> Vapid02:
    return Vapid02.from_file(path)


def vapid() -> Vapid02 | None:
    """The office's key, or None before it was prepared."""
    try:
        return _kept(str(settings.VAPID_FILE), Path(settings.VAPID_FILE).stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def public_key() -> str:
    """What a browser asks for when somebody agrees; empty before the office was prepared."""
    key = vapid()
    if key is None:
        return ""
    return str(b64urlencode(key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))
