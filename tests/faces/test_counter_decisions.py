"""D4 without a browser: papers asked for, filings refused, accepted, withdrawn; each seen once before it is done."""

import re
from base64 import b64decode
from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.models import Case, CodeCounter
from motcua.domain.cases.rules import State
from tests.faces.counter_forms import signed_in, typed, value_of, words
from tests.people import Ward, birth_terms, filing
from tests.stories import fresh

pytestmark = pytest.mark.django_db
MISSING = ["to-khai", "giay-to-tuy-than"]  # all but the birth certificate of the hospital
ASKED = {"y-missing": ["Giấy chứng sinh"], "y-template": "thieu-giay-to", "y-key": "khoa-2"}
REFUSED = {"y-template": "khong-thuoc-tham-quyen", "y-key": "khoa-2"}


@pytest.fixture
def desk(client: Client, ward: Ward, clock: Any) -> Client:
    return signed_in(client, ward.minh)


def test_what_is_missing_is_ticked_beforehand_and_everything_typed_goes_along(desk: Client) -> None:
    page = desk.post("/quay/yeu-cau-bo-sung", typed(papers=MISSING, act="supplement"))
    assert page.status_code == 200
    assert _ticked(page, "Giấy chứng sinh") and not _ticked(page, "Tờ khai đăng ký khai sinh theo mẫu")
    assert value_of(page, "full_name") == "Nguyễn Thị Ngưỡng" and value_of(page, "y-key") == "khoa-1"


def _ticked(page: Any, value: str) -> bool:
    boxes = page.content.decode().split("<input")
    return any(f'value="{value}"' in box and "checked" in box for box in boxes)


def test_papers_are_asked_for_after_one_look(desk: Client) -> None:
    form = typed(papers=MISSING, act=None)
    shown = desk.post("/quay/yeu-cau-bo-sung", {**form, **ASKED, "buoc": "xem"})
    said = words(shown)
    assert "Giấy chứng sinh" in said and "Nghị định 118/2025/NĐ-CP" in said and "20/12/2026" in said
    assert not Case.objects.exists()
    answer = desk.post("/quay/yeu-cau-bo-sung", {**form, **ASKED, "buoc": "lam"})
    case = Case.objects.get()
    assert answer.url == f"/quay/ho-so/{case.code}/xong?in=1"
    assert (case.state, case.received_at) == (State.AWAITING_SUPPLEMENT, None)
    asked = case.supplements.get()
    assert asked.missing == ["Giấy chứng sinh"] and asked.legal_basis.startswith("Nghị định 118/2025")
    page = desk.get(answer.url)
    assert "Đã lập phiếu yêu cầu bổ sung" in words(page) and "/giay/02.pdf" in page.content.decode()
    assert desk.get(f"/quay/ho-so/{case.code}/giay/02.pdf?kho=A5").content.startswith(b"%PDF")


def test_a_double_press_writes_one_request(desk: Client) -> None:
    form = {**typed(papers=MISSING, act=None), **ASKED, "buoc": "lam"}
    assert desk.post("/quay/yeu-cau-bo-sung", form).url == desk.post("/quay/yeu-cau-bo-sung", form).url
    assert Case.objects.count() == 1


def test_nothing_is_asked_for_without_a_name_and_a_procedure(desk: Client) -> None:
    answer = desk.post("/quay/yeu-cau-bo-sung", typed(full_name="", act="supplement"))
    assert answer.status_code == 422 and "Hãy nhập họ và tên" in words(answer)
    assert desk.get("/quay/yeu-cau-bo-sung").url == "/quay/"


@pytest.mark.parametrize("step", ["xem", "lam"])
def test_a_request_names_a_paper_and_one_s_own_reason_is_written(desk: Client, step: str) -> None:
    form = {**typed(papers=MISSING, act=None), "y-key": "k", "buoc": step, "y-template": "khac"}
    answer = desk.post("/quay/yeu-cau-bo-sung", form)
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "Hãy chọn ít nhất một giấy tờ" in words(answer) and "Hãy ghi lý do" in words(answer)


@pytest.mark.parametrize("step", ["xem", "lam"])
def test_refusing_without_a_legal_basis_is_impossible(desk: Client, step: str) -> None:
    form = {**typed(act=None), "y-template": "khong-du-dieu-kien", "y-key": "k", "buoc": step}
    answer = desk.post("/quay/tu-choi", form)
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "Không thể từ chối khi chưa nêu căn cứ pháp lý" in words(answer)


