"""Loading the file: chunk by chunk, each in one transaction, going on where a former run was stopped."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from motcua.application.reports.rollup import fold_cases
from motcua.domain.cases.actions.history import begin_history, finish_history, load_cases
from motcua.domain.cases.history_rules import HistoryRefused, happened
from motcua.domain.cases.models import Case, HistoryLoad, Past
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import now
from motcua.foundation.calendar import CalendarError
from motcua.foundation.text import TextRefused

from .files import Numbered, Survey, rows, survey, words_of
from .queries import Places, terms_of_acts
from .rules import read_row

AT_ONCE = 5_000
Progress = Callable[[str, int, int], None]


class Refusal(NamedTuple):
    """A row that was not loaded, and why."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True)
class Brought:
    """What came of a file; `already` when it had been loaded before and nothing was done."""

    load: HistoryLoad
    refusals: Path | None
    already: bool = False


@dataclass(slots=True)
class Chunk:
    """Some rows of the file, checked: what can be written and what is refused."""

    pasts: list[Past]
    refusals: list[Refusal]
    sequences: dict[tuple[int, str], int]


def bring_in(
    path: Path,
    *,
    by: Any,
    unit: Unit,
    refused: Path | None = None,
    progress: Progress,
    at_once: int = AT_ONCE,
) -> Brought:
    """Load a file of cases; a second time it loads nothing, after a stop it goes on. Raises FileRefused, Refused."""
    found = survey(path)
    listed = refused or path.with_name(f"{path.stem}-tu-choi.csv")
    load = HistoryLoad.objects.filter(sha256=found.sha256).first()
    if load is not None and load.finished_at:
        return Brought(load, listed if load.refused and listed.exists() else None, already=True)
    if load is None:
        load = begin_history(unit, by=by, file_name=path.name, sha256=found.sha256, rows=found.rows)
    listing = Refusals(listed, before=_line_at(found, load.position))
    places = Places()
    for several in _chunks(found, load.position, at_once):
        places = places.as_of_now()
        load = _write(load, several, by, places, listing)
        progress("Nạp hồ sơ", load.position, load.rows)
    load = finish_history(load, by=by)
    return Brought(load, listing.remove_if_empty(load))


def _chunks(found: Survey, after: int, at_once: int) -> Iterator[list[Numbered]]:
    numbered = rows(found, after=after)
    while several := list(islice(numbered, at_once)):
        yield several


def _line_at(found: Survey, position: int) -> int:
    """The line of the first row that is not dealt with yet."""
    return next(rows(found, after=position), (0, []))[0] if position else 0


def _write(
    load: HistoryLoad, several: list[Numbered], by: Any, places: Places, listing: "Refusals"
) -> HistoryLoad:
    """One chunk in one transaction; a code that came in meanwhile by another door is refused at the second try."""
    for attempt in range(3):
        chunk = check(several, places, now())
        length = listing.add(chunk.refusals)
        try:
            with transaction.atomic():
                done: HistoryLoad = load_cases(
                    load, by=by, expected=load.position, pasts=chunk.pasts, refused=len(chunk.refusals),
                    sequences=chunk.sequences,
                )  # fmt: skip
                if keys := [past.pk for past in chunk.pasts]:
                    fold_cases(min(keys), max(keys), load=load.pk)
                return done
        except IntegrityError:
            listing.cut(length)
            if attempt == 2 or not _known_codes(past.code for past in chunk.pasts):
                raise
    raise AssertionError("unreachable")


def check(several: Sequence[Numbered], places: Places, at: datetime) -> Chunk:
    """Rows by the same rules as a case of this system: what happened to each, or why it is refused."""
    acts = terms_of_acts()
    chunk = Chunk([], [], {})
    seen = _known_codes(cells[0].upper().replace(" ", "") for _, cells in several)
    lines: dict[str, int] = {}
    for line, cells in several:
        try:
            row = read_row(cells, at)
            code = row.code.text
            if code in seen:
                raise HistoryRefused("Mã hồ sơ này đã có trong hệ thống.")
            if code in lines:
                raise HistoryRefused(f"Mã hồ sơ trùng với dòng {lines[code]}.")
            place = places.of(row)
            said = happened(row.told, acts, place.reckon(row))
        except (HistoryRefused, CalendarError, TextRefused) as problem:
            chunk.refusals.append(Refusal(line, words_of(cells), str(problem)))
            continue
        lines[code] = line
        chunk.pasts.append(
            Past(
                code=code, facts=place.facts, channel=row.told.channel, submitted_at=row.told.submitted_at,
                returned_at=row.told.returned_at, happened=said, marking=json.dumps(place.markings[said[-1].after]),
                name=row.name, phone=row.phone, subject=row.subject,
            )
        )  # fmt: skip
        if str(row.code.unit) == place.desk_code:
            day = (place.facts["received_unit_id"], row.code.received_on.isoformat())
            chunk.sequences[day] = max(chunk.sequences.get(day, 0), row.code.sequence)
    return chunk


def _known_codes(codes: Iterable[str]) -> set[str]:
    return set(Case.objects.filter(code__in=list(codes)).values_list("code", flat=True))


class Refusals:
    """The list of refused rows beside the file: written before its chunk is kept, so that none is ever missing."""

    HEAD = ("line", "code", "reason")

    def __init__(self, path: Path, *, before: int) -> None:
        self.path = path
        self._begin(self._of_a_stopped_run(before) if before and path.exists() else [])

    def _of_a_stopped_run(self, before: int) -> list[list[str]]:
        """What a stopped run wrote of rows that are dealt with; later ones will be checked again."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in list(csv.reader(file))[1:] if row and int(row[0]) < before]

    def _begin(self, kept: list[list[str]]) -> None:
        with self.path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([self.HEAD, *kept])

    def add(self, refusals: Sequence[Refusal]) -> int:
        """Write rows to the list; the answer is how long it was before."""
        with self.path.open("a", encoding="utf-8", newline="") as file:
            before = file.tell()
            csv.writer(file).writerows(refusals)
            file.flush()
            os.fsync(file.fileno())
        return before

    def cut(self, length: int) -> None:
        os.truncate(self.path, length)

    def remove_if_empty(self, load: HistoryLoad) -> Path | None:
        if load.refused:
            return self.path
        self.path.unlink(missing_ok=True)
        return None
