"""What ratings and surveys come to: by period, unit, question and reason; never fewer than may be shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from typing import Literal

from django.db.models import Count, Q, QuerySet

from motcua.domain.offices.models import Unit
from motcua.foundation.calendar import whole_days

from .models import Rating, Survey
from .rules import FEWEST_SHOWN, Asked, Satisfaction, Score, questions_on, reasons_on
from .sheet_rules import SurveyLine


def rated_in(first: date, last: date, path: str = "") -> QuerySet[Rating]:
    """The ratings given from `first` to `last`, of cases received by units under `path` (all: "")."""
    begin, end = whole_days(first, last)
    return Rating.objects.filter(at__gte=begin, at__lt=end, unit__path__startswith=path)


def satisfaction(first: date, last: date, path: str = "") -> Satisfaction:
    """How the ratings of a period stand; one statement."""
    return Satisfaction(**rated_in(first, last, path).aggregate(**_SCORES))


def satisfaction_by(
    column: Literal["unit__name", "through"], first: date, last: date, path: str = ""
) -> list[tuple[str, Satisfaction]]:
    """The same for each receiving unit, or each way, by which something was rated; one statement."""
    rows = rated_in(first, last, path).values(column).annotate(**_SCORES).order_by(column)
    return [(name, Satisfaction(*scores)) for name, *scores in rows.values_list(column, *_SCORES)]


_SCORES = {
    "dissatisfied": Count("pk", filter=Q(score=Score.DISSATISFIED)),
    "satisfied": Count("pk", filter=Q(score=Score.SATISFIED)),
    "very_satisfied": Count("pk", filter=Q(score=Score.VERY_SATISFIED)),
}


def said(
    first: date, last: date, path: str = ""
) -> tuple[list[tuple[Asked, int, int]], list[tuple[Asked, int]]]:
    """Each question with (yes, answered), and each reason with how often it was given; empty below the fewest shown."""
    rows = list(rated_in(first, last, path).values_list("answers", "reason"))
    if len(rows) < FEWEST_SHOWN:
        return [], []
    yes: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for answers, _ in rows:
        _count(answers, yes, answered)
    reasons = Counter(reason for _, reason in rows if reason)
    asked = [(q, yes[q.key], answered[q.key]) for q in questions_on(last) if answered[q.key]]
    return asked, [(r, reasons[r.key]) for r in reasons_on(last) if reasons[r.key]]


def _count(answers: Mapping[str, bool], yes: Counter[str], answered: Counter[str]) -> None:
    answered.update(answers.keys())
    yes.update(key for key, answer in answers.items() if answer)


def remarks(first: date, last: date, path: str = "") -> list[tuple[int, str, str]]:
    """Score, reason and words of those who wrote some, in an order that says nothing of when; for those in charge.

    Nothing below the fewest shown: with few ratings, words tell who wrote them.
    """
    rated = rated_in(first, last, path)
    if rated.count() < FEWEST_SHOWN:
        return []
    return sorted(rated.exclude(remark="").values_list("score", "reason", "remark"))


def is_rated(case_id: int) -> bool:
    return Rating.objects.filter(case_id=case_id).exists()


@dataclass(frozen=True, slots=True)
class Held:
    """One survey of a unit: its ways of asking with what each found in all, and the same of each question."""

    unit: Unit
    first: date
    last: date
    ways: tuple[SurveyLine, ...]
    questions: tuple[SurveyLine, ...]

    @property
    def answered(self) -> int:
        return sum(way.answered for way in self.ways)

    @property
    def pleased(self) -> int:
        return sum(way.pleased for way in self.ways)

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to publish any."""
        return self.answered >= FEWEST_SHOWN

    @property
    def told(self) -> SurveyLine:
        """The line that says who asked and how they chose."""
        return self.ways[0]


def surveys_held(first: date, last: date, path: str = "", *, limit: int = 20) -> list[Held]:
    """The surveys of units under `path` whose time meets `first`..`last`, the latest first; one statement."""
    lines = Survey.objects.filter(unit__path__startswith=path, first__lte=last, last__gte=first)
    lines = lines.select_related("unit").order_by("-last", "-first", "unit__path", "question", "-way")
    found = []
    for (unit, begun, ended), rows in groupby(lines, key=lambda line: (line.unit, line.first, line.last)):
        own = [_line(row) for row in rows]
        ways = tuple(each for each in own if not each.question)
        found.append(Held(unit, begun, ended, ways, tuple(each for each in own if each.question)))
    return found[:limit]


def _line(row: Survey) -> SurveyLine:
    counted = {each.name: getattr(row, each.name) for each in fields(SurveyLine) if each.name != "unit"}
    return SurveyLine(unit=row.unit.code, **counted)
