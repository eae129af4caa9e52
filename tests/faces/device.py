"""A device with passkeys, made of the standard's own parts (WebAuthn Level 2 §6), to answer rightly and wrongly."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def wire(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unwire(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One key; `count` says how often it was used."""

    origin: str = "http://testserver"
    host: str = "testserver"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key_id: bytes = field(default_factory=lambda: os.urandom(16))
    owner: bytes = b""
    private: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to being asked for a new key."""
        self.owner = unwire(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.private.public_key())
        held = b"\0" * 16 + struct.pack(">H", len(self.key_id)) + self.key_id + cbor.encode(dict(public))
        attested = {"fmt": "none", "attStmt": {}, "authData": self._facts(ATTESTED) + held}
        said = {
            "clientDataJSON": wire(self._client("webauthn.create", asked)),
            "attestationObject": wire(cbor.encode(attested)),
        }
        return self._answer(said)

    def use(self, asked: dict[str, Any], **other: bytes) -> str:
        """The answer to being asked for a key."""
        client, facts = self._client("webauthn.get", asked), self._facts()
        signature = self.private.sign(facts + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "clientDataJSON": client,
            "authenticatorData": facts,
            "signature": signature,
            "userHandle": self.owner,
        }
        return self._answer({name: wire(value) for name, value in {**said, **other}.items()})

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _facts(self, more: int = 0) -> bytes:
        place = hashlib.sha256(self.host.encode()).digest()
        return place + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _answer(self, said: dict[str, str]) -> str:
        return json.dumps(
            {"id": wire(self.key_id), "rawId": wire(self.key_id), "type": "public-key", "response": said}
        )
