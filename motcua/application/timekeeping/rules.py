"""Whose hours they are: the working time of a case shared out among those who held it, so that the parts add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from motcua.foundation.calendar import Calendar, working_seconds_between


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody holds the folder from `start` until `end`; None: still."""

    holder: str
    start: datetime
    end: datetime | None
    part: str = ""  # what they do meanwhile: the name of the step


@dataclass(frozen=True, slots=True)
class Share:
    """The working minutes one holder had a case, whoever else had a part of it meanwhile."""

    holder: str
    parts: tuple[str, ...]
    since: datetime
    minutes: int
    now: bool


@dataclass(frozen=True, slots=True)
class Times:
    """The shares of all holders, and the minutes counted more than once in them, several working at the same time."""

    shares: tuple[Share, ...] = ()
    together: int = 0

    @property
    def total(self) -> int:
        """The minutes of the case itself: those of everybody, less those counted more than once."""
        return sum(share.minutes for share in self.shares) - self.together


def times(
    held: Sequence[Held],
    pauses: Iterable[tuple[datetime, datetime | None]],
    *,
    start: datetime,
    end: datetime,
    days: Calendar,
    applicant: str,
    nobody: str,
) -> Times:
    """The shares of the working time from `start` to `end`, in the order in which each holder first had the case.

    A pause is the applicant's time, whoever keeps the folder meanwhile. Of two who work at the same time each has
    all of their own minutes; what is so counted twice is said, so that the minutes add up to those from `start` to
    `end`, reckoned by the minute.
    """
    stops = [Held(applicant, since, until) for since, until in pauses]
    moments = {start, end}
    for each in (*held, *stops):
        moments.update(m for m in (each.start, each.end) if m and start < m < end)
    spells: dict[str, list[tuple[list[Held], int]]] = {}
    at_once: list[Held] = []
    together = 0
    for since, until in pairwise(sorted({_minute(m) for m in moments})):
        at_once = _at(stops, since) or _at(held, since) or [Held(nobody, since, until)]
        minutes = working_seconds_between(since, until, days) // 60
        holders = dict.fromkeys(each.holder for each in at_once)
        together += minutes * (len(holders) - 1)
        for holder in holders:
            own = [each for each in at_once if each.holder == holder]
            spells.setdefault(holder, []).append((own, minutes))
    now = {each.holder for each in at_once if each.end is None}
    return Times(tuple(_share(*each, now=each[0] in now) for each in spells.items()), together)


def _share(holder: str, spells: Sequence[tuple[list[Held], int]], *, now: bool) -> Share:
    held = [each for own, _ in spells for each in own]
    return Share(
        holder=holder,
        parts=tuple(dict.fromkeys(each.part for each in held if each.part)),
        since=min(each.start for each in held),
        minutes=sum(minutes for _, minutes in spells),
        now=now,
    )


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _at(held: Sequence[Held], moment: datetime) -> list[Held]:
    """What is held at a moment, minutes being what the rest is reckoned in."""
    return [
        each
        for each in held
        if _minute(each.start) <= moment and (each.end is None or moment < _minute(each.end))
    ]


DAY = 8 * 60  # minutes of a working day, for saying long times


def days_words(minutes: int, lang: str = "vi") -> str:
    """1.115 → “2 ngày 2 giờ 35 phút”: working days of eight hours, exact to the minute so that rows add up."""
    days, rest = divmod(minutes, DAY)
    if not days:
        return hours_words(minutes, lang)
    said = f"{days} d" if lang == "en" else f"{days} ngày"
    return f"{said} {hours_words(rest, lang)}" if rest else said


def hours_words(minutes: int, lang: str = "vi") -> str:
    """95 → “1 giờ 35 phút”; whole hours and nothing at all are said plainly."""
    hours, rest = divmod(minutes, 60)
    if lang == "en":
        return " ".join(
            w for w in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if w
        )
    return " ".join(
        w for w in (f"{hours} giờ" if hours else "", f"{rest} phút" if rest or not hours else "") if w
    )
