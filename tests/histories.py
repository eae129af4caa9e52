"""Lives of cases made up for figures, and the figures counted from them in plain Python, case by case.

The events are such as the actions write; they are inserted without them, so that hundreds of lives take a second.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from motcua.application.reports.rules import near_due_days
from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.cases.rules import fault_causes, late_causes
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.offices.models import Unit
from motcua.domain.people.models import Person
from motcua.foundation.calendar import ZONE
from motcua.foundation.database.rows import insert
from motcua.foundation.events.models import GENESIS

BEGIN = datetime(2025, 11, 20, tzinfo=ZONE)
# From which state which acts lead where; a state of 5 is another before reception than after it.
NEXT: dict[tuple[int, bool], list[tuple[str, int]]] = {
    (0, False): [("received", 2), ("registered", 1), ("papers_asked_at_desk", 5), ("refused_at_desk", 3)],
    (1, False): [("accepted", 2), ("papers_asked", 5), ("not_accepted", 3), ("withdrawn", 7), ("file_added", 1)],
    (5, False): [("accepted", 2), ("not_accepted", 3), ("withdrawn", 7)],
    (2, True): [("handed_over", 4), ("withdrawn", 7)],
    (4, True): [("forwarded", 4), ("supplement_requested", 5), ("supplement_requested", 5), ("payment_required", 6), ("extended", 4),
                ("finished", 9), ("finished", 9), ("finished", 9), ("stopped", 8), ("withdrawn", 7)],
    (5, True): [("supplemented", 4), ("supplemented", 4), ("opinion_given", 5), ("apologised", 5), ("stopped", 8), ("withdrawn", 7)],
    (6, True): [("payment_confirmed", 4), ("payment_confirmed", 4), ("opinion_given", 6), ("withdrawn", 7)],
    (9, True): [("reopened", 4), ("reopened", 4), ("called", 9), ("apologised", 9), ("returned", 10)],
    (10, True): [("apologised", 10), ("file_added", 10)],
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One event: what it says of its case, as kept."""

    name: str
    at: datetime
    state: int
    accept_by: datetime | None = None
    received: datetime | None = None
    due: datetime | None = None
    stopped: datetime | None = None
    extended: datetime | None = None
    finished: datetime | None = None
    outcome: str = ""
    cause: str = ""

    @property
    def is_excuse(self) -> bool:
        """An apology for lateness, with a new date or without."""
        return self.name in ("extended", "apologised") and self.cause not in fault_causes()

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()


@dataclass
class Life:
    """A case: where it was received, and its events in order."""

    unit: int
    authority: int
    terms: int
    channel: int
    told: list[Told] = field(default_factory=list)


def life(chance: Random, *, desks: int = 2, authorities: int = 2, terms: int = 2) -> Life:
    """A life of up to fourteen events within some months, many on one day or around midnight."""
    one = Life(
        chance.randrange(desks),
        chance.randrange(authorities),
        chance.randrange(terms),
        chance.choice([1, 2, 3]),
    )
    allowed = chance.choice([None, 0, 1, 3, 9])
    at = BEGIN + timedelta(days=chance.randrange(60))
    now = Told("", at, 0)
    for _ in range(chance.randrange(2, 15)):
        acts = NEXT.get((now.state, now.received is not None))
        if not acts:
            break
        name, state = chance.choice(acts)
        at += timedelta(days=chance.choice([0, 0, 1, 2, 5, 30]), minutes=chance.randrange(1500))
        if name == "finished" and now.due and now.due > at and chance.random() < 0.3:
            at = now.due
        now = step(now, name, state, at, allowed, again=chance.random() < 0.5)
        if name in ("extended", "apologised"):
            now = replace(now, cause=chance.choice(["", late_causes()[0], fault_causes()[0]]))
        one.told.append(now)
    return one


def step(was: Told, name: str, state: int, at: datetime, allowed: int | None, *, again: bool) -> Told:
    """The event after `was`: dates as the clock of a case would set them, in whole days."""
    now = replace(was, name=name, state=state, at=at)
    owed = None if allowed is None else timedelta(days=allowed)
    if name == "registered":
        return replace(now, accept_by=at + timedelta(days=1))
    if name in ("received", "accepted"):
        return replace(now, received=at, due=at + owed if owed is not None else None)
    if name in ("supplement_requested", "payment_required"):
        return replace(now, stopped=at, due=None)
    if name == "extended":
        return replace(now, extended=at)
    if was.stopped and name not in ("opinion_given", "apologised") and owed is not None:
        now = replace(now, due=(at if again else was.stopped) + owed)
    if name in ("supplemented", "payment_confirmed"):
        return replace(now, stopped=None)
    if name == "reopened":
        return replace(now, finished=None, outcome="")
    if state in (7, 8) or name == "finished":
        now = replace(now, finished=at, stopped=None)
        return replace(now, outcome=outcome(now)) if name == "finished" and now.due else now
    return now


def outcome(told: Told) -> str:
    assert told.due
    due = told.due.astimezone(ZONE).date()
    return "early" if told.day < due else "on_time" if told.day == due else "late"


# Kept ----------------------------------------------------------------------------------------------------

_serial = count(1)


