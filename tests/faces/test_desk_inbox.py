"""O1: the inbox."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.domain.cases.actions.processing import ask_opinion, forward, hand_over, request_supplement, take
from motcua.domain.offices.actions import delegate
from tests import stories
from tests.faces.desk_pages import form_of, rows_of, send, signed_in, words
from tests.people import BIRTH, SINGLE, Ward

pytestmark = pytest.mark.django_db


def test_rows_are_sorted_by_time_left_and_say_it_by_word_and_shape(ward: Ward, clock: Any) -> None:
    late = stories.examined(ward, SINGLE)
    clock.at(30)
    fresh = stories.examined(ward, SINGLE)
    page = signed_in(ward.lan).get("/ban-lam-viec")
    assert rows_of(page) == [late.code, fresh.code]
    assert "■ quá hạn" in words(page) and "1 hồ sơ đang quá hạn." in words(page)


def test_the_bar_says_who_is_signed_in(ward: Ward) -> None:
    assert "Nguyễn Thị Lan" in words(signed_in(ward.lan).get("/ban-lam-viec"))


def test_each_tab_is_an_address_with_its_own_rows_and_count(ward: Ward, clock: Any) -> None:
    mine = take(stories.examined(ward), by=ward.lan)
    new = stories.examined(ward, BIRTH)
    waiting = stories.asked(ward)
    done = stories.drafted(ward, BIRTH)
    client = signed_in(ward.lan)
    rows = {
        tab: rows_of(client.get(f"/ban-lam-viec?tab={tab}"))
        for tab in ("all", "new", "due", "stopped", "consulted", "done")
    }
    assert set(rows["all"]) == {mine.code, new.code} and rows["new"] == [new.code]
    assert rows["stopped"] == [waiting.code] and done.code in rows["done"] and rows["consulted"] == []
    tabs = re.sub(r"<[^>]+>", "", client.get("/ban-lam-viec").content.decode())
    assert re.search(r"Của tôi\s+2", tabs) and re.search(r"Chờ nhận\s+1", tabs)
    assert re.search(r"Chờ bổ sung\s+1", tabs)


def test_what_is_due_today_is_soon_and_not_overdue(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, SINGLE)
    assert case.due_at is not None
    clock.wait(days=(case.due_at.date() - clock.now.date()).days)
    page = signed_in(ward.lan).get("/ban-lam-viec?tab=due")
    assert rows_of(page) == [case.code] and "đang quá hạn" not in words(page)
    assert "đến hạn hôm nay" in words(page)


def test_a_question_to_ones_unit_opens_where_it_is_answered(ward: Ward, clock: Any) -> None:
    case = ask_opinion(stories.examined(ward), by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?")
    client = signed_in(ward.hung)
    page = client.get("/ban-lam-viec?tab=consulted")
    assert f'href="/ho-so/{case.code}/opinion-given?ve=' in page.content.decode()
    answer = client.get(f"/ho-so/{case.code}/opinion-given")
    done = send(client, f"/ho-so/{case.code}/opinion-given", form_of(answer), answer="Đã nộp đủ.")
    assert done.status_code == 302
    assert rows_of(client.get("/ban-lam-viec?tab=consulted")) == []


def test_the_address_keeps_tab_page_and_size_and_so_does_every_link_from_it(ward: Ward, clock: Any) -> None:
    for _number in range(23):
        stories.examined(ward, BIRTH)
    client = signed_in(ward.lan)
    first = client.get("/ban-lam-viec?tab=new")
    assert len(rows_of(first)) == 20 and "/ban-lam-viec?tab=new&amp;tu=20" in first.content.decode()
    second = client.get("/ban-lam-viec?tab=new&tu=20")
    assert len(rows_of(second)) == 3 and form_of(second, "/nhieu")["ve"] == "/ban-lam-viec?tab=new&tu=20"
    opened = client.get(f"/ho-so/{rows_of(second)[0]}?ve=/ban-lam-viec%3Ftab%3Dnew%26tu%3D20")
    assert 'href="/ban-lam-viec?tab=new&amp;tu=20"' in opened.content.decode()
    assert len(rows_of(client.get("/ban-lam-viec?so=50"))) == 23


@pytest.mark.parametrize(
    "place", ["https://x.example/", "//x.example/ban-lam-viec", "/quan-tri", "javascript:1"]
)
def test_the_way_back_leads_to_a_list_of_this_desk_only(ward: Ward, clock: Any, place: str) -> None:
    case = stories.examined(ward)
    page = signed_in(ward.lan).get(f"/ho-so/{case.code}", {"ve": place})
    assert (
        place not in page.content.decode()
        and 'class="govuk-back-link" href="/ban-lam-viec"' in page.content.decode()
    )


def test_several_are_passed_on_each_by_itself_and_taken_back_together(ward: Ward, clock: Any) -> None:
    cases = [stories.examined(ward, BIRTH) for _number in range(2)]
    drafted = stories.drafted(ward, BIRTH)
    client = signed_in(ward.lan)
    form = form_of(client.get("/ban-lam-viec"), "/nhieu")
    codes = [*(case.code for case in cases), drafted.code, "H26.101.1-261120-9999"]
    assert send(client, "/ban-lam-viec/nhieu", form, pick=codes, act="forward").status_code == 302
    page = client.get("/ban-lam-viec")
    assert "Đã chuyển bước tiếp theo (2 hồ sơ)" in words(page) and "Chưa làm được 2 hồ sơ" in words(page)
    assert "Không tìm thấy hồ sơ này." in words(page)
    assert [stories.fresh(case).open_steps[0].node for case in cases] == ["ky_duyet", "ky_duyet"]
    undo = form_of(page, "/rut-lai")
    send(client, "/ban-lam-viec/rut-lai", undo, pick=[case.code for case in cases])
    assert [stories.waiting(case) for case in cases] == [[("tham_tra", "lan")]] * 2
    assert "Đã rút lại" in words(client.get("/ban-lam-viec"))
    assert "Đã rút lại" not in words(client.get("/ban-lam-viec"))  # told once


def test_a_press_sent_twice_is_done_once(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, BIRTH)
    client = signed_in(ward.lan)
    form = form_of(client.get("/ban-lam-viec"), "/nhieu")
    for _press in range(2):
        send(client, "/ban-lam-viec/nhieu", form, pick=[case.code], act="forward")
    assert "Chưa làm được" not in words(client.get("/ban-lam-viec"))
    assert case.events.filter(name="case.forwarded").count() == 1


def test_what_has_effect_in_law_is_never_done_from_the_list(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    client = signed_in(ward.hoa)
    form = form_of(client.get("/ban-lam-viec"), "/nhieu")
    send(client, "/ban-lam-viec/nhieu", form, pick=[case.code], act="forward")
    assert "phải mở hồ sơ để làm" in words(client.get("/ban-lam-viec"))
    assert stories.fresh(case).open_steps[0].node == "ky_duyet"


def test_nothing_ticked_gets_a_sentence(ward: Ward, clock: Any) -> None:
    stories.examined(ward)
    client = signed_in(ward.lan)
    send(client, "/ban-lam-viec/nhieu", form_of(client.get("/ban-lam-viec"), "/nhieu"), act="forward")
    assert "Xin đánh dấu ít nhất một hồ sơ" in words(client.get("/ban-lam-viec"))


def test_a_search_finds_by_the_end_of_a_code_and_by_name_without_marks(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    assert rows_of(client.get("/ban-lam-viec", {"q": case.code[-4:]})) == [case.code]
    assert rows_of(client.get("/ban-lam-viec", {"q": "nguyen van tam"})) == [case.code]
    assert rows_of(signed_in(ward.quan).get("/ban-lam-viec", {"q": case.code})) == []


def test_a_deputy_finds_the_work_of_the_absent_and_is_told_for_whom(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    today = clock.now.date()
    delegate(
        ward.ward, by=ward.an, absent=ward.hoa, deputy=ward.thao, valid_from=today,
        valid_to=today + timedelta(days=1), grounds="Đi công tác",
    )  # fmt: skip
    page = signed_in(ward.thao).get("/ban-lam-viec")
    assert rows_of(page) == [case.code] and "làm thay Lê Thị Hoa" in words(page)


def test_the_inbox_asks_the_database_little_however_many_rows(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.lan)
    for _number in range(3):
        stories.examined(ward)
    client.get("/ban-lam-viec")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/ban-lam-viec?so=200")
    for _number in range(12):
        stories.examined(ward)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/ban-lam-viec?so=200")
    assert len(rows_of(page)) == 15 and len(many) == len(few) <= 5


def test_stopped_cases_do_not_push_others_off_the_page(ward: Ward, clock: Any) -> None:
    for _number in range(3):
        request_supplement(
            stories.examined(ward),
            by=ward.lan,
            missing=[stories.paper_of(stories.examined(ward))],
            reason="Thiếu",
        )
    case = hand_over(stories.received(ward, BIRTH), by=ward.minh)
    rows = rows_of(signed_in(ward.lan).get("/ban-lam-viec?so=20"))
    assert case.code in rows and len(rows) == 4
    forward(case, by=ward.lan)
    assert case.code not in rows_of(signed_in(ward.lan).get("/ban-lam-viec"))
