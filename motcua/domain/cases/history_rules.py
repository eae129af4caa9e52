"""What a case told by another system went through: the acts of this one, in order, each with the dates after it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from motcua.foundation import calendar as working
from motcua.foundation.text import short_moment

from .rules import Clock, PauseRow, State, pauses_of, told_after


class HistoryRefused(ValueError):
    """A case as told that cannot have been; the text is a sentence for whoever sends the file."""


class Span(NamedTuple):
    """A time during which the office waited for the applicant; no end: it waits still."""

    start: datetime
    end: datetime | None


@dataclass(slots=True)
class Told:
    """A case as another system tells of it; every moment is aware, None where it did not happen."""

    channel: int
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    handed_over_at: datetime | None = None
    supplements: Sequence[Span] = ()
    payments: Sequence[Span] = ()
    extended_at: datetime | None = None
    extended_to: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    stopped_at: datetime | None = None
    refused_at: datetime | None = None
    reason: str = ""
    accept_by: datetime | None = None  # reckoned, not told: until when a filing was to be accepted

    @property
    def began_at(self) -> datetime | None:
        return self.submitted_at or self.received_at or self.refused_at


class Terms(NamedTuple):
    """What an action's declaration says of states and clock, as plain values."""

    label: str
    when: Collection[int]
    then: int | None
    clock: str | None
    opens: bool


class Deed(NamedTuple):
    """One act as told: when, its place among acts of the same moment, its event's name, what it noted."""

    at: datetime
    rank: int
    name: str
    noted: dict[str, Any]


class Happened(NamedTuple):
    """One act as it will stand in the log; `dates` in the order of CLOCK."""

    name: str
    at: datetime
    before: int
    after: int
    dates: tuple[Any, ...]
    noted: dict[str, Any]


Reckon = Callable[[datetime, Sequence[PauseRow], datetime | None, datetime | None], Clock]
_NOTHING: dict[str, Any] = {}


def deeds(told: Told) -> list[Deed]:
    """The acts a telling amounts to, in the order of their moments. Raises HistoryRefused."""
    found: list[Deed] = []
    add = found.append
    began = told.began_at
    if began is None:
        raise HistoryRefused("Thiếu ngày tiếp nhận (received_at).")
    if told.submitted_at:
        accept_by = told.accept_by.isoformat() if told.accept_by else None
        add(Deed(told.submitted_at, 0, "case.registered", {"accept_by": accept_by}))
    if told.received_at:
        add(Deed(told.received_at, 1, "case.accepted" if told.submitted_at else "case.received", _NOTHING))
        if handed_over := told.handed_over_at or _handed_over_by_then(told):
            add(Deed(handed_over, 2, "case.handed_over", _NOTHING))
    for name, spans in (("supplement", told.supplements), ("payment", told.payments)):
        asked, answered = _WAITS[name]
        for span in spans:
            add(Deed(span.start, 3, asked, _NOTHING))
            if span.end:
                add(Deed(span.end, 4, answered, _NOTHING))
    if told.extended_at and told.extended_to:
        add(Deed(told.extended_at, 5, "case.extended", _apology(told)))
    _add_ends(told, add)
    found.sort(key=_order)
    if found[0].at < began:
        raise HistoryRefused(_too_early(told, began))
    return found


_WAITS = {
    "supplement": ("case.supplement_requested", "case.supplemented"),
    "payment": ("case.payment_required", "case.payment_confirmed"),
}


def _add_ends(told: Told, add: Callable[[Deed], None]) -> None:
    if told.finished_at:
        add(Deed(told.finished_at, 6, "case.finished", _NOTHING))
    if told.returned_at:
        add(Deed(told.returned_at, 7, "case.returned", _NOTHING))
    if told.withdrawn_at:
        add(Deed(told.withdrawn_at, 8, "case.withdrawn", {"reason": told.reason}))
    if told.stopped_at:
        add(Deed(told.stopped_at, 8, "case.stopped", _grounds(told)))
    if told.refused_at:
        name = "case.not_accepted" if told.submitted_at else "case.refused_at_desk"
        add(Deed(told.refused_at, 8, name, _grounds(told)))
    if (told.stopped_at or told.refused_at) and not told.reason:
        raise HistoryRefused("Hồ sơ bị từ chối hoặc dừng phải ghi lý do (reason).")


def _grounds(told: Told) -> dict[str, Any]:
    return {"reason": told.reason, "legal_basis": ""}


def _apology(told: Told) -> dict[str, Any]:
    """What a signed apology notes here, as far as the file tells."""
    slip, at = told.due_at, told.extended_at
    return {
        "cause": "", "reason": told.reason, "more_days": 0,
        "new_due_at": told.extended_to.isoformat() if told.extended_to else None,
        "old_due_at": slip.isoformat() if slip else None,
        "late": bool(slip and at and working.local(at).date() > working.local(slip).date()),
    }  # fmt: skip


def _order(deed: Deed) -> tuple[datetime, int]:
    return deed.at, deed.rank


def _handed_over_by_then(told: Told) -> datetime | None:
    """Where the old system kept no hand-over and the case was worked on, it was handed over when received."""
    worked_on = told.finished_at or told.stopped_at or told.supplements or told.payments or told.extended_at
    return told.received_at if worked_on else None


