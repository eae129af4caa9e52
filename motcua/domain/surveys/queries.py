"""What ratings come to: by period, unit, question and reason; never by case, and never fewer than may be shown."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Literal

from django.db.models import Count, Q, QuerySet

from motcua.foundation.calendar import whole_days

from .models import Rating
from .rules import FEWEST_SHOWN, Asked, Satisfaction, Score, questions_on, reasons_on


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
