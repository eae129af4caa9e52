"""Money of a case: asked with it or later, taken at the desk or told by the bank, waived, given back."""

from collections.abc import Sequence

from motcua.domain.catalogue.rules import FeeLine, fee_total
from motcua.domain.payments import actions as payments
from motcua.domain.payments.actions import Money
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.domain.payments.rules import ChargeLine, ChargeState, Means, keys_in, reduced
from motcua.foundation.actions import SYSTEM, Act, action, refuse_if, refuse_unless, system
from motcua.foundation.jobs import queue_job
from motcua.foundation.text import money

from ..models import Case
from ..rules import FINAL, Channel, MoneyState, State
from .who import cashier, centre_head, reception

OPEN_TO_PAY = [
    State.REGISTERED, State.ACCEPTED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT,
    State.FINISHED,
]  # fmt: skip


@action("case.fee_taken", label="Thu tiền, cấp biên lai", who=[reception, cashier], when=OPEN_TO_PAY)
def take_fee(case: Case, act: Act, *, amount: int, means: str = Means.CASH) -> None:
    """Take money at the desk for what the case owes, the oldest charge first; receipts are written for it."""
    refuse_unless(means in (Means.CASH, Means.CARD), "Tại quầy chỉ thu tiền mặt hoặc thẻ.")
    owed = owed_by(case, act)
    refuse_unless(owed, "Hồ sơ này không còn khoản phí, lệ phí phải thu.")
    due = sum(charge.owed for charge in owed)
    refuse_if(amount > due, f"Chỉ còn phải nộp {money(due)}; xin trả lại tiền thừa rồi thu đúng số đó.")
    refuse_unless(amount > 0, "Số tiền phải lớn hơn 0 đồng.")
    left, receipts = amount, []
    for charge in owed:
        if part := min(left, charge.owed):
            payment = payments.take(charge, act, Money(part, means, act.at))
            receipts += [each.title for each in payment.receipts.all()]
            left -= part
    act.record(amount=amount, means=means, receipts=receipts)
    reckon_money(case, act, receipts)


@action("case.paid_by_bank", label="Ngân hàng báo đã nhận tiền", who=[system], when=list(State))
def pay_by_bank(case: Case, act: Act, *, charge: Charge, came: Money) -> None:
    """A transfer with the charge's key came; whatever state the case is in, the money is noted and told what it is."""
    held = payments.held(charge)
    refuse_unless(held.reference == case.code, "Khoản thu này không phải của hồ sơ.")
    _count(case, act, held, payments.note(held.unit, act, came))


@action(
    "case.transfer_matched",
    label="Ghép khoản chuyển vào hồ sơ",
    who=[cashier, centre_head, system],
    when=list(State),
)
def match_transfer(case: Case, act: Act, *, transfer: int) -> None:
    """Let a transfer that named no charge count for what this case owes."""
    payment = Payment.objects.select_for_update().filter(pk=transfer).first()
    refuse_unless(payment, "Không có khoản chuyển này.")
    assert payment is not None
    refuse_if(payment.charge_id, "Khoản chuyển này đã được ghép rồi.")
    refuse_if(payment.given_back_at, "Khoản chuyển này đã được hoàn lại người chuyển.")
    refuse_unless(
        case.received_unit.path.startswith(payment.unit.path),
        "Khoản chuyển này vào tài khoản của đơn vị khác.",
    )
    all_of = list(Charge.objects.of(case.code))
    named = [each for each in all_of if each.payment_key in keys_in(payment.content)]
    asked = named or owed_by(case, act) or all_of
    refuse_unless(asked, "Hồ sơ này không có khoản thu nào để ghép.")
    _count(case, act, payments.held(asked[0]), payment)


def _count(case: Case, act: Act, charge: Charge, payment: Payment) -> None:
    payments.apply(charge, act, payment)
    receipts = [each.title for each in payment.receipts.all()]
    act.record(
        payment_key=charge.payment_key, amount=payment.amount, kept=payment.kept, receipts=receipts,
        transaction=f"{payment.bank} {payment.transaction_id}".strip(), standing=charge.state_label,
    )  # fmt: skip
    if case.state not in FINAL:
        reckon_money(case, act, receipts)


@action(
    "case.fee_waived",
    label="Miễn, giảm phí, lệ phí",
    who=[reception, cashier],
    when=[State.REGISTERED, State.ACCEPTED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.FINISHED],
)
def waive_fee(case: Case, act: Act, *, exemption: str, evidence: str) -> None:
    """Reduce the published fees by an exemption of the procedure, on the paper that shows it."""
    known = {each.key: each for fee in case.case_type.fees for each in fee.exemptions}
    refuse_unless(exemption in known, "Xin chọn một đối tượng miễn, giảm trong danh mục của thủ tục.")
    percents = {
        fee.key: max((e.percent for e in fee.exemptions if e.key == exemption), default=0)
        for fee in case.case_type.fees
    }
    owed = [charge for charge in owed_by(case, act) if any(line.key for line in charge.fees)]
    refuse_unless(owed, "Hồ sơ này không còn khoản phí, lệ phí công bố nào chờ nộp để miễn, giảm.")
    before = sum(charge.total for charge in owed)
    for charge in owed:
        payments.reduce(
            charge, lines=reduced(charge.fees, percents), exemption=known[exemption].name, evidence=evidence
        )
    after = sum(charge.total for charge in owed)
    refuse_if(after == before, "Đối tượng này không được giảm khoản nào của hồ sơ.")
    act.record(exemption=exemption, evidence=evidence, before=before, after=after)
    reckon_money(case, act)


