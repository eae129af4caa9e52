"""What whoever directs a unit does about its time: the weekly check, kept on the unit's record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.text import nfc

from .check_rules import Looked, monday
from .workload import SUPERVISORS

LONGEST_REMARK = 500


def supervisor(person: Any, unit: Unit) -> Duty | None:
    """Người phụ trách đơn vị: trưởng, phó phòng; giám đốc trung tâm; lãnh đạo."""
    return next(
        (d for d in person.duties if d.role in SUPERVISORS and unit.path.startswith(d.unit_path)), None
    )


@action("office.week_checked", label="Kiểm tra hằng tuần", who=[supervisor], when=[1])
def check_week(unit: Unit, act: Act, *, week: date, looked: Sequence[Looked]) -> None:
    """Keep what was looked at in a unit in the week of a Monday, and what was found; a later check stands beside it."""
    refuse_unless(week == monday(week), "Tuần kiểm tra bắt đầu từ thứ Hai.")
    refuse_if(week > local(act.at).date(), "Tuần này chưa đến; xin chọn tuần này hoặc tuần trước.")
    refuse_unless(looked, "Xin đánh dấu ít nhất một mục đã kiểm tra.")
    longest = max(len(each.remark) for each in looked)
    refuse_if(longest > LONGEST_REMARK, f"Ghi chú dài nhất {LONGEST_REMARK} chữ.")
    act.record(
        week=week.isoformat(),
        looked=[{"words": each.words, "number": each.number, "remark": nfc(each.remark)} for each in looked],
    )
