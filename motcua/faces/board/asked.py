"""What the address of a board page asks for: a period, a unit; and the sentence about what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.reports.rules import (
    Period,
    PeriodRefused,
    days_from,
    month_of,
    read_period,
    recent_periods,
)
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import LEVEL_OF_KIND
from motcua.faces.office import our_office
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, parse_date

UNIT = "don-vi"
MONTHS_OFFERED = 36


@dataclass(frozen=True)
class Asked:
    """The period of the address, what was typed for it, and why it could not be read, if so."""

    period: Period
    choice: str
    first: str = ""
    last: str = ""
    problem: str = ""
    unit: Unit | None = None

    @property
    def path(self) -> str:
        """The unit and all below it; everything where none was chosen."""
        return self.unit.path if self.unit else "/"

    @property
    def field(self) -> str:
        """The field that a problem is about."""
        return "tu" if self.first or self.last else "ky"

    def address(self, **more: str) -> str:
        """The question as an address says it, so that a file and a page of the same numbers meet."""
        unit = {UNIT: self.unit.code} if self.unit else {}
        return "?" + urlencode({**unit, "ky": self.period.key, **more})


def asked_of(request: HttpRequest) -> Asked:
    """Days that are typed, else the chosen period; this month when there is neither or it cannot be read, then with a
    sentence. Typed days stay in the address of the period that follows from them, not in their fields: what is chosen
    or typed next holds."""
    today = today_here()
    choice = request.GET.get("ky", "").strip()
    first, last = request.GET.get("tu", "").strip()[:30], request.GET.get("den", "").strip()[:30]
    try:
        if first or last:
            period = days_from(parse_date(first, today, future=True), parse_date(last, today, future=True))
        else:
            period = read_period(choice) if choice else month_of(today)
    except (PeriodRefused, TextRefused) as refused:
        return Asked(month_of(today), choice, first, last, str(refused))
    return Asked(period, period.key)


def asked_with_unit(request: HttpRequest) -> Asked:
    """Period and unit; with a sentence when either cannot be read."""
    asked = asked_of(request)
    unit, problem = unit_asked(request)
    return Asked(asked.period, asked.choice, asked.first, asked.last, asked.problem or problem, unit)


def asked_month(request: HttpRequest) -> Asked:
    """A whole month and a unit, where figures are given by the month."""
    asked = asked_with_unit(request)
    if asked.period.kind == "month":
        return asked
    month = month_of(min(asked.period.last, today_here()))
    problem = asked.problem or _("Chỉ số tính theo tháng. Xin chọn một tháng.")
    return Asked(month, month.key, problem=problem, unit=asked.unit)


def unit_asked(request: HttpRequest) -> tuple[Unit | None, str]:
    """The unit of the address, or none, and why it could not be found."""
    code = request.GET.get(UNIT, "").strip()[:40]
    if not code:
        return None, ""
    unit = unit_named(code)
    return unit, "" if unit else _("Không có đơn vị mã này. Xin chọn trong danh sách.")


def unit_named(code: str) -> Unit | None:
    """The unit of a code; of several in the course of time, the latest."""
    return Unit.objects.filter(code=code).order_by("-valid_from").first() if "\0" not in code else None


def our_authority() -> Unit | None:
    """The authority above our own one-stop desk."""
    unit = our_office()
    while unit and unit.kind not in LEVEL_OF_KIND and unit.parent:
        unit = unit.parent
    return unit


def units_offered(chosen: Sequence[Unit | None] = ()) -> list[tuple[str, str]]:
    """Code and name of each authority, those of today first; and what was chosen beside them."""
    rows = Unit.objects.filter(kind__in=LEVEL_OF_KIND).order_by("path")
    today = today_here()
    ended = [each for each in rows if each.valid_to and each.valid_to < today]
    known = [*(each for each in rows if each not in ended), *ended]
    known += [each for each in chosen if each and each not in known]
    return [(each.code, named_until(each)) for each in known]


def named_until(unit: Unit) -> str:
    """“Quận Hoàng Mai (đến 30/6/2025)”: a unit that is no more says so."""
    if unit.valid_to is None or unit.valid_to >= today_here():
        return unit.name
    return _("%(unit)s (đến %(day)s)") % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"}


def periods_offered(chosen: Period) -> list[tuple[str, str]]:
    """The latest months, quarters and years; and what was chosen beside them, so that the next choice keeps it."""
    found = recent_periods(today_here())
    found += [chosen] if chosen not in found else []
    return [(period.key, period.label(lang())) for period in found]


def months_offered(chosen: Period) -> list[tuple[str, str]]:
    """The latest months, and the one chosen."""
    found = recent_periods(today_here(), months=MONTHS_OFFERED, quarters=1, years=1)[:MONTHS_OFFERED]
    found += [chosen] if chosen not in found else []
    return [(period.key, period.label(lang())) for period in found]


def today_here() -> date:
    return local(now()).date()


def lang() -> str:
    return "en" if get_language() == "en" else "vi"


def source() -> str:
    return _("Hồ sơ của hệ thống một cửa")