def _too_early(told: Told, began: datetime) -> str:
    early = next(
        (
            f"{words} ({name}) là {short_moment(at)}"
            for name, words in _DATES.items()
            if (at := getattr(told, name)) and at < began
        ),
        "có lần yêu cầu bổ sung hoặc nộp tiền",
    )
    return f"{early[0].upper()}{early[1:]}, trước khi hồ sơ được nộp hay tiếp nhận lúc {short_moment(began)}."


_DATES = {
    "received_at": "ngày tiếp nhận", "due_at": "ngày hẹn trả", "handed_over_at": "ngày chuyển xử lý",
    "extended_at": "ngày xin lỗi", "extended_to": "ngày hẹn lại", "finished_at": "ngày xử lý xong",
    "returned_at": "ngày trả kết quả", "withdrawn_at": "ngày rút", "stopped_at": "ngày dừng",
    "refused_at": "ngày từ chối",
}  # fmt: skip


def happened(told: Told, acts: Mapping[str, Terms], reckon: Reckon) -> list[Happened]:
    """Every act with state and dates after it, as the kernel would have left them. Raises HistoryRefused."""
    if told.due_at and told.received_at and told.due_at < told.received_at:
        raise HistoryRefused(_too_early(told, told.received_at))
    dates = _Dates(reckon)
    said: list[Happened] = []
    state = 0
    for deed in deeds(told):
        terms = acts[deed.name]
        if (terms.opens and said) or (not terms.opens and state not in terms.when):
            raise HistoryRefused(_out_of_turn(terms.label, deed.at, state))
        after = terms.then or state
        if deed.name == "case.extended":
            _refuse_backward(told)
            dates.extended_to, dates.extended_at = told.extended_to, deed.at
        dates.turn(terms.clock, deed, after)
        said.append(Happened(deed.name, deed.at, state, after, dates.kept(), deed.noted))
        state = after
    return said


def _out_of_turn(label: str, at: datetime, state: int) -> str:
    where = f"đang ở trạng thái “{State(state).label}”" if state else "chưa được tiếp nhận"
    return (
        f"“{label}” lúc {short_moment(at)} không thể xảy ra khi hồ sơ {where}. Xin xem lại thứ tự các ngày."
    )


def _refuse_backward(told: Told) -> None:
    if told.due_at and told.extended_to and told.extended_to <= told.due_at:
        raise HistoryRefused(
            f"Ngày hẹn lại (extended_to) {short_moment(told.extended_to)} không sau ngày hẹn đầu {short_moment(told.due_at)}."
        )


class _Dates:
    """The dates of a case as they stand, turned act by act as `Case.turn_clock` turns them."""

    def __init__(self, reckon: Reckon) -> None:
        self.reckon = reckon
        self.received_at: datetime | None = None
        self.clock = Clock(None, None, None)
        self.due_original: datetime | None = None
        self.stopped_at: datetime | None = None
        self.pauses: list[PauseRow] = []
        self.extended_to: datetime | None = None
        self.extended_at: datetime | None = None
        self.finished_at: datetime | None = None
        self.outcome = ""

    def turn(self, effect: str | None, deed: Deed, after: int) -> None:
        if effect is None:
            return
        if effect == "starts":
            self.received_at = deed.at
        elif effect == "stops":
            self.pauses = [*self.pauses, [deed.at.isoformat(), None, deed.name]]
        elif effect in ("resumes", "ends") and self.pauses and self.pauses[-1][1] is None:
            start, _, cause = self.pauses[-1]
            self.pauses = [*self.pauses[:-1], [start, deed.at.isoformat(), cause]]
        if effect != "ends" or self.pauses:
            self._reckon()
        if effect == "ends":
            self.finished_at = deed.at
            if self.clock.due_at and after == State.FINISHED:
                self.outcome = working.classify(self.clock.due_at, deed.at)

    def _reckon(self) -> None:
        if self.received_at is None:
            return
        self.clock = self.reckon(self.received_at, self.pauses, self.extended_to, self.extended_at)
        self.due_original = self.due_original or self.clock.due_original
        open_pause = self.pauses and self.pauses[-1][1] is None
        self.stopped_at = datetime.fromisoformat(str(self.pauses[-1][0])) if open_pause else None

    def kept(self) -> tuple[Any, ...]:
        return (
            self.received_at, self.due_original, self.clock.due_at, self.clock.due_promised, self.stopped_at,
            self.pauses, self.extended_to, self.extended_at, self.finished_at, self.outcome,
        )  # fmt: skip


def moved_on(
    due_at: datetime,
    days: working.Calendar,
    pauses: Sequence[PauseRow],
    extended_to: datetime | None,
    extended_at: datetime | None,
) -> Clock:
    """The dates owed where the slip named a day: that day, moved on by the working time the applicant took."""
    if not pauses and extended_to is None:
        return Clock(due_at, due_at, due_at)
    stops = pauses_of(pauses)
    if any(stop.end is None for stop in stops):
        return Clock(due_at, None, None)
    taken = sum(working.working_minutes_between(stop.start, stop.end, days) for stop in stops if stop.end)
    owed = working.add_working_minutes(due_at, taken, days) if taken else due_at
    before = due_at - timedelta(minutes=1)
    if taken and not working.working_minutes_between(before, due_at, days):
        # Promised for an opening, not for the closing before it, which is as many minutes but a day less.
        owed = working.add_working_minutes(owed, 1, days) - timedelta(minutes=1)
    return Clock(due_at, owed, told_after(owed, stops, days, extended_to, extended_at))
