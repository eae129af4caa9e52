"""Signing in without a password: the address a code goes to, and what is kept of the code."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from motcua.domain.people.rules.contact import email_warnings, read_phone
from motcua.foundation.text import TextRefused

__all__ = ["CODE_DIGITS", "Address", "code_mark", "read_address", "shown_address", "typed_digits"]

CODE_DIGITS = 6


@dataclass(frozen=True)
class Address:
    """Where a code can be sent; the same person types it differently, it is kept in one way."""

    kind: Literal["email", "phone"]
    value: str


def read_address(text: str) -> Address:
    """An e-mail address or a mobile number as typed; raises TextRefused with what to do."""
    typed = text.strip()
    if "@" in typed:
        if odd := email_warnings(typed):
            raise TextRefused(odd[0])
        return Address("email", typed.lower())
    if re.search(r"[^\W\d_]", typed):
        raise TextRefused("Hãy nhập địa chỉ thư điện tử có dấu @, hoặc số điện thoại di động 10 chữ số.")
    phone = read_phone(typed)
    if phone.kind != "mobile":
        raise TextRefused("Mã chỉ gửi được tới số di động 10 chữ số, hoặc tới thư điện tử.")
    return Address("phone", phone.number)


def shown_address(address: Address) -> str:
    """The address with its middle hidden, for a screen that others may see."""
    if address.kind == "phone":
        return f"{address.value[:2]}•••••{address.value[-3:]}"
    name, _, host = address.value.partition("@")
    return f"{name[:2]}•••@{host}"


def typed_digits(text: str) -> str:
    """A code as it was meant: the digits of a line of a message, without spaces, dots and dashes."""
    return re.sub(r"[\s.\-–]", "", text)


def code_mark(key: str, *, asked: str, address: Address, code: str) -> str:
    """What is kept of a code that was sent; `asked` names the one request it answers."""
    said = "\0".join(("sign-in code", asked, address.kind, address.value, code))
    return hmac.digest(key.encode(), said.encode(), hashlib.sha256).hex()
