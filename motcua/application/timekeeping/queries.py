"""How a case stands with its clock, in shape and words; computed at the moment asked for, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.cases.deadline_rules import Since, Standing, Watch, watched
from motcua.domain.cases.models import Case, Step
from motcua.domain.cases.queries.elsewhere import part_name
from motcua.domain.cases.queries.inbox import InboxRow
from motcua.domain.cases.queries.promises import Promises
from motcua.domain.cases.rules import FINAL, RUNNING, WAITING, State, pauses_of
from motcua.foundation import calendar as working
from motcua.foundation.text import friendly_due

from .rules import Held, Times, times


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page shows: a state of the marks, the words of what is left, and the moment told to the applicant."""

    mark: str
    words: str
    at: str


def clock(
    *,
    state: int,
    due_at: datetime | None,
    due_promised: datetime | None,
    outcome: str,
    now: datetime,
    soon: datetime | None,
    days: working.Calendar,
    lang: str = "vi",
) -> Clock:
    """The clock of a case in `state`, due soon from `soon`; `days` is the calendar of the deciding office."""
    owed = due_promised or due_at
    told = friendly_due(owed, lang) if owed else ""
    if due_promised and due_at and due_promised > due_at:
        told = f"new date {told}" if lang == "en" else f"hẹn lại {told}"
    if state in WAITING:
        words = "Clock stopped: waiting for the applicant" if lang == "en" else "tạm dừng, chờ người nộp"
        return Clock("paused", words, "")
    if outcome:
        return Clock(outcome, "", told)
    if state in FINAL:
        return Clock("stopped" if state != State.RETURNED else "done", "", told)
    if due_at is None:
        if state == State.REGISTERED:
            return Clock("waiting", "to be accepted" if lang == "en" else "chờ tiếp nhận", "")
        return Clock("plain", "no fixed date" if lang == "en" else "không có ngày hẹn cụ thể", "")
    left = working.remaining(due_at, now, days)
    near = left.today or (soon is not None and soon <= now)
    mark = "overdue" if left.overdue else "soon" if near else "running"
    return Clock(mark, left.text(lang), told)


def watched_now(case: Case, at: datetime) -> list[Since]:
    """All that one case is watched for at `at`; its steps are looked at where they are listed."""
    standing = Standing(
        state=case.state, submitted_at=case.submitted_at, due_at=case.due_at, finished_at=case.finished_at,
        apologised=case.extended_at is not None, acted_at=case.changed_at,
    )  # fmt: skip
    days = case.calendar()
    # A linked part's own time is its parent's to know, as on the list of what is watched.
    allowance = None if case.parent_id else case.allowance()
    return watched(standing, at, allowance=allowance, days=days, desk_days=days)


def apology_is_owed(case: Case, at: datetime) -> bool:
    """Whether the day of the warning has come and neither result nor apology has."""
    return any(each.what == Watch.APOLOGY for each in watched_now(case, at))


def apologies_owed(rows: Sequence[InboxRow], known: Promises, at: datetime) -> frozenset[str]:
    """The codes of those rows whose case owes an apology; one statement, none where nothing is due soon."""
    near = [
        row.case_id
        for row in rows
        if row.due_at and row.state in RUNNING and known.soon(row.promise, row.due_at, at) <= at
    ]
    cases = Case.objects.whole().filter(pk__in=near) if near else ()
    return frozenset(case.code for case in cases if apology_is_owed(case, at))


def times_of(
    cases: Sequence[Case], at: datetime, *, applicant: str = "Người nộp", nobody: str = "Chưa ai giữ"
) -> dict[int, Times]:
    """For each case, who had it for how many working minutes, linked parts and pauses included; two statements.

    Counted from its reception to its end, or to `at`, by the calendar of the deciding office.
    """
    held: dict[int, list[Held]] = {case.pk: [] for case in cases}
    for step in Step.objects.filter(case_id__in=held).select_related("unit").order_by("opened_at", "id"):
        held[step.case_id].append(Held(step.unit.name, step.opened_at, step.done_at, step.name))
    parents = {case.pk: case for case in cases}
    parts = Case.objects.filter(parent_id__in=held).select_related("department", "procedure").order_by("id")
    for part in parts:
        if part.received_at and part.parent_id:
            name = f"{part_name(parents[part.parent_id], part)} ({part.code})"
            held[part.parent_id].append(Held(part.department.name, part.received_at, part.finished_at, name))
    return {
        case.pk: times(
            held[case.pk],
            [(pause.start, pause.end) for pause in pauses_of(case.pauses)],
            start=case.received_at,
            end=case.finished_at or at,
            days=case.calendar(),
            applicant=applicant,
            nobody=nobody,
        )
        for case in cases
        if case.received_at
    }
