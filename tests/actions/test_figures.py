"""Figures as at any day: a naive count in Python, the count from events, and the kept sums agree in every number."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.application.exports.queries import rows_of
from motcua.application.reports.behind import SUMS, behind, fresh_figures
from motcua.application.reports.counts import ACTS
from motcua.application.reports.durations import durations
from motcua.application.reports.form_rules import form
from motcua.application.reports.models import Figure, Pending
from motcua.application.reports.periodic import UnitCounts, report
from motcua.application.reports.queries import Figures, Untied, figures, total
from motcua.application.reports.rollup import check, complete, fold, fold_all, fold_cases, rebuild
from motcua.application.reports.served import NOTHING
from motcua.domain.cases.actions.deciding import approve, correct, issue_result
from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.actions.processing import confirm_supplement, request_supplement
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.faces.board.words import COLUMNS
from motcua.foundation.actions import now
from tests import stories
from tests.histories import BEGIN, Life, Told, counted, day, life, naive, open_case, step, write
from tests.people import Ward
from tests.stories import Clock

NAMES = [f.name for f in fields(Figures)[3:]]


def numbers(rows: list[Figures]) -> dict[Any, Counter[str]]:
    """The counts that are not zero, by the key of their row."""
    return {key_of(row): Counter({n: v for n in NAMES if (v := getattr(row, n))}) for row in rows}


def key_of(row: Figures) -> Any:
    return row.key or ((row.code, row.name) if row.code else row.name)


def periods(chance: Random, told: list[Life]) -> list[tuple[date, date, str]]:
    """Periods that begin and end where something happens or falls due, the day after it, or with a month."""
    days = [day for one in told for event in one.told for day in turning(event)]
    found = []
    for by in ("unit", "unit", "unit", "authority", "field", "procedure", "office"):
        first, last = sorted(chance.choice(days) + timedelta(days=chance.choice([-1, 0, 0, 1])) for _ in "ab")
        found.append((first.replace(day=1) if chance.random() < 0.3 else first, last, by))
    return found


def turning(event: Told) -> list[date]:
    return [day(moment) for moment in (event.at, event.due, event.accept_by) if moment]


def places(ward: Ward) -> dict[str, list[Any]]:
    one = ProcedureVersion.objects.order_by("procedure__code").distinct("procedure__code")
    whole = next(row for row in one if row.wholly_online)
    partly = next(
        row for row in one if not row.wholly_online and row.document["field"] != whole.document["field"]
    )
    return {
        "unit": [ward.desk, ward.other_desk],
        "authority": [ward.city, ward.other],
        "terms": [whole, partly],
    }


def expected(
    of: dict[str, list[Any]], told: list[Life], first: date, last: date, by: str
) -> dict[Any, Counter[str]]:
    found: dict[Any, Counter[str]] = {}
    for one in told:
        unit, authority, terms = (of[name][getattr(one, name)] for name in ("unit", "authority", "terms"))
        field = terms.document["field"]
        key = {"unit": unit.pk, "authority": authority.pk, "field": field,
               "procedure": terms.procedure_id, "office": (authority.kind, field)}[by]  # fmt: skip
        away = not unit.path.startswith(authority.path)
        found.setdefault(key, Counter()).update(naive(one, first, last, away=away, whole=terms.wholly_online))
    return {key: counter for key, counter in found.items() if counter}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), many=st.integers(1, 40))
def test_naive_events_sums_reports_and_files_agree_in_every_number(ward: Ward, seed: int, many: int) -> None:
    """Also the sums built anew; lives with pauses, refusals, corrections, late apologies, and linked parts."""
    chance, of = Random(seed), places(ward)
    told = [life(chance) for _ in range(many)]
    asked = periods(chance, told)
    with transaction.atomic():
        Pending.objects.all().delete()
        live(of, told, chance, parts=[(chance.randrange(many), life(chance)) for _ in range(many // 4)])
        for _ in range(2):  # with what is pending, and with everything folded
            for first, last, by in asked:
                wanted = expected(of, told, first, last, by)
                assert numbers(fresh_figures(first=first, last=last, as_at=last, by=by)) == wanted
                assert numbers(figures(first=first, last=last, as_at=last, by=by)) == wanted
            first, last, _ = asked[0]
            wanted = expected(of, told, first, last, "unit")
            reports_say(ward, wanted, first, last)
            files_say(ward, wanted, first, last)
            fold_all(wait=True)
        assert check() == [] and rebuild() == 0
        kept = rows_kept()
        Figure.objects.all().delete()
        fold_cases(0, Case.objects.order_by("-pk")[0].pk)
        assert rows_kept() == kept
        lists_are_as_long_as_their_figures(*asked[0])
        transaction.set_rollback(True)


def reports_say(ward: Ward, wanted: dict[Any, Counter[str]], first: date, last: date) -> None:
    """Every row of 07a/BTP and of the tracker of progress, and the sum of II.06a by level and field."""
    whole = Figures(0, "", "", **sum(wanted.values(), Counter()))
    by_name = {
        child.name: Figures(0, "", "", **wanted[desk.pk])
        for child, desk in ((ward.ward, ward.desk), (ward.other, ward.other_desk))
        if desk.pk in wanted
    }
    for key in ("07a", "766-progress", "06a"):
        rows = report(form(key), unit=ward.city, first=first, last=last, as_at=last).rows
        said = {row.words: row.cells for row in rows}
        assert said.pop("Tổng số") == form(key).cells(UnitCounts("", whole, NOTHING)), key
        if form(key).rows == "unit":
            assert said == {n: form(key).cells(UnitCounts(n, row, NOTHING)) for n, row in by_name.items()}


def files_say(ward: Ward, wanted: dict[Any, Counter[str]], first: date, last: date) -> None:
    """The CSV of cases, counted by its own columns, and the CSV of the public page."""
    text = b"".join(rows_of(first=first, last=last, path="/")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    for desk in (ward.desk, ward.other_desk):
        cases = Counter({n: many for n, many in wanted.get(desk.pk, Counter()).items() if n not in ACTS})
        assert counted([row for row in rows if row["unit_code"] == desk.code]) == cases
    if last <= now().date():
        answer = Client().get(f"/cong-khai/so-lieu.csv?ky={first}..{last}")
        public = {row["Mã"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
        for desk in (ward.desk, ward.other_desk):
            row = Figures(0, "", "", **wanted.get(desk.pk, Counter()))
            said = public.get(desk.code, {})
            assert [int(said.get(str(label), 0)) for label in COLUMNS.values()] == [
                getattr(row, name) for name in COLUMNS
            ]


def lists_are_as_long_as_their_figures(first: date, last: date, by: str) -> None:
    for row in figures(first=first, last=last, as_at=last, by=by):
        for name in [*NAMES, *SUMS]:
            found = behind(
                name,
                first=first,
                last=last,
                as_at=last,
                by=by,
                key=list(key) if isinstance(key := key_of(row), tuple) else key,
            )
            assert len(found) == getattr(row, name), name


def live(
    of: dict[str, list[Any]], told: list[Life], chance: Random, parts: Sequence[tuple[int, Life]] = ()
) -> None:
    """Let the lives happen in the order of time, folding a few events now and then; `parts`: linked to one of them."""
    cases: list[Case] = []
    for whole, one in [*((None, one) for one in told), *parts]:
        where = (of[n][getattr(one, n)] for n in ("unit", "authority", "terms"))
        cases.append(open_case(one, *where, part_of=None if whole is None else cases[whole]))
    lived = [*told, *(one for _, one in parts)]
    moments = sorted((event.at, n, k) for n, one in enumerate(lived) for k, event in enumerate(one.told))
    for _, n, k in moments:
        write(cases[n], lived[n].told[k])
        if chance.random() < 0.05:
            fold(most=7)


def rows_kept() -> list[tuple[Any, ...]]:
    rows = Figure.objects.order_by("terms", "grain", "start", "unit", "authority").values_list(
        "terms", "grain", "start", "unit", "authority", *[n for n in NAMES if n != "carried"]
    )
    return [row for row in rows if any(row[5:])]


def test_the_lives_made_up_hold_everything_that_is_counted() -> None:
    chance, found = Random(1), Counter[str]()
    lives = [life(chance) for _ in range(300)]
    for first in (BEGIN.date() + timedelta(days=10 * n) for n in range(20)):
        for one in lives:
            found += naive(one, first, first + timedelta(days=20), away=True, whole=True)
    assert set(NAMES) <= set(found)
    assert {name for one in lives for event in one.told if (name := event.name)} >= {
        "supplement_requested", "payment_required", "extended", "apologised", "reopened", "stopped", "withdrawn",
    }  # fmt: skip


# One thing at a time ---------------------------------------------------------------------------------------


def of_days(first: int, last: int, *, as_at: int | None = None) -> Figures:
    """The figures of some days of November 2026, all units together."""
    days = [date(2026, 11, n) for n in (first, last, as_at or last)]
    return total(figures(first=days[0], last=days[1], as_at=days[2]))


def nonzero(row: Figures) -> dict[str, int]:
    """The counts of a few invented cases; whether their procedures are wholly online is not what is told."""
    return {n: value for n in NAMES if not n.startswith("full_") and (value := getattr(row, n))}


def test_what_was_overdue_stays_overdue_while_the_applicant_is_waited_for(ward: Ward) -> None:
    """Spec §10.2: a pause must not hide lateness; also not after something else was done in it."""
    at = stories.moment(2)
    told = [Told("received", at, 2, received=at, due=at)]
    for name, state, on in (("handed_over", 4, 3), ("supplement_requested", 5, 4), ("opinion_given", 5, 6)):
        told.append(step(told[-1], name, state, stories.moment(on), 0, again=False))
    live(places(ward), [Life(0, 0, 0, 1, told)], Random(1))
    assert nonzero(of_days(1, 3)) == {"open_overdue": 1, "direct": 1}
    assert nonzero(of_days(4, 5)) == {"carried": 1, "paused_overdue": 1}
    assert nonzero(of_days(6, 9)) == {"carried": 1, "paused_overdue": 1}


def test_a_result_taken_back_leaves_the_past_as_it_was_and_is_carried_again(ward: Ward, clock: Clock) -> None:
    clock.at(3, 9)
    case = stories.finished(ward)
    before = of_days(1, 4)
    assert nonzero(before) == {"direct": 1, "early": 1}
    clock.at(10, 9)
    correct(case, by=ward.again().hoa, reason="Sai năm sinh", to_node=case.walk.waiting_nodes[1].id)
    for _ in range(2):
        assert of_days(1, 4) == before
        assert nonzero(of_days(5, 12)) == {"carried": 1, "open_overdue": 1, "reopened": 1}
        assert nonzero(of_days(1, 12)) == {"direct": 1, "open_overdue": 1, "reopened": 1}
        assert nonzero(of_days(11, 12)) == {"carried": 1, "open_overdue": 1}
        fold_all(wait=True)


def test_a_filing_not_accepted_within_eight_working_hours_is_late_from_the_day_after(
    ward: Ward, clock: Clock
) -> None:
    """NĐ 45/2020: 8 working hours; filed on Thursday at 15:00, so until Friday at 15:00."""
    clock.at(12, 15)
    case = stories.case_at(ward, "1")
    accept_by = datetime.fromisoformat(case.events.get().payload["accept_by"])
    assert accept_by == stories.moment(13, 15)
    assert [nonzero(of_days(1, day)) for day in (12, 13)] == [{"to_accept": 1}] * 2
    assert nonzero(of_days(1, 14)) == {"to_accept_late": 1}
    clock.at(16, 9)
    accept(case, by=ward.again().minh)
    assert nonzero(of_days(16, 16)) == {"online": 1, "open_in_time": 1, "accepted_late": 1}


def test_what_fell_due_in_the_first_days_of_a_month_is_late_also_by_field(ward: Ward) -> None:
    """Days are kept of all procedures together only: by field the days since the nearest month come from the events."""
    at = stories.moment(1) - timedelta(days=1)  # the last of October
    filed = step(Told("", at, 0), "registered", 1, at, None, again=False)
    received = Told("received", at, 2, received=at, due=at + timedelta(days=2))
    of = places(ward)
    told = [Life(0, 0, 0, 2, [filed]), Life(0, 0, 0, 1, [received])]
    live(of, told, Random(1))
    fold_all(wait=True)
    first, last = date(2026, 11, 5), date(2026, 11, 8)
    (row,) = figures(first=first, last=last, as_at=last, by="field")
    assert nonzero(row) == {"carried": 1, "open_overdue": 1, "to_accept_late": 1}
    assert numbers([row]) == expected(of, told, first, last, "field")


def test_a_running_period_ends_on_the_day_that_is_known(ward: Ward, clock: Clock) -> None:
    clock.at(3, 9)
    stories.examined(ward)
    assert nonzero(of_days(1, 30, as_at=4)) == {"direct": 1, "open_in_time": 1}
    assert nonzero(of_days(1, 30, as_at=20)) == {"direct": 1, "open_overdue": 1}
    assert figures(first=date(2026, 11, 5), last=date(2026, 11, 30), as_at=date(2026, 11, 4)) == []


def test_sums_that_do_not_tie_are_refused_and_found_and_put_right(ward: Ward, clock: Clock) -> None:
    clock.at(3, 9)
    stories.finished(ward)
    fold_all(wait=True)
    Figure.objects.filter(terms=None).update(early=2)
    with pytest.raises(Untied, match=r"An Bình không khớp: kỳ trước 0 \+ tiếp nhận 1 khác đã giải quyết 2"):
        of_days(1, 4)
    assert {row[0] for row in check()} == {"kept", "fresh"}
    assert rebuild() == 3  # of the day, the month and the year
    assert check() == [] and nonzero(of_days(1, 4)) == {"direct": 1, "early": 1}


def test_sums_of_a_length_that_is_not_there_are_built_when_the_office_is_prepared(
    ward: Ward, clock: Clock
) -> None:
    """As after an upgrade that keeps ten days of each procedure too."""
    stories.finished(ward)
    fold_all(wait=True)
    kept = rows_kept()
    assert not complete()
    assert Figure.objects.filter(grain="t").delete()[0] > 0
    assert complete() and rows_kept() == kept


def test_an_act_leaves_one_row_to_fold_and_folding_twice_changes_nothing(ward: Ward, clock: Clock) -> None:
    fold_all(wait=True)
    case = stories.received(ward)
    assert list(Pending.objects.values_list("event_id", flat=True)) == [stories.last_event(case).pk]
    assert fold(wait=True) == 1
    kept = rows_kept()
    assert fold(wait=True) == 0 and rows_kept() == kept != []


def test_how_long_it_took_is_told_in_working_days_without_pauses_and_in_calendar_days(
    ward: Ward, clock: Clock
) -> None:
    """Received Monday, paused Tuesday to Monday, finished Wednesday: 3 working days of nine calendar days."""
    clock.at(2, 9)
    cases = [stories.drafted(ward) for _ in range(5)]
    for case in cases:
        clock.at(3, 9)
        asked = request_supplement(
            case, by=ward.again().hoa, missing=[stories.paper_of(case)], reason="Chưa ký"
        )
        clock.at(9, 9)
        back = confirm_supplement(asked, by=ward.again().minh)
        clock.at(11, 9)
        issue_result(approve(back, by=ward.again().hoa), by=ward.again().van)
    period = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "as_at": date(2026, 11, 30)}
    (row,) = durations(**period, by="unit")
    assert (row.finished, row.net_median, row.net_90, row.gross_median, row.gross_90) == (5, 3, 3, 9, 9)
    (before,) = durations(**period | {"last": date(2026, 11, 11)}, by="procedure")
    assert before.finished == 5 and durations(**period | {"last": date(2026, 11, 10)}) == []


def test_fewer_than_five_cases_are_silent_for_the_public_only(ward: Ward, clock: Clock) -> None:
    clock.at(2, 9)
    stories.finished(ward)
    period = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "as_at": date(2026, 11, 30)}
    (row,) = durations(**period)
    assert row.finished == 1 and row.net_median is row.gross_90 is None
    (row,) = durations(**period, public=False)
    assert (row.net_median, row.gross_90) == (0, 0)
