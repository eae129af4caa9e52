"""Every form that stands on a page, found by walking: whatever is sent, a sentence and never a fault, and words typed stay."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from motcua.application.collecting.receiving import receive as bank_tells
from motcua.application.disclosure.actions import freeze
from motcua.application.scanning.jobs import draw
from motcua.application.scanning.models import Scan
from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.models import Case
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.rules import ChargeLine
from motcua.domain.screens.models import Screen
from motcua.domain.screens.rules import Part
from motcua.foundation.actions import SYSTEM, now
from motcua.foundation.gateways.bank.contract import Credit
from tests import parcels, stories
from tests.faces.citizens import code_asked, proved, signed_in_at
from tests.faces.filing_pages import FATHER, begin, go_through
from tests.faces.test_bad_input import is_said
from tests.faces.walking import PLAIN, Fields, Form, Walker, walker
from tests.handing_in import places
from tests.people import SINGLE, Ward, birth_terms, filing
from tests.piles import pile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["places"]

STRANGE = (
    "\x00",
    "9" * 5000,
    "²",
    "A" * 10_000 + "😀\u202e<script>alert(1)</script>'; --",
    "-1",
    "01/01/0000",
)


# On every page, or of everybody: tested with Lan only.
COMMON = {"desk:password", "desk:second_step", "desk:sign_out", "desk:note", "desk:sign_in", "ui:preferences"}
WORD = "Chữ đã gõ"


class Office:
    """A ward in which every page has something to show, and a case of the ward beside it."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        places = ("1", "2", "4a", "4", "4o", "4k", "4p", "5", "9", "10")
        self.at = {place: stories.case_at(ward, place) for place in places}
        self.parcels = [
            parcels.PLACES[place](ward) for place in ("asked", "labelled", "handed", "back", "lost")
        ]
        self.thuy = parcels.post_worker(ward)
        adopt_account(ward.ward, by=SYSTEM, bank="970436", number="0011001234567", holder="UBND PHUONG AN BINH",
                      valid_from=date(2026, 1, 1))  # fmt: skip
        bank_tells(Credit("970436", "0011001234567", "FT1", 4_000, "nop tien", now()), told_by="statement")
        line = ChargeLine("Lệ phí hộ tịch", 15_000, 15_000, key="le-phi-ho-tich")
        self.owing = stories.received(ward, fee=15_000, charges=(line,))
        freeze(ward.ward, by=SYSTEM, month=date(2026, 10, 1))
        terms = birth_terms(SINGLE)
        self.other = receive(
            ward.other_desk, by=ward.quan, filing=filing(terms, name="Tạ Thị Vắng", authority=ward.other)
        )
        self.before = self.of_the_other()

    def of_the_other(self) -> Any:
        return Case.objects.whole().filter(pk=self.other.pk).values().get(), self.other.events.count()

    def untouched(self) -> None:
        assert self.of_the_other() == self.before, "the case of another ward was changed"

    def staff(self, login: str) -> Client:
        client = Client()
        client.force_login((self.thuy if login == "thuy" else getattr(self.ward, login)).account)
        return client


@pytest.fixture
def office(ward: Ward, clock: Any) -> Office:
    return Office(ward)


def counter(office: Office, login: str) -> tuple[Walker, list[str]]:
    """Minh, before whom a screen stands and a pile was scanned."""
    minh, scanned = paired(office)[0], office.at["2"]
    pages = SimpleUploadedFile("a.pdf", pile("a", "b"), "application/pdf")
    minh.post(f"/quay/ho-so/{scanned.code}/quet", {"viec": "gui", "tep": [pages]})
    for scan in Scan.objects.all():
        draw(scan.pk)
    codes = [case.code for case in (*office.at.values(), office.owing)]
    return walker(minh, "counter"), [
        "/quay/", f"/quay/?thu-tuc={SINGLE}", f"/quay/ho-so/{scanned.code}/quet", f"/quay/thu-tien/{office.owing.code}",
        f"/quay/ho-so/{office.at['5'].code}/da-bo-sung", f"/quay/tra-ket-qua/{office.at['9'].code}",
        *(f"/quay/ho-so/{code}" for code in codes),
    ]  # fmt: skip


