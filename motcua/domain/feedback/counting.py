"""How feedback stands in a period as at a day, unit by unit: counts only, never a word or a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, DateField, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from motcua.domain.offices.models import Unit
from motcua.foundation.calendar import whole_days

from .models import Feedback, FeedbackEvent
from .rules import Kind, State


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """Carried over and received; settled in the period; open at its end. `carried + received` is all the others together.

    `on_rules` and `on_conduct` are among what was received. What was declined was not the office's to answer, so it is
    neither in time nor late.
    """

    carried: int = 0
    received: int = 0
    on_rules: int = 0
    on_conduct: int = 0
    in_time: int = 0
    late: int = 0
    declined: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def answered(self) -> int:
        return self.in_time + self.late

    @property
    def own(self) -> int:
        """All that was the office's to answer."""
        return self.answered + self.open + self.overdue


NO_FEEDBACK = FeedbackCounts()


def feedback_came(*, by: date) -> bool:
    """Whether anybody had sent any through this system by the end of a day; before that its counts say nothing."""
    return Feedback.objects.filter(sent_at__lt=whole_days(by, by)[1]).exists()


def feedback_counts(*, first: date, last: date, as_at: date, path: str) -> dict[int, FeedbackCounts]:
    """By unit under `path`, as known at the end of `as_at`; units without any are left out. One statement.

    Kind and day are those of that moment: a kind that is corrected later changes no month that is over.
    """
    end = min(last, as_at)
    if end < first:
        return {}
    begin, over = whole_days(first, end)
    came = Q(sent_at__gte=begin)
    done = Q(settled_at__lt=over)
    waits = Q(settled_at=None) | Q(settled_at__gte=over)
    in_time = Q(settled_at__date__lte=F("due_then"))
    answered = done & Q(state=State.ANSWERED)
    counted = {
        "carried": ~came,
        "received": came,
        "on_rules": came & Q(kind_then=Kind.RULES),
        "on_conduct": came & Q(kind_then=Kind.BEHAVIOUR),
        "in_time": answered & in_time,
        "late": answered & ~in_time,
        "declined": done & Q(state=State.DECLINED),
        "open": waits & Q(due_then__gte=end),
        "overdue": waits & Q(due_then__lt=end),
    }
    lasting = Feedback.objects.filter(Q(settled_at=None) | Q(settled_at__gte=begin), sent_at__lt=over)
    said = FeedbackEvent.objects.filter(
        feedback=OuterRef("pk"), name__in=("feedback.sent", "feedback.sorted"), at__lt=over
    ).order_by("-n")
    lasting = lasting.annotate(
        kind_then=Subquery(said.values(kind=KT("payload__kind"))[:1]),
        due_then=Cast(Subquery(said.values(due_on=KT("payload__due_on"))[:1]), DateField()),
    )
    rows = lasting.filter(unit__path__startswith=path).values("unit").order_by("unit")
    rows = rows.annotate(**{name: Count("pk", filter=asked) for name, asked in counted.items()})
    return {key: FeedbackCounts(*found) for key, *found in rows.values_list("unit", *counted)}


def feedback_below(
    unit: Unit, below: Mapping[int, Unit], *, first: date, last: date, as_at: date
) -> dict[int, FeedbackCounts]:
    """By the key of the unit directly below; 0: of all together. `below`: all units below it by key."""
    rows = feedback_counts(first=first, last=last, as_at=as_at, path=unit.path)
    parts: dict[int, list[FeedbackCounts]] = {0: list(rows.values())}
    for key, row in rows.items():
        parts.setdefault(unit.branch(below[key]), []).append(row)
    return {key: added(several) for key, several in parts.items()}


def added(rows: Iterable[FeedbackCounts]) -> FeedbackCounts:
    """Rows as one."""
    several = list(rows)
    return FeedbackCounts(
        **{each.name: sum(getattr(row, each.name) for row in several) for each in fields(FeedbackCounts)}
    )
