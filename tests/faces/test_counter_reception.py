"""D1 without a browser: what the reception form answers, keeps and refuses."""

import unicodedata
from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from tests.faces.counter_forms import CARD, REQUIRED, signed_in, typed, value_of, words
from tests.people import BIRTH, COPY, Ward
from tests.rules.paper_reading import unspaced
from tests.rules.paper_reading import words as paper_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, ward: Ward, clock: Any) -> Client:
    return signed_in(client, ward.minh)


def test_a_complete_case_is_received_and_its_slip_shown(desk: Client, ward: Ward) -> None:
    answer = desk.post("/quay/", typed())
    case = Case.objects.get()
    assert answer.status_code == 302 and answer.url == f"/quay/ho-so/{case.code}/xong?in=1"
    assert (case.state, case.applicant_name, case.phone) == (
        State.ACCEPTED,
        "Nguyễn Thị Ngưỡng",
        "0912000123",
    )
    assert case.received_unit_id == ward.desk.pk and case.received_by_id == ward.minh.pk
    assert [p["key"] for p in case.papers] == REQUIRED
    page = words(desk.get(answer.url))
    assert case.code in page and "17:30 thứ Sáu, 20/11/2026" in page and case.pin in page


def test_choosing_a_procedure_brings_its_papers_and_its_promised_day(desk: Client) -> None:
    page = words(desk.get(f"/quay/?thu-tuc={BIRTH}"))
    assert "Giấy chứng sinh" in page and "17:30 thứ Sáu, 20/11/2026" in page
    assert "Phòng Tư pháp – Hộ tịch" in page and "Còn thiếu 3" in page


def test_after_three_in_the_afternoon_the_day_moves_on(desk: Client, clock: Any) -> None:
    clock.at(20, 15, 1)
    assert "17:30 thứ Hai, 23/11/2026" in words(desk.get(f"/quay/?thu-tuc={BIRTH}"))


def test_the_update_button_keeps_what_was_typed_and_works_out_the_rest(desk: Client) -> None:
    answer = desk.post("/quay/", typed(act="update", variant="qua-han", papers=["to-khai"]))
    assert answer.status_code == 200 and not Case.objects.exists()
    page = words(answer)
    assert (
        "Còn thiếu 2" in page and "mức thu của tỉnh" in page
    )  # the late registration has a fee of the province
    assert value_of(answer, "full_name") == "Nguyễn Thị Ngưỡng" and value_of(answer, "key") == "khoa-1"


