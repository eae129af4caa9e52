"""O2: the case: what it shows, to whom, and at what cost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.domain.cases.actions.processing import ask_opinion, confirm_supplement, forward, give_opinion
from motcua.domain.offices.actions import delegate
from tests import stories
from tests.faces.desk_pages import add_file, form_of, send, signed_in, words
from tests.people import BIRTH, LINKED, SINGLE, Ward

pytestmark = pytest.mark.django_db


def test_every_fact_of_the_case_says_where_it_comes_from(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    page = signed_in(ward.lan).get(f"/ho-so/{case.code}").content.decode()
    facts = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+) <small>([^<]+)</small>", page)
    said = {label: source for label, _value, source in facts}
    assert said["Chủ hồ sơ"] == said["Số giấy tờ"] == "khai tại quầy"
    assert said["Nhận lúc"] == "hệ thống ghi" and "Nơi quyết định" in said and len(facts) >= 9


def test_a_case_of_another_unit_is_not_found_under_any_of_its_addresses(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    for stranger in (ward.quan, ward.son):
        client = signed_in(stranger)
        for address in ("", "/forwarded", "/giay/01.pdf", "/tep/1"):
            assert client.get(f"/ho-so/{case.code}{address}").status_code == 404
        assert client.post(f"/ho-so/{case.code}/forwarded", {"key": "x"}).status_code == 404


def test_nobody_sees_a_case_without_signing_in(ward: Ward, clock: Any, client: Any) -> None:
    case = stories.examined(ward)
    answer = client.get(f"/ho-so/{case.code}?ve=/ban-lam-viec")
    assert answer.status_code == 302 and answer["Location"].startswith("/dang-nhap?tiep=%2Fho-so%2F")


def test_what_is_not_possible_is_absent(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    officer, clerk, leader = (
        words(signed_in(who).get(f"/ho-so/{case.code}")) for who in (ward.lan, ward.van, ward.hoa)
    )
    assert "Chuyển bước tiếp theo" in officer and "Yêu cầu bổ sung hồ sơ" in officer
    assert "Ký duyệt" not in officer and "Dừng giải quyết" not in officer and "Trả kết quả" not in officer
    assert "Ông/Bà xem được, chưa cần làm gì" in clerk
    assert "Lập phiếu xin lỗi" in officer and "Lập phiếu xin lỗi" not in leader
    assert "Dừng giải quyết" in leader and "Chuyển bước tiếp theo Ctrl" not in leader


def test_signing_an_apology_is_offered_while_a_sheet_waits(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.hoa)
    assert "Ký phiếu xin lỗi" not in words(client.get(f"/ho-so/{case.code}"))
    case = stories.apology_drafted(ward, case)
    assert "Ký phiếu xin lỗi, hẹn lại" in words(client.get(f"/ho-so/{case.code}"))


def test_the_box_says_where_the_folder_goes_next(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, BIRTH)
    page = words(signed_in(ward.lan).get(f"/ho-so/{case.code}"))
    assert "→ Ký duyệt kết quả Phường An Bình" in page


def test_the_head_chooses_who_examines(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=SINGLE)
    client = signed_in(ward.thao)
    form = form_of(client.get(f"/ho-so/{case.code}"), "/forwarded")
    send(client, form["_action"], form, to=str(ward.dung.pk))
    assert stories.waiting(case) == [("tham_tra", "dung")]


def test_opinions_supplements_and_acts_stand_with_their_words(ward: Ward, clock: Any) -> None:
    case = confirm_supplement(stories.asked(ward), by=ward.lan)
    case = ask_opinion(case, by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?")
    give_opinion(case, by=ward.hung, answer="Đã nộp đủ.")
    page = words(signed_in(ward.lan).get(f"/ho-so/{case.code}"))
    for said in ("Lần 1", "Tờ khai chưa ký", "đã bổ sung", "Thuế cơ sở 1", "Đã nộp thuế chưa?", "Đã nộp đủ.",
                 "Đỗ Mạnh Hùng", "Cho ý kiến"):  # fmt: skip
        assert said in page


def test_who_acts_for_whom_is_shown_before_and_after(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    today = clock.now.date()
    delegate(
        ward.ward, by=ward.hoa, absent=ward.hoa, deputy=ward.thao, valid_from=today,
        valid_to=today + timedelta(days=1), grounds="Đi công tác",
    )  # fmt: skip
    client = signed_in(ward.thao)
    assert "Làm thay Lê Thị Hoa" in words(client.get(f"/ho-so/{case.code}"))
    preview = client.get(f"/ho-so/{case.code}/approved")
    assert "Ký thay Lê Thị Hoa" in words(preview)
    send(client, f"/ho-so/{case.code}/approved", form_of(preview), chac="1")
    event = stories.last_event(case)
    assert (event.name, event.actor_id, event.on_behalf_of_id) == ("case.approved", ward.thao.pk, ward.hoa.pk)
    assert "Hoàng Phương Thảo thay Lê Thị Hoa" in words(client.get(f"/ho-so/{case.code}"))


def test_what_one_has_just_passed_on_can_be_taken_back_until_somebody_touches_it(
    ward: Ward, clock: Any
) -> None:
    case = forward(stories.examined(ward, BIRTH), by=ward.lan)
    client = signed_in(ward.lan)
    page = client.get(f"/ho-so/{case.code}")
    assert "Ông/Bà vừa chuyển hồ sơ này" in words(page)
    undo = form_of(page, "/rut-lai")
    send(client, "/ban-lam-viec/rut-lai", undo)
    assert stories.waiting(case) == [("tham_tra", "lan")]
    again = forward(stories.fresh(case), by=ward.lan)
    stories.approve(again, by=ward.hoa)
    assert "Ông/Bà vừa chuyển" not in words(client.get(f"/ho-so/{case.code}"))
    send(client, "/ban-lam-viec/rut-lai", undo, key="khac")
    assert "Chưa làm được 1 hồ sơ" in words(client.get("/ban-lam-viec"))


def test_the_control_sheet_is_printed_by_a_key_and_has_every_hand_over(ward: Ward, clock: Any) -> None:
    case = stories.signed(ward, SINGLE)
    client = signed_in(ward.lan)
    page = client.get(f"/ho-so/{case.code}").content.decode()
    assert re.search(rf'href="/ho-so/{case.code}/giay/06.pdf"[^>]*data-key="Ctrl\+P"', page)
    paper = client.get(f"/ho-so/{case.code}/giay/06.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_a_paper_the_case_does_not_have_gets_a_sentence(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    answer = signed_in(ward.lan).get(f"/ho-so/{case.code}/giay/05.pdf")
    assert answer.status_code == 422 and "chưa có việc này" in words(answer)


def test_a_file_is_shown_only_where_that_is_safe_and_named_in_vietnamese(
    ward: Ward, clock: Any, settings: Any, tmp_path: Any
) -> None:
    settings.FILES, settings.QUARANTINE = tmp_path / "files", tmp_path / "quarantine"
    case = stories.examined(ward, BIRTH)
    client = signed_in(ward.lan)
    pdf = client.get(f"/ho-so/{case.code}/giay/01.pdf").content
    assert add_file(client, case, pdf, "a.pdf", name="Giấy chứng sinh").status_code == 302
    number = case.files.get().pk
    page = client.get(f"/ho-so/{case.code}")
    assert "Giấy chứng sinh" in words(page) and "PDF" in words(page)
    shown = client.get(f"/ho-so/{case.code}/tep/{number}?xem=1")
    kept = client.get(f"/ho-so/{case.code}/tep/{number}")
    assert shown["Content-Type"] == "application/pdf" and shown["Content-Disposition"].startswith("inline;")
    assert kept["Content-Type"] == "application/octet-stream" and "sandbox" in kept["Content-Security-Policy"]
    assert "Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh.pdf" in kept["Content-Disposition"]


def test_a_parent_shows_its_parts_and_a_part_is_opened_from_it(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=LINKED)
    page = signed_in(ward.hoa).get(f"/ho-so/{case.code}")
    child = case.children.get()
    assert f'href="/ho-so/{child.code}"' in page.content.decode() and "Hồ sơ liên thông" in words(page)
    part = signed_in(ward.minh).get(f"/ho-so/{child.code}")
    assert f'href="/ho-so/{case.code}"' in part.content.decode() and "giấy hẹn nằm ở hồ sơ đó" in words(part)
    at_counter = signed_in(ward.minh).get(f"/quay/ho-so/{child.code}")
    assert f'href="/quay/ho-so/{case.code}"' in at_counter.content.decode()
    assert "/giay/01.pdf" not in at_counter.content.decode()


@pytest.mark.parametrize("place", ["2", "4a", "4", "4o", "4k", "5", "9", "10"])
def test_the_page_asks_the_database_at_most_fourteen_times(ward: Ward, clock: Any, place: str) -> None:
    case = stories.case_at(ward, place)
    for who in (ward.lan, ward.hoa, ward.minh):
        client = signed_in(who)
        client.get("/ban-lam-viec")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/ho-so/{case.code}").status_code == 200
        assert len(asked) <= 14, [q["sql"][:90] for q in asked]
