"""Returning: the applicant is called, gets the result, or withdraws."""

from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.text import nfc

from ..models import Case
from ..rules import HandOver, MoneyState, State
from . import moving
from .who import reception


@action("case.called", label="Đã báo đến nhận kết quả", who=[reception], when=[State.FINISHED])
def call_applicant(case: Case, act: Act, *, by_means: str = "Gọi điện") -> None:
    """Tick that the applicant was told the result is ready."""
    case.called_at = act.at
    act.record(means=nfc(by_means))


@action(
    "case.returned",
    label="Trả kết quả",
    who=[reception],
    when=[State.FINISHED],
    then=State.RETURNED,
    tell={"applicant": "returned"},
)
def hand_back(
    case: Case, act: Act, *, receiver_name: str, relation: str = "", means: str = "Trực tiếp"
) -> None:
    """Hand the result to the applicant or the person they sent; identity checked, fees paid."""
    refuse_unless(receiver_name.strip(), "Xin ghi họ và tên người nhận kết quả.")
    refuse_if(
        case.money_state == MoneyState.DUE,
        "Hồ sơ còn phí, lệ phí chưa thu. Xin thu và ghi số biên lai trước khi trả kết quả.",
    )
    step = moving.step_of(case, act.by, does=["hand_back"])
    case.returned_at, case.handover_state = act.at, HandOver.GIVEN_TO_APPLICANT
    act.record(receiver=nfc(receiver_name), relation=nfc(relation), means=nfc(means))
    moving.pass_on(case, act, step, decision="approve")


@action(
    "case.withdrawn",
    label="Rút hồ sơ",
    who=[reception],
    when=[
        State.REGISTERED,
        State.ACCEPTED,
        State.IN_PROGRESS,
        State.AWAITING_SUPPLEMENT,
        State.AWAITING_PAYMENT,
    ],
    then=State.WITHDRAWN,
    clock="ends",
    legal=True,
    tell={"officer": "withdrawn"},
)
def withdraw(case: Case, act: Act, *, reason: str, proof: str) -> None:
    """The applicant withdraws before the result is signed; `proof` is the PIN of their slip or the signed request.

    The slip's PIN (or a noted written request) is asked for, so that an office cannot empty its own overdue list.
    """
    refuse_unless(reason.strip(), "Xin ghi lý do người nộp rút hồ sơ.")
    written = proof.strip().lower().startswith("đơn")
    refuse_unless(
        proof.strip() == case.pin or written,
        "Xin nhập mã tra cứu 6 số in trên giấy hẹn của người nộp, hoặc ghi “Đơn …” kèm số, ngày của đơn xin rút.",
    )
    act.record(reason=nfc(reason), proof="written request" if written else "slip")
    if written:
        act.note = nfc(proof)
    moving.close_all(case, act, "withdrawn")


def give_back_to_parent(case: Case, act: Act) -> None:
    """A linked case is done: its parent's folder moves on."""
    if case.parent_id:
        from .linked import child_finished

        child_finished(case, act)
