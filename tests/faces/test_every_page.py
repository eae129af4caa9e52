"""Every address of the office, for everybody who works there and for a visitor, against the table in matrix.py."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff
from motcua.foundation.ui.middleware import FIXED
from tests.faces.citizens import signed_in_at
from tests.faces.matrix import ALL, CASE_PAGES, CITIZEN, PAGES, SEES, TOKEN, Answer
from tests.faces.public_pages import VIETNAMESE, weight
from tests.people import BIRTH, SINGLE, Ward, birth_terms, filing, person
from tests.stories import examined

pytestmark = pytest.mark.django_db

# Who stands for each role; "" is a visitor.
WHO = {"": "", "reception": "minh", "centre_head": "hai", "officer": "lan", "dept_head": "thao", "leader": "hoa",
       "clerk": "van", "cashier": "khoa", "sysadmin": "an", "inspector": "tuan", "partner": "cuong", "postal": "thuy", "citizen": "dan@vidu.vn"}  # fmt: skip
FORM = "application/x-www-form-urlencoded"
UNKNOWN = "H26.101.1-261120-9999"
# What a paper needs its own headers for: a browser shows a PDF in a page of its own making.
OWN_POLICY = {"desk:paper", "desk:file"}
PRIVATE_WORDS = ("Nguyễn Văn Tâm", "001090012345", "0912000123", "Số 8 ngõ 21")
# One's own paper and form, opened by the secret printed on the paper, have one's name on them.
HOLDERS = {"portal:slip", "portal:delivery"}


def routes(patterns: Any = None, space: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address; the API's unnamed ones go by their view's name."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, each.namespace or space, before + str(each.pattern))
        else:
            yield f"{space}:{each.name or each.callback.__name__}", before + str(each.pattern)


def test_every_address_has_a_line_in_the_table() -> None:
    known = {name for name, _ in routes()}
    assert known == {*PAGES, *CASE_PAGES}
    assert not set(PAGES) & set(CASE_PAGES)


def test_an_address_nobody_declared_an_audience_for_is_not_there() -> None:
    undeclared = {
        name for name, each in _callbacks() if not hasattr(each, "audience") and name != "ui:preferences"
    }
    assert not undeclared


def _callbacks(patterns: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from _callbacks(each.url_patterns, each.namespace or space)
        else:
            yield f"{space}:{each.name}", each.callback


class Office:
    """The cases there are, and the sessions of everybody."""

    def __init__(self, ward: Ward) -> None:
        self.own = examined(ward)
        terms = birth_terms(SINGLE)
        self.other = receive(
            ward.other_desk, by=ward.quan, filing=filing(terms, name="Tạ Thị Vắng", authority=ward.other)
        )
        self.names = [*Staff.objects.values_list("full_name", flat=True), *PRIVATE_WORDS, "Tạ Thị Vắng"]
        self.unit, self.ward = ward.ward, ward
        self.thuy = person(ward.city, "thuy", "Lương Thanh Thủy", "postal", "Nhân viên bưu điện")
        self.tokens = {"own": self._seen(self.own), "other": self._seen(self.other)}
        self.sessions = {role: self._session(login) for role, login in WHO.items()}

    def _session(self, login: str) -> str:
        client = Client()
        if not login:
            return ""
        if "@" in login:
            return signed_in_at(login).cookies[settings.SESSION_COOKIE_NAME].value
        client.force_login((self.thuy if login == "thuy" else getattr(self.ward, login)).account)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _seen(self, case: Case) -> str:
        """What a citizen gets who types the code and the last digits of their telephone."""
        answer = Client().post("/tra-cuu", {"code": case.code, "proof": case.phone[-4:]})
        return str(answer["Location"]).rpartition("/")[2]

    def address(self, name: str, pattern: str, which: str) -> str:
        """The path of a route for the own case, the other ward's or one that does not exist."""
        case: Case | None = {"own": self.own, "other": self.other}.get(which)
        secret = case.secret if case else "a" * 26
        code = (
            BIRTH if name in ("portal:procedure", "portal:checklist", "portal:file", "api:procedure") else ""
        )
        code = self.unit.code if name.startswith("board:") else code
        values = {
            "secret": secret,
            "token": self.tokens.get(which, "khong:co:that"),
            "code": code or (case.code if case else UNKNOWN),
            "form": "01",
            "sheet": "1",
            "number": str(self.unit.pk),
            "of": "999999",
            "kind": "xlsx",
            "month": "2026-10",
            "edition": "1",
            "name": "don-vi.csv",
            "doing": "sua",
            "key": "bat-dau",
            "component": "giay-khac" if name.startswith("desk:") else "giay-chung-sinh",
            "asked": "1",
            "charge": "MC222222222",
            "bank": "970436",
            "mandate": "1",
            "consent": "1",
            "kept": "giay-1",
        }
        values["slug"] = "forwarded" if name == "desk:act" else "them-can-bo"
        if name == "api:nothing_here":
            return "/api/v2/nothing"
        if name.startswith("api:"):
            return "/" + re.sub(r"<(\w+)>", lambda found: values[found[1]], pattern)
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        with translation.override("vi"):
            return reverse(name, kwargs={key: values[key] for key in wanted})

    def ask(self, role: str, method: str, path: str) -> Any:
        """The answer, with nothing of it kept in the database."""
        client = Client(raise_request_exception=False)
        if session := self.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            # As a browser sends a form in which nothing was filled in.
            response = client.generic(
                method, path, b"csrfmiddlewaretoken=x" if method == "POST" else b"", FORM
            )
            transaction.set_rollback(True)
        return response


