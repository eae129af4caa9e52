"""What is done with money. Charges move inside the acts of what they are for, which say who may and when; these are
the steps of such acts, and what concerns a unit's account or a transfer that no charge is known for."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date, datetime, timedelta
from typing import Any

from motcua.domain.offices.actions import administrator
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local
from motcua.foundation.text import amount_in_words, money, nfc

from .models import CASHIERS, BankAccount, Charge, Payment, Receipt, ReceiptSeries, Refund, account_of
from .rules import (
    ChargeLine,
    Means,
    Sums,
    as_kept,
    bank_name,
    ending_on,
    payment_key,
    series_on,
    standing,
    total,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Money:
    """Money that came: how much, how, when, and for a transfer which one."""

    amount: int
    means: str
    paid_at: datetime
    bank: str = ""
    account: str = ""
    transaction_id: str = ""
    content: str = ""
    told_by: str = "desk"
    paper_receipt: str = ""


def ask(
    unit: Unit, act: Act, *, reference: str, about: str, payer_name: str, payer_address: str,
    lines: Sequence[ChargeLine],
) -> Charge:  # fmt: skip
    """Ask somebody for money: a charge with a payment key of its own."""
    sums = Sums(total(lines))
    return Charge.objects.create(
        unit=unit, reference=reference, payment_key=payment_key(secrets.choice), about=about[:600],
        payer_name=payer_name, payer_address=payer_address, lines=as_kept(lines), total=sums.total,
        state=standing(sums), asked_at=act.at,
    )  # fmt: skip


def held(charge: Charge) -> Charge:
    """The charge as it is now, held until the transaction ends."""
    return Charge.objects.select_for_update(of=("self",)).select_related("unit").get(pk=charge.pk)


def take(charge: Charge, act: Act, came: Money) -> Payment:
    """Money for a held charge: what covers it is kept and receipted, what is too much is owed back."""
    payment = note(charge.unit, act, came)
    apply(charge, act, payment)
    return payment


def note(unit: Unit, act: Act, came: Money) -> Payment:
    """Money that came, not yet for any charge."""
    refuse_unless(came.amount > 0, "Số tiền phải lớn hơn 0 đồng.")
    refuse_unless(came.means in Means.LABELS, "Xin chọn hình thức: tiền mặt, chuyển khoản hoặc thẻ.")
    return Payment.objects.create(
        unit=unit, means=came.means, bank=came.bank, account=came.account, transaction_id=came.transaction_id,
        told_by=came.told_by, content=nfc(came.content)[:300], amount=came.amount, paid_at=came.paid_at,
        paper_receipt=nfc(came.paper_receipt), noted_at=act.at, on=local(act.at).date(), taken_by_id=_staff(act),
        reconciled_at=act.at if came.told_by == "statement" else None,
    )  # fmt: skip


def apply(charge: Charge, act: Act, payment: Payment) -> None:
    """Let a payment count for a held charge, and write its receipt unless one was written on paper."""
    sums, covers = charge.sums.with_payment(payment.amount)
    charge.stand(sums)
    if covers and not sums.owed:
        charge.settled_at = act.at
    charge.save()
    payment.charge, payment.kept, payment.counted_on = charge, covers, local(act.at).date()
    payment.save(update_fields=["charge", "kept", "counted_on"])
    if covers and not payment.paper_receipt:
        issue(charge, act, payment)


def issue(
    charge: Charge, act: Act, payment: Payment, *, replaces: Receipt | None = None, **changed: str
) -> Receipt:
    """Write the next receipt of the unit's series for what a payment covers; `changed` corrects the one replaced."""
    on = local(act.at).date()
    series = series_on(on)
    kept = ReceiptSeries.objects.get_or_create(unit=charge.unit, form=series.form, symbol=series.symbol)[0]
    kept = ReceiptSeries.objects.select_for_update().get(pk=kept.pk)
    facts = {
        **(replaces.document if replaces else _facts(charge, act, payment)),
        **_numbering(kept),
        **changed,
    }
    facts.pop("reason", None)
    return Receipt.objects.create(
        series=kept, number=kept.last + 1, charge=charge, payment=payment, replaces=replaces, amount=payment.kept,
        means=payment.means, document=facts, reason=changed.get("reason", ""), issued_at=act.at, on=on,
        issued_by_id=_staff(act),
    )  # fmt: skip


