"""Loading the demonstration: offices first, then some 300 cases, each as its people would have acted.

The offices of the past stand empty until `motcua demo seed` tells their years (demo/seeds.py).
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from motcua.application.disclosure.actions import freeze, publish, sign
from motcua.application.reports.rules import month_of
from motcua.domain.cases.actions import deciding, processing
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.offices.actions import delegate
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import SYSTEM, Refused, at_time, now
from motcua.foundation.calendar import (
    STANDARD,
    ZONE,
    Calendar,
    add_working_days,
    calendar_named,
    local,
    next_working_day,
)
from motcua.foundation.gateways.signing.demo import make_demo_seal
from motcua.foundation.text import fold

from .feedback import tell_feedback
from .from_home import tell_from_home
from .lives import Life, working_moment
from .offices import Builder, Office, build
from .stories import WARD, Story

Progress = Callable[[str, int, int], None]
# What people come for, with how often; same-day ones suit stories that need an officer less.
COMMON = (
    ("1.001193", 30), ("2.000815", 10), ("1.000894", 12), ("1.000656", 8), ("1.004873", 14), ("2.000908", 8),
    ("2.000635", 8), ("1.001612", 12), ("1.001776", 8), ("1.010833", 4), ("1.013225", 6), ("1.012753", 3),
)  # fmt: skip
LONG = ("1.004873", "1.001612", "1.001776", "1.010833", "1.013225")
SEED = 20261122


def loaded() -> bool:
    """Whether the demonstration, or any other office, is there already."""
    return Unit.objects.exists()


def load(progress: Progress) -> None:
    """Tell the whole demonstration; one transaction for the offices and one for each case."""
    days = calendar_named(STANDARD)
    progress("Lập các cơ quan và danh mục thủ tục", 0, 1)
    with transaction.atomic():
        ward = build(Builder())
    make_demo_seal(ward.authority.code, ward.authority.name, settings.SEALS)
    progress("Lập các cơ quan và danh mục thủ tục", 1, 1)
    rng = Random(SEED)
    plan = _today(ward, rng, days)
    plan.sort(key=lambda told: told[3])
    for number, (office, story, code, at, until) in enumerate(plan, start=1):
        _tell(office, story, code, at, until, rng, days)
        if number % 10 == 0 or number == len(plan):
            progress("Kể lại các hồ sơ", number, len(plan))
    _linked(ward, rng, days)
    _stood_in(ward, rng, days)
    tell_feedback(ward, Random(SEED), days)
    _published(ward, days)
    _absence(ward)
    progress("Kể các hồ sơ nộp từ nhà", 0, 1)
    tell_from_home(ward, Random(SEED), days)
    progress("Kể các hồ sơ nộp từ nhà", 1, 1)


Told = tuple[Office, Story, str, datetime, datetime]


def _today(ward: Office, rng: Random, days: Calendar) -> list[Told]:
    until = now() - timedelta(minutes=3)
    today = local(until).date()
    plan: list[Told] = []
    for story, count, oldest, newest in WARD:
        for _ in range(count):
            day = add_working_days(today, -rng.randint(newest, oldest), days)
            at = min(working_moment(rng, day, days), until - timedelta(minutes=rng.randint(30, 240)))
            plan.append((ward, story, _code(rng, story), at, until))
    return plan


def _tell(
    office: Office, story: Story, code: str, at: datetime, until: datetime, rng: Random, days: Calendar
) -> None:
    for people in office.cast.values():
        for staff in people:
            staff.__dict__.pop("_duties", None)
    with at_time(at):
        terms = _terms(code, at)
        if terms is None:
            return
        life = Life(office, rng, days, until)
        life.at = at
        with transaction.atomic():
            story(life, terms, at)


def _terms(code: str, at: datetime) -> ProcedureVersion | None:
    return terms_of(code, on=local(at).date())


def _code(rng: Random, story: Story) -> str:
    if story.__name__ in ("overdue", "awaiting_supplement", "supplemented", "apologised", "asked_twice", "paying", "paid",
                          "consulted", "reassigned", "in_progress", "stopped", "late"):  # fmt: skip
        return rng.choice(LONG)
    codes, weights = zip(*COMMON, strict=True)
    return rng.choices(codes, weights)[0]


def _linked(ward: Office, rng: Random, days: Calendar) -> None:
    """Births with residence and health insurance: one slip, three agencies."""
    until = now() - timedelta(minutes=3)
    for age in (9, 6, 3, 1):
        at = working_moment(rng, add_working_days(local(until).date(), -age, days), days)
        terms = _terms("2.000986", at)
        if terms is None:
            return
        life = Life(ward, rng, days, until)
        life.at = at
        with at_time(at):
            life.receive(terms, at)
        with life.moment(life.later(20)):
            life.case = processing.hand_over(life.case, by=life.desk())
        for child in Case.objects.filter(parent=life.case):
            part = Life(ward, rng, days, until)
            part.at, part.case = life.at, child
            part.go(finish=life.later(400 * max(1, age // 3)))


def _stood_in(ward: Office, rng: Random, days: Calendar) -> None:
    """The clerk was ill the day before yesterday; the head of the desk issued a result for her, and it says so."""
    until = now() - timedelta(minutes=3)
    received, ill = (add_working_days(local(until).date(), -ago, days) for ago in (7, 2))
    clerk, head = (
        ward.cast[unit.pk, role][0] for unit, role in ((ward.authority, "clerk"), (ward.desk, "centre_head"))
    )
    morning = datetime.combine(ill, time(8, 5), tzinfo=ZONE)
    at = working_moment(rng, received, days)
    terms = _terms("1.004873", at)
    if terms is None:
        return
    life = Life(ward, rng, days, until)
    life.at = at
    life.receive(terms, at).go(stop_before="issue_result", finish=min(life.part(0.4), morning))
    with at_time(morning):
        delegate(
            ward.authority, by=ward.cast[ward.authority.pk, "sysadmin"][0], absent=clerk, deputy=head,
            valid_from=ill, valid_to=ill, grounds="Giấy nghỉ ốm",
        )  # fmt: skip
    with life.moment(morning + timedelta(hours=1)):
        life.case = deciding.issue_result(life.case, by=Staff.objects.get(pk=head.pk))
    life.hand_back()


def _published(ward: Office, days: Calendar) -> None:
    """The last two months were frozen, signed and made public on the first working morning after each."""
    keeper, chair = (ward.cast[ward.authority.pk, role][0] for role in ("ptc_control", "leader"))
    month = month_of(local(now()).date()).before()
    for each in (month.before(), month):
        morning = datetime.combine(next_working_day(each.last, days), time(7, 30), tzinfo=ZONE)
        if morning > now():
            continue
        with at_time(morning):
            draft = freeze(ward.authority, by=Staff.objects.get(pk=keeper.pk), month=each.first)
            hour = morning + timedelta(minutes=30)
            draft = sign(draft, by=Staff.objects.get(pk=chair.pk), publish_at=hour)
        with at_time(hour):
            publish(draft, by=SYSTEM)


def _absence(ward: Office) -> None:
    """The chair is away for two days; the deputy signs for her."""
    chair, deputy = ward.cast[ward.authority.pk, "leader"]
    today = local(now()).date()
    admin = ward.cast[ward.authority.pk, "sysadmin"][0]
    try:
        delegate(
            ward.authority, by=admin, absent=chair, deputy=deputy, valid_from=today, valid_to=today + timedelta(days=2),
            grounds="Giấy cử đi công tác số 12/GCT-UBND",
        )  # fmt: skip
    except Refused as refused:
        raise RuntimeError(fold(refused.sentence)) from refused
