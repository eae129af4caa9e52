"""How a case stands with its deadlines at a moment: due soon, overdue, apology owed, not accepted, not collected."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from motcua.foundation import calendar as working

from . import rules
from .rules import State


class Watch(StrEnum):
    """What a case is watched for; a case may be under several at once."""

    OVERDUE = "overdue"
    NO_APOLOGY = "no_apology"  # overdue, and nobody has apologised yet
    TODAY = "today"
    SOON = "soon"
    APOLOGY = "apology"  # the day of warning has come, and neither result nor apology has
    SLOW_TO_ACCEPT = "slow_to_accept"
    NOT_ANSWERED = "not_answered"
    WAITING = "waiting"
    UNCOLLECTED = "uncollected"
    STEP_LATE = "step_late"


@dataclass(frozen=True)
class Told:
    """Who hears of what, after how many working hours; `idle`: only if nobody has touched the case since."""

    what: tuple[Watch, ...]
    who: str
    after_hours: int
    idle: bool = False


@dataclass(frozen=True)
class Watching:
    """When deadlines are warned of and who is told, during a time; chosen by the office, so it is data."""

    valid_from: date
    basis: str
    confirmed: bool
    soon: working.SoonRule
    apology_working_days: int
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Standing:
    """What is known of a case at a moment; `step_due_at` is that of the step looked at, `acted_at` of the last act."""

    state: int
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    answer_by: date | None = None
    apologised: bool = False
    step_due_at: datetime | None = None
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """One thing to watch and since when it is so."""

    what: Watch
    at: datetime


def read_watching(toml: str) -> tuple[Watching, ...]:
    """Every table of a limits.toml on what is warned of, oldest first."""
    found = [
        Watching(
            valid_from=row["valid_from"],
            basis=row["basis"],
            confirmed=row["confirmed"],
            soon=working.SoonRule(row["soon_working_days"], row["soon_share"], row["soon_hours_of_one_day"]),
            apology_working_days=row["apology_working_days"],
            told=tuple(Told(**{**told, "what": tuple(map(Watch, told["what"]))}) for told in row["told"]),
        )
        for row in tomllib.loads(toml)["watching"]
    ]
    return tuple(sorted(found, key=lambda each: each.valid_from))


@cache
def _kept_watching() -> tuple[Watching, ...]:
    return read_watching((rules.LIBRARY / "limits.toml").read_text("utf-8"))


def watching_on(day: date) -> Watching:
    """What holds on a day; before the first table, the first."""
    in_force = [each for each in _kept_watching() if each.valid_from <= day]
    return in_force[-1] if in_force else _kept_watching()[0]


def apology_from(due_at: datetime, days: working.Calendar, *, before: int = 1) -> datetime:
    """From when an apology is owed for a case without a result: so many working days before the due day.

    NĐ 61/2018 Đ.19: the sheet is made at the latest one day before the day of the promise.
    """
    on = working.add_working_days(working.local(due_at).date(), -before, days)
    return _midnight(on)


def watched(
    case: Standing,
    at: datetime,
    *,
    allowance: working.Allowance | None,
    days: working.Calendar,
    desk_days: working.Calendar,
) -> list[Since]:
    """All that `case` is watched for at `at`, the gravest first; `days` counts its deadline, `desk_days` its acceptance.

    Lateness is by date against due_at, which pauses move and an apology never does (spec: §4.6, §4.7).
    """
    today = working.local(at).date()
    if case.state == State.REGISTERED:
        return _not_accepted(case, at, desk_days)
    if case.state in rules.WAITING:
        return _waiting(case, today)
    if case.state == State.FINISHED:
        return _uncollected(case, today)
    if case.state not in rules.RUNNING:
        return []
    found = _deadline(case, at, allowance, days) if case.due_at else []
    late = any(each.what == Watch.OVERDUE for each in found)
    if case.step_due_at and case.step_due_at < at and not late:
        found.append(Since(Watch.STEP_LATE, case.step_due_at))
    return found


def _deadline(
    case: Standing, at: datetime, allowance: working.Allowance | None, days: working.Calendar
) -> list[Since]:
    assert case.due_at is not None
    due_on, today = working.local(case.due_at).date(), working.local(at).date()
    rule = watching_on(today)
    found: list[Since] = []
    if due_on < today:
        late_since = _midnight(due_on + timedelta(days=1))
        found.append(Since(Watch.OVERDUE, late_since))
        if not case.apologised:
            found.append(Since(Watch.NO_APOLOGY, late_since))
    elif due_on == today:
        found.append(Since(Watch.TODAY, _midnight(today)))
    elif (soon := soon_from(case.due_at, allowance, days, rule)) <= at:
        found.append(Since(Watch.SOON, soon))
    owed = apology_owed_from(case.due_at, allowance, days, rule)
    if not case.apologised and owed <= at:
        found.append(Since(Watch.APOLOGY, owed))
    return found


def soon_from(
    due_at: datetime, allowance: working.Allowance | None, days: working.Calendar, rule: Watching
) -> datetime:
    """The moment from which a case is due soon (spec §4.6); without a known allowance, by working days alone."""
    if allowance is None:
        on = working.add_working_days(working.local(due_at).date(), -rule.soon.working_days, days)
        return _midnight(on)
    return working.due_soon_from(due_at, allowance, days, rule.soon)


def apology_owed_from(
    due_at: datetime, allowance: working.Allowance | None, days: working.Calendar, rule: Watching
) -> datetime:
    """As `apology_from`, but never before the case is due soon: what is promised within a day owes none on arrival."""
    return max(
        apology_from(due_at, days, before=rule.apology_working_days),
        soon_from(due_at, allowance, days, rule),
    )


def _not_accepted(case: Standing, at: datetime, desk_days: working.Calendar) -> list[Since]:
    if case.submitted_at is None:
        return []
    limit = rules.accept_by(case.submitted_at, desk_days)
    return [Since(Watch.SLOW_TO_ACCEPT, limit)] if at > limit else []


def _waiting(case: Standing, today: date) -> list[Since]:
    """Waiting for the applicant is always shown, so that nothing disappears in a pause; longer than told is graver."""
    found = []
    if case.answer_by and case.answer_by < today:
        found.append(Since(Watch.NOT_ANSWERED, _midnight(case.answer_by + timedelta(days=1))))
    if case.acted_at:
        found.append(Since(Watch.WAITING, case.acted_at))
    return found


def _uncollected(case: Standing, today: date) -> list[Since]:
    if case.finished_at is None:
        return []
    ready_on = working.local(case.finished_at).date()
    first = ready_on + timedelta(days=rules.limits_on(ready_on).unclaimed_reminders[0])
    return [Since(Watch.UNCOLLECTED, _midnight(first))] if today >= first else []


def reminders_passed(finished_at: datetime, at: datetime) -> int:
    """How many of the reminders to collect a result (3, 7, 30 days) have come."""
    ready_on, today = working.local(finished_at).date(), working.local(at).date()
    return sum(
        ready_on + timedelta(days=days) <= today for days in rules.limits_on(ready_on).unclaimed_reminders
    )


def who_is_told(
    since: Since, case: Standing, at: datetime, days: working.Calendar, told: Sequence[Told]
) -> list[str]:
    """Which roles hear of one thing at `at`: holder, dept_head, leader, centre_head; each once, in the order of the data."""
    found: list[str] = []
    for row in told:
        if since.what not in row.what or row.who in found:
            continue
        start = max(since.at, case.acted_at) if row.idle and case.acted_at else since.at
        if working.working_minutes_between(start, at, days) >= row.after_hours * 60:
            found.append(row.who)
    return found


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=working.ZONE)