def replace(receipt: Receipt, act: Act, *, payer_name: str, payer_address: str, reason: str) -> Receipt:
    """Cancel a receipt by the one that replaces it, for the same money; both stay."""
    refuse_unless(reason.strip(), "Xin ghi lý do thay biên lai.")
    refuse_unless(payer_name.strip(), "Xin ghi tên người nộp tiền.")
    refuse_if(receipt.is_replaced, f"Biên lai {receipt.title} đã được thay bằng biên lai khác.")
    charge = held(receipt.charge)
    return issue(
        charge, act, receipt.payment, replaces=receipt, payer_name=nfc(payer_name), payer_address=nfc(payer_address),
        reason=nfc(reason),
    )  # fmt: skip


def give_back(charge: Charge, act: Act, *, amount: int, reason: str, voucher: str) -> Refund:
    """Pay back what is owed on a held charge, by a voucher."""
    refuse_unless(charge.owed_back, "Khoản này không có tiền thừa phải hoàn.")
    refuse_unless(
        0 < amount <= charge.owed_back, f"Chỉ hoàn được số tiền từ 1 đồng đến {money(charge.owed_back)}."
    )
    refuse_unless(reason.strip(), "Xin ghi lý do hoàn tiền.")
    refuse_unless(voucher.strip(), "Xin ghi số phiếu chi hoặc số lệnh chuyển tiền hoàn.")
    sums = charge.sums
    charge.stand(replaced(sums, refunded=sums.refunded + amount))
    charge.save()
    return Refund.objects.create(
        charge=charge, amount=amount, reason=nfc(reason), voucher=nfc(voucher), paid_out_at=act.at,
        on=local(act.at).date(), paid_out_by_id=_staff(act),
    )  # fmt: skip


def end(reference: str, act: Act, ended: str) -> tuple[int, int]:
    """What they are for has ended: what is still to be paid lapses, so that money that comes from now on is owed
    back; of what was paid the rule of the day is applied, and said. In đồng: what lapsed, what is to be given back.

    Receipts stay as they are: they say what was taken, vouchers say what was given back.
    """
    rule, lapsed, released = ending_on(local(act.at).date(), ended), 0, 0
    for charge in Charge.objects.of(reference).select_for_update():
        sums = charge.sums
        if sums.owed:
            charge.lapsed_at, lapsed = act.at, lapsed + sums.owed
        if sums.kept and rule:
            back = min(sums.kept, sum(rule.of(line.kind, line.amount) for line in charge.fees))
            charge.released, charge.ending = back, f"{rule.words} {rule.basis}."[:300]
            released += back
        charge.stand(charge.sums)
        charge.save()
    return lapsed, released


def _facts(charge: Charge, act: Act, payment: Payment) -> dict[str, Any]:
    unit, account = charge.unit, account_of(charge.unit, local(act.at).date())
    above = unit.parent
    return {
        "agency": unit.name, "agency_parent": above.name if above else "", "agency_address": unit.address,
        "tax_code": account.tax_code if account else "", "payer_name": charge.payer_name,
        "payer_address": charge.payer_address, "case_code": charge.reference, "about": charge.about,
        "lines": [{"name": each.name, "amount": each.amount, "basis": each.basis} for each in charge.fees],
        "amount_words": amount_in_words(payment.kept), "collector": getattr(act.by, "full_name", ""),
        "bank": bank_name(payment.bank) if payment.bank else "", "transaction_id": payment.transaction_id,
        "place": unit.dated_at,
    }  # fmt: skip


def _numbering(series: ReceiptSeries) -> dict[str, str]:
    return {"form": series.form, "symbol": series.symbol}


def _staff(act: Act) -> int | None:
    return act.by.actor_id if act.by.actor_kind == "staff" else None