def open_case(
    life: Life, unit: Unit, authority: Unit, terms: ProcedureVersion, *, part_of: Case | None = None
) -> Case:
    """The row of a life's case, or of a linked part, before anything has happened to it."""
    number = next(_serial)
    person = Person.objects.first() or Person.objects.create(full_name="Nguyễn Văn Tâm")
    return Case.objects.create(
        code=f"LIFE-{number}", procedure=terms.procedure, terms=terms, received_unit=unit, authority=authority,
        department=authority, applicant=person, applicant_name="Nguyễn Văn Tâm", channel=life.channel, search="",
        secret_hash=hashlib.sha256(f"life {number}".encode()).digest(), parent=part_of,
    )  # fmt: skip


def write(case: Case, told: Told) -> None:
    """Insert one event, as the kernel would."""
    case.version += 1
    prev = bytes(case.last_hash) if case.version > 1 else GENESIS
    case.last_hash = hashlib.sha256(prev + bytes([case.version])).digest()
    payload = {"accept_by": told.accept_by.isoformat()} if told.accept_by and case.version == 1 else {}
    if told.name in ("extended", "apologised"):
        payload["cause"] = told.cause
    insert(CaseEvent(
        case=case, n=case.version, name=f"case.{told.name}", at=told.at, actor_kind="system", state_before=case.state,
        state_after=told.state, payload=payload, prev_hash=prev, hash=case.last_hash, received_at=told.received,
        due_original=None, due_at=told.due, due_promised=None, stopped_at=told.stopped, extended_at=told.extended,
        finished_at=told.finished, outcome=told.outcome,
    ))  # fmt: skip
    case.state = told.state


# Counted in plain Python -----------------------------------------------------------------------------------


def day(moment: datetime | None) -> date:
    assert moment
    return moment.astimezone(ZONE).date()


def naive(life: Life, first: date, last: date, *, away: bool, whole: bool) -> Counter[str]:
    """What one life adds to the figures of `first`..`last`, known on `last`."""
    known = [told for told in life.told if told.day <= last]
    found = Counter(
        act for n, told in enumerate(known) if told.day >= first and (act := act_of(known[: n + 1]))
    )
    if not known:
        return found
    now = known[-1]
    if now.received is None:
        found[before_reception(now, first, last)] += 1
    elif now.finished is None or day(now.finished) >= first:
        if day(now.received) < first:
            found["carried"] += 1
        else:
            found[{1: "direct", 2: "online", 3: "postal"}[life.channel]] += 1
            found["no_boundary"] += away
            found["full_offered"] += whole
            found["full_online"] += whole and life.channel == 2
        found.update(cells(known, last))
    found.pop("", None)
    return +found


def before_reception(now: Told, first: date, last: date) -> str:
    if now.state == 1:
        return "to_accept_late" if last > day(now.accept_by) else "to_accept"
    if now.state == 5:
        return "papers_asked"
    return ("withdrawn_before" if now.state == 7 else "not_accepted") if now.day >= first else ""


def cells(known: list[Told], last: date) -> list[str]:
    now = known[-1]
    told = any(event.is_excuse for event in known)
    if now.finished:
        if now.state == 7:
            within = near_due_days()[0][1]
            near = now.due and day(now.finished) >= day(now.due) - timedelta(days=within)
            return ["withdrawn", "withdrawn_near_due"] if near else ["withdrawn"]
        if now.state == 8:
            return ["stopped"]
        return [now.outcome or "no_due", *(["late_told"] if now.outcome == "late" and told else [])]
    if now.stopped:
        before = [event for event in known if event.stopped is None][-1]
        if before.due and day(before.due) < day(now.stopped):
            return ["paused_overdue", *(["overdue_told"] if told else [])]
        return ["paused"]
    if now.due and last > day(now.due):
        return ["open_overdue", *(["overdue_told"] if told else [])]
    return ["open_in_time"]


def act_of(known: list[Told]) -> str:
    now, names = known[-1], [told.name for told in known]
    if now.name == "accepted" and now.accept_by and now.at > now.accept_by:
        return "accepted_late"
    if now.name == "supplement_requested" and names.count(now.name) > 1:
        return "more_rounds"
    return {
        "extended": "extended",
        "apologised": "apologised",
        "returned": "handed_back",
        "reopened": "reopened",
    }.get(now.name, "")


# Counted in a file of cases ----------------------------------------------------------------------------------


def counted(rows: list[dict[str, str]]) -> Counter[str]:
    """The figures by the columns of the file alone, as docs/exports.md says."""
    found: Counter[str] = Counter()
    for row in rows:
        place, overdue = row["place"], row["overdue"] == "t"
        if row["received_at"]:
            if row["carried"] == "t":
                found["carried"] += 1
            else:
                found[{"online": "online", "postal": "postal", "direct": "direct"}[row["channel"]]] += 1
                found["no_boundary"] += row["no_boundary"] == "t"
                found["full_offered"] += row["full_offered"] == "t"
                found["full_online"] += row["full_offered"] == "t" and row["channel"] == "online"
        in_two = {"open": ("open_in_time", "open_overdue"), "paused": ("paused", "paused_overdue"),
                  "to_accept": ("to_accept", "to_accept_late")}  # fmt: skip
        found[in_two[place][overdue] if place in in_two else place] += 1
        told = row["apologised"] == "t"
        found["overdue_told"] += place in ("open", "paused") and overdue and told
        found["late_told"] += place == "late" and told
        found["withdrawn_near_due"] += row["near_due"] == "t"
    return found
