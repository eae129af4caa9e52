"""The keys that open Zalo's service: short-lived, renewed by a key that can be used once."""

import base64
import hashlib
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


class ZaloKeys(models.Model):
    """One row: the access token, and the refresh token that makes the next; read by nobody without SECRET_KEY.

    `seed` is a hash of the refresh token an administrator entered: another one entered later begins anew.
    """

    app = models.CharField(max_length=40, unique=True)
    seed = models.CharField(max_length=64)
    sealed_access = models.BinaryField(default=b"")
    sealed_refresh = models.BinaryField(default=b"")
    until = models.DateTimeField(null=True)

    def opened(self) -> tuple[str, str]:
        """Access and refresh token; empty where SECRET_KEY has been changed since."""
        try:
            return _open(self.sealed_access), _open(self.sealed_refresh)
        except InvalidToken:
            return "", ""

    def keep(self, access: str, refresh: str, *, until: datetime) -> None:
        """Take the tokens just given."""
        self.sealed_access, self.sealed_refresh, self.until = _seal(access), _seal(refresh), until
        self.save()


def _box() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"zalo keys").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _seal(text: str) -> bytes:
    return _box().encrypt(text.encode())


def _open(sealed: bytes | memoryview) -> str:
    return _box().decrypt(bytes(sealed)).decode() if sealed else ""
