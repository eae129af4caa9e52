"""Reminding another unit of what it holds of a case: a linked part, a step of its own, a question."""

from datetime import date, datetime

from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.calendar import add_working_days, local

from ..models import Case
from ..queries.elsewhere import waits_of
from ..rules import State
from .who import dept_head, leader, officer_in_charge, reception


@action(
    "case.reminded",
    label="Nhắc đơn vị đang giữ",
    who=[officer_in_charge, dept_head, leader, reception],
    when=[State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
    tell={"unit": "reminder"},
)
def remind(case: Case, act: Act, *, unit: Unit) -> None:
    """Remind another unit of what it still holds of this case; once a working day, all of it in one letter."""
    refuse_if(
        is_own(case, unit) or any(duty.unit_id == unit.pk for duty in act.by.duties),
        f"{unit.name} là đơn vị đang phụ trách hồ sơ hoặc đơn vị của chính Ông/Bà, không cần nhắc bằng thư.",
    )
    held = [wait for wait in waits_of([case])[case.pk] if wait.at.pk == unit.pk]
    refuse_unless(held, f"{unit.name} không còn giữ phần việc nào của hồ sơ này. Xin tải lại trang.")
    last = held[0].reminded_at
    again = next_reminder_on(case, last) if last else None
    refuse_if(
        again and local(act.at).date() < again,
        f"{unit.name} đã được nhắc về hồ sơ này. Mỗi ngày làm việc chỉ nhắc một lần; có thể nhắc lại từ ngày "
        f"{again:%d/%m/%Y}."
        if again
        else "",
    )
    dues = [wait.due_at for wait in held if wait.due_at]
    act.note = f"{unit.name}: {'; '.join(wait.what for wait in held)}"
    act.record(
        to=unit.pk,
        unit=unit.name,
        parts=[wait.code or wait.what for wait in held],
        due_at=min(dues).isoformat() if dues else None,
        late=any(wait.is_late(act.at) for wait in held),
    )


def is_own(case: Case, unit: Unit) -> bool:
    """Whether the unit is the one that handles or decides the case itself: it is directed, not reminded."""
    return unit.pk in (case.department_id, case.authority_id)


def next_reminder_on(case: Case, last: datetime) -> date:
    """The first day on which the same unit may be reminded again: the working day after the last reminder."""
    return add_working_days(local(last).date(), 1, case.calendar())