def paired(office: Office) -> tuple[Client, Client]:
    """Minh's browser and the tablet beside it, which shows the case of whoever is to be asked."""
    minh, tablet = office.staff("minh"), Client()
    code = re.search(r"\d{4} \d{4}", minh.post("/quay/man-hinh", {"viec": "ghep"}).content.decode())
    assert code and tablet.post("/quay/man-hinh-khach/ghep", {"code": code[0]}).status_code == 302
    Screen.objects.update(part=Part.RATING, case=office.at["10"], until=now() + timedelta(days=1))
    return minh, tablet


def screen(office: Office, login: str) -> tuple[Walker, list[str]]:
    return walker(paired(office)[1], "counter"), ["/quay/man-hinh-khach"]


def desk(office: Office, login: str) -> tuple[Walker, list[str]]:
    cases = {"van": "4p", "hung": "4o"}.get(login, "4 4a 4o 4k 5 9 1").split()
    begin_at = {
        "an": "/quan-tri",
        "hoa": "/khoi-luong /ky-duyet /cong-khai/soan /bao-cao/xuat",
        "lan": "/lien-thong",
    }
    starts = [*begin_at.get(login, "/toi").split(), *(f"/ho-so/{office.at[place].code}" for place in cases)]
    return walker(office.staff(login), "desk", "board", "ui"), ["/toi", *starts]


def beside(office: Office, login: str) -> tuple[Walker, list[str]]:
    """Khoa, who takes money, and Thủy of the post."""
    start = {"khoa": "/quay/thu-tien", "thuy": "/quay/buu-chinh"}[login]
    owing = [f"/quay/thu-tien/{office.owing.code}"] if login == "khoa" else []
    return walker(office.staff(login), "counter"), [start, *owing]


def citizen(office: Office, login: str) -> tuple[Walker, list[str]]:
    """Tâm, with drafts and with cases in every state."""
    tam = proved(signed_in_at("tam@vidu.vn"))
    papers = go_through(tam, FATHER, until="giay-to")
    slips = [office.at[place].secret for place in ("5", "10", "4")] + [case.secret for case in office.parcels]
    return walker(tam, "portal"), [
        *(f"/tra-cuu/{secret}" for secret in slips), f"/thanh-toan/{office.owing.secret}", "/tai-khoan", begin(tam),
        papers, papers.replace("giay-to", "kiem-tra"),
    ]  # fmt: skip


def anybody(office: Office, login: str) -> tuple[Walker, list[str]]:
    asked = code_asked("tam@vidu.vn")
    return walker(asked, "portal", "desk", "ui", "counter"), [
        "/tai-khoan/dang-nhap/ma", "/", "/dang-nhap", "/tai-khoan/dang-nhap", "/quay/man-hinh-khach/ghep"]  # fmt: skip


PEOPLE: dict[str, Callable[[Office, str], tuple[Walker, list[str]]]] = {
    "minh": counter, **dict.fromkeys(("lan", "hoa", "van", "an", "hung"), desk), "khoa": beside, "thuy": beside,
    "tam": citizen, "tablet": screen, "": anybody,
}  # fmt: skip


# What must be reached at least: a form that no link leads to any more would be tested no more either.
REACHES: dict[str, set[str]] = {
    "minh": {f"counter:{name}" for name in (
        "reception", "accept", "ask_case", "refuse_case", "supplemented", "withdraw", "hand_over", "hand_over_one", "call",
        "give_back", "cash_case", "forms", "mandate", "parcel", "parcels", "scan", "screens", "show")},
    "tablet": {"counter:customer_screen"}, "thuy": {"counter:parcel", "counter:parcels", "counter:mandate"},
    "khoa": {"counter:cash_case", "counter:fee", "counter:statement", "counter:transfers"},
    "lan": {*COMMON, "desk:many", "desk:add_paper", "desk:put_in", "desk:remind", *(f"desk:act {act}" for act in (
        "forwarded", "sent-back", "supplement-requested", "payment-required", "opinion-asked", "apology-drafted"))},
    "hoa": {"desk:sign_many", "desk:stand_in", "desk:weekly", "desk:workload", "desk:act approved", "desk:act stopped",
            "desk:act reassigned", "board:exports", "board:freeze", *(f"board:publication_do {doing}" for doing in ("ky", "sua", "bo"))},
    "van": {"desk:act finished"}, "hung": {"desk:act opinion-given"},
    "an": {*(f"desk:unit_act {act}" for act in ("bo-tri", "lich-lam-viec", "phan-cong-thay", "them-can-bo")),
           "desk:posting_act ket-thuc", "desk:posting_act dat-lai-mat-khau"},
    "tam": {f"portal:{name}" for name in (
        "add_address", "add_case", "delivery", "end_sessions", "file", "file_check", "file_paper", "file_papers", "give_mandate",
        "new_key", "rating", "reply", "rights", "sign_out", "told", "topic", "track")},
    "": {"portal:sign_in", "portal:sign_in_code", "portal:sign_in_by_key", "portal:track", "counter:pair_screen"},
}  # fmt: skip


