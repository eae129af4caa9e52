"""The way in to the API: tokens, and whatever else comes instead of good JSON; one form of refusal for all of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from django.test import RequestFactory
from psycopg import OperationalError as Away
from psycopg.errors import DiskFull

from motcua.domain.cases.models import Case
from motcua.domain.offices.actions import withdraw_token
from motcua.domain.offices.models import Token
from motcua.faces.api.v1 import api
from motcua.foundation.actions import SYSTEM, now
from tests.faces.api_program import DOCUMENT, Answer, Program, faults, token_of
from tests.people import BIRTH, Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def minh(ward: Ward, clock: Clock) -> Program:
    return Program(token_of(ward.minh, ward.desk))


# ---- tokens

GUARDED = [("GET", "/inbox"), ("GET", "/catalogue"), ("GET", "/cases/H26"), ("POST", "/cases"), ("POST", "/cases/H26/acts/taken")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("token", ["", "khong-co", "x" * 9000, "\xc3\xa9", " "])
def test_without_a_good_token_everybody_is_told_the_same(
    ward: Ward, method: str, path: str, token: str
) -> None:
    program = Program(token)
    answer = program.get(path) if method == "GET" else program.post(path, {})
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.text == Program().get("/inbox").text


def test_a_token_is_good_until_it_ends(ward: Ward, clock: Clock) -> None:
    program = Program(token_of(ward.minh, ward.desk, expires_at=now() + timedelta(days=1)))
    assert program.get("/inbox").status == 200
    clock.wait(days=1)
    assert program.get("/inbox").status == 401


def test_a_token_taken_back_opens_nothing_from_that_moment(ward: Ward, minh: Program) -> None:
    assert minh.get("/inbox").status == 200
    withdraw_token(ward.desk, by=SYSTEM, token=Token.objects.get(staff=ward.minh))
    assert minh.get("/inbox").status == 401


def test_a_session_of_the_pages_opens_nothing_here(ward: Ward) -> None:
    program = Program()
    program.client.force_login(ward.minh.account)
    assert program.get("/inbox").status == 401


# ---- what is sent

FILED = {"procedure": BIRTH, "applicant": {"full_name": "Nguyễn Văn Tâm"}}
UNREADABLE = {
    "cut short": b'{"procedure": "1.00',
    "a form": b"procedure=1.001193",
    "not UTF-8": '{"procedure": "Đăng ký"}'.encode("utf-16"),
    "an old encoding": '{"procedure": "ê"}'.encode("cp1258"),
    "a mark before": b"\xef\xbb\xbf{}",
    "NUL": b'{"procedure": "1.0\x00"}',
    "too deep": b"[" * 100_000,
    "a number without end": b'{"procedure": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_not_json_is_refused_before_it_is_looked_into(minh: Program, kind: str) -> None:
    answer = minh.post_bytes("/cases", UNREADABLE[kind])
    assert (answer.status, answer.code) == (400, "bad_json")
    assert "JSON" in answer.sentence
    assert not Case.objects.exists()


@pytest.mark.parametrize("size", [MEGABYTE + 1, 3 * MEGABYTE])
def test_more_than_a_megabyte_is_refused(minh: Program, size: int) -> None:
    content = json.dumps({**FILED, "subject": ""}).encode()
    answer = minh.post_bytes(
        "/cases", content.replace(b'"subject": ""', b'"subject": "' + b"a" * size + b'"')
    )
    assert (answer.status, answer.code) == (413, "too_big")
    assert "1 MB" in answer.sentence


def test_a_megabyte_is_read(minh: Program) -> None:
    answer = minh.post_bytes("/cases", json.dumps(FILED).encode().ljust(MEGABYTE))
    assert (answer.status, answer.code) == (422, "refused")  # read: its papers are missing


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml", ""])  # fmt: skip
def test_only_json_is_read_whatever_it_is_called(minh: Program, content_type: str) -> None:
    answer = minh.post_bytes("/cases", b"--x\r\n\r\n--x--", content_type=content_type)
    assert (answer.status, answer.code) == (400, "bad_json")


STRANGE: dict[str, tuple[Any, str]] = {
    "a list": ([], ""),
    "null": (None, ""),
    "a word": ("abc", ""),
    "a misspelt name": ({**FILED, "procedur": "x"}, "procedur"),
    "half a letter": ({**FILED, "subject": "\ud800"}, "subject"),
    "NUL": ({**FILED, "subject": "a\0b"}, "subject"),
    "too long": ({**FILED, "subject": "a" * 601}, "subject"),
    "an old font": ({**FILED, "subject": "§¨ng ký giÊy chøng nhËn"}, "subject"),
    "a list for a word": ({**FILED, "procedure": ["1.001193"]}, "procedure"),
    "not a number": ({**FILED, "sets": "hai"}, "sets"),
    "half a set": ({**FILED, "sets": 1.5}, "sets"),
    "no set": ({**FILED, "sets": 0}, "sets"),
    "NaN": ({**FILED, "fee": float("nan")}, "fee"),
    "more than there is": ({**FILED, "fee": 10**18}, "fee"),
    "less than nothing": ({**FILED, "fee": -1}, "fee"),
    "true for a number": ({**FILED, "fee": True}, "fee"),
    "no such day": ({**FILED, "applicant": {"full_name": "Tâm", "born_on": "2026-02-30"}}, "applicant.born_on"),
    "seconds for a day": ({**FILED, "applicant": {"full_name": "Tâm", "born_on": 1}}, "applicant.born_on"),
    "no name": ({**FILED, "applicant": {"full_name": ""}}, "applicant.full_name"),
    "no applicant": ({"procedure": BIRTH}, "applicant"),
    "an unknown way": ({**FILED, "channel": "fax"}, "channel"),
    "too many papers": ({**FILED, "papers": [{"key": "a"}] * 101}, "papers"),
    "an e-mail that is none": ({**FILED, "applicant": {"full_name": "Tâm", "email": "a\r\nBcc: b@c.vn"}}, "applicant.email"),
}  # fmt: skip


@pytest.mark.parametrize("kind", STRANGE)
def test_what_does_not_fit_is_named_by_its_field(minh: Program, kind: str) -> None:
    sent, field = STRANGE[kind]
    answer = minh.post_bytes("/cases", json.dumps(sent).encode())
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.json["fields"][0]["field"] == field
    assert not Case.objects.exists()


# ---- addresses and methods


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_address_says_which_methods_it_takes(ward: Ward, path: str) -> None:
    taken = {method.upper() for method in DOCUMENT["paths"][path]}
    client = Program().client
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - taken:
        answer = Answer(client.generic(method, path.replace("{code}", "H26").replace("{secret}", "a")))
        assert not faults(method, path, answer)
        assert (answer.status, answer.code) == (405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == taken


@pytest.mark.parametrize("path", ["", "v1", "v1/", "v1/cases/", "v1/cases/a/b", "v2/cases", "v1/cases/H26/acts/mua", "v1/%00", "v1/../x"])  # fmt: skip
def test_an_address_that_is_not_there_is_told_in_json(ward: Ward, path: str) -> None:
    client = Program().client
    for method in ("GET", "POST"):
        answer = Answer(client.generic(method, f"/api/{path}", b"{}", "application/json"))
        assert (answer.status, answer.code) == (404, "not_found")
        assert not faults(method, f"/api/{path}", answer)


def test_a_name_that_is_not_the_offices_is_refused_in_json(ward: Ward) -> None:
    answer = Answer(Program().client.get("/api/v1/inbox", headers={"Host": "ke-gian.vn"}))
    assert (answer.status, answer.code) == (400, "wrong_host")


# ---- the database


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [(Away("no server"), "gửi lại sau nửa phút"), (DiskFull("no room"), "hết chỗ ghi")],
)
@pytest.mark.parametrize(("method", "path"), [*GUARDED, ("GET", "/procedures"), ("POST", "/status")])
def test_without_a_database_it_says_to_send_again(
    minh: Program, monkeypatch: pytest.MonkeyPatch, method: str, path: str, problem: Exception, sentence: str
) -> None:
    def refuse(*given: Any, **named: Any) -> Any:
        raise OperationalError("x") from problem

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = minh.get(path) if method == "GET" else minh.post(path, {"code": "H26", "proof": "123456"})
    assert (answer.status, answer.code) == (503, "outage")
    assert answer.headers["Retry-After"] == "30"
    assert sentence in answer.sentence


def test_what_no_column_holds_is_refused_even_where_no_shape_saw_it() -> None:
    answer = Answer(api.on_exception(RequestFactory().get("/"), DataError("numeric overflow")))
    assert (answer.status, answer.code) == (422, "invalid")
    assert not faults("GET", "/api/v1/inbox", answer)
