"""Many cases, fast: a few are led through their whole life by actions, then copied in bulk to other wards and days.

A copy differs from its pattern in code, people, units, names and dates; its due dates are reckoned for its own day
and its events chained anew, so that `motcua case CODE --verify` holds for every one. The copies are written with COPY
while triggers rest; what the triggers would have written (state, dates, version) is in the rows already, and `check`
compares.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from .place import WARDS

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Ngọc", "Thanh", "Hữu", "Gia", "Bảo", "Khánh", "")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khoa", "Lan",
         "Linh", "Long", "Mai", "Nam", "Nga", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Vân", "Yến")  # fmt: skip
STREETS = ("Trần Phú", "Lê Lợi", "Nguyễn Trãi", "Hai Bà Trưng", "Kim Mã", "Láng", "Giảng Võ", "Đội Cấn")
FIELDS = ("Hộ tịch", "Chứng thực")
RUNNING_SHARE, WEEKS = 0.05, 100


@dataclass
class Pattern:
    """The rows of one case as actions left them."""

    case: dict[str, Any]
    steps: list[dict[str, Any]]
    events: list[dict[str, Any]]
    allowance: Any
    days: Any


@dataclass
class Making:
    """What the copies share: counters of codes and keys, and who stands where in each ward."""

    patterns: list[list[Pattern]]
    wards: list[dict[int, int]]
    staff: list[dict[int, int]]
    desks: list[str]
    serial: dict[tuple[int, date], int] = field(default_factory=dict)
    next_case: int = 0
    next_person: int = 0


def make(url: str, count: int, *, seed: int = 1, tell: Callable[[int], None] = lambda _: None) -> list[str]:
    """Add `count` cases; the codes of all, in the order made. `tell` hears how many there are so far."""
    chance = random.Random(seed)
    making = _prepare(url)
    begun = making.next_case
    from motcua.application.reports.rollup import fold_cases

    codes: list[str] = []
    with psycopg.connect(url) as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET session_replication_role = replica")
        for start in range(0, count, 5000):
            _write(connection, list(_copies(making, min(5000, count - start), chance)), codes)
            tell(len(codes))
        _keep_counters(connection, making)
    for first in range(begun, making.next_case, 5000):
        fold_cases(first, min(first + 4999, making.next_case - 1))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("VACUUM ANALYZE")
    return codes


def check(url: str) -> None:
    """Refuse to measure on rows that actions could not have left: states, versions, chains, links, due dates."""
    from motcua.domain.cases import rules
    from motcua.domain.cases.models import Case
    from motcua.foundation.events.models import broken_link

    with psycopg.connect(url) as connection:
        wrong = connection.execute(
            """SELECT count(*) FROM cases_case c JOIN LATERAL (SELECT * FROM cases_caseevent e WHERE e.case_id = c.id
                 ORDER BY e.n DESC LIMIT 1) e ON true
                WHERE (c.version, c.state, c.last_hash) IS DISTINCT FROM (e.n, e.state_after, e.hash)"""
        ).fetchone()
        lost = connection.execute(
            "SELECT count(*) FROM cases_case c LEFT JOIN people_person p ON p.id = c.applicant_id WHERE p.id IS NULL"
        ).fetchone()
    assert wrong == (0,) and lost == (0,), f"the made cases do not hold together: {wrong} {lost}"
    for case in Case.objects.order_by("?")[:100]:
        assert broken_link(list(case.events.order_by("n")), case.code) is None, case.code
        owed = rules.reckon(
            received_at=case.received_at, allowance=case.allowance(), days=case.calendar(), pauses=[]
        )  # type: ignore[arg-type]
        kept = (case.due_original, case.due_at, case.due_promised)
        assert kept == (owed.due_original, owed.due_at, owed.due_promised), case.code


def _prepare(url: str) -> Making:
    from django.db import connection

    from motcua.domain.offices.models import Staff, Unit

    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    people = {staff.account.login: staff.pk for staff in Staff.objects.select_related("account")}  # type: ignore[union-attr]
    first = [code for code in units if code.startswith("H26.101")]
    roles = [login[:-3] for login in people if login.endswith("001")]
    wards = [
        {units[c]: units[c.replace("H26.101", f"H26.{100 + n}")] for c in first} for n in range(1, WARDS + 1)
    ]
    staff = [{people[f"{r}001"]: people[f"{r}{n:03d}"] for r in roles} for n in range(1, WARDS + 1)]
    making = Making(_patterns(), wards, staff, [f"H26.{100 + n}.1" for n in range(1, WARDS + 1)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case")
        making.next_case = cursor.fetchone()[0] + 1
        cursor.execute("SELECT coalesce(max(id), 0) FROM people_person")
        making.next_person = cursor.fetchone()[0] + 1
        cursor.execute('SELECT unit_id, "on", last FROM cases_codecounter')
        making.serial = {(unit, on): last for unit, on, last in cursor.fetchall()}
    return making


def _patterns() -> list[list[Pattern]]:
    """For each of some procedures: the case finished, and cut short after each act."""
    from motcua.domain.catalogue.models import ProcedureVersion
    from motcua.foundation.actions import Refused

    found = []
    for terms in ProcedureVersion.objects.filter(
        procedure__field__name__in=FIELDS, valid_to=None
    ).select_related("procedure", "route"):
        if terms.facts.linked or "commune" not in terms.facts.levels or not terms.facts.allowed.fixed_date:
            continue
        try:
            found.append([_lead(terms, cut) for cut in (99, 1, 2, 3)])
        except (Refused, LookupError):
            continue
        if len(found) == 12:
            break
    return found


def _lead(terms: Any, cut: int) -> Pattern:
    """One case through at most `cut` acts after its reception, by whoever holds each step."""
    from motcua.domain.cases.actions.intake import Applicant, Filing, receive
    from motcua.domain.cases.queries.acts import COMPLETES
    from motcua.domain.cases.rules import Paper
    from motcua.domain.catalogue.rules import for_variant, papers_for, usual_variant
    from motcua.domain.offices.models import Staff, Unit
    from motcua.foundation.actions import ACTIONS, at_time
    from motcua.foundation.calendar import ZONE

    monday = datetime.now(ZONE).replace(hour=9, minute=5, second=0, microsecond=0)
    at = monday - timedelta(days=monday.weekday() + 14)
    variant = usual_variant(terms.facts)
    papers = tuple(Paper(key=c.key, name=c.name, originals=1)
                   for c in papers_for(for_variant(terms.facts, variant).components, "direct"))  # fmt: skip
    filing = Filing(
        terms=terms, variant=variant, papers=papers, applicant=Applicant(full_name="Nguyễn Văn Tâm")
    )
    with at_time(at):
        minh = Staff.objects.get(account__login="reception001")
        case = receive(Unit.objects.get(code="H26.101.1"), by=minh, filing=filing)
    for n in range(cut):
        waiting = case.open_steps
        if not waiting:
            break
        step = waiting[0]
        given = {"receiver_name": "Nguyễn Văn Tâm"} if step.does == "hand_back" else {}
        person = Staff.objects.filter(postings__unit=step.unit, postings__role=step.role).first()
        with at_time(at + timedelta(hours=1 + 2 * n)):
            case = ACTIONS[COMPLETES[step.does]](case, by=person, **given)
    return _rows_of(case)


def _rows_of(case: Any) -> Pattern:
    from motcua.domain.cases.models import Case, CaseEvent, Step

    def rows(found: Any) -> list[dict[str, Any]]:
        return [{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} for row in found]

    return Pattern(
        rows(Case.objects.filter(pk=case.pk))[0],
        rows(Step.objects.filter(case_id=case.pk).order_by("id")),
        rows(CaseEvent.objects.filter(case_id=case.pk).order_by("n")),
        case.allowance(),
        case.calendar(),
    )


Copy = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def _copies(making: Making, count: int, chance: random.Random) -> Iterator[Copy]:
    for _ in range(count):
        kind = min(int(chance.expovariate(0.45)), len(making.patterns) - 1)
        running = chance.random() < RUNNING_SHARE
        pattern = making.patterns[kind][chance.randint(1, 3) if running else 0]
        weeks = chance.randint(0, 1) if running else chance.randint(0, WEEKS)
        yield _copy(making, pattern, chance.randrange(WARDS), _open_day(pattern, weeks), chance)


def _open_day(pattern: Pattern, weeks: int) -> timedelta:
    """So many weeks back, or more where that is a holiday: nobody is received then."""
    from motcua.foundation.calendar import is_working_day, local

    day = local(pattern.case["received_at"]).date()
    while not is_working_day(day - timedelta(weeks=weeks), pattern.days):
        weeks += 1
    return timedelta(weeks=-weeks)


def _copy(making: Making, pattern: Pattern, ward: int, shift: timedelta, chance: random.Random) -> Copy:
    from django.conf import settings

    from motcua.domain.cases import rules
    from motcua.domain.cases.code_rules import case_code
    from motcua.domain.cases.models import CaseEvent
    from motcua.foundation.calendar import add_working_minutes, local
    from motcua.foundation.events.models import GENESIS
    from motcua.foundation.text import fold, sort_key

    units, staff = making.wards[ward], making.staff[ward]
    shift += timedelta(minutes=chance.randint(0, 170), seconds=chance.randint(0, 59))
    case = _moved(pattern.case, units, staff, shift)
    on = local(case["received_at"]).date()
    serial = making.serial[units_key] = making.serial.get(units_key := (case["received_unit_id"], on), 0) + 1
    code = case_code(making.desks[ward], on, serial)
    name = " ".join(filter(None, (chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN))))
    number, phone = f"0{chance.randrange(10**11):011d}", f"09{chance.randrange(10**8):08d}"
    address = f"Số {chance.randint(1, 300)} {chance.choice(STREETS)}"
    person = {"id": making.next_person, "kind": 0, "full_name": name, "name_key": sort_key(name), "folded": fold(name),
              "identity_number": number, "tax_code": "", "born_on": None, "sex": "", "phone": phone, "email": "",
              "address": address}  # fmt: skip
    case.update(
        id=making.next_case, code=code, applicant_id=person["id"], applicant_name=name, identity_number=number, phone=phone,
        address=address, search=fold(name), secret_hash=rules.kept_hash(rules.slip_secret(settings.SLIP_KEY, code)),
    )  # fmt: skip
    making.next_case, making.next_person = making.next_case + 1, making.next_person + 1
    events = [{**_moved(row, units, staff, shift), "case_id": case["id"]} for row in pattern.events]
    _reckon(pattern, [case, *events])
    steps = [
        {**_moved(row, units, staff, shift), "case_id": case["id"], "case_due_at": case["due_at"]}
        for row in pattern.steps
    ]
    for step in steps:
        if step["due_at"]:
            step["due_at"] = add_working_minutes(step["opened_at"], round(step["hours"] * 60), pattern.days)
    last = GENESIS
    for row in events:
        event = CaseEvent(**{**row, "id": None})
        event.chain(last, code)
        row["prev_hash"], row["hash"] = last, event.hash
        last = event.hash
    case["last_hash"] = last
    return person, case, steps, events


def _reckon(pattern: Pattern, rows: Sequence[dict[str, Any]]) -> None:
    """The dates owed from the day of this copy on: a holiday between them and the reception moves them."""
    from motcua.domain.cases import rules
    from motcua.foundation.calendar import classify

    owed = rules.reckon(
        received_at=rows[0]["received_at"], allowance=pattern.allowance, days=pattern.days, pauses=[]
    )
    for row in rows:
        if row["due_at"]:
            row.update(due_original=owed.due_original, due_at=owed.due_at, due_promised=owed.due_promised)
        if row["outcome"]:
            row["outcome"] = classify(row["due_at"], row["finished_at"])


def _moved(
    row: dict[str, Any], units: dict[int, int], staff: dict[int, int], shift: timedelta
) -> dict[str, Any]:
    """The row in another ward, at another time."""
    moved = dict(row)
    for name, value in row.items():
        if isinstance(value, datetime):
            moved[name] = value + shift
        elif name in ("unit_id", "received_unit_id", "authority_id", "department_id"):
            moved[name] = units.get(value, value)
        elif name in (
            "actor_id",
            "received_by_id",
            "assignee_id",
            "given_by_id",
            "done_by_id",
            "on_behalf_of_id",
        ):
            moved[name] = staff.get(value, value)
    return moved


def _write(connection: psycopg.Connection[Any], copies: Sequence[Copy], codes: list[str]) -> None:
    from motcua.domain.cases.models import Case, CaseEvent, Step
    from motcua.domain.people.models import Person

    _load(connection, Person, [person for person, _, _, _ in copies], keys=True)
    _load(connection, Case, [case for _, case, _, _ in copies], keys=True)
    _load(connection, Step, [step for _, _, steps, _ in copies for step in steps])
    _load(connection, CaseEvent, [event for _, _, _, events in copies for event in events])
    codes += [case["code"] for _, case, _, _ in copies]


def _load(
    connection: psycopg.Connection[Any], model: Any, rows: list[dict[str, Any]], *, keys: bool = False
) -> None:
    columns = [f for f in model._meta.concrete_fields if keys or not f.primary_key]
    documents = {f.attname for f in columns if f.get_internal_type() == "JSONField"}
    names = ", ".join(f'"{f.column}"' for f in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [
                    json.dumps(row[f.attname], ensure_ascii=False)
                    if f.attname in documents
                    else bytes(row[f.attname]) if isinstance(row[f.attname], memoryview) else row[f.attname]
                    for f in columns
                ]
            )  # fmt: skip


def _keep_counters(connection: psycopg.Connection[Any], making: Making) -> None:
    for table, following in (("cases_case", making.next_case), ("people_person", making.next_person)):
        connection.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, following])
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO cases_codecounter (unit_id, "on", last) VALUES (%s, %s, %s)'
            ' ON CONFLICT (unit_id, "on") DO UPDATE SET last = excluded.last',
            [(unit, on, last) for (unit, on), last in making.serial.items()],
        )
