"""D6 without a browser: what a scan finds, what is collected, who takes the result."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from motcua.domain.cases.rules import State
from tests.faces.counter_forms import CARD, signed_in, value_of, words
from tests.people import Ward
from tests.stories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, ward: Ward, clock: Any) -> Client:
    return signed_in(client, ward.minh)


def given(case: Any, **more: str) -> dict[str, Any]:
    return {
        "receiver_name": "Nguyễn Văn Tâm",
        "relation": "Chính chủ",
        "key": "k1",
        "expected": case.version,
        **more,
    }


SCANS = [
    lambda case: f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}",
    lambda case: f"{settings.PUBLIC_URL}/tra-cuu#{case.secret}",
    lambda case: case.secret.upper(),
    lambda case: case.code,
    lambda case: case.code.lower(),
    lambda case: case.code[-4:],
    lambda case: "pham van on",
]


@pytest.mark.parametrize("scan", SCANS, ids=["qr", "qr-hash", "secret", "barcode", "small", "digits", "name"])
def test_one_scan_opens_the_result(desk: Client, case_in: Any, scan: Any) -> None:
    case = case_in("9", name="Phạm Văn Ổn")
    case_in("9", name="Vũ Thị Quế")
    answer = desk.get("/quay/tra-ket-qua", {"q": scan(case)})
    assert answer.status_code == 302 and answer.url == f"/quay/tra-ket-qua/{case.code}"


def test_a_result_that_waits_is_opened_before_a_case_of_the_same_person(desk: Client, case_in: Any) -> None:
    case_in("2", name="Phạm Văn Ổn")
    ready = case_in("9", name="Phạm Văn Ổn")
    assert desk.get("/quay/tra-ket-qua?q=phạm văn ổn").url.endswith(ready.code)


def test_what_the_typing_program_spoiled_is_told(desk: Client, case_in: Any) -> None:
    case_in("9")
    assert "bị bộ gõ tiếng Việt đổi chữ" in words(
        desk.get("/quay/tra-ket-qua", {"q": "http://x/tra-cứu/ăâê"})
    )
    assert "Không tìm thấy hồ sơ nào của quầy này" in words(desk.get("/quay/tra-ket-qua?q=9999"))


@pytest.mark.parametrize("q", ["%", "_", "%%", "\\", "'", "a%b_c", "0", "-", "x" * 400, "\x00"])
def test_a_strange_scan_finds_nothing_and_breaks_nothing(desk: Client, case_in: Any, q: str) -> None:
    case_in("9", name="Phạm Văn Ổn")
    assert desk.get("/quay/tra-ket-qua", {"q": q}).status_code == 200


def test_results_of_another_desk_are_not_found(client: Client, ward: Ward, case_in: Any, clock: Any) -> None:
    case = case_in("9")
    signed_in(client, ward.quan)
    assert client.get("/quay/tra-ket-qua", {"q": case.code}).status_code == 200
    assert client.get(f"/quay/tra-ket-qua/{case.code}").status_code == 404
    assert client.post(f"/quay/tra-ket-qua/{case.code}/da-goi", {"key": "k"}).status_code == 404


def test_early_results_stand_first_until_somebody_has_called(desk: Client, case_in: Any, clock: Any) -> None:
    early = case_in("9", name="Phạm Văn Ổn")
    clock.wait(hours=2)
    page = words(desk.get("/quay/tra-ket-qua"))
    assert "trước hạn" in page and "Đánh dấu đã gọi" in page
    desk.post(f"/quay/tra-ket-qua/{early.code}/da-goi", {"key": "k9"})
    assert fresh(early).called_at is not None
    assert "✓ 11:30 20/11/2026" in words(desk.get("/quay/tra-ket-qua"))
    assert desk.post(f"/quay/tra-ket-qua/{early.code}/da-goi", {"key": "k9"}).status_code == 302


def test_one_nobody_was_called_about_stands_above_a_later_one(desk: Client, case_in: Any, clock: Any) -> None:
    first = case_in("9", name="Phạm Văn Ổn")
    clock.wait(hours=2)
    later = case_in("9", name="Vũ Thị Quế")
    desk.post(f"/quay/tra-ket-qua/{later.code}/da-goi", {"key": "k9"})
    desk.get("/quay/tra-ket-qua")  # shows what was just noted
    page = words(desk.get("/quay/tra-ket-qua"))
    assert page.index(first.code) < page.index(later.code)


def test_of_several_found_the_results_that_wait_stand_first(desk: Client, case_in: Any, clock: Any) -> None:
    ready = [case_in("9", name="Phạm Văn Ổn"), case_in("9", name="Phạm Văn Ổn")]
    clock.wait(hours=1)
    open_still = case_in("2", name="Phạm Văn Ổn")
    page = words(desk.get("/quay/tra-ket-qua?q=pham van on"))
    assert all(page.index(case.code) < page.index(open_still.code) for case in ready)


def test_somebody_else_s_paper_asks_who_they_are(desk: Client, case_in: Any) -> None:
    case = case_in("9")
    answer = desk.post(f"/quay/tra-ket-qua/{case.code}", given(case, receiver_number="001190099999"))
    assert answer.status_code == 422 and "không phải của chủ hồ sơ" in words(answer)
    named = given(case, receiver_number="001190099999", relation="Vợ, chồng")
    assert desk.post(f"/quay/tra-ket-qua/{case.code}", named).status_code == 302


def test_a_result_is_handed_back_and_the_next_is_awaited(desk: Client, case_in: Any) -> None:
    case = case_in("9")
    page = desk.get(f"/quay/tra-ket-qua/{case.code}")
    assert value_of(page, "receiver_name") == "Nguyễn Văn Tâm" and value_of(page, "relation") == "Chính chủ"
    form = given(case, receiver_number="001090012345")
    answer = desk.post(f"/quay/tra-ket-qua/{case.code}", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/quay/tra-ket-qua" and "Đã trả kết quả" in words(answer)
    again = fresh(case)
    said = again.events.get(name="case.returned").payload
    assert again.state == State.RETURNED and said["relation"] == "Chính chủ, số giấy tờ 001090012345"
    assert desk.post(f"/quay/tra-ket-qua/{case.code}", form).url == "/quay/tra-ket-qua"  # the second press
    assert again.events.filter(name="case.returned").count() == 1


def test_the_receiver_s_card_is_read_without_scripts(desk: Client, case_in: Any) -> None:
    case = case_in("9")
    desk.post(f"/quay/tra-ket-qua/{case.code}", given(case, receiver_name=CARD, relation="Vợ, chồng"))
    said = fresh(case).events.get(name="case.returned").payload
    assert (
        said["receiver"] == "Nguyễn Thị Ngưỡng" and said["relation"] == "Vợ, chồng, số giấy tờ 001190012345"
    )


def test_a_fee_still_due_is_collected_first(desk: Client, case_in: Any) -> None:
    case = case_in("9", fee=16_000)
    assert "Phí còn thu 16.000 ₫" in words(desk.get(f"/quay/tra-ket-qua/{case.code}"))
    refused = desk.post(f"/quay/tra-ket-qua/{case.code}", given(case))
    assert refused.status_code == 422 and "ghi số biên lai" in words(refused)
    assert fresh(case).state == State.FINISHED
    assert desk.post(f"/quay/tra-ket-qua/{case.code}", given(case, receipt="BL 7")).status_code == 302
    again = fresh(case)
    assert (again.state, again.money_state) == (State.RETURNED, 2)


def test_nothing_is_handed_back_to_nobody(desk: Client, case_in: Any) -> None:
    case = case_in("9")
    answer = desk.post(f"/quay/tra-ket-qua/{case.code}", given(case, receiver_name="", relation="x" * 81))
    assert answer.status_code == 422 and fresh(case).state == State.FINISHED
    assert "Hãy nhập họ và tên người nhận" in words(answer) and "dài quá" in words(answer)


def test_a_case_that_is_not_ready_says_so(desk: Client, case_in: Any) -> None:
    case = case_in("4")
    page = words(desk.get(f"/quay/tra-ket-qua/{case.code}"))
    assert "đang ở trạng thái “Đang xử lý” nên chưa trả kết quả được" in page


STATEMENTS = {"/quay/tra-ket-qua": 7, "/quay/ho-so": 6, "/quay/chuyen-ho-so": 6, "/quay/buu-chinh": 6}


@pytest.mark.parametrize(("address", "most"), STATEMENTS.items())
def test_a_list_asks_the_database_few_times_whatever_its_length(
    desk: Client, case_in: Any, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        case_in("9"), case_in("1"), case_in("2")
    desk.get(address)
    with django_assert_max_num_queries(most):
        desk.get(address)
