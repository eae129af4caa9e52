"""Passkeys (WebAuthn Level 2): what a device is asked, and whether its answer is right. fido2 checks the signatures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motcua.domain.people.models import Account, Passkey

Asked = dict[str, Any]
# The device asks its owner for a finger, a face or its own code: a key alone, in a stolen telephone, opens nothing.
VERIFIED = UserVerificationRequirement.REQUIRED


class NotTheKey(Exception):
    """The answer of the device is to another question, of another site, of no key we know, or not rightly signed."""


class Site:
    """One site as devices know it: its host name, and the origin that pages of it have."""

    def __init__(self, *, host: str, origin: str, name: str) -> None:
        place = PublicKeyCredentialRpEntity(id=host, name=name)
        self._server = Fido2Server(place, verify_origin=lambda asked: asked == origin)

    def ask_for_new(self, account: Account, *, label: str) -> tuple[Asked, Asked]:
        """(what the device is asked, what is to be kept) for a key that opens `account`, and can be found without its name."""
        options, kept = self._server.register_begin(
            PublicKeyCredentialUserEntity(id=account.login.encode(), name=label, display_name=label),
            [_credential(key) for key in account.passkeys.all()],
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=VERIFIED,
        )
        return dict(options)["publicKey"], dict(kept)

    def new_key(self, kept: Asked, answer: Mapping[str, Any]) -> tuple[bytes, bytes, int]:
        """(id, public half, count) of the key the device has made. Raises NotTheKey."""
        try:
            made = self._server.register_complete(kept, answer)
        except _WRONG as problem:
            raise NotTheKey from problem
        data = made.credential_data
        if data is None:
            raise NotTheKey
        return data.credential_id, bytes(data), made.counter

    def ask_for_any(self) -> tuple[Asked, Asked]:
        """(what the device is asked, what is to be kept) when nobody has said yet who they are."""
        options, kept = self._server.authenticate_begin(user_verification=VERIFIED)
        return dict(options)["publicKey"], dict(kept)

    def key_used(self, kept: Asked, answer: Mapping[str, Any], *, at: datetime) -> Passkey:
        """The key that has answered, noted as used. Raises NotTheKey, for the copy of a key too."""
        try:
            said = AuthenticationResponse.from_dict(answer)
            key = Passkey.objects.select_related("account").get(credential_id=said.raw_id)
            self._server.authenticate_complete(kept, [_credential(key)], answer)
        except (*_WRONG, Passkey.DoesNotExist) as problem:
            raise NotTheKey from problem
        owner = said.response.user_handle
        if owner is not None and owner != key.account.login.encode():
            raise NotTheKey
        count = said.response.authenticator_data.counter
        # A device that counts never says the same number twice; of two answers at the same moment one is taken.
        fresh = Q(pk=key.pk) & (Q(count__lt=count) if count or key.count else Q())
        if not Passkey.objects.filter(fresh).update(count=count, used_at=at):
            raise NotTheKey
        return key


# What a malformed answer makes fido2 raise: its parsers trust the browser's shape.
_WRONG = (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError)


def _credential(key: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(key.credential))
