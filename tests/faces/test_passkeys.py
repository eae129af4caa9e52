"""Passkeys before the pages: the right device opens its account, and nothing that only looks like it does."""

import json
from typing import Any

import pytest
from django.test import Client

from motcua.domain.people.models import Account, Passkey, Person
from motcua.faces.audience import CITIZEN
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import words
from tests.faces.device import PRESENT, Device
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("ward", "clock")
TAM, MINE = "tam@vidu.vn", "/tai-khoan"
NEW, SIGN_IN = "/tai-khoan/khoa", "/tai-khoan/dang-nhap/khoa"


def asked(client: Client, place: str) -> dict[str, Any]:
    answer = client.post(f"{place}/hoi")
    assert answer.status_code == 200
    return dict(answer.json())


def with_key(device: Device, *, level: int = 1, name: str = "Điện thoại") -> Client:
    client = signed_in_at(TAM)
    if level == 2:
        person = Person(identity_number="001090012345").named("Nguyễn Văn Tâm")
        person.save()
        Account.objects.filter(email=TAM).update(person=person)
        session = client.session
        session[CITIZEN] = {**session[CITIZEN], "level": 2}
        session.save()
    answer = client.post(NEW, {"name": name, "credential": device.make(asked(client, NEW))})
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/cach-dang-nhap"), words(answer)
    return client


def entered(device: Device, **other: bytes) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(SIGN_IN, {"credential": device.use(asked(client, SIGN_IN), **other)})


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def refused(device: Device, **other: bytes) -> None:
    client, answer = entered(device, **other)
    assert answer.status_code == 422 and "Khóa này không mở được" in words(answer)
    assert not is_in(client)


def test_a_key_opens_its_account_without_a_name_or_an_address(clock: Clock) -> None:
    device = Device()
    with_key(device)
    clock.wait(hours=5)
    client, answer = entered(device)
    assert answer.status_code == 302 and is_in(client)
    kept = Passkey.objects.get()
    assert (kept.name, kept.account.email, kept.used_at is not None) == ("Điện thoại", TAM, True)


def test_the_device_is_asked_to_know_its_owner_and_to_be_found_by_itself() -> None:
    question = asked(signed_in_at(TAM), NEW)
    assert question["authenticatorSelection"]["residentKey"] == "required"
    assert question["authenticatorSelection"]["userVerification"] == "required"
    other = asked(Client(), SIGN_IN)
    assert other["userVerification"] == "required" and not other.get("allowCredentials")
    assert TAM not in json.dumps(other) and len(other["challenge"]) >= 40


@pytest.mark.parametrize("level", [1, 2])
def test_a_key_opens_the_account_at_the_level_it_was_added_at(level: int) -> None:
    device = Device()
    with_key(device, level=level)
    client, _ = entered(device)
    assert client.session[CITIZEN]["level"] == level


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.lua-dao.vn"},
        {"origin": "https://testserver"},
        {"host": "lua-dao.vn"},
        {"flags": PRESENT},
        {"flags": 4},
        {"key_id": b"x" * 16},
    ],
    ids=str,
)
def test_a_key_used_elsewhere_or_without_its_owner_opens_nothing(wrong: dict[str, Any]) -> None:
    device = Device()
    with_key(device)
    for name, value in wrong.items():
        setattr(device, name, value)
    refused(device)


def test_another_devices_signature_and_another_persons_handle_open_nothing() -> None:
    device, other = Device(), Device()
    with_key(device)
    other.key_id, other.owner = device.key_id, device.owner
    refused(other)
    refused(device, userHandle=b"dan-cua-nguoi-khac")
    refused(device, signature=b"\0" * 70)


def test_an_answer_is_taken_once_and_for_its_own_question_only() -> None:
    device = Device()
    with_key(device)
    client = Client()
    answer = device.use(asked(client, SIGN_IN))
    stranger = Client()
    assert stranger.post(SIGN_IN, {"credential": answer}).status_code == 422  # was asked nothing
    asked(stranger, SIGN_IN)
    assert stranger.post(SIGN_IN, {"credential": answer}).status_code == 422  # was asked another question
    assert client.post(SIGN_IN, {"credential": answer}).status_code == 302
    client.post("/tai-khoan/dang-xuat")
    assert client.post(SIGN_IN, {"credential": answer}).status_code == 422
    assert not is_in(stranger)


def test_the_copy_of_a_key_that_counts_is_noticed() -> None:
    device = Device(count=7)
    with_key(device)
    device.count = 8
    assert is_in(entered(device)[0])
    refused(device)  # the copy has not counted on
    device.count = 3
    refused(device)
    device.count = 0
    refused(device)
    device.count = 9
    assert is_in(entered(device)[0])


ANSWERS = ["", "x", "[]", "{}", "null", '{"id": 1}', '{"rawId": "a", "response": {}}', '{"rawId": "AAAA", "response": []}',
           '{"rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "AAAA", "authenticatorData": "AA", '
           '"signature": ""}}', "[" * 10_000, '{"a": "' + "b" * 30_000 + '"}']  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_an_answer_of_no_sense_is_a_sentence(answer: str) -> None:
    client = Client()
    asked(client, SIGN_IN)
    assert client.post(SIGN_IN, {"credential": answer}).status_code == 422
    mine = signed_in_at(TAM)
    asked(mine, NEW)
    said = mine.post(NEW, {"name": "Máy tính ở nhà", "credential": answer})
    assert said.status_code == 422 and "Thiết bị chưa tạo được khóa" in words(said)
    assert "Máy tính ở nhà" in said.content.decode() and not Passkey.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://lua-dao.vn"}, {"host": "lua-dao.vn"}, {"flags": PRESENT}], ids=str
)
def test_a_key_made_for_another_site_is_not_added(wrong: dict[str, Any]) -> None:
    client = signed_in_at(TAM)
    said = client.post(NEW, {"credential": Device(**wrong).make(asked(client, NEW))})
    assert said.status_code == 422 and not Passkey.objects.exists()


def test_a_key_taken_away_opens_nothing_more() -> None:
    device = Device()
    client = with_key(device)
    number = Passkey.objects.get().pk
    assert client.post(f"{NEW}/{number}/bo").status_code == 302
    refused(device)


def test_nobody_takes_anothers_key_away() -> None:
    with_key(Device())
    other = signed_in_at("khac@vidu.vn")
    answer = other.post(f"{NEW}/{Passkey.objects.get().pk}/bo")
    assert answer.status_code == 422 and Passkey.objects.count() == 1


def test_the_key_of_a_blocked_account_says_so() -> None:
    device = Device()
    with_key(device)
    Account.objects.filter(email=TAM).update(is_active=False)
    client, answer = entered(device)
    assert answer.status_code == 422 and "bị khóa" in words(answer) and not is_in(client)


def test_a_key_cannot_be_made_where_the_site_has_no_name(settings: Any) -> None:
    client = signed_in_at(TAM)
    page = client.get(NEW, SERVER_NAME="127.0.0.1")
    assert "không giữ được khóa" in words(page) and "data-passkey" not in page.content.decode()
