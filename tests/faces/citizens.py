"""Citizens before their pages: how they sign in, and what a message to them says."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from motcua.domain.people.models import Account, Person
from motcua.faces.audience import CITIZEN

# What Tâm fills in to let Mai act for him.
GIVEN = {
    "full_name": "Trần Thị Mai", "number": "001158000077", "procedures": ["1.001193"],
    "valid_from_0": "20", "valid_from_1": "11", "valid_from_2": "2026",
    "valid_to_0": "20", "valid_to_1": "2", "valid_to_2": "2027",
}  # fmt: skip


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


def proved(client: Client, number: str = "001090012345", name: str = "Nguyễn Văn Tâm") -> Client:
    """The session as after a provider has proved who they are."""
    who = Person.objects.filter(identity_number=number).first() or Person(identity_number=number).named(name)
    who.save()
    session = client.session
    account = session[CITIZEN]["account"]
    Account.objects.filter(pk=account).update(person=who, full_name=name)
    session[CITIZEN] = {**session[CITIZEN], "level": 2}
    session.save()
    return client
