"""Apologising (Mẫu 04): one drafts, a leader signs; with a new date while no result is there, without one otherwise."""

from datetime import datetime
from typing import Any

from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless
from motcua.foundation.calendar import add_working_days, local
from motcua.foundation.text import nfc

from ..models import APOLOGIES, Case, CaseEvent, apology_draft
from ..rules import RUNNING, WAITING, State, fault_causes, late_causes, limits_on
from .who import dept_head, leader, officer, reception

MOST_DAYS = 60  # more is a slip of the finger: no procedure of the catalogue allows as much


@action(
    "case.apology_drafted",
    label="Lập phiếu xin lỗi",
    who=[officer, dept_head, reception],
    when=[*RUNNING, *WAITING, State.FINISHED, State.RETURNED],
)
def draft_apology(case: Case, act: Act, *, cause: str, reason: str, more_days: int = 0) -> None:
    """Draft the sheet of apology for a leader to sign: what went wrong, and how many more working days are asked.

    The new date is reckoned, never typed. A case is apologised for once, whatever went wrong in it; after that only
    a second new date may be asked for.
    """
    cause = nfc(cause)
    refuse_unless(cause in late_causes() + fault_causes(), "Xin chọn nguyên nhân trong danh mục.")
    refuse_unless(reason.strip(), "Xin viết lý do để người nộp đọc hiểu.")
    refuse_unless(0 <= more_days <= MOST_DAYS, f"Số ngày xin thêm từ 1 đến {MOST_DAYS} ngày làm việc.")
    owes = case.state in RUNNING and case.due_at is not None
    refuse_if(more_days and not owes, "Hồ sơ này không còn ngày hẹn để dời; xin bỏ trống số ngày xin thêm.")
    refuse_if(
        owes and cause in late_causes() and not more_days,
        "Xin ghi số ngày làm việc xin thêm, để hẹn lại với người nộp.",
    )
    earlier = case.events.filter(name__in=APOLOGIES).order_by("-n").first()
    refuse_if(
        earlier and not more_days,
        f"Hồ sơ này đã có phiếu xin lỗi ngày {local(earlier.at):%d/%m/%Y}. Mỗi hồ sơ xin lỗi một lần, kể cả khi có "
        "nhiều sai sót."
        if earlier
        else "",
    )
    new_due = new_date(case, more_days, at=act.at) if more_days else None
    act.record(
        cause=cause,
        reason=nfc(reason),
        more_days=more_days,
        new_due_at=new_due.isoformat() if new_due else None,
    )


def new_date(case: Case, more_days: int, *, at: datetime) -> datetime:
    """So many working days after the date last told, or after today where that has passed, at the same hour."""
    told = local(case.due_promised or case.due_at or at)
    on = add_working_days(max(told.date(), local(at).date()), more_days, case.calendar())
    return told.replace(year=on.year, month=on.month, day=on.day)


@action(
    "case.extended",
    label="Ký phiếu xin lỗi, hẹn lại",
    who=[leader],
    when=[*RUNNING],
    clock="extends",
    legal=True,
    tell={"applicant": "apology"},
)
def extend(case: Case, act: Act, *, leader_agrees: str = "") -> None:
    """Sign the apology and promise the new date (Mẫu 04); the first promise stays, and the case stays late.

    NĐ 61/2018 Đ.19: one new date; whether NĐ 118/2025 keeps "once" is unconfirmed, so the number is data with a date,
    and a leader who gives reasons may go beyond it. An apology after the due day is sent too, and counted apart.
    """
    draft = _draft_to_sign(case, act)
    refuse_unless(draft.payload["new_due_at"], "Phiếu này không hẹn lại; xin dùng “Ký phiếu xin lỗi”.")
    refuse_if(case.due_at is None, "Hồ sơ không có ngày hẹn trả cụ thể nên không hẹn lại.")
    most = limits_on(local(act.at).date()).extensions
    again = case.extensions >= most
    refuse_if(
        again and not leader_agrees.strip(),
        f"Chỉ được hẹn lại {most} lần, hồ sơ này đã hẹn lại. Lãnh đạo cần ghi lý do phải hẹn lại lần nữa.",
    )
    new_due = datetime.fromisoformat(draft.payload["new_due_at"])
    owed = case.due_promised or case.due_at
    refuse_unless(
        new_due > act.at and owed and new_due > owed,
        "Ngày hẹn mới trong phiếu đã qua hoặc không còn sau ngày hẹn cũ. Xin yêu cầu lập lại phiếu.",
    )
    act.record(
        **_signed(draft),
        old_due_at=owed.isoformat() if owed else None,
        late=bool(case.due_at and local(act.at).date() > local(case.due_at).date()),
    )
    if again:
        act.record(leader_agrees=nfc(leader_agrees))
    case.extended_to, case.extended_at = new_due, act.at
    case.extensions += 1


@action(
    "case.apologised",
    label="Ký phiếu xin lỗi",
    who=[leader],
    when=[*RUNNING, *WAITING, State.FINISHED, State.RETURNED],
    legal=True,
    tell={"applicant": "sorry"},
)
def apologise(case: Case, act: Act) -> None:
    """Sign an apology without a new date: the result is there already, was wrong, a paper was lost, or manners failed."""
    draft = _draft_to_sign(case, act)
    refuse_if(draft.payload["new_due_at"], "Phiếu này có ngày hẹn mới; xin dùng “Ký phiếu xin lỗi, hẹn lại”.")
    act.record(
        **_signed(draft), old_due_at=case.due_original.isoformat() if case.due_original else None, late=False
    )


def _draft_to_sign(case: Case, act: Act) -> CaseEvent:
    """The draft that waits; signed by another than who drafted it, so that two people have read it."""
    draft = apology_draft(case)
    if draft is None:
        raise Refused("Chưa có phiếu xin lỗi nào chờ ký. Xin để cán bộ thụ lý lập phiếu trước.")
    refuse_if(
        draft.actor_id == act.by.actor_id,
        "Người lập phiếu không tự ký. Xin để lãnh đạo khác, hoặc người được phân công thay, ký phiếu này.",
    )
    return draft


def _signed(draft: CaseEvent) -> dict[str, Any]:
    """What the signed event says again of the draft, so that letter and paper need no other."""
    kept = {name: draft.payload[name] for name in ("cause", "reason", "more_days", "new_due_at")}
    return {**kept, "drafted_by": draft.actor_id}
