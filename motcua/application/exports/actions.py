"""Taking cases away as a file: one line for each, of who asked for what."""

from datetime import date
from typing import Any

from motcua.application.reports.queries import Untied
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.text import short_date

from .models import ASKED, EXPORTERS, Export
from .queries import expected
from .rules import KINDS

MOST_AT_ONCE = 3


def exporter(person: Any, unit: Unit) -> Duty | None:
    """Lãnh đạo, cán bộ kiểm soát thủ tục hành chính hoặc thanh tra của đơn vị hoặc cấp trên."""
    return next((d for d in person.duties if d.role in EXPORTERS and unit.path.startswith(d.unit_path)), None)


@action("figures.exported", label="Xuất hồ sơ ra tệp", who=[exporter], then=ASKED, opens=True)
def export(unit: Unit, act: Act, *, first: date, last: date, kind: str) -> Export:
    """Ask for the cases of a unit and a period as a file; a job writes it, up to today for a period still running."""
    today = local(act.at).date()
    refuse_unless(kind in KINDS, "Xin chọn tệp CSV hoặc Parquet.")
    refuse_if(last < first, "Ngày cuối phải bằng hoặc sau ngày đầu.")
    refuse_if(first > today, f"Kỳ này bắt đầu ngày {short_date(first)}, chưa có hồ sơ nào.")
    waiting = Export.objects.filter(asked_by=act.by, state=ASKED).count()
    refuse_if(
        waiting >= MOST_AT_ONCE,
        f"Ông/Bà đang có {waiting} tệp chưa viết xong. Xin đợi xong một tệp rồi yêu cầu tiếp.",
    )
    last = min(last, today)
    try:
        rows = expected(first=first, last=last, path=unit.path)
    except Untied as untied:
        raise Refused(str(untied)) from untied
    return Export(
        unit=unit, first=first, last=last, kind=kind, asked_by=act.by, asked_at=act.at, expected=rows
    )
