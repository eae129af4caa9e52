"""D5: taking fees at the counter; the day sheet is the sum of its receipts, whatever came."""

import base64
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from motcua.application.collecting.receiving import receive as bank_tells
from motcua.domain.cases.actions.money import refund, replace_receipt, take_fee
from motcua.domain.cases.actions.processing import collect_fee
from motcua.domain.cases.models import Case
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.domain.payments.queries import day_sheet, paid_online
from motcua.domain.payments.rules import ChargeLine
from motcua.foundation.actions import SYSTEM
from motcua.foundation.gateways.bank.contract import Credit
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import Ward
from tests.stories import Clock, fresh, moment, received

pytestmark = pytest.mark.django_db
BANK, ACCOUNT = "970436", "0011001234567"
Sign = Callable[[str], Client]


@pytest.fixture
def office(ward: Ward, clock: Clock) -> Ward:
    adopt_account(
        ward.ward,
        by=SYSTEM,
        bank=BANK,
        number=ACCOUNT,
        holder="UBND PHUONG AN BINH",
        valid_from=date(2026, 1, 1),
    )
    return ward


@pytest.fixture
def sign(office: Ward) -> Sign:
    def signed(login: str) -> Client:
        client = Client()
        client.force_login(getattr(office, login).account)
        return client

    return signed


def owing(ward: Ward, fee: int = 8_000) -> Case:
    """A case that owes a published fee."""
    return received(ward, fee=fee, charges=(ChargeLine("Lệ phí hộ tịch", fee, fee, key="le-phi-ho-tich"),))


def credit(charge: Charge, number: int = 1, **more: Any) -> Credit:
    given = {"amount": charge.owed, "content": charge.payment_key, "transaction_id": f"FT{number}", **more}
    return Credit(bank=BANK, account=ACCOUNT, paid_at=moment(20, 10), **given)


def form_of(client: Client, case: Case, doing: str, **typed: Any) -> dict[str, Any]:
    """The form of the page as a browser would send it, with what somebody typed."""
    tree = page_of(client.get(f"/quay/thu-tien/{case.code}"))
    (form,) = tree.xpath(f'//form[input[@name="viec" and @value="{doing}"]]')
    sent = dict(form.fields)
    sent |= {f"{doing}-{name}": value for name, value in typed.items()}
    return sent


def post(client: Client, case: Case, doing: str, **typed: Any) -> Any:
    return client.post(f"/quay/thu-tien/{case.code}", form_of(client, case, doing, **typed))


def test_cash_is_taken_and_the_receipt_printed_in_three_copies(sign: Sign, office: Ward) -> None:
    case, minh = owing(office), sign("minh")
    assert post(minh, case, "thu", means="cash").status_code == 302
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.issued_by) == (8_000, office.minh)
    paper = minh.get(f"/quay/thu-tien/{case.code}/bien-lai-{receipt.pk}.pdf")
    assert [_copy(page) for page in PdfReader(io.BytesIO(paper.content)).pages] == [
        "Liên 1", "Liên 2", "Liên 3",
    ]  # fmt: skip


def _copy(page: Any) -> str:
    found = re.search(r"Liên \d", page.extract_text())
    return found[0] if found else ""


