"""C8: the bill of a case, the code that pays it, and what the bank's word makes of it."""

import binascii
import io
import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from PIL import Image

from motcua.domain.cases.actions.money import as_line
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.rules import fee_total
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.foundation.actions import SYSTEM, now
from motcua.foundation.gateways.bank import callback
from motcua.foundation.gateways.bank.contract import Credit, secret_of
from motcua.foundation.text import thousands
from tests.faces.public_pages import assert_light, left_in_vietnamese, page_of, weight, words_of
from tests.faces.test_customer_screen import SCREEN, Counter
from tests.people import BIRTH, Ward, birth_terms
from tests.rules.test_payments import EXAMPLE
from tests.stories import Clock, received

pytestmark = pytest.mark.django_db
BANK, ACCOUNT = "970436", "0011001234567"


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


def bill(client: Client, case: Case, lang: str = "", **more: Any) -> Any:
    return client.get(f"{lang}/thanh-toan/{case.secret}", **more)


def call_back(client: Client, charge: Charge, **changed: Any) -> Any:
    """What the bank posts, signed now unless something is changed."""
    given = {
        "bank": BANK, "account": ACCOUNT, "transaction_id": "FT1", "amount": charge.owed, "content": charge.payment_key,
        "paid_at": now(),
    }  # fmt: skip
    given |= {name: value for name, value in changed.items() if name in given}
    body = changed.get("body", callback.body_of(Credit(**given)))
    secret = changed.get("secret", secret_of(settings.BANK_KEY, BANK))
    at = changed.get("at", now())
    signed = changed.get("signed", callback.signature(secret, bank=BANK, body=body, at=at))
    return client.post(
        f"/api/v1/ngan-hang/{BANK}", body, content_type="application/json", headers={callback.HEADER: signed}
    )


