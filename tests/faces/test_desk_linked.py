"""O6 and O9: what waits elsewhere, and finding anything."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.application.timekeeping.queries import times_of
from motcua.domain.cases.actions.deciding import approve, issue_result
from motcua.domain.cases.actions.processing import confirm_supplement, forward, request_supplement
from motcua.foundation.calendar import working_minutes_between
from tests import stories
from tests.faces.desk_pages import send, signed_in, words
from tests.people import BIRTH, LINKED, SINGLE, Ward

pytestmark = pytest.mark.django_db


def test_the_hours_of_each_unit_add_up_to_the_whole(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, SINGLE)
    clock.wait(hours=2)
    case = request_supplement(case, by=ward.lan, missing=[stories.paper_of(case)], reason="Chưa ký")
    clock.at(25, 14)
    case = confirm_supplement(case, by=ward.lan)
    clock.wait(hours=1, minutes=17)
    case = forward(forward(case, by=ward.lan), by=ward.thao)
    clock.at(26, 9, 41)
    took = times_of([stories.fresh(case)], clock.now)[case.pk]
    assert case.received_at is not None
    whole = working_minutes_between(case.received_at, clock.now, case.calendar())
    assert sum(share.minutes for share in took.shares) == took.total == whole > 0
    by_name = {share.holder: share for share in took.shares}
    assert by_name["Người nộp"].minutes > by_name["Phòng Tư pháp – Hộ tịch"].minutes > 0
    assert by_name["Phường An Bình"].now and not by_name["Người nộp"].now


def test_linked_parts_are_waited_for_by_name_with_their_own_clock(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=LINKED)
    birth = case.children.get()
    clock.wait(hours=2)
    for act, who in ((forward, ward.lan), (approve, ward.hoa), (issue_result, ward.van)):
        birth = act(stories.fresh(birth), by=who)
    clock.wait(hours=1)  # 11:30 to 12:30, of which the last half is lunch
    page = signed_in(ward.hoa).get("/lien-thong")
    said = words(page)
    assert "Đang chờ Công an phường An Bình: Đăng ký thường trú" in said and "Cộng, từ khi tiếp nhận" in said
    assert "Đang chờ Bảo hiểm xã hội cơ sở An Bình" in said and birth.code not in said.split("Đang chờ")[1]
    took = times_of([stories.fresh(case)], clock.now)[case.pk]
    both = ("Công an phường An Bình", "Bảo hiểm xã hội cơ sở An Bình")
    assert [share.minutes for share in took.shares if share.holder in both] == [30, 30]
    assert took.together == 30 and "Trừ lúc nhiều nơi cùng làm, chỉ đếm một lần −30 phút" in said
    assert f'href="/ho-so/{case.code}?ve=%2Flien-thong"' in page.content.decode()


def test_a_question_to_another_unit_is_listed_too(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4o")
    said = words(signed_in(ward.lan).get("/lien-thong"))
    assert case.code in said and "Đang chờ Thuế cơ sở 1: Đã nộp thuế chưa?" in said


def press(client: Any, unit: str) -> Any:
    """Press the button of the list that reminds this unit."""
    return send(client, "/lien-thong/nhac", form_beside(client.get("/lien-thong"), unit))


def form_beside(page: Any, unit: str) -> dict[str, str]:
    for inside in re.findall(
        r'<form method="post" action="/lien-thong/nhac">(.*?)</form>', page.content.decode()
    ):
        found = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', inside))
        if found["don-vi"] == unit:
            return found
    raise AssertionError(f"nothing reminds {unit}")


def test_a_press_reminds_the_unit_and_says_when_it_was(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4o")
    client = signed_in(ward.lan)
    assert press(client, ward.tax.code).status_code == 302
    page = client.get("/lien-thong")
    said = words(page)
    assert f"Đã nhắc Thuế cơ sở 1: {case.code}." in said and re.search(
        r"đã nhắc \S* ?(thứ Sáu, )?20/11/2026|đã nhắc 09:30", said
    )
    assert "/lien-thong/nhac" not in page.content.decode(), "not twice on one day"
    assert stories.last_event(case).name == "case.reminded"


def test_a_press_of_an_old_page_is_refused_with_the_sentence(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4o")
    client, other = signed_in(ward.lan), signed_in(ward.thao)
    old = form_beside(client.get("/lien-thong"), ward.tax.code)
    press(other, ward.tax.code)
    send(client, "/lien-thong/nhac", old)
    assert "Mỗi ngày làm việc chỉ nhắc một lần; có thể nhắc lại từ ngày 23/11/2026." in words(
        client.get("/lien-thong")
    )
    assert case.events.filter(name="case.reminded").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"don-vi": "H99", "pick": "CODE"}, "Không tìm thấy đơn vị này."),
        ({"don-vi": "H26.113", "pick": "không có"}, "Không tìm thấy hồ sơ này."),
        ({"don-vi": "H26.114", "pick": "CODE"}, "không còn giữ phần việc nào của hồ sơ này."),
        ({}, "Không tìm thấy hồ sơ này."),
    ],
)
def test_a_form_that_names_nothing_gets_a_sentence(
    ward: Ward, clock: Any, sent: dict[str, str], sentence: str
) -> None:
    case = stories.case_at(ward, "4o")
    client = signed_in(ward.lan)
    client.post("/lien-thong/nhac", {**sent, "pick": sent.get("pick", "").replace("CODE", case.code)})
    assert sentence in words(client.get("/lien-thong"))


def test_the_unit_reads_that_it_was_reminded_on_its_own_part(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=LINKED)
    birth = case.children.get()
    for act, who in ((forward, ward.lan), (approve, ward.hoa), (issue_result, ward.van)):
        birth = act(stories.fresh(birth), by=who)
    part = case.children.get(department=ward.police)
    police = signed_in(ward.cuong)
    assert "đã nhắc đơn vị" not in words(police.get(f"/ho-so/{part.code}"))
    press(signed_in(ward.minh), ward.police.code)
    told = "Trung tâm Phục vụ hành chính công phường An Bình đã nhắc đơn vị của Ông/Bà về hồ sơ này"
    assert told in words(police.get(f"/ho-so/{part.code}"))
    other = case.children.get(department=ward.insurance)
    assert "đã nhắc đơn vị" not in words(signed_in(ward.bich).get(f"/ho-so/{other.code}"))


def test_the_page_asks_the_database_the_same_for_many_cases(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.hoa)
    stories.case_at(ward, "4o")
    client.get("/lien-thong")
    with CaptureQueriesContext(connection) as few:
        client.get("/lien-thong")
    for _number in range(3):
        stories.case_at(ward, "4o")
    with CaptureQueriesContext(connection) as many:
        client.get("/lien-thong")
    assert len(many) == len(few) <= 12


def found(client: Any, words_typed: str) -> list[dict[str, str]]:
    answer = client.get("/tim", {"q": words_typed}, headers={"Accept": "application/json"})
    return json.loads(answer.content)["results"]


def test_the_palette_finds_a_case_by_its_last_four_digits(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    entry = found(signed_in(ward.lan), case.code[-4:])[0]
    assert set(entry) == {"value", "label", "hint", "url"}
    assert entry["value"] == case.code and entry["url"] == f"/ho-so/{case.code}"
    assert "Nguyễn Văn Tâm" in entry["label"] and "Đang xử lý" in entry["hint"]


def test_the_palette_leads_to_all_when_there_are_too_many_and_to_none_of_strangers(
    ward: Ward, clock: Any
) -> None:
    for _number in range(14):
        stories.received(ward, BIRTH)
    entries = found(signed_in(ward.minh), "nguyen van tam")
    assert len([entry for entry in entries if entry["url"].startswith("/ho-so/")]) == 12
    assert "/ban-lam-viec?q=nguyen+van+tam" in [entry["url"] for entry in entries]
    assert found(signed_in(ward.quan), "nguyen van tam") == []


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("hop viec: sap", "/ban-lam-viec?tab=due"),
        ("ky duyet", "/ky-duyet"),
        ("khai sinh", "/thu-tuc/1.001193"),
    ],
)
def test_the_palette_finds_places_and_procedures_without_marks(
    ward: Ward, clock: Any, typed: str, url: str
) -> None:
    assert url in [entry["url"] for entry in found(signed_in(ward.hoa), typed)]


def test_places_of_other_roles_are_not_offered(ward: Ward, clock: Any) -> None:
    urls = [entry["url"] for entry in found(signed_in(ward.lan), "")]
    assert "/ky-duyet" not in urls and "/quan-tri" not in urls and "/toi" in urls


def test_without_scripts_the_palette_is_a_page(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    page = signed_in(ward.lan).get("/tim", {"q": case.code[-4:]})
    assert f'href="/ho-so/{case.code}"' in page.content.decode() and "Tìm mọi thứ" in words(page)
