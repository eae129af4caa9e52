"""Returning: the applicant is called, gets the result, or withdraws."""

import hmac

from motcua.domain.delivery import actions as delivery
from motcua.domain.documents.models import File
from motcua.foundation.actions import SYSTEM, Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.text import nfc

from ..models import Case, Step
from ..rules import HandOver, MoneyState, State
from . import moving
from .linked import end_parts, refuse_if_part_finished, return_parts
from .who import reception


@action("case.called", label="Đã báo đến nhận kết quả", who=[reception], when=[State.FINISHED])
def call_applicant(case: Case, act: Act, *, by_means: str = "Gọi điện") -> None:
    """Tick that the applicant was told the result is ready."""
    case.called_at = act.at
    act.record(means=nfc(by_means))


@action(
    "case.result_sealed",
    label="Ký số kết quả",
    who=[system],
    when=[State.FINISHED, State.RETURNED],
    tell={"applicant": "result_sealed"},
)
def seal_result(case: Case, act: Act, *, result: int, file: File) -> None:
    """Lay the signed file of a result into the case; the authority's key has signed it."""
    row = case.results.select_for_update().filter(pk=result, withdrawn_at=None, sealed_at=None).first()
    if row is None:
        raise Refused("Kết quả này đã được ký số, hoặc đã thu hồi.")
    row.file, row.sealed_at, row.seal_fault = file, act.at, ""
    row.filed_at = row.filed_at or act.at
    row.save(update_fields=["file", "filed_at", "sealed_at", "seal_fault"])
    case.files.create(file=file, name=f"{row.title} {row.number}, bản ký số"[:160], added_at=act.at)
    act.record(number=row.number, sha256=file.sha256)


@action(
    "case.returned",
    label="Trả kết quả",
    who=[reception, system],
    when=[State.FINISHED],
    then=State.RETURNED,
    tell={"applicant": "returned"},
)
def hand_back(
    case: Case, act: Act, *, receiver_name: str, relation: str = "", means: str = "Trực tiếp"
) -> None:
    """Hand the result to the applicant or the person they sent; identity checked, fees paid.

    The house itself gives what was asked for online, when its file is signed.
    """
    refuse_unless(receiver_name.strip(), "Xin ghi họ và tên người nhận kết quả.")
    refuse_if(
        case.money_state == MoneyState.DUE,
        "Hồ sơ còn phí, lệ phí chưa thu. Xin thu và ghi số biên lai trước khi trả kết quả.",
    )
    delivery.refuse_if_away(case.code)
    delivery.refuse_if_lost(case.code)
    step = moving.last_step(case) if act.by is SYSTEM else moving.step_of(case, act.by, does=["hand_back"])
    give(case, act, step, receiver_name, relation, means)


def give(case: Case, act: Act, step: Step, receiver_name: str, relation: str, means: str) -> None:
    """The result is with whoever took it; a parcel that was still to be sent is not."""
    delivery.end(case.code, act)
    case.returned_at, case.handover_state = act.at, HandOver.GIVEN_TO_APPLICANT
    act.record(receiver=nfc(receiver_name), relation=nfc(relation), means=nfc(means))
    moving.pass_on(case, act, step, decision="approve")
    return_parts(case, act)


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
    refuse_if(
        case.parent_id,
        "Đây là một phần của hồ sơ liên thông; xin rút ở hồ sơ chính mà người nộp giữ giấy hẹn.",
    )
    refuse_if(
        _is_signed(case), "Kết quả đã được ký nên hồ sơ không rút được nữa; xin trả kết quả cho người nộp."
    )
    refuse_if_part_finished(case)
    proof = nfc(proof)
    written = proof.lower().startswith("đơn") and any(c.isdigit() for c in proof)
    refuse_unless(
        written or hmac.compare_digest(proof.encode(), case.pin.encode()),
        "Xin nhập mã tra cứu 6 số in trên giấy hẹn của người nộp, hoặc ghi “Đơn …” kèm số, ngày của đơn xin rút.",
    )
    act.record(reason=nfc(reason), proof="written request" if written else "slip")
    if written:
        act.note = proof
    moving.close_all(case, act, "withdrawn")
    end_parts(case, act, State.WITHDRAWN)


def _is_signed(case: Case) -> bool:
    waits_for_the_seal = any(step.does == "issue_result" for step in case.open_steps)
    return waits_for_the_seal and case.events.filter(name="case.approved").exists()
