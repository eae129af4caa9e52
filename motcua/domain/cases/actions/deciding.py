"""Deciding: the leader signs, sends back, stops; the clerk numbers and issues the result."""

from datetime import datetime

from motcua.domain.delivery import actions as delivery
from motcua.domain.documents.models import Document, File, next_number
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.jobs import queue_job
from motcua.foundation.text import nfc

from ..models import Case
from ..rules import HandOver, State
from . import moving
from .linked import end_parts, part_ended, refuse_if_part_finished, result_name
from .who import clerk, holder, leader


@action("case.approved", label="Ký duyệt", who=[holder], when=[State.IN_PROGRESS], legal=True)
def approve(case: Case, act: Act, *, note: str = "", node: str | None = None) -> None:
    """The leader signs the draft; the folder goes on to be numbered and sealed."""
    step = moving.step_of(case, act.by, node=node, does=["approve"])
    act.note = nfc(note)
    moving.pass_on(case, act, step, decision="approve")


@action(
    "case.stopped",
    label="Dừng giải quyết",
    who=[leader],
    when=[State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
    then=State.STOPPED,
    clock="ends",
    legal=True,
    tell={"applicant": "stopped", "counter": "stopped"},
)
def stop(case: Case, act: Act, *, reason: str, legal_basis: str) -> None:
    """Stop for good: not eligible, or the applicant did not answer in time (Mẫu 05 of 2025); needs a legal basis."""
    refuse_unless(
        case.received_at,
        "Hồ sơ chưa được tiếp nhận; xin dùng “Từ chối tiếp nhận” (Mẫu 03) tại Bộ phận Một cửa.",
    )
    refuse_unless(reason.strip(), "Xin ghi rõ lý do dừng giải quyết.")
    refuse_unless(legal_basis.strip(), "Không thể dừng giải quyết khi chưa nêu căn cứ pháp lý.")
    asked = case.supplements.filter(answered_at=None).order_by("-round").first()
    refuse_if(
        case.state == State.AWAITING_SUPPLEMENT and asked and local(act.at).date() <= asked.answer_by,
        f"Người nộp còn thời gian bổ sung đến hết ngày {asked.answer_by:%d/%m/%Y}." if asked else "",
    )
    refuse_if_part_finished(case)
    act.record(reason=nfc(reason), legal_basis=nfc(legal_basis))
    moving.close_all(case, act, "stopped")
    end_parts(case, act, State.STOPPED)
    part_ended(case, act)


@action(
    "case.finished",
    label="Phát hành kết quả",
    who=[holder, clerk],
    when=[State.IN_PROGRESS],
    then=State.FINISHED,
    clock="ends",
    legal=True,
    tell={"applicant": "result_ready", "counter": "result_ready"},
)
def issue_result(
    case: Case,
    act: Act,
    *,
    title: str = "",
    number: str = "",
    file: File | None = None,
    node: str | None = None,
) -> None:
    """Number, seal and issue the result; lateness is fixed now, and an early result is told at once."""
    step = moving.step_of(case, act.by, node=node, does=["issue_result"])
    on = local(act.at).date()
    serial = nfc(number) or f"{next_number(case.authority_id, 'KQ', on=on)}/{on.year}/KQ"
    named = nfc(title) or result_name(case)
    signed = case.events.filter(name="case.approved").order_by("-n").first()
    case.results.create(
        number=serial, title=named, signed_by_id=signed.actor_id if signed else None, issued_by_id=act.by.actor_id,
        issued_at=act.at, file=file, filed_at=act.at if file else None, unit_id=case.received_unit_id,
    )  # fmt: skip
    if file is not None:
        case.files.create(file=file, name=f"{named} {serial}", added_at=act.at, added_by_id=act.by.actor_id)
    electronic = any(result.electronic for result in case.facts.results)
    if (
        file is not None or electronic or case.result_by == "online"
    ):  # what was asked for online has to be a file
        act.jobs.append(lambda: queue_job("sealing.seal", case=case.pk))
    case.handover_state = HandOver.RESULT_BACK
    act.record(number=serial, title=named, early=bool(case.due_at and local(case.due_at).date() > on))
    moving.pass_on(case, act, step, decision="approve")
    part_ended(case, act)


@action(
    "case.reopened",
    label="Thu hồi, đính chính kết quả",
    who=[leader],
    when=[State.FINISHED],
    then=State.IN_PROGRESS,
    clock="reopens",
    legal=True,
    tell={"counter": "reopened"},
)
def correct(case: Case, act: Act, *, reason: str, to_node: str) -> None:
    """Take back a result found wrong before it is returned; what was recorded before stays recorded."""
    refuse_unless(reason.strip(), "Xin ghi rõ sai sót cần đính chính.")
    refuse_if(case.parent_id, "Kết quả này đã chuyển về hồ sơ liên thông chính; xin đính chính ở hồ sơ đó.")
    delivery.refuse_if_away(case.code)
    case.results.filter(withdrawn_at=None).update(withdrawn_at=act.at)
    Document.objects.results_of(case.code).withdrawn(at=act.at)
    act.record(reason=nfc(reason), finished_before=_written(case.finished_at), outcome_before=case.outcome)
    refuse_unless(case.open_steps, "Hồ sơ không còn ở bước trả kết quả.")
    case.handover_state, case.called_at = HandOver.TAKEN, None
    moving.send_back(case, act, case.open_steps[0], node=to_node)


def _written(moment: datetime | None) -> str | None:
    """A moment as an event keeps it."""
    return moment.isoformat() if moment else None