def test_a_filing_is_refused_at_the_desk_with_its_grounds(desk: Client) -> None:
    answer = desk.post(
        "/quay/tu-choi", {**typed(act=None), **REFUSED, "buoc": "lam", "y-details": "Xin đến Yên Hòa."}
    )
    case = Case.objects.get()
    assert case.state == State.NOT_ACCEPTED
    said = case.events.get(name="case.refused_at_desk").payload
    assert (
        said["reason"].endswith("cơ quan tiếp nhận. Xin đến Yên Hòa.") and "118/2025" in said["legal_basis"]
    )
    assert "/giay/03.pdf" in desk.get(answer.url).content.decode()


def test_an_online_filing_is_accepted_with_its_papers(desk: Client, case_in: Any, clock: Any) -> None:
    case = case_in("1")
    clock.wait(hours=1)
    page = desk.get(f"/quay/ho-so/{case.code}/tiep-nhan")
    assert "còn 7 giờ 0 phút" in words(page) and "Đủ giấy tờ bắt buộc" in words(page)
    ticks = [row["key"] for row in case.papers]
    form = {"key": "k1", "expected": case.version, "giay": ticks, "act": "accept"}
    answer = desk.post(f"/quay/ho-so/{case.code}/tiep-nhan", form)
    assert answer.url == f"/quay/ho-so/{case.code}/xong?in=1" and fresh(case).state == State.ACCEPTED
    assert desk.post(f"/quay/ho-so/{case.code}/tiep-nhan", form).url == answer.url  # the second press of two


def test_an_incomplete_filing_is_not_accepted_and_can_be_asked_about(desk: Client, case_in: Any) -> None:
    case = case_in("1")
    answer = desk.post(
        f"/quay/ho-so/{case.code}/tiep-nhan", {"key": "k1", "expected": case.version, "giay": []}
    )
    assert answer.status_code == 422 and "Còn thiếu giấy tờ bắt buộc" in words(answer)
    name = case.papers[0]["name"]
    form = {
        "y-missing": [name],
        "y-template": "chua-hop-le",
        "y-key": "k2",
        "y-expected": case.version,
        "buoc": "lam",
    }
    assert desk.post(f"/quay/ho-so/{case.code}/yeu-cau-bo-sung", form).status_code == 302
    assert fresh(case).state == State.AWAITING_SUPPLEMENT


def test_papers_asked_for_at_the_desk_are_brought_and_the_case_received(desk: Client, case_in: Any) -> None:
    case = case_in("5d")
    page = desk.get(f"/quay/ho-so/{case.code}/tiep-nhan")
    assert "Đã lập" not in words(page) and page.status_code == 200
    keys = [c.key for c in case.case_type.components if c.required and "online" not in c.channels]
    form = {"key": "k1", "expected": case.version, "giay": keys}
    assert desk.post(f"/quay/ho-so/{case.code}/tiep-nhan", form).status_code == 302
    assert fresh(case).state == State.ACCEPTED


def test_papers_brought_during_processing_let_the_clock_go_on(desk: Client, case_in: Any, clock: Any) -> None:
    case = case_in("5")
    clock.wait(days=3)
    page = desk.get(f"/quay/ho-so/{case.code}/da-bo-sung")
    assert page.status_code == 200 and "Tờ khai chưa ký" in words(page)
    key = case.case_type.components[0].key
    form = {"key": "k1", "expected": case.version, "giay": [key], f"chinh.{key}": "2"}
    assert desk.post(f"/quay/ho-so/{case.code}/da-bo-sung", form).status_code == 302
    again = fresh(case)
    assert again.state == State.IN_PROGRESS and again.due_at is not None
    assert next(p for p in again.papers if p["key"] == key)["originals"] == 2


def test_a_case_is_withdrawn_by_the_pin_of_its_slip_only(desk: Client, case_in: Any) -> None:
    case = case_in("2")
    form = {"y-template": "doi-y", "y-key": "k1", "y-expected": case.version, "buoc": "lam"}
    wrong = desk.post(f"/quay/ho-so/{case.code}/rut", {**form, "y-proof": "000000"})
    assert wrong.status_code == 422 and "mã tra cứu 6 số" in words(wrong)
    assert desk.post(f"/quay/ho-so/{case.code}/rut", {**form, "y-proof": case.pin}).status_code == 302
    assert fresh(case).state == State.WITHDRAWN
    page = desk.get(f"/quay/ho-so/{case.code}/xong")
    assert "Đã rút hồ sơ" in words(page) and "/giay/withdrawal.pdf" in page.content.decode()


