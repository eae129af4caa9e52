"""Money of a case: asked once, paid once, whatever the bank repeats and whatever state the case is in."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.application.collecting.receiving import match_waiting, receive
from motcua.domain.cases.actions.money import (
    match_transfer,
    pay_by_bank,
    refund,
    replace_receipt,
    take_fee,
    waive_fee,
)
from motcua.domain.cases.actions.processing import collect_fee, confirm_payment, require_payment
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.payments.actions import Money, adopt_account, give_transfer_back, keep_transfer
from motcua.domain.payments.models import Charge, Payment, Receipt, ReceiptSeries, Refund
from motcua.domain.payments.rules import ChargeLine, ChargeState
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, WrongState
from motcua.foundation.gateways.bank.contract import BankRefused, Credit
from tests.people import Ward
from tests.stories import Clock, case_at, examined, fresh, last_event, moment, received

pytestmark = pytest.mark.django_db
BANK, ACCOUNT = "970436", "0011001234567"


@pytest.fixture
def office(ward: Ward, clock: Clock) -> Ward:
    """The ward with an account to collect into."""
    adopt_account(
        ward.ward, by=SYSTEM, bank=BANK, number=ACCOUNT, holder="UBND PHUONG AN BINH", valid_from=date(2026, 1, 1),
        tax_code="0109876543",
    )  # fmt: skip
    return ward


def credit(charge: Charge, amount: int | None = None, **more: Any) -> Credit:
    """What the bank tells of a transfer for a charge, as payers and banks write it."""
    given = {
        "bank": BANK, "account": ACCOUNT, "transaction_id": "FT26330123", "content": f"CT DEN {charge.payment_key.lower()} GD 9",
        "amount": charge.owed if amount is None else amount, "paid_at": moment(20, 20), **more,
    }  # fmt: skip
    return Credit(**given)


def charge_of(case: Case) -> Charge:
    return Charge.objects.get(reference=case.code)


def tell(charge: Charge, amount: int | None = None, **more: Any) -> str:
    return receive(credit(charge, amount, **more), told_by="call_back").kind


def test_a_case_is_asked_for_the_published_fees_with_their_basis(office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = charge_of(case)
    assert (charge.total, charge.state, charge.unit) == (15_000, ChargeState.ASKED, office.desk)
    assert case.money_state == MoneyState.DUE
    assert sum(line.amount for line in charge.fees) == 15_000


def test_a_case_without_a_fee_is_asked_for_nothing(office: Ward) -> None:
    received(office)
    assert not Charge.objects.exists()


def test_a_transfer_pays_the_charge_its_key_names(office: Ward) -> None:
    case = received(office, fee=15_000)
    assert tell(charge_of(case)) == "paid"
    case, charge = fresh(case), charge_of(case)
    assert (case.money_state, case.fee, charge.owed) == (MoneyState.PAID, 15_000, 0)
    assert last_event(case).name == "case.paid_by_bank"
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.amount, receipt.means, receipt.issued_by) == (1, 15_000, "transfer", None)
    assert receipt.document["payer_name"] == "Nguyễn Văn Tâm" and receipt.document["tax_code"] == "0109876543"


def test_a_transfer_told_again_is_known_and_pays_nothing(office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = charge_of(case)
    told = [
        receive(credit(charge, 15_000), told_by=by).kind for by in ("call_back", "call_back", "statement")
    ]
    assert told == ["paid", "known", "known"]
    assert Payment.objects.count() == Receipt.objects.count() == 1


def test_the_same_transaction_with_another_amount_is_a_conflict(office: Ward) -> None:
    charge = charge_of(received(office, fee=15_000))
    assert tell(charge, 15_000) == "paid"
    assert tell(charge, 16_000) == "conflict"
    assert Payment.objects.count() == 1


def test_part_of_it_leaves_the_rest_owed_and_the_rest_pays_it(office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = charge_of(case)
    assert tell(charge, 5_000) == "partly_paid"
    charge.refresh_from_db()
    assert (charge.owed, fresh(case).money_state, fresh(case).fee) == (10_000, MoneyState.DUE, 10_000)
    assert "còn thiếu 10.000 đồng" in charge.sentence
    assert tell(charge, 10_000, transaction_id="FT26330124") == "paid"
    assert [r.amount for r in Receipt.objects.order_by("number")] == [5_000, 10_000]
    assert fresh(case).fee == 15_000


def test_too_much_is_receipted_for_what_was_owed_and_the_rest_is_owed_back(office: Ward) -> None:
    case = received(office, fee=15_000)
    assert tell(charge_of(case), 20_000) == "overpaid"
    charge = charge_of(case)
    assert (charge.kept, charge.owed_back, Receipt.objects.get().amount) == (15_000, 5_000, 15_000)
    case = refund(
        fresh(case),
        by=office.khoa,
        payment_key=charge.payment_key,
        amount=5_000,
        reason="Nộp thừa",
        voucher="PC 7",
    )
    charge.refresh_from_db()
    assert (charge.state, charge.owed_back, Refund.objects.get().voucher) == (ChargeState.REFUNDED, 0, "PC 7")
    with pytest.raises(Refused, match="không có tiền thừa"):
        refund(case, by=office.khoa, payment_key=charge.payment_key, amount=1, reason="Nữa", voucher="PC 8")


def test_a_case_that_waits_for_money_goes_on_when_all_of_it_came(office: Ward, clock: Clock) -> None:
    case = require_payment(examined(office), by=office.lan, amount=50_000, reason="Phí thẩm định")
    assert (case.state, case.stopped_at is not None) == (State.AWAITING_PAYMENT, True)
    clock.at(23, 9)
    assert tell(charge_of(case), 20_000) == "partly_paid"
    assert fresh(case).state == State.AWAITING_PAYMENT
    clock.at(25, 9)
    assert tell(charge_of(case), 30_000, transaction_id="FT2") == "paid"
    case = fresh(case)
    assert (case.state, case.stopped_at, case.money_state) == (State.IN_PROGRESS, None, MoneyState.PAID)
    event = last_event(case)
    assert (event.name, event.actor_kind) == ("case.payment_confirmed", "system")


@pytest.mark.parametrize(("place", "kind"), [("7", "paid_late"), ("8", "paid_late")])
def test_money_that_comes_after_the_case_ended_is_kept_apart_and_owed_back(
    office: Ward, place: str, kind: str
) -> None:
    case = case_at(office, place, fee=15_000)
    charge = charge_of(case)
    assert (charge.state, case.money_state) == (ChargeState.LAPSED, MoneyState.NONE)
    assert tell(charge, 15_000) == kind
    charge.refresh_from_db()
    assert (charge.kept, charge.owed_back) == (0, 15_000)
    assert not Receipt.objects.exists()
    assert fresh(case).state == case.state


def test_a_transfer_without_a_key_is_kept_for_the_cashier_who_matches_it(office: Ward) -> None:
    case = received(office, fee=15_000)
    told = receive(credit(charge_of(case), 15_000, content="NGUYEN VAN TAM nop tien"), told_by="call_back")
    assert told.kind == "unmatched"
    waiting = Payment.objects.unmatched().get()
    with pytest.raises(Forbidden):
        match_transfer(fresh(case), by=office.lan, transfer=waiting.pk)
    case = match_transfer(fresh(case), by=office.khoa, transfer=waiting.pk)
    assert (case.money_state, charge_of(case).state) == (MoneyState.PAID, ChargeState.PAID)
    with pytest.raises(Refused, match="ghép rồi"):
        match_transfer(case, by=office.khoa, transfer=waiting.pk)


def test_a_transfer_that_came_before_its_charge_finds_it(office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = charge_of(case)
    keep_transfer(office.ward, by=SYSTEM, came=_came(credit(charge)))
    assert match_waiting() == 1
    assert charge_of(case).state == ChargeState.PAID
    assert match_waiting() == 0


def _came(told: Credit) -> Any:
    return Money(
        amount=told.amount, means="transfer", paid_at=told.paid_at, bank=told.bank, account=told.account,
        transaction_id=told.transaction_id, content=told.content, told_by="call_back",
    )  # fmt: skip


def test_what_nobody_knows_is_given_back_by_the_cashier(office: Ward) -> None:
    case = received(office, fee=15_000)
    receive(credit(charge_of(case), content="khong ro"), told_by="call_back")
    payment = Payment.objects.unmatched().get()
    with pytest.raises(Refused, match="lệnh chuyển tiền"):
        give_transfer_back(office.ward, by=office.khoa, payment=payment, voucher=" ")
    with pytest.raises(Forbidden):
        give_transfer_back(office.ward, by=office.lan, payment=payment, voucher="UNC 12")
    with pytest.raises(Forbidden):
        give_transfer_back(office.other, by=office.lan, payment=payment, voucher="UNC 12")
    give_transfer_back(office.ward, by=office.khoa, payment=payment, voucher="UNC 12")
    assert not Payment.objects.unmatched().exists()
    with pytest.raises(Refused, match="đã được hoàn"):
        match_transfer(fresh(case), by=office.khoa, transfer=payment.pk)


def test_an_account_that_is_not_ours_is_refused_with_a_sentence(office: Ward) -> None:
    charge = charge_of(received(office, fee=15_000))
    with pytest.raises(BankRefused, match="không phải tài khoản thu"):
        tell(charge, account="999")
    assert not Payment.objects.exists()


def test_cash_is_taken_at_the_desk_with_a_receipt(office: Ward) -> None:
    case = take_fee(received(office, fee=15_000), by=office.khoa, amount=15_000)
    receipt = Receipt.objects.get()
    assert (case.money_state, receipt.means, receipt.issued_by) == (MoneyState.PAID, "cash", office.khoa)
    assert last_event(case).payload["receipts"] == [receipt.title]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"amount": 16_000}, "Chỉ còn phải nộp 15.000 đồng"),
        ({"amount": 0}, "lớn hơn 0"),
        ({"amount": 15_000, "means": "transfer"}, "tiền mặt hoặc thẻ"),
    ],
)
def test_what_cannot_be_taken_is_said(office: Ward, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        take_fee(received(office, fee=15_000), by=office.minh, **given)
    assert not Payment.objects.exists()


# Waived, corrected, asked for later ------------------------------------------------------------------------------


def published(ward: Ward) -> Case:
    """A case that owes the published fee of its procedure, at the amount the province has set."""
    line = ChargeLine(
        "Lệ phí hộ tịch", 8_000, 8_000, key="le-phi-ho-tich", basis="Nghị quyết của HĐND cấp tỉnh"
    )
    return received(ward, fee=8_000, charges=(line,))


def test_an_exemption_with_its_evidence_takes_the_fee_away(office: Ward) -> None:
    case = waive_fee(
        published(office), by=office.minh, exemption="ho-ngheo", evidence="Giấy chứng nhận hộ nghèo số 12"
    )
    charge = charge_of(case)
    assert (charge.total, charge.state, case.money_state) == (0, ChargeState.EXEMPT, MoneyState.EXEMPT)
    assert (charge.exemption, charge.evidence) == ("Người thuộc hộ nghèo", "Giấy chứng nhận hộ nghèo số 12")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"exemption": "quen-biet", "evidence": "x"}, "trong danh mục"),
        ({"exemption": "ho-ngheo", "evidence": " "}, "giấy tờ chứng minh"),
    ],
)
def test_an_exemption_wants_a_kind_and_a_paper(office: Ward, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        waive_fee(published(office), by=office.minh, **given)


def test_what_was_paid_for_is_not_waived_any_more(office: Ward) -> None:
    case = published(office)
    tell(charge_of(case), 1_000)
    with pytest.raises(Refused, match="đã có tiền nộp"):
        waive_fee(fresh(case), by=office.minh, exemption="ho-ngheo", evidence="Giấy số 12")


def test_a_receipt_is_cancelled_only_by_the_one_that_replaces_it(office: Ward) -> None:
    case = take_fee(received(office, fee=15_000), by=office.khoa, amount=15_000)
    old = Receipt.objects.get()
    given = {"receipt": old.title, "payer_name": "Nguyễn Văn Tám", "reason": "Ghi sai tên"}
    with pytest.raises(Forbidden):
        replace_receipt(case, by=office.minh, **given)
    case = replace_receipt(case, by=office.khoa, **given)
    new = Receipt.objects.get(replaces=old)
    assert (new.number, new.amount, new.document["payer_name"]) == (2, 15_000, "Nguyễn Văn Tám")
    assert Receipt.objects.get(pk=old.pk).document == old.document
    with pytest.raises(Refused, match="đã được thay"):
        replace_receipt(case, by=office.khoa, **given)


def test_a_receipt_of_a_paper_book_settles_the_charge_without_one_of_ours(office: Ward) -> None:
    case = collect_fee(received(office, fee=15_000), by=office.minh, receipt="BL 0007")
    assert (charge_of(case).state, case.money_state) == (ChargeState.PAID, MoneyState.PAID)
    assert Payment.objects.get().paper_receipt == "BL 0007" and not Receipt.objects.exists()


def test_an_officer_who_confirms_settles_what_was_asked(office: Ward) -> None:
    case = require_payment(examined(office), by=office.lan, amount=50_000, reason="Phí thẩm định")
    case = confirm_payment(case, by=office.khoa, receipt="BL 8")
    assert (case.state, charge_of(case).state) == (State.IN_PROGRESS, ChargeState.PAID)


def test_a_case_of_before_charges_gets_one_when_it_is_paid(office: Ward) -> None:
    case = received(office)
    Case.objects.filter(pk=case.pk).update(fee=9_000, money_state=MoneyState.DUE)
    case = take_fee(fresh(case), by=office.khoa, amount=9_000)
    assert (charge_of(case).total, case.money_state) == (9_000, MoneyState.PAID)


def test_only_the_house_tells_what_a_bank_told(office: Ward) -> None:
    case = received(office, fee=15_000)
    charge = charge_of(case)
    with pytest.raises(Forbidden):
        pay_by_bank(case, by=office.khoa, charge=charge, came=_came(credit(charge)))


@pytest.mark.parametrize("place", ["3", "7", "8", "10"])
def test_no_cash_is_taken_for_a_case_that_has_ended(office: Ward, place: str) -> None:
    with pytest.raises(WrongState):
        take_fee(case_at(office, place), by=office.minh, amount=1)


# What the database holds by itself -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: Receipt.objects.update(amount=1),
        lambda: Receipt.objects.all().delete(),
        lambda: Payment.objects.update(amount=1),
        lambda: Payment.objects.update(kept=1),
        lambda: Payment.objects.all()._raw_delete("default"),
        lambda: ReceiptSeries.objects.update(last=7),
        lambda: Charge.objects.update(received=0),
        lambda: Charge.objects.update(total=1, kept=1),
        lambda: Charge.objects.update(payment_key="MC999"),
        lambda: Receipt.objects.create(**{**_row(), "number": 5}),
        lambda: Receipt.objects.create(
            **{**_row(), "number": 2, "replaces": Receipt.objects.get(), "amount": 9}
        ),
    ],
)
def test_the_database_refuses_what_must_never_happen(office: Ward, change: Any) -> None:
    take_fee(received(office, fee=15_000), by=office.khoa, amount=15_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def _row() -> dict[str, Any]:
    kept = Receipt.objects.get()
    names = ("series", "charge", "payment", "amount", "means", "document", "issued_at", "on")
    return {**{name: getattr(kept, name) for name in names}, "reason": "x"}
