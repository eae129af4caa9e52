"""What stands on a screen now, and what the officer's page says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.money import Bill, bill_of
from motcua.domain.cases.rules import kept_hash
from motcua.domain.offices.models import Staff
from motcua.domain.surveys.actions import RATED_WHEN
from motcua.domain.surveys.rules import Asked, questions_on
from motcua.foundation.calendar import local

from .models import Screen
from .rules import MIRROR, TELLS, Page, Part, next_question, page_of

# Whose screen may show cases: who receives, gives back and takes fees.
ROLES = ("reception", "centre_head", "cashier")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the screen with the facts it may tell, and no others."""

    page: Page
    turn: int
    seconds: int  # until it goes away when nothing happens; 0 for the greeting
    facts: dict[str, Any]
    question: Asked | None = None
    number: int = 0  # of the question
    count: int = 0  # of questions

    @property
    def seen(self) -> str:
        """What a page that waits has shown, to tell whether anything is new."""
        bill: Bill | None = self.facts.get("bill")
        money = (
            "".join(f".{charge.received}.{charge.total}.{charge.state}" for charge in bill.charges)
            if bill
            else ""
        )
        return f"{self.turn}.{self.page}.{self.number}{money}"


def screen_of(key: str, *, at: datetime) -> Screen | None:
    """The screen that holds this key today, while its officer still works at a counter."""
    if not key:
        return None
    found = (
        Screen.objects.paired(at)
        .filter(key_hash=kept_hash(key), staff__is_active=True)
        .select_related("staff", "unit", "case__procedure", "case__received_unit__parent")
        .first()
    )
    return found if found and found.staff.has_role(*ROLES) else None


def shown_on(screen: Screen, *, at: datetime) -> Shown:
    """What the screen shows at this moment."""
    case, today = screen.case, local(at).date()
    questions = questions_on(today)
    keys = [question.key for question in questions]
    page = page_of(
        screen.part, until=screen.until, at=at, in_reach=case is None or _in_reach(screen.staff, case),
        rateable=case is not None and case.state in RATED_WHEN, said=screen.said, questions=keys,
    )  # fmt: skip
    left = (screen.until - at).total_seconds() if screen.until and page != Page.GREETING else 0
    asked = next_question(screen.said, keys) if page == Page.QUESTION else None
    return Shown(
        page=page,
        turn=screen.turn,
        seconds=int(left) + 1 if left > 0 else 0,
        facts=_facts(case, TELLS[page], at) if case else {},
        question=next((each for each in questions if each.key == asked), None),
        number=keys.index(asked) + 1 if asked else 0,
        count=len(keys),
    )


def _facts(case: Case, wanted: frozenset[str], at: datetime) -> dict[str, Any]:
    known = {
        "name": lambda: case.applicant_name,
        "procedure": lambda: case.procedure.short_name,
        "code": lambda: case.code,
        "fee": lambda: case.fee,
        "due": lambda: case.due_promised,
        "tracking": lambda: case.secret,
        "bill": lambda: bill_of(case, on=local(at).date()),
    }
    return {name: known[name]() for name in wanted}


def _in_reach(staff: Staff, case: Case) -> bool:
    """Whether the case was received at a desk where this officer still works."""
    return any(duty.role in ROLES and case.received_unit.is_within(duty.unit_path) for duty in staff.duties)


@dataclass(frozen=True, slots=True)
class Status:
    """What an officer's page says of their own screen; of a rating only that the customer is being asked."""

    paired: bool = False
    code: str = ""  # the case it shows, if it shows one
    asks: bool = False


def status_of(staff: Staff, *, at: datetime) -> Status:
    """The officer's screen: whether there is one, and what it shows; one statement."""
    row = Screen.objects.paired(at).filter(staff=staff).values_list("part", "until", "case__code").first()
    if row is None:
        return Status()
    part, until, code = row
    if until is None or until <= at:
        return Status(paired=True)
    return Status(paired=True, code=code if part in MIRROR else "", asks=part in (Part.RATING, Part.THANKS))
