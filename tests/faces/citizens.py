"""Citizens before their pages: how they sign in, and what a message to them says."""

import re
from typing import Any

from django.core import mail
from django.test import Client


def sent_code(address: str) -> str:
    """The code of the last message to an address."""
    message = next(each for each in reversed(mail.outbox) if address.lower() in each.to)
    found = re.search(r"\b\d{6}\b", str(message.body))
    assert found
    return found[0]


def code_asked(address: str, client: Client | None = None, onward: str = "") -> Client:
    """A browser that has asked for a code."""
    client = client or Client()
    answer = client.post("/tai-khoan/dang-nhap", {"address": address, "tiep": onward})
    assert answer.status_code == 302, answer.content.decode()
    return client


def signed_in_at(address: str, client: Client | None = None, onward: str = "") -> Client:
    """A browser whose user has proved an address."""
    client = code_asked(address, client, onward)
    answer: Any = client.post("/tai-khoan/dang-nhap/ma", {"code": sent_code(address)})
    assert answer.status_code == 302, answer.content.decode()
    return client
