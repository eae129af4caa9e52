"""O4: the leader's queue."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.domain.cases.actions.processing import confirm_supplement, forward
from tests import stories
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import BIRTH, SINGLE, Ward

pytestmark = pytest.mark.django_db


def test_the_queue_shows_who_drafted_what_with_which_words_by_procedure(ward: Ward, clock: Any) -> None:
    births = [
        forward(stories.examined(ward, BIRTH), by=ward.lan, note="Đủ điều kiện.") for _number in range(2)
    ]
    stories.drafted(ward, SINGLE)
    page = signed_in(ward.hoa).get("/ky-duyet")
    said = words(page)
    assert "3 hồ sơ chờ" in said and "người trình: Nguyễn Thị Lan" in said and "Đủ điều kiện." in said
    assert said.index(births[0].code) < said.index(births[1].code)
    assert page.content.decode().count("Ký các hồ sơ đã đánh dấu") == 1  # only where there is more than one


def test_what_makes_a_case_delicate_is_said_on_its_card(ward: Ward, clock: Any) -> None:
    case = _supplemented(ward)
    said = words(signed_in(ward.hoa).get("/ky-duyet"))
    assert case.code in said and "đã yêu cầu bổ sung 1 lần" in said


def test_one_case_is_signed_in_two_presses(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    client = signed_in(ward.hoa)
    queue = client.get("/ky-duyet").content.decode()
    address = f"/ho-so/{case.code}/approved"
    assert f'href="{address}?node=ky_duyet&amp;ve=%2Fky-duyet"' in queue
    page = client.get(f"{address}?node=ky_duyet&ve=/ky-duyet")
    done = send(client, address, form_of(page), chac="1")
    assert done["Location"] == "/ky-duyet" and stories.waiting(case) == [("phat_hanh", "")]
    assert f"Ký duyệt: {case.code}" in words(client.get("/ky-duyet"))


def test_returning_needs_a_reason_and_goes_to_who_drafted_it(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    client = signed_in(ward.hoa)
    form = form_of(client.get("/ky-duyet"), "/sent-back")
    empty = send(client, form["_action"], form)
    assert empty.status_code == 422 and "Hãy nhập lý do" in words(empty)
    done = send(client, form["_action"], form, reason="Sai ngày sinh của con.")
    assert done["Location"] == "/ky-duyet" and stories.waiting(case) == [("tham_tra", "lan")]
    assert stories.last_event(case).note == "Sai ngày sinh của con."


def test_twenty_are_signed_together_each_listed_before_and_after(ward: Ward, clock: Any) -> None:
    cases = [stories.drafted(ward, BIRTH) for _number in range(20)]
    client = signed_in(ward.hoa)
    codes = [case.code for case in cases]
    shown = client.post("/ky-duyet/nhieu", {"pick": codes})
    assert "Ký 20 hồ sơ" in words(shown) and all(code in words(shown) for code in codes)
    assert stories.waiting(cases[0]) == [("ky_duyet", "")]
    stories.approve(cases[7], by=ward.hoa)  # meanwhile, on another screen
    form = form_of(shown, "/ky-duyet/nhieu")
    assert client.post("/ky-duyet/nhieu", {"pick": codes, "key": form["key"], "chac": "1"}).status_code == 302
    told = words(client.get("/ky-duyet"))
    assert "Đã ký duyệt (19 hồ sơ)" in told and "Chưa làm được 1 hồ sơ" in told
    assert f"{cases[7].code}: Ông/Bà không có quyền “ký duyệt”" in told
    assert {stories.waiting(case)[0][0] for case in cases} == {"phat_hanh"}


def test_nobody_but_leaders_has_the_queue(ward: Ward, clock: Any) -> None:
    for who in (ward.lan, ward.minh, ward.thao, ward.an):
        answer = signed_in(who).get("/ky-duyet")
        assert answer.status_code == 403 and "dành cho vai trò khác" in words(answer)


def test_the_queue_asks_the_database_the_same_however_long_it_is(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.hoa)
    stories.drafted(ward, BIRTH)
    client.get("/ky-duyet")
    with CaptureQueriesContext(connection) as few:
        client.get("/ky-duyet")
    for _number in range(4):
        stories.drafted(ward, BIRTH)
    with CaptureQueriesContext(connection) as many:
        client.get("/ky-duyet")
    assert len(many) == len(few) <= 7


def _supplemented(ward: Ward) -> Any:
    case = forward(confirm_supplement(stories.asked(ward), by=ward.lan), by=ward.lan)
    return forward(case, by=ward.thao)