def test_a_page_with_scripts_gets_only_the_parts_that_changed(desk: Client) -> None:
    answer = desk.post("/quay/", typed(act=None), headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert "<html" not in body and 'id="phan-giay-to"' in body and 'id="tom-tat"' in body
    only = desk.post("/quay/", typed(act=None, part="nhac", sex="Nam"), headers={"HX-Request": "true"})
    assert 'id="nhac"' in only.content.decode() and 'id="tom-tat"' not in only.content.decode()


def test_one_button_ticks_all_that_is_compulsory_without_scripts(desk: Client) -> None:
    page = words(desk.post("/quay/", typed(act="tick", papers=[])))
    assert "Đủ giấy tờ bắt buộc" in page


def test_ticks_made_for_another_procedure_do_not_count(desk: Client) -> None:
    page = words(desk.post("/quay/", typed(act="update", papers_of=COPY)))
    assert "Còn thiếu 3" in page


def test_a_missing_compulsory_paper_blocks_and_offers_the_form_for_it(desk: Client) -> None:
    answer = desk.post("/quay/", typed(papers=["to-khai", "giay-to-tuy-than"]))
    assert answer.status_code == 422 and not Case.objects.exists()
    assert "Còn thiếu giấy tờ bắt buộc: Giấy chứng sinh" in words(answer) and "Mẫu 02" in words(answer)
    assert 'formaction="/quay/yeu-cau-bo-sung"' in answer.content.decode()


def test_a_procedure_is_found_and_picked_without_scripts(desk: Client) -> None:
    found = desk.post("/quay/", typed(act="find", procedure="", procedure_q="ks", papers_of=""))
    assert f'name="pick" value="{BIRTH}"' in found.content.decode()
    picked = desk.post("/quay/", typed(act=None, procedure="", procedure_q="ks", papers_of="", pick=BIRTH))
    assert "Giấy chứng sinh" in words(picked) and value_of(picked, "procedure") == BIRTH
    assert value_of(picked, "full_name") == "Nguyễn Thị Ngưỡng"


def test_a_card_scanned_into_the_number_without_scripts_fills_the_form(desk: Client) -> None:
    answer = desk.post(
        "/quay/", typed(act="update", number=CARD, full_name="", born_on="", sex="", address="")
    )
    assert value_of(answer, "number") == "001190012345" and value_of(answer, "born_on") == "12/08/1990"
    assert value_of(answer, "full_name") == "Nguyễn Thị Ngưỡng"


def test_a_wrong_number_is_warned_about_and_does_not_block(desk: Client) -> None:
    said = words(desk.post("/quay/", typed(act="update", sex="Nam", phone="0123")))
    assert "Số định danh ghi giới tính Nữ" in said and "Số di động có 10 chữ số" in said
    assert desk.post("/quay/", typed(sex="Nam", phone="0123")).status_code == 302


def test_the_same_press_twice_is_one_case(desk: Client) -> None:
    first, second = desk.post("/quay/", typed()), desk.post("/quay/", typed())
    assert first.url == second.url and Case.objects.count() == 1


def test_a_key_spent_on_another_case_is_renewed_and_nothing_is_lost(desk: Client) -> None:
    desk.post("/quay/", typed())
    answer = desk.post("/quay/", typed(full_name="Phạm Văn Ổn"))
    assert answer.status_code == 422 and "đã được gửi trước đó với nội dung khác" in words(answer)
    assert value_of(answer, "full_name") == "Phạm Văn Ổn" and value_of(answer, "key") not in ("", "khoa-1")
    assert desk.post("/quay/", typed(full_name="Phạm Văn Ổn", key=value_of(answer, "key"))).status_code == 302


WRONG = [
    ({"full_name": ""}, "Hãy nhập họ và tên"),
    ({"full_name": "N" * 201}, "“Họ và tên” dài quá"),
    ({"address": "A" * 401}, "“Nơi thường trú” dài quá"),
    ({"born_on": "31/02/1990"}, "Tháng 2 năm 1990 chỉ có 28 ngày"),
    ({"born_on": "12/08/2090"}, "2090"),
    ({"full_name": "Nguy\x8an V\xa8n"}, "Ký tự thứ 5 không đọc được"),
    ({"full_name": "NguyÔn ThÞ Ng\xadìng"}, "Hãy gõ lại bằng Unicode: “Nguyễn Thị Ngưỡng”"),
    ({"full_name": "Nguyeãn Thò Ngöôõng"}, "Hãy gõ lại bằng Unicode: “Nguyễn Thị Ngưỡng”"),
    ({"procedure": "", "papers_of": ""}, "Hãy chọn thủ tục"),
    ({"procedure": "9.999999", "papers_of": ""}, "Không có thủ tục này"),
    ({"sets": "0"}, "1"),
    ({"sets": "hai"}, "bằng chữ số"),
    ({"chinh.to-khai": "x"}, "phải là số từ 0 đến 99"),
    ({"chinh.to-khai": ""}, "Hãy ghi số bản đã nhận"),
    ({"channel": "7"}, "Lựa chọn này không có"),
    ({"result_by": "pigeon"}, "Lựa chọn này không có"),
]


@pytest.mark.parametrize(
    ("changed", "said"), WRONG, ids=[next(iter(w[0])) + f"-{n}" for n, w in enumerate(WRONG)]
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    desk: Client, changed: dict[str, str], said: str
) -> None:
    answer = desk.post("/quay/", typed(**changed))
    assert answer.status_code == 422 and not Case.objects.exists()
    assert said in words(answer) and value_of(answer, "phone") == "0912 000 123"
    assert answer.content.decode().count("<title>Lỗi:") == 1


def test_decomposed_letters_are_kept_composed(desk: Client) -> None:
    desk.post("/quay/", typed(full_name=unicodedata.normalize("NFD", "Nguyễn Thị Ngưỡng")))
    assert Case.objects.get().applicant_name == "Nguyễn Thị Ngưỡng"


def test_a_firm_has_a_tax_code_and_no_birthday(desk: Client) -> None:
    page = desk.post(
        "/quay/", typed(act="update", kind="1", number="0100109106", full_name="Công ty An Bình")
    )
    assert "Mã số thuế" in words(page) and 'type="hidden" name="born_on"' in page.content.decode()
    desk.post(
        "/quay/",
        typed(kind="1", number="0100109106", full_name="Công ty An Bình", submitter_name="Lê Văn Tư"),
    )
    case = Case.objects.select_related("applicant").get()
    assert (case.applicant.kind, case.applicant.tax_code, case.submitter_name) == (
        1,
        "0100109106",
        "Lê Văn Tư",
    )
    assert case.applicant.born_on is None


FEES = [
    ({}, 2_000, "one page"),
    ({"sl.page": "4"}, 6_000, "2.000 for each of two pages, 1.000 for the others"),
    ({"sl.page": "4", "sl.copy": "3"}, 18_000, "three copies of four pages"),
]


@pytest.mark.parametrize(("given", "owed", "why"), FEES)
def test_fees_are_counted_by_the_server(desk: Client, given: dict[str, str], owed: int, why: str) -> None:
    papers = {"papers_of": COPY, "variant": "", "giay": []}
    page = desk.post("/quay/", typed(act="update", procedure=COPY, **papers, **given))
    shown = f"{owed:,}".replace(",", ".") + " ₫"
    assert shown in words(page), why


def test_an_exemption_takes_off_the_fee_and_the_province_names_it(desk: Client) -> None:
    late = {"variant": "qua-han", "muc.le-phi-ho-tich": "8.000"}
    assert "Cộng 8.000 ₫" in words(desk.post("/quay/", typed(act="update", **late)))
    assert "Cộng 0 ₫" in words(desk.post("/quay/", typed(act="update", mien="ho-ngheo", **late)))
    desk.post("/quay/", typed(**late))
    assert Case.objects.get().fee == 8_000


def test_a_fee_taken_at_once_is_noted_with_its_receipt(desk: Client) -> None:
    desk.post("/quay/", typed(variant="qua-han", receipt="BL 0012", **{"muc.le-phi-ho-tich": "8000"}))
    case = Case.objects.get()
    assert (
        case.money_state == 2 and case.events.get(name="case.fee_collected").payload["receipt"] == "BL 0012"
    )


def test_the_queue_shows_what_waits_with_its_clock(desk: Client, case_in: Any, clock: Any) -> None:
    filed, early = case_in("1", name="Vũ Thị Quế"), case_in("9", name="Phạm Văn Ổn")
    clock.wait(hours=1)
    page = words(desk.get("/quay/"))
    assert "Trực tuyến chờ tiếp nhận (1)" in page and "Vũ Thị Quế" in page and "còn 7 giờ 0 phút" in page
    assert "Xong trước hạn, cần gọi (1)" in page and "Phạm Văn Ổn" in page
    assert f"/quay/ho-so/{filed.code}/tiep-nhan" in desk.get("/quay/").content.decode()
    assert f"/quay/tra-ket-qua/{early.code}" in desk.get("/quay/").content.decode()


STRANGERS = [("lan", 403), ("hoa", 403), ("minh", 200), ("hai", 200)]


@pytest.mark.parametrize(("login", "status"), STRANGERS)
def test_only_the_desk_receives(client: Client, ward: Ward, login: str, status: int) -> None:
    signed_in(client, getattr(ward, login))
    assert client.get("/quay/").status_code == status


def test_a_visitor_is_sent_to_sign_in(client: Client, ward: Ward) -> None:
    assert client.get("/quay/").url == "/dang-nhap?tiep=%2Fquay%2F"


def test_papers_of_a_case_of_another_desk_are_not_found(
    client: Client, ward: Ward, case_in: Any, clock: Any
) -> None:
    case = case_in("2")
    signed_in(client, ward.quan)
    for address in ("", "/xong", "/giay/01.pdf", "/tiep-nhan", "/rut"):
        assert client.get(f"/quay/ho-so/{case.code}{address}").status_code == 404


def test_the_slip_is_a_pdf_that_nobody_keeps(desk: Client, case_in: Any) -> None:
    case = case_in("2")
    for size in ("A4", "A5"):
        answer = desk.get(f"/quay/ho-so/{case.code}/giay/01.pdf?kho={size}")
        assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-store" and answer["Content-Disposition"].startswith("inline")
    assert desk.get(f"/quay/ho-so/{case.code}/giay/99.pdf").status_code == 404
    refused = desk.get(f"/quay/ho-so/{case.code}/giay/03.pdf")
    assert refused.status_code == 422 and "chưa có việc này" in words(refused)


def test_the_slip_is_printed_from_the_page_that_follows_once(desk: Client) -> None:
    answer = desk.post("/quay/", typed())
    case = Case.objects.get()
    arrived, later = (
        desk.get(answer.url).content.decode(),
        desk.get(f"/quay/ho-so/{case.code}/xong").content.decode(),
    )
    drawing = f"/quay/ho-so/{case.code}/giay/01-1.svg"
    assert drawing in arrived and "data-print-once" in arrived and "data-print-once" not in later
    drawn = desk.get(drawing)
    assert drawn["Content-Type"] == "image/svg+xml" and drawn["Cache-Control"] == "no-store"
    assert drawn.content.startswith(b"<svg") and b'width="419.5' in drawn.content  # A5
    assert desk.get(f"/quay/ho-so/{case.code}/giay/01-9.svg").status_code == 404
    assert desk.get(f"/quay/ho-so/{case.code}/giay/99-1.svg").status_code == 404


OWED = [
    ({}, "Không thu phí, lệ phí", "nothing is charged"),
    ({"sl.extra_copy": "2"}, "16.000 đồng", "two extra copies"),
    ({"variant": "qua-han", "muc.le-phi-ho-tich": "8000"}, "8.000 đồng", "what the province sets"),
    (
        {"variant": "qua-han", "muc.le-phi-ho-tich": "8000", "mien": "ho-ngheo"},
        "Không thu phí, lệ phí",
        "exempt",
    ),
]


@pytest.mark.parametrize(("given", "printed", "why"), OWED)
def test_the_slip_says_what_the_case_owes(
    desk: Client, given: dict[str, str], printed: str, why: str
) -> None:
    desk.post("/quay/", typed(**given))
    slip = desk.get(f"/quay/ho-so/{Case.objects.get().code}/giay/01.pdf").content
    assert unspaced(printed) in unspaced(paper_words(slip)), why


STATEMENTS = {"/quay/": 7, f"/quay/?thu-tuc={BIRTH}": 9, "/quay/tim-thu-tuc?q=ks": 6, "/quay/con-may-chu": 2}


@pytest.mark.parametrize(("address", "most"), STATEMENTS.items())
def test_a_page_asks_the_database_few_times(
    desk: Client, case_in: Any, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        case_in("1"), case_in("2"), case_in("9")
    desk.get(address)  # the catalogue and the office are kept by the process
    with django_assert_max_num_queries(most):
        desk.get(address)