def test_the_same_form_sent_twice_takes_the_money_once(sign: Sign, office: Ward) -> None:
    case, minh = owing(office), sign("minh")
    sent = form_of(minh, case, "thu", means="cash")
    assert [minh.post(f"/quay/thu-tien/{case.code}", sent).status_code for _ in range(2)] == [302, 302]
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "9.000", "means": "cash"}, "Chỉ còn phải nộp 8.000 đồng"),
        ({"amount": "", "means": "cash"}, "Hãy"),
        ({"amount": "tám nghìn", "means": "cash"}, "Số tiền thu"),
        ({"amount": "8000", "means": "vàng"}, "Hình thức"),
    ],
)
def test_a_sum_that_cannot_be_taken_is_said_and_what_was_typed_stays(
    sign: Sign, office: Ward, typed: dict[str, str], said: str
) -> None:
    answer = post(sign("minh"), owing(office), "thu", **typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and said in text
    assert not typed["amount"] or f'value="{typed["amount"]}"' in text
    assert not Payment.objects.exists()


def test_an_exemption_is_noted_with_its_paper(sign: Sign, office: Ward) -> None:
    case, minh = owing(office), sign("minh")
    refused = post(minh, case, "mien", exemption="ho-ngheo", evidence="")
    assert refused.status_code == 422 and "giấy tờ chứng minh" in refused.content.decode()
    assert post(minh, case, "mien", exemption="ho-ngheo", evidence="Giấy số 12").status_code == 302
    assert "Được miễn" in words_of(page_of(minh.get(f"/quay/thu-tien/{case.code}")))


def test_what_came_too_much_is_given_back_by_the_cashier(sign: Sign, office: Ward) -> None:
    case = owing(office)
    bank_tells(credit(Charge.objects.get(), amount=10_000), told_by="call_back")
    assert 'value="hoan"' not in sign("minh").get(f"/quay/thu-tien/{case.code}").content.decode()
    khoa = sign("khoa")
    assert "Phải hoàn lại" in khoa.get("/quay/thu-tien").content.decode()
    assert post(khoa, case, "hoan", reason="Nộp thừa", voucher="PC 1").status_code == 302
    assert Charge.objects.get().owed_back == 0


def test_a_wrong_receipt_is_replaced_and_both_can_be_printed(sign: Sign, office: Ward) -> None:
    case = take_fee(owing(office), by=office.minh, amount=8_000)
    khoa = sign("khoa")
    assert post(khoa, case, "thay", payer_name="Nguyễn Văn Tám", reason="Sai tên").status_code == 302
    for receipt in Receipt.objects.all():
        assert khoa.get(f"/quay/thu-tien/{case.code}/bien-lai-{receipt.pk}.pdf?lien=2").status_code == 200


def test_the_page_learns_of_the_transfer_by_itself(sign: Sign, office: Ward) -> None:
    case, minh = owing(office), sign("minh")
    page = minh.get(f"/quay/thu-tien/{case.code}").content.decode()
    asks = re.search(r'hx-get="([^"]+)" hx-trigger="every (\d+)s"', page)
    refresh = re.search(r'http-equiv="refresh" content="(\d+)"', page)
    assert asks and int(asks.group(2)) < 5 and refresh and int(refresh.group(1)) <= 5
    assert minh.get(asks.group(1), headers={"HX-Request": "true"}).status_code == 204
    bank_tells(credit(Charge.objects.get()), told_by="call_back")
    told = minh.get(asks.group(1), headers={"HX-Request": "true"}).content.decode()
    assert "Đã nộp đủ 8.000 đồng" in told and "hx-get" not in told


@pytest.mark.parametrize(
    "path", ["/quay/thu-tien", "/quay/thu-tien/trong-ngay", "/quay/thu-tien/chua-ro", "/quay/thu-tien/sao-ke"]
)
def test_the_pages_of_money_speak_english_too(sign: Sign, office: Ward, path: str) -> None:
    take_fee(owing(office), by=office.minh, amount=8_000)
    assert left_in_vietnamese(page_of(sign("khoa").get(f"/en{path}"))) == []


# The day ------------------------------------------------------------------------------------------------------


def a_day(office: Ward) -> None:
    """Cash, a card, a transfer with too much, a paper receipt, a receipt replaced, and one nobody knows."""
    take_fee(owing(office), by=office.minh, amount=8_000)
    case = take_fee(owing(office, 20_000), by=office.khoa, amount=20_000, means="card")
    replace_receipt(
        case,
        by=office.khoa,
        receipt=Receipt.objects.get(means="card").title,
        payer_name="Tám",
        reason="Sai tên",
    )
    case = owing(office, 30_000)
    bank_tells(credit(Charge.objects.get(reference=case.code), 1, amount=35_000), told_by="call_back")
    key = Charge.objects.get(reference=case.code).payment_key
    refund(fresh(case), by=office.khoa, payment_key=key, amount=2_000, reason="Thừa", voucher="PC 1")
    collect_fee(owing(office, 4_000), by=office.minh, receipt="BL 7")
    bank_tells(credit(Charge.objects.first(), 2, amount=1_000, content="khong ro"), told_by="call_back")  # type: ignore[arg-type]


def test_the_day_sheet_is_the_sum_of_its_receipts(sign: Sign, office: Ward) -> None:
    a_day(office)
    sheet = day_sheet(office.desk.path, date(2026, 11, 20))
    assert {each.means: (each.came, each.surplus, each.receipted) for each in sheet.means} == {
        "cash": (12_000, 0, 8_000), "card": (20_000, 0, 20_000), "transfer": (35_000, 5_000, 30_000),
    }  # fmt: skip
    assert (sheet.kept, sheet.receipted, sheet.difference, sheet.refunded) == (58_000, 58_000, 0, 2_000)
    assert (sheet.unmatched, sheet.unmatched_sum) == (1, 1_000)
    assert [each.on_paper for each in sheet.means if each.means == "cash"] == [4_000]
    whole = sum(r.amount for r in Receipt.objects.filter(replaces=None))
    assert whole == sheet.receipted and len(sheet.receipts) == 4
    words = words_of(page_of(sign("khoa").get("/quay/thu-tien/trong-ngay")))
    assert "khớp tổng biên lai: 58.000 ₫" in words
    assert day_sheet(office.desk.path, date(2026, 11, 21)).receipts == []


def test_a_desk_has_its_own_day(office: Ward) -> None:
    a_day(office)
    assert day_sheet(office.other_desk.path, date(2026, 11, 20)).means == []


def test_what_was_paid_online_can_be_asked_for(office: Ward) -> None:
    a_day(office)
    told = paid_online(office.ward.path, since=moment(20, 0), until=moment(21, 0))
    assert (told.charges, told.charges_online, told.amount, told.amount_online) == (4, 1, 62_000, 30_000)
    assert paid_online(office.other.path, since=moment(20, 0), until=moment(21, 0)).references == 0


# Transfers and statements -------------------------------------------------------------------------------------


def test_a_transfer_nobody_knows_is_matched_or_given_back(sign: Sign, office: Ward) -> None:
    case, khoa = owing(office), sign("khoa")
    bank_tells(credit(Charge.objects.get(), 1, content="nop tien"), told_by="call_back")
    payment = Payment.objects.get()
    sent = {"khoan": payment.pk, "viec": "ghep", "key": "k"}
    wrong = khoa.post("/quay/thu-tien/chua-ro", {**sent, "chu": "H26.9"})
    assert wrong.status_code == 422 and 'value="H26.9"' in wrong.content.decode()
    assert khoa.post("/quay/thu-tien/chua-ro", {**sent, "chu": case.code.lower()}).status_code == 302
    assert Charge.objects.get().owed == 0
    assert khoa.post("/quay/thu-tien/chua-ro", {**sent, "chu": case.code}).status_code == 422
    assert sign("minh").get("/quay/thu-tien/chua-ro").status_code == 403


def statement_of(*credits: Credit) -> bytes:
    rows = [
        f"{c.transaction_id},{c.account},{c.amount},{c.content},{c.paid_at:%d/%m/%Y %H:%M}" for c in credits
    ]
    return "\n".join(["transaction_id,account,amount,content,paid_at", *rows]).encode()


def test_a_statement_is_looked_at_first_and_taken_once(sign: Sign, office: Ward, tmp_path: Any) -> None:
    one, two, three = (owing(office, fee) for fee in (8_000, 9_000, 10_000))
    charges = [Charge.objects.get(reference=case.code) for case in (one, two, three)]
    told = credit(charges[0], 1)
    bank_tells(told, told_by="call_back")
    content = statement_of(
        told, credit(charges[1], 2), credit(charges[2], 3, amount=1), credit(charges[2], 4, content="khong ro"),
        credit(charges[2], 1, amount=5),
    )  # fmt: skip
    khoa = sign("khoa")
    (tmp_path / "sao-ke.csv").write_bytes(content)
    with (tmp_path / "sao-ke.csv").open("rb") as file:
        looked = khoa.post("/quay/thu-tien/sao-ke", {"tep": file, "viec": "xem"})
    words = words_of(page_of(looked))
    for said in ("Khớp, ghi mới", "Sai số tiền", "Chưa rõ của ai", "Đã biết", "chưa ghi gì"):
        assert said in words
    assert Payment.objects.count() == 1
    sent = {"noi_dung": base64.b64encode(content).decode(), "viec": "nap"}
    assert khoa.post("/quay/thu-tien/sao-ke", sent).status_code == 302
    kept = [
        (p.transaction_id, p.amount, p.reconciled_at is not None)
        for p in Payment.objects.order_by("transaction_id")
    ]
    assert kept == [("FT1", 8_000, True), ("FT2", 9_000, True), ("FT3", 1, True), ("FT4", 10_000, True)]
    assert khoa.post("/quay/thu-tien/sao-ke", sent).status_code == 302
    assert Payment.objects.count() == 4 and Receipt.objects.count() == 3


@pytest.mark.parametrize("sent", [{}, {"noi_dung": "!"}, {"noi_dung": base64.b64encode(b"<a/>").decode()}])
def test_a_file_that_is_no_statement_is_said_to_be_none(
    sign: Sign, office: Ward, sent: dict[str, str]
) -> None:
    answer = sign("khoa").post("/quay/thu-tien/sao-ke", {"viec": "xem", **sent})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