@action("case.fee_refunded", label="Hoàn tiền", who=[cashier], when=list(State))
def refund(case: Case, act: Act, *, payment_key: str, amount: int, reason: str, voucher: str) -> None:
    """Give back what came too much or too late, or for a case that ended."""
    charge = Charge.objects.of(case.code).filter(payment_key=payment_key).first()
    refuse_unless(charge, "Hồ sơ này không có khoản thu như vậy.")
    assert charge is not None
    payments.give_back(payments.held(charge), act, amount=amount, reason=reason, voucher=voucher)
    act.record(payment_key=payment_key, amount=amount, reason=reason, voucher=voucher)


@action("case.receipt_replaced", label="Thay biên lai", who=[cashier, centre_head], when=list(State))
def replace_receipt(
    case: Case, act: Act, *, receipt: str, payer_name: str, reason: str, payer_address: str = ""
) -> None:
    """Cancel a receipt with something wrong in it by one that replaces it; `receipt` is its symbol and number."""
    found = next(
        (r for r in Receipt.objects.filter(charge__reference=case.code) if r.title == receipt.strip()), None
    )
    refuse_unless(found, "Hồ sơ này không có biên lai như vậy. Xin ghi ký hiệu và số như in trên biên lai.")
    assert found is not None
    new = payments.replace(found, act, payer_name=payer_name, payer_address=payer_address, reason=reason)
    act.record(receipt=found.title, by=new.title, reason=reason)


# Steps of these and of other acts ---------------------------------------------------------------------------


def ask_for(case: Case, act: Act, lines: Sequence[ChargeLine]) -> Charge:
    """Ask the applicant for these lines."""
    return payments.ask(
        case.received_unit, act, reference=case.code, about=case.procedure.name, payer_name=case.applicant_name,
        payer_address=case.address, lines=lines,
    )  # fmt: skip


def lines_of(case: Case) -> list[ChargeLine]:
    """What a case is asked for when it is handed in: the published fees where they make up its sum, else one line."""
    channel = Channel(case.channel).name.lower()
    published = fee_total(case.facts, case.variant, channel=channel).lines
    for lines in ([line for line in published if line.collect_at == 1], published):
        if sum(line.amount for line in lines) == case.fee:
            return [as_line(line) for line in lines]
    return [ChargeLine("Phí, lệ phí phải nộp", case.fee, case.fee)]


def as_line(line: FeeLine) -> ChargeLine:
    """A published fee as it stands in a charge."""
    return ChargeLine(
        name=line.name, before=line.before, amount=line.amount, kind=line.kind, key=line.key, quantity=line.quantity,
        percent_off=line.percent_off, basis=line.basis,
    )  # fmt: skip


def owed_by(case: Case, act: Act) -> list[Charge]:
    """The charges still to be paid, held; a case of before charges were kept gets one for what it owes."""
    found = [payments.held(each) for each in Charge.objects.of(case.code).owed()]
    if not found and case.money_state == MoneyState.DUE and case.fee:
        found = [payments.held(ask_for(case, act, lines_of(case)))]
    return found


def note_paper_receipt(case: Case, act: Act, receipt: str) -> None:
    """All that is owed was taken, and its receipt written in a paper book."""
    for charge in owed_by(case, act):
        payments.take(charge, act, Money(charge.owed, Means.CASH, act.at, paper_receipt=receipt))


def reckon_money(case: Case, act: Act, receipts: Sequence[str] = ()) -> None:
    """The case's own state of money after its charges; one that waited for money goes on when all has come."""
    charges = [each for each in Charge.objects.of(case.code) if each.lapsed_at is None]
    owed = sum(each.owed for each in charges)
    if owed:
        case.money_state, case.fee = MoneyState.DUE, owed
        return
    case.fee = sum(each.kept for each in charges)
    exempt = any(each.state == ChargeState.EXEMPT for each in charges)
    case.money_state = MoneyState.PAID if case.fee else MoneyState.EXEMPT if exempt else MoneyState.NONE
    if case.state == State.AWAITING_PAYMENT:
        from .processing import confirm_payment

        said = ", ".join(receipts) or "đã đủ tiền"
        act.jobs.append(lambda: confirm_payment(case, by=SYSTEM, receipt=said))
    if (
        case.state == State.FINISHED
    ):  # what was asked for online, or goes to somebody's documents, waited for this
        act.jobs.append(lambda: queue_job("sealing.give", case=case.pk))


def end_money(case: Case, act: Act) -> None:
    """The case has ended: nothing more is asked of its applicant, and what was paid is given back or told why not."""
    lapsed, released = payments.end(case.code, act, _ended(case, act))
    if case.money_state == MoneyState.DUE:
        case.money_state = MoneyState.NONE
    if lapsed or released:
        act.record(fee_lapsed=lapsed, fee_to_return=released)


def _ended(case: Case, act: Act) -> str:
    """How a case ends, in the words of the rules of fees (library/payments.toml)."""
    if act.action.then == State.NOT_ACCEPTED:
        return "not_accepted"
    if act.action.then == State.WITHDRAWN:
        return "withdrawn" if case.received_at else "withdrawn_before"
    return "stopped"