def test_a_stale_page_says_who_was_first_and_keeps_what_was_typed(
    desk: Client, case_in: Any, ward: Ward
) -> None:
    case = case_in("1")
    name = case.papers[0]["name"]
    form = {"y-missing": [name], "y-template": "chua-hop-le", "y-key": "k2", "y-expected": case.version - 1}
    answer = desk.post(
        f"/quay/ho-so/{case.code}/yeu-cau-bo-sung", {**form, "y-details": "Tờ khai mờ", "buoc": "lam"}
    )
    assert (
        answer.status_code == 409 and "vừa được" in words(answer) and "Tờ khai mờ" in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("place", "address"), [("2", "tiep-nhan"), ("4", "tu-choi"), ("9", "rut"), ("2", "da-bo-sung")]
)
def test_an_act_out_of_place_is_refused_with_a_sentence(
    desk: Client, case_in: Any, place: str, address: str
) -> None:
    answer = desk.get(f"/quay/ho-so/{case_in(place).code}/{address}")
    assert answer.status_code == 422 and "đang ở trạng thái" in words(answer)


def test_lists_lead_to_what_waits(desk: Client, case_in: Any) -> None:
    filed, asked = case_in("1", name="Vũ Thị Quế"), case_in("5", name="Phạm Văn Ổn")
    online, papers = desk.get("/quay/ho-so"), desk.get("/quay/ho-so?loai=bo-sung")
    assert f"/quay/ho-so/{filed.code}/tiep-nhan" in online.content.decode() and "Phạm Văn Ổn" not in words(
        online
    )
    assert f"/quay/ho-so/{asked.code}" in papers.content.decode() and "Vũ Thị Quế" not in words(papers)
    assert "Xác nhận đã bổ sung" in words(desk.get(f"/quay/ho-so/{asked.code}"))


def test_folders_are_handed_over_one_by_one_each_with_its_result(
    desk: Client, case_in: Any, ward: Ward
) -> None:
    first, second, gone = case_in("2", name="Vũ Thị Quế"), case_in("2"), case_in("4")
    page = desk.get("/quay/chuyen-ho-so")
    assert first.code in words(page) and second.code in words(page) and gone.code not in words(page)
    strange = receive(ward.other_desk, by=ward.quan, filing=filing(birth_terms()))
    form = {"pick": [first.code, gone.code, strange.code], "key": "k1"}
    page = desk.post("/quay/chuyen-ho-so", form, follow=True)
    said = words(page)
    assert f"{first.code} : Đã chuyển Phòng Tư pháp – Hộ tịch" in said.replace(
        f"{first.code}:", f"{first.code} :"
    )
    assert "không phải bước của Ông/Bà" in said and "Không tìm thấy hồ sơ này" in said
    assert fresh(first).state == State.IN_PROGRESS and fresh(second).state == State.ACCEPTED
    desk.post("/quay/chuyen-ho-so", form)  # the second press of two
    assert fresh(first).events.filter(name="case.handed_over").count() == 1
    desk.post(f"/quay/ho-so/{second.code}/chuyen", {"key": "k2"})
    assert fresh(second).state == State.IN_PROGRESS


@pytest.mark.parametrize(
    ("where", "given", "form"),
    [("yeu-cau-bo-sung", ASKED, "Phiếu yêu cầu bổ sung"), ("tu-choi", REFUSED, "Phiếu từ chối")],
)
def test_the_very_paper_is_drawn_before_anything_is_written(
    desk: Client, where: str, given: dict[str, Any], form: str
) -> None:
    page = desk.post(f"/quay/{where}", {**typed(papers=MISSING, act=None), **given, "buoc": "xem"})
    assert page.status_code == 200 and "Tờ giấy sẽ in" in words(page)
    assert form.lower() in page.content.decode().lower()
    assert drawing_of(page).startswith(b"<svg") and "data:" in page["Content-Security-Policy"]
    assert not Case.objects.exists() and not CodeCounter.objects.exists(), "looking leaves nothing behind"
    again = desk.post(f"/quay/{where}", {**typed(papers=MISSING, act=None), **given, "buoc": "lam"})
    assert again.status_code == 302 and Case.objects.count() == 1


def drawing_of(page: Any) -> bytes:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode())
    assert found
    return b64decode(found.group(1))
