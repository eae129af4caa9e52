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
    """The working minutes one holder had a case, or several had it together."""

    holders: tuple[str, ...]
    parts: tuple[str, ...]
    since: datetime
    minutes: int
    now: bool


def shares(
    held: Sequence[Held],
    pauses: Iterable[tuple[datetime, datetime | None]],
    *,
    start: datetime,
    end: datetime,
    days: Calendar,
    applicant: str,
    nobody: str,
) -> list[Share]:
    """The shares of the working time from `start` to `end`, in the order in which each holder first had the case.

    A pause is the applicant's time, whoever keeps the folder meanwhile. Time that two hold at once is a share of
    its own under both names, so that no minute is counted twice: the minutes add up to those from `start` to `end`.
    """
    stops = [Held(applicant, since, until) for since, until in pauses]
    moments = {start, end}
    for each in (*held, *stops):
        moments.update(m for m in (each.start, each.end) if m and start < m < end)
    line = sorted(m.replace(microsecond=0) for m in moments)
    spells: dict[tuple[str, ...], list[tuple[list[Held], int]]] = {}
    last: list[Held] = []
    for since, until in pairwise(line):
        last = _at(stops, since) or _at(held, since) or [Held(nobody, since, until)]
        key = tuple(dict.fromkeys(each.holder for each in last))
        spells.setdefault(key, []).append((last, working_seconds_between(since, until, days)))
    return _in_minutes(spells, last)


def _at(held: Sequence[Held], moment: datetime) -> list[Held]:
    """What is held at a moment, seconds being what the rest is reckoned in."""
    return [
        each
        for each in held
        if each.start.replace(microsecond=0) <= moment
        and (each.end is None or moment < each.end.replace(microsecond=0))
    ]


def _in_minutes(
    spells: dict[tuple[str, ...], list[tuple[list[Held], int]]], last: Sequence[Held]
) -> list[Share]:
    """Whole minutes that add up to the whole minutes of the total."""
    rows: list[Share] = []
    so_far = 0
    for key, times in spells.items():
        before, so_far = so_far // 60, so_far + sum(seconds for _, seconds in times)
        held = [each for at_once, _ in times for each in at_once]
        rows.append(
            Share(
                holders=key,
                parts=tuple(dict.fromkeys(each.part for each in held if each.part)),
                since=min(each.start for each in held),
                minutes=so_far // 60 - before,
                now=any(each in last and each.end is None for each in held),
            )
        )
    return rows


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