def reduce(charge: Charge, *, lines: Sequence[ChargeLine], exemption: str, evidence: str) -> None:
    """Ask less of a held charge nothing was paid for yet, by an exemption and the paper that shows it."""
    refuse_unless(evidence.strip(), "Xin ghi giấy tờ chứng minh được miễn, giảm: tên, số, ngày cấp.")
    refuse_if(charge.received, "Khoản này đã có tiền nộp nên không giảm được nữa.")
    charge.lines, charge.total = as_kept(lines), total(lines)
    charge.exemption, charge.evidence = nfc(exemption)[:200], nfc(evidence)[:300]
    charge.stand(charge.sums)
    charge.save()


# Of a unit, and of transfers no charge is known for ------------------------------------------------------------


def cashier_of_unit(person: Any, unit: Unit) -> Duty | None:
    """Thu phí, kế toán hoặc người đứng đầu Bộ phận Một cửa của đơn vị hay của bộ phận thu vào tài khoản của đơn vị."""
    handling = (d for d in person.duties if d.role in CASHIERS)
    return next(
        (d for d in handling if unit.path.startswith(d.unit_path) or d.unit_path.startswith(unit.path)), None
    )


@action("money.account_adopted", label="Khai báo tài khoản thu", who=[administrator, system], when=[1])
def adopt_account(
    unit: Unit, act: Act, *, bank: str, number: str, holder: str, valid_from: date, tax_code: str = ""
) -> None:
    """Collect into this account from a day on; the one before ends the day before."""
    plain = "".join(number.split()).upper()
    refuse_unless(
        len(bank) == 6 and bank.isdecimal() and bank.isascii(), "Mã BIN của ngân hàng phải có 6 chữ số."
    )
    refuse_unless(
        plain.isalnum() and plain.isascii() and len(plain) <= 19,
        "Số tài khoản chỉ gồm 1 đến 19 chữ số, chữ cái.",
    )
    refuse_unless(holder.strip(), "Xin ghi tên chủ tài khoản như ngân hàng ghi.")
    later = unit.bank_accounts.filter(valid_from__gte=valid_from).order_by("valid_from").first()
    refuse_if(
        later,
        f"Đơn vị đã có tài khoản từ {later.valid_from:%d/%m/%Y}; xin chọn ngày sau đó." if later else "",
    )
    unit.bank_accounts.filter(valid_to=None).update(valid_to=valid_from - ONE_DAY)
    BankAccount.objects.create(
        unit=unit, bank=bank, number=plain, holder=nfc(holder), valid_from=valid_from, tax_code=nfc(tax_code)
    )
    act.record(bank=bank, number=plain, valid_from=valid_from.isoformat())


@action("money.transfer_kept", label="Giữ khoản chuyển chưa rõ", who=[system], when=[1])
def keep_transfer(unit: Unit, act: Act, *, came: Money) -> None:
    """Keep a transfer that names no charge of ours, for the cashier to match or give back."""
    payment = note(unit, act, came)
    act.record(payment=payment.pk, bank=came.bank, transaction=came.transaction_id, amount=came.amount)


@action("money.transfer_given_back", label="Hoàn khoản chuyển chưa rõ", who=[cashier_of_unit], when=[1])
def give_transfer_back(unit: Unit, act: Act, *, payment: Payment, voucher: str) -> None:
    """Give a transfer back that belongs to no charge, by a voucher."""
    refuse_unless(voucher.strip(), "Xin ghi số lệnh chuyển tiền hoàn.")
    kept = Payment.objects.select_for_update().get(pk=payment.pk)
    refuse_if(kept.charge_id, "Khoản chuyển này đã được ghép vào một hồ sơ.")
    refuse_if(kept.given_back_at, "Khoản chuyển này đã được hoàn rồi.")
    refuse_if(kept.unit_id != unit.pk, "Khoản chuyển này của đơn vị khác.")
    kept.given_back_at, kept.given_back_note = act.at, nfc(voucher)
    kept.save(update_fields=["given_back_at", "given_back_note"])
    act.record(payment=kept.pk, amount=kept.amount, voucher=nfc(voucher))