def test_the_bill_says_what_for_on_what_basis_and_how_to_pay(client: Client, office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = Charge.objects.get()
    response = bill(client, case)
    words = words_of(page_of(response).xpath("//main")[0])
    for said in (
        "15.000 đồng",
        ACCOUNT,
        "Vietcombank",
        charge.payment_key,
        "Nộp tại quầy",
        "Đang chờ ngân hàng báo",
    ):
        assert said in words
    assert response["Cache-Control"] == "no-store" and response["Referrer-Policy"] == "no-referrer"
    assert "Nguyễn Văn Tâm" not in words


def read_from(picture: Any) -> list[str]:
    """What a bank's app reads, with ZXing, which knows nothing of ours."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_every_picture_of_the_code_says_what_the_worked_example_says_for_this_charge(
    client: Client, office: Ward
) -> None:
    """Spec §12: account 0011001234567 at 970436, 50.000 đồng; only the purpose, and so the check sum, is another."""
    case = received(office, fee=50_000)
    key = Charge.objects.get().payment_key
    open_part, example = f"62{len(key) + 4}08{len(key)}{key}6304", EXAMPLE.partition("6222")[0]
    asked = f"{example}{open_part}{binascii.crc_hqx((example + open_part).encode(), 0xFFFF):04X}"
    kept = client.get(f"/thanh-toan/{case.secret}/vietqr-{key}.png")
    pictures = [Image.open(io.BytesIO(kept.content)), drawn(bill(client, case))]
    counter = Counter(office)
    counter.show(case, page="thu-tien")
    pictures.append(drawn(counter.tablet.get(SCREEN)))
    assert [read_from(picture) for picture in pictures] == [[asked]] * 3


def drawn(page: Any) -> Image.Image:
    """The first code drawn on a page, as a screen shows it: each square ten dots."""
    drawing = page_of(page).xpath("//svg[@shape-rendering]")[0]
    side = int(drawing.get("viewbox").split()[-1])
    picture = Image.new("L", (side, side), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.xpath("string(path/@d)")):
        picture.putpixel((int(x), int(y)), 0)
    return picture.resize((side * 10, side * 10), Image.Resampling.NEAREST)


def test_a_bill_is_light_and_brings_what_looks_for_the_bank_only_while_it_waits(
    client: Client, office: Ward
) -> None:
    case = received(office, fee=50_000)
    address = f"/thanh-toan/{case.secret}"
    waiting = weight(client, address)
    assert waiting.whole <= 70 * 1024 and waiting.requests <= 8
    call_back(client, Charge.objects.get())
    assert_light(client, address)
    assert weight(client, address).whole < waiting.whole - 10_000


def test_the_english_bill_is_english(client: Client, office: Ward) -> None:
    assert left_in_vietnamese(page_of(bill(client, received(office, fee=15_000), "/en"))) == []


def test_without_scripts_the_page_asks_again_by_itself_until_it_is_paid(client: Client, office: Ward) -> None:
    case = received(office, fee=15_000)
    again = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>')
    found = again.search(bill(client, case).content.decode())
    assert found and int(found.group(1)) <= 60
    assert call_back(client, Charge.objects.get()).status_code == 200
    page = bill(client, case).content.decode()
    assert not again.search(page) and "Đã nộp đủ 15.000 đồng" in page


def test_with_scripts_nothing_is_sent_while_nothing_has_changed(client: Client, office: Ward) -> None:
    case = received(office, fee=15_000)
    asks = re.search(r'hx-get="([^"]+)"', bill(client, case).content.decode())
    assert asks
    assert client.get(asks.group(1), headers={"HX-Request": "true"}).status_code == 204
    call_back(client, Charge.objects.get())
    changed = client.get(asks.group(1), headers={"HX-Request": "true"})
    assert changed.status_code == 200 and "hx-get" not in changed.content.decode()


def test_the_receipt_can_be_kept_as_pdf(client: Client, office: Ward) -> None:
    case = received(office, fee=15_000)
    call_back(client, Charge.objects.get())
    response = client.get(f"/thanh-toan/{case.secret}/bien-lai-{Receipt.objects.get().pk}.pdf")
    assert response.content.startswith(b"%PDF") and "bien-lai-0000001.pdf" in response["Content-Disposition"]


def test_another_case_opens_neither_the_receipt_nor_the_code(client: Client, office: Ward) -> None:
    case, other = received(office, fee=15_000), received(office)
    charge = Charge.objects.get()
    call_back(client, charge)
    assert (
        client.get(f"/thanh-toan/{other.secret}/bien-lai-{Receipt.objects.get().pk}.pdf").status_code == 404
    )
    assert client.get(f"/thanh-toan/{other.secret}/vietqr-{charge.payment_key}.png").status_code == 404
    assert client.get(f"/thanh-toan/{case.secret}/vietqr-{charge.payment_key}.png").status_code == 404  # paid
    assert client.get(f"/thanh-toan/{'a' * 26}").status_code == 404


def test_an_office_without_an_account_sends_to_the_counter(client: Client, ward: Ward, clock: Clock) -> None:
    words = words_of(page_of(bill(client, received(ward, fee=15_000))).xpath("//main")[0])
    assert "Xin nộp tại quầy" in words and "VietQR" not in words


# The call-back ----------------------------------------------------------------------------------------------


def test_a_call_back_is_taken_once_however_often_it_comes(client: Client, office: Ward) -> None:
    received(office, fee=15_000)
    charge = Charge.objects.get()
    told = [call_back(client, charge).json()["status"] for _ in range(3)]
    assert told == ["paid", "known", "known"]
    assert Payment.objects.count() == Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"signed": ""}, 401, "Thiếu hoặc sai dạng"),
        ({"signed": "t=1,v1=" + "0" * 64}, 401, "không khớp"),
        ({"secret": "another bank"}, 401, "không khớp"),
        ({"at": datetime(2023, 11, 14, tzinfo=UTC)}, 401, "quá 5 phút"),
        ({"body": b"\xff"}, 422, "UTF-8"),
        ({"body": b"[]"}, 422, "đủ các mục"),
        ({"body": b"[" * 9000}, 422, "JSON"),
        ({"body": b"{" + b" " * 20_000 + b"}"}, 413, "quá lớn"),
        ({"account": "999"}, 422, "không phải tài khoản thu"),
        ({"amount": 0}, 422, "lớn hơn 0"),
        ({"transaction_id": ""}, 422, "1 đến 80"),
        ({"content": "a\x00b"}, 422, "ký tự điều khiển"),
    ],
)
def test_a_call_back_that_cannot_be_taken_is_answered_with_a_sentence(
    client: Client, office: Ward, changed: dict[str, Any], status: int, sentence: str
) -> None:
    received(office, fee=15_000)
    answer = call_back(client, Charge.objects.get(), **changed)
    assert (answer.status_code, sentence in answer.json()["sentence"]) == (status, True)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"amount": 1.5}, {"amount": "15000"}, {"amount": True}, {"currency": "USD"}, {"paid_at": "hôm qua"},
        {"paid_at": "2026-11-20T09:30:00"}, {"content": 5},
    ],
)  # fmt: skip
def test_a_field_that_is_not_what_it_should_be_is_named(
    client: Client, office: Ward, broken: dict[str, Any]
) -> None:
    received(office, fee=15_000)
    charge = Charge.objects.get()
    right = json.loads(callback.body_of(Credit(BANK, ACCOUNT, "FT1", 15_000, charge.payment_key, now())))
    answer = call_back(client, charge, body=json.dumps({**right, **broken}).encode())
    assert answer.status_code == 422 and answer.json()["sentence"].endswith(".")
    assert not Payment.objects.exists()


def test_a_signature_is_over_the_body_as_it_was_received(client: Client, office: Ward) -> None:
    received(office, fee=15_000)
    charge = Charge.objects.get()
    body = callback.body_of(Credit(BANK, ACCOUNT, "FT1", 15_000, charge.payment_key, now()))
    signed = callback.signature(secret_of(settings.BANK_KEY, BANK), bank=BANK, body=body, at=now())
    spaced = json.dumps(json.loads(body), indent=1).encode()
    assert call_back(client, charge, body=spaced, signed=signed).status_code == 401


def test_a_case_of_before_charges_were_kept_is_sent_to_the_counter(client: Client, office: Ward) -> None:
    case = received(office)
    Case.objects.filter(pk=case.pk).update(fee=9_000, money_state=1)
    words = words_of(page_of(bill(client, case)).xpath("//main")[0])
    assert "9.000" in words and "Xin nộp tại quầy" in words and "VietQR" not in words


def test_the_bill_is_what_the_page_of_the_procedure_says(client: Client, office: Ward) -> None:
    """C8: the amount is that of C3, line by line, with the same legal basis."""
    terms = birth_terms(BIRTH)
    fees = fee_total(terms.facts, "", quantity={"extra_copy": 2})
    case = received(office, BIRTH, fee=fees.total, charges=tuple(as_line(line) for line in fees.lines))
    words = words_of(page_of(bill(client, case)).xpath("//main")[0])
    shown = words_of(page_of(client.get(f"/thu-tuc/{BIRTH}")).xpath("//main")[0])
    assert fees.lines
    for line in fees.lines:
        assert line.name in words and line.basis in words
        assert line.name in shown and thousands(line.before // line.quantity) in shown
    assert thousands(fees.total) in words