@pytest.mark.parametrize("login", PEOPLE)
def test_whatever_is_sent_of_a_form_is_answered(office: Office, login: str) -> None:
    person, starts = PEOPLE[login](office, login)
    forms = [form for form in person.forms(*starts).values() if login == "lan" or form.view not in COMMON]
    reached = {form.view for form in forms}
    assert reached >= REACHES[login], f"no longer reached: {REACHES[login] - reached}"
    wrong = [each for form in forms for each in faults(office, person, form)]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)


def faults(office: Office, person: Walker, form: Form) -> list[str]:
    """What is wrong with the answers to one form, in words."""
    found = []
    for name, sent in nonsense(form):
        try:
            is_said(person.ask("POST", form.action, sent))
        except AssertionError as wrong:
            found.append(f"{form.view} {form.action}, {name}: {str(wrong)[:200]}")
    if lost := words_lost(person, form):
        found.append(f"{form.view} {form.action} loses what was typed: {lost}")
    answer = person.ask("POST", form.action, of_another_ward(office, form), look=office.untouched)
    if answer.status_code >= 500:
        found.append(f"{form.view} {form.action}, of another ward: {answer.status_code}")
    return found


def nonsense(form: Form) -> list[tuple[str, Fields]]:
    """Nothing at all; all fields strange; each field left out in turn while the next one is strange; what nobody asked."""
    sent: list[tuple[str, Fields]] = [
        ("nothing", []),
        ("unknown", [*form.fields, ("khong-co", "x"), ("pk", "1")]),
    ]
    sent += [(f"all {each[:9]!r}", form.with_(lambda _name, _value, each=each: each)) for each in STRANGE]
    names = form.names
    for n, out in enumerate(names):
        odd, each = names[(n + 1) % len(names)], STRANGE[n % len(STRANGE)]
        told = form.with_(
            lambda name, value, out=out, odd=odd, each=each: (
                None if name == out else each if name == odd else value
            )
        )
        sent.append((f"without {out}, {odd} {each[:9]!r}", told))
    return sent


def words_lost(person: Walker, form: Form) -> list[str]:
    """The fields whose words are not there any more on a page that refuses them and shows the form again."""
    said = {name: f"{WORD} {name}"[:most] for name, most in form.typed.items()}
    lost: list[str] = []
    old = {name: "0" for name in form.names if name.endswith("expected")}
    # As a whole; with nothing chosen; with one of the words missing; with a case that others have moved on meanwhile.
    for left_out, stale in (([], {}), (form.choices, {}), (list(said)[:1], {}), ([], old)):
        told = {**said, **stale, **dict.fromkeys(left_out)}
        sent = form.with_(lambda name, value, told=told: told.get(name, value))
        answer = person.ask("POST", form.action, sent)
        if answer.status_code in (409, 422) and "html" in answer.headers["Content-Type"]:
            kept = {name: text for name, text in said.items() if name not in left_out}
            lost += _lost(kept, html.fromstring(answer.content.decode()))
    return lost


def _lost(said: dict[str, str], page: Any) -> list[str]:
    found = []
    for node in page.xpath("//main//*[@name]"):
        shown = (node.text if node.tag == "textarea" else node.get("value")) or ""
        name = node.get("name")
        if name in said and node.get("type") in (*PLAIN, "hidden") and shown.strip() != said[name].strip():
            found.append(f"{name}: {shown[:40]!r}")
    return found


def of_another_ward(office: Office, form: Form) -> Fields:
    """Every number and code that the form sends is another ward's."""
    other = office.other
    codes = {case.code: other.code for case in office.at.values()}

    def theirs(_name: str, value: str) -> str:
        return str(other.pk) if value.isdigit() else codes.get(value, value)

    return form.with_(theirs)