@pytest.fixture
def office(ward: Ward, clock: Any) -> Office:
    return Office(ward)


def expected(name: str, role: str, which: str, answer: Answer) -> tuple[int, ...]:
    """What the table says for one person and one address."""
    who, _, _ = {**PAGES, **CASE_PAGES}[name]
    usual = answer if isinstance(answer, tuple) else (answer,)
    if usual == (405,) or who == TOKEN:
        return usual
    if who == ALL:
        return (404,) if name in CASE_PAGES and which == "unknown" else usual
    if not role or (role == "citizen") != (who == CITIZEN):
        return (302,)
    if role not in who:
        return (403,)
    space = name.partition(":")[0]
    if name in CASE_PAGES and role not in SEES[space].get(which, ()):
        return (404,)
    return usual


def faults(office: Office, name: str, role: str, method: str, path: str, said: tuple[int, ...]) -> list[str]:
    """What is wrong with the answer, in words."""
    response = office.ask(role, method, path)
    body = b"".join(response) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    where = f"{name} {method} {path.replace(office.own.secret, '…')} as {role or 'a visitor'}: "
    found = []
    if response.status_code not in said:
        found.append(f"{response.status_code}, not {said}")
    if response.status_code == 302 and role in ("", "citizen") and 302 in said and name not in PAGES:
        found += [] if response.url.partition("?")[0] == "/dang-nhap" else [f"sent to {response.url}"]
    for header, value in FIXED.items():
        allowed = header == "Content-Security-Policy" and name in OWN_POLICY
        allowed |= header == "Referrer-Policy" and response.headers.get(header) == "no-referrer"
        if response.headers.get(header) != value and not (allowed and response.headers.get(header)):
            found.append(f"{header}: {response.headers.get(header)}")
    kept = response.headers.get("Cache-Control", "")
    private = role or (name in CASE_PAGES and response.status_code not in (302, 405))
    if (
        private
        and "no-store" not in kept
        and name not in ("portal:favicon", "portal:robots", "portal:worker")
    ):
        found.append(f"may be kept: {kept}")
    if response.status_code in (403, 404, 409, 422) and not VIETNAMESE.search(text):
        found.append("no sentence")
    if "Traceback" in text or "Exception" in text:
        found.append("speaks of exceptions")
    if role in ("", "citizen") and name not in HOLDERS:
        found += [f"tells {word}" for word in office.names if word in text]
    return [where + each for each in found]


@pytest.mark.parametrize("space", ["portal", "board", "ui", "api", "counter", "desk"])
def test_everybody_gets_what_the_table_says(office: Office, space: str) -> None:
    wrong = []
    for name, pattern in dict(routes()).items():
        if not name.startswith(f"{space}:"):
            continue
        _, get, post = {**PAGES, **CASE_PAGES}[name]
        for which in ("own", "other", "unknown") if name in CASE_PAGES else ("own",):
            path = office.address(name, pattern, which)
            for role in WHO:
                for method, answer in (("GET", get), ("POST", post)):
                    wrong += faults(office, name, role, method, path, expected(name, role, which, answer))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["", "reception", "leader", "sysadmin", "postal", "citizen"])
def test_the_english_pages_are_open_to_the_same_people(office: Office, role: str) -> None:
    wrong = []
    for name, pattern in dict(routes()).items():
        if name.startswith(("api:", "ui:")):
            continue
        path = office.address(name, pattern, "own")
        _, get, _ = {**PAGES, **CASE_PAGES}[name]
        status = office.ask(role, "GET", f"/en{path}").status_code
        if status not in expected(name, role, "own", get):
            wrong.append(f"{name} as {role or 'a visitor'}: {status}")
    assert not wrong


def test_a_case_of_another_ward_is_as_if_it_were_not_there(office: Office) -> None:
    for role in ("reception", "officer", "leader", "sysadmin", "partner", "postal"):
        there = office.ask(role, "GET", f"/ho-so/{office.other.code}").content.decode()
        nowhere = office.ask(role, "GET", f"/ho-so/{UNKNOWN}").content.decode()
        told = re.sub(r"nonce\S+|value=\"\S+\"", "", there.replace(office.other.code, UNKNOWN))
        assert told == re.sub(r"nonce\S+|value=\"\S+\"", "", nowhere), role


def test_a_first_visit_of_any_page_of_citizens_is_light(office: Office) -> None:
    """65 KB, 8 requests: whatever a citizen opens first, on a telephone with a poor line."""
    heavy, seen = [], 0
    for name, pattern in dict(routes()).items():
        who = {**PAGES, **CASE_PAGES}[name][0]
        if not name.startswith(("portal:", "board:")) or who not in (ALL, CITIZEN):
            continue
        client = Client()
        if who == CITIZEN:
            client.cookies[settings.SESSION_COOKIE_NAME] = office.sessions["citizen"]
        path = office.address(name, pattern, "own")
        shown = client.get(path)
        if shown.status_code == 200 and shown["Content-Type"].startswith("text/html"):
            found, seen = weight(client, path), seen + 1
            heavy += [] if found.is_light else [f"{path}: {found}"]
    assert seen > 30 and heavy == []
