"""O2: private notes: who writes and reads them, and where they never come out."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from motcua.domain.cases.actions.deciding import approve, issue_result
from motcua.domain.cases.actions.processing import ask_opinion, forward
from motcua.domain.cases.models import Case, CaseEvent, Note
from motcua.domain.offices.queries import office_of
from motcua.foundation.actions import now
from tests import stories
from tests.faces.api_program import token_of
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import LINKED, SINGLE, Ward
from tests.rules.paper_reading import words as words_of_paper

pytestmark = pytest.mark.django_db
SAID = "Đã gọi hai lần, chị Hạnh hẹn chiều thứ Tư."


def write(client: Client, case: Case, text: str = SAID, **more: Any) -> Any:
    form = form_of(client.get(f"/ho-so/{case.code}"), "/ghi-chu")
    return send(client, form["_action"], form, **{"ghi-chu-note": text}, **more)


# Who sees a note that Lan wrote at the department of the ward, on a case all of them may open.
SEES = {
    "the officer who wrote it": ("lan", True),
    "a colleague": ("dung", True),
    "the head of the department": ("thao", True),
    "the leader": ("hoa", True),
    "the clerk": ("van", True),
    "the desk of the same office": ("minh", True),
    "the tax office that was asked": ("hung", False),
    "the land registry, no office of the ward's": ("nga", False),
    "an inspector of the city above": ("tuan", False),
}


@pytest.mark.parametrize("who", SEES)
def test_a_note_is_read_in_the_office_of_whoever_wrote_it(ward: Ward, clock: Any, who: str) -> None:
    login, sees = SEES[who]
    case = stories.case_at(ward, "4o")
    ask_opinion(case, by=ward.lan, unit=ward.registry, question="Thửa đất có tranh chấp không?")
    assert write(signed_in(ward.lan), case)["Location"] == f"/ho-so/{case.code}#ghi-chu"
    page = signed_in(getattr(ward, login)).get(f"/ho-so/{case.code}")
    assert page.status_code == 200
    assert (SAID in words(page)) is sees


@pytest.mark.parametrize("login", ["quan", "son", "an"])
def test_who_may_not_see_the_case_can_neither_read_nor_write(ward: Ward, clock: Any, login: str) -> None:
    case = stories.examined(ward)
    client = signed_in(getattr(ward, login))
    sent = {"ghi-chu-note": SAID, "ghi-chu-key": str(uuid4())}
    assert client.post(f"/ho-so/{case.code}/ghi-chu", sent).status_code == 404
    assert not Note.objects.exists()


def test_an_agency_keeps_its_own_notes_on_its_part_from_the_ward(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=LINKED)
    birth = case.children.get()
    for act, who in ((forward, ward.lan), (approve, ward.hoa), (issue_result, ward.van)):
        birth = act(stories.fresh(birth), by=who)
    part = case.children.get(department=ward.police)
    write(signed_in(ward.cuong), part)
    assert SAID in words(signed_in(ward.cuong).get(f"/ho-so/{part.code}"))
    assert SAID not in words(signed_in(ward.minh).get(f"/ho-so/{part.code}"))


def test_a_note_comes_out_nowhere_else(ward: Ward, clock: Any, client: Any) -> None:
    case = stories.finished(ward)
    write(signed_in(ward.van), case)
    staff, secret = signed_in(ward.van), case.secret
    for form in ("01", "06"):
        paper = staff.get(f"/ho-so/{case.code}/giay/{form}.pdf")
        assert paper.status_code == 200 and "chị Hạnh" not in words_of_paper(paper.content)
    program = {"HTTP_AUTHORIZATION": f"Bearer {token_of(ward.van, ward.ward)}"}
    for address in (f"/tra-cuu/{secret}", f"/api/v1/status/{secret}"):
        answer = client.get(address)
        assert answer.status_code == 200 and "Hạnh" not in answer.content.decode()
    slip = client.get(f"/tra-cuu/{secret}/giay-hen.pdf")
    assert slip.status_code == 200 and "chị Hạnh" not in words_of_paper(slip.content)
    answer = client.get(f"/api/v1/cases/{case.code}", **program)
    assert answer.status_code == 200 and "Hạnh" not in answer.content.decode()
    told = CaseEvent.objects.filter(case=case)
    assert not [event for event in told if "Hạnh" in event.note + str(event.payload)]


def test_the_same_form_sent_twice_is_one_note_and_other_words_are_another(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    form = form_of(client.get(f"/ho-so/{case.code}"), "/ghi-chu")
    for text in (SAID, SAID, "Đã gọi lại."):
        assert send(client, form["_action"], form, **{"ghi-chu-note": text}).status_code == 302
    assert [note.text for note in case.notes.order_by("id")] == [SAID, "Đã gọi lại."]


def test_a_note_does_not_make_anybodys_page_old(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    page = client.get(f"/ho-so/{case.code}")
    write(signed_in(ward.dung), case)
    form = form_of(page, "/forwarded")
    assert send(client, form["_action"], form).status_code == 302
    assert stories.last_event(case).name == "case.forwarded"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Hãy nhập ghi chú mới."),
        ("a" * 2001, "nhiều nhất 2000 ký tự, đang có 2001"),
        ("H\x00", "ký tự"),
        ("Ngêi d©n", "bảng mã cũ"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_sentence(
    ward: Ward, clock: Any, text: str, sentence: str
) -> None:
    case = stories.examined(ward)
    answer = write(signed_in(ward.lan), case, text)
    assert answer.status_code == 422 and sentence in words(answer)
    if len(text) < 2001 and text.strip() and "\x00" not in text:
        assert text in answer.content.decode()
    assert not Note.objects.exists()


def test_nobody_changes_or_removes_a_note(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    Note.write(case, SAID, by=ward.lan, at=now(), key=uuid4())
    for sql in ("UPDATE cases_note SET text = 'khác'", "DELETE FROM cases_note"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(sql)


def test_words_of_a_note_are_words_and_nothing_else(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4", code=SINGLE)
    write(signed_in(ward.lan), case, "<script>alert(1)</script>\ndòng hai")
    page = signed_in(ward.lan).get(f"/ho-so/{case.code}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>dòng hai" in page


def test_a_department_and_a_desk_are_parts_of_an_office_and_an_agency_is_one(ward: Ward) -> None:
    offices = {
        name: office_of(getattr(ward, name).path, edition=None).name
        for name in ("justice", "desk", "ward", "police", "registry", "city")
    }
    assert offices == {
        "justice": "Phường An Bình",
        "desk": "Phường An Bình",
        "ward": "Phường An Bình",
        "police": "Công an phường An Bình",
        "registry": "Chi nhánh Văn phòng Đăng ký đất đai",
        "city": "Thành phố Hà Nội",
    }
