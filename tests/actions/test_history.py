"""Cases of a former system: written whole, with the events they would have had here, once, and by whoever may."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.application.history.importing import check
from motcua.application.history.queries import Places
from motcua.application.history.rules import NAMES
from motcua.application.reports.behind import fresh_figures
from motcua.application.reports.models import Pending
from motcua.application.reports.queries import figures, total
from motcua.application.reports.rollup import check as check_sums
from motcua.domain.cases.actions.apologising import draft_apology, extend
from motcua.domain.cases.actions.history import begin_history, finish_history, load_cases
from motcua.domain.cases.actions.processing import confirm_supplement, forward, hand_over, request_supplement
from motcua.domain.cases.models import CLOCK, Case, CaseEvent, HistoryLoad, Past, Step, first_untrue
from motcua.domain.cases.models import copied as copied_rows
from motcua.domain.cases.rules import late_causes
from motcua.domain.offices.models import OfficeEvent
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, Stale, WrongState, now
from motcua.foundation.events.models import broken_link
from tests.former_cases import DESK, loaded, refusals, row, several, told, written
from tests.people import SINGLE, Ward
from tests.stories import Clock, case_at, examined, finished, fresh, moment, paper_of, received

pytestmark = pytest.mark.usefixtures("clock")
CODE = f"{DESK}-261102-0001"


def begun(ward: Ward, rows: int = 1, by: Any = SYSTEM) -> HistoryLoad:
    mark = hashlib.sha256(str(rows).encode()).digest()
    return begin_history(ward.city, by=by, file_name="cu.csv", sha256=mark, rows=rows)


def pasts(rows: Sequence[dict[str, str]]) -> list[Past]:
    numbered = [(n, [each.get(name, "") for name in NAMES]) for n, each in enumerate(rows, start=2)]
    return check(numbered, Places(), now()).pasts


def added(load: HistoryLoad, rows: Sequence[dict[str, str]], **more: Any) -> HistoryLoad:
    given = {"pasts": pasts(rows), "refused": 0, "sequences": {}, "by": SYSTEM, **more}
    return load_cases(load, **given)


# The same case, acted out here and told by a file -----------------------------------------------------------


def with_a_supplement(ward: Ward, clock: Clock) -> Case:
    case = examined(ward)
    clock.wait(hours=2)
    case = request_supplement(
        case, by=ward.lan, missing=[paper_of(case)], reason="Tờ khai chưa ký", legal_basis="x"
    )
    clock.at(26, 10)
    return confirm_supplement(case, by=ward.minh)


def extended_then_waiting(ward: Ward, clock: Clock) -> Case:
    case = examined(ward)
    clock.wait(hours=1)
    case = draft_apology(case, by=ward.lan, cause=late_causes()[0], reason="Chờ xác minh", more_days=2)
    case = extend(case, by=ward.hoa)
    clock.wait(hours=1)
    case = request_supplement(
        case, by=ward.lan, missing=[paper_of(case)], reason="Tờ khai chưa ký", legal_basis="x"
    )
    clock.at(27, 14)
    return confirm_supplement(case, by=ward.minh)


LIVES = {
    place: (lambda ward, clock, place=place: case_at(ward, place)) for place in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
} | {"supplemented": with_a_supplement, "extended": extended_then_waiting}  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_a_case_told_by_a_file_has_the_dates_and_states_it_would_have_had_here(
    ward: Ward, clock: Clock, tmp_path: Path, life: str
) -> None:
    here = fresh(LIVES[life](ward, clock))
    day = here.events.get(n=1).at
    code = f"{DESK}-{day:%y%m%d}-0900"
    clock.wait(days=1)
    assert refusals(loaded(ward, written(tmp_path / "cu.csv", [told(here, code)]))) == []
    there = Case.objects.whole().get(code=code)
    ours = [event for event in here.events.order_by("n") if event.name in _KEPT]
    assert _said(list(there.events.order_by("n"))) == _said(ours)
    assert there.state == here.state
    assert (there.supplement_rounds, there.extensions) == (here.supplement_rounds, here.extensions)
    assert broken_link(list(there.events.order_by("n")), code) is None


# Steps within the office are not told by a file, and move no date.
_KEPT = {
    "case.registered", "case.received", "case.accepted", "case.handed_over", "case.supplement_requested",
    "case.supplemented", "case.payment_required", "case.payment_confirmed", "case.extended", "case.finished",
    "case.returned", "case.withdrawn", "case.stopped", "case.not_accepted", "case.refused_at_desk",
}  # fmt: skip


def _said(events: list[CaseEvent]) -> list[tuple[Any, ...]]:
    return [
        (
            e.name,
            e.at,
            e.state_before,
            e.state_after,
            _accept_by(e),
            *(_comparable(getattr(e, n)) for n in CLOCK),
        )
        for e in events
    ]


def _accept_by(event: CaseEvent) -> datetime | None:
    written = event.payload.get("accept_by")
    return datetime.fromisoformat(written) if written else None


def _comparable(value: Any) -> Any:
    """Pauses are kept as text, in whatever zone the act was done in."""
    if not isinstance(value, list):
        return value
    return [[moment and datetime.fromisoformat(moment).timestamp() for moment in row[:2]] for row in value]


# What the database holds -----------------------------------------------------------------------------------------


def test_a_case_cannot_begin_with_a_history_without_a_load(ward: Ward) -> None:
    like = received(ward)
    copied = "INSERT INTO cases_case ({0}) SELECT {1} FROM cases_case WHERE id = %s"
    columns = [f.column for f in Case._meta.concrete_fields if f.column != "id"]
    chosen = {"code": "'H26.101.1-261120-0777'", "secret_hash": "'\\x00'::bytea"}
    sql = copied.format(
        ", ".join(f'"{c}"' for c in columns), ", ".join(chosen.get(c, f'"{c}"') for c in columns)
    )
    with pytest.raises(IntegrityError, match="load of history"), transaction.atomic():
        connection.cursor().execute(sql, [like.pk])


def test_a_finished_load_takes_no_more_cases(ward: Ward) -> None:
    load = finish_history(added(begun(ward), [row()]), by=SYSTEM)
    with pytest.raises(IntegrityError, match="load of history"), transaction.atomic():
        copied_again(load)
    with pytest.raises(WrongState):
        added(load, several(2)[1:])


def copied_again(load: HistoryLoad) -> None:
    past = pasts(several(2)[1:])[0]
    past.pk = 900_000
    copied_rows.copy_in(load, [past])


def test_a_case_never_changes_the_load_it_came_with(ward: Ward) -> None:
    added(begun(ward), [row()])
    with pytest.raises(IntegrityError, match="by an event only"), transaction.atomic():
        Case.objects.filter(code=CODE).update(history=None)
    here = received(ward)
    with pytest.raises(IntegrityError, match="by an event only"), transaction.atomic():
        Case.objects.filter(pk=here.pk).update(history=HistoryLoad.objects.get())


def test_no_event_is_added_beside_those_a_loaded_case_came_with(ward: Ward) -> None:
    added(begun(ward), [row()])
    case = Case.objects.get(code=CODE)
    last = case.events.get(n=case.version)
    for n in (2, case.version + 1):
        last.pk, last.n = None, n
        with pytest.raises(IntegrityError), transaction.atomic():
            last.save(force_insert=True)


def test_an_event_must_follow_where_no_load_brought_the_case(ward: Ward) -> None:
    case = finished(ward)
    event = case.events.get(n=1)
    event.pk, event.n = None, case.version + 2
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        event.save(force_insert=True)


def test_a_chunk_whose_rows_do_not_say_what_their_events_say_is_not_kept(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = begun(ward)
    told_rows = pasts([row()])
    first, second, *others = told_rows[0].happened
    told_rows[0].happened = [first, second._replace(before=5), *others]
    with pytest.raises(Refused, match="không khớp"):
        load_cases(load, by=SYSTEM, pasts=told_rows, refused=0, sequences={})
    whole = copied_rows._case
    monkeypatch.setattr(copied_rows, "_case", lambda past, last: [*whole(past, last)[:-1], "late"])
    with pytest.raises(Refused, match="không khớp"):
        added(load, [row()])
    assert not Case.objects.filter(code=CODE).exists()


def test_every_loaded_row_is_true(ward: Ward) -> None:
    added(begun(ward, 3), several(3))
    assert first_untrue(Case.objects.values_list("pk", flat=True)) is None


# Acts of the office ------------------------------------------------------------------------------------------------


def test_only_the_administrator_or_the_shell_may_load_history(ward: Ward) -> None:
    for person in (ward.minh, ward.hoa, ward.quan):
        with pytest.raises(Forbidden):
            begun(ward, by=person)
    load = begun(ward)
    for act in (added, lambda each, _rows, by: finish_history(each, by=by)):
        with pytest.raises(Forbidden):
            act(load, [row()], by=ward.minh)
    own = begin_history(ward.ward, by=ward.an, file_name="cu.csv", sha256=b"1" * 32, rows=1)
    assert finish_history(added(own, [row()], by=ward.an), by=ward.an).loaded == 1


def test_each_chunk_stands_in_the_record_of_the_office(ward: Ward) -> None:
    load = added(added(begun(ward, 2), several(1)), several(2)[1:])
    finish_history(load, by=SYSTEM)
    events = OfficeEvent.objects.filter(unit=ward.city, name__startswith="office.history").order_by("n")
    assert [e.name for e in events] == [
        "office.history_begun", "office.history_loaded", "office.history_loaded", "office.history_finished",
    ]  # fmt: skip
    assert [e.payload.get("position") for e in events] == [None, 1, 2, None]


def test_two_who_load_the_same_file_do_not_load_it_twice(ward: Ward) -> None:
    load = begun(ward, 2)
    added(load, several(1), expected=0)
    with pytest.raises(Stale, match="đang được nạp"):
        added(load, several(1), expected=0)


def test_a_file_is_begun_once_and_finished_when_it_is_through(ward: Ward) -> None:
    load = begun(ward, 2)
    with pytest.raises(Refused, match="đã được nạp"):
        begun(ward, 2)
    with pytest.raises(Refused, match="không có dòng"):
        begun(ward, 0)
    with pytest.raises(Refused, match="còn 2 dòng"):
        finish_history(load, by=SYSTEM)


# What happens to the cases afterwards ----------------------------------------------------------------------------


def test_an_open_case_goes_on_here(ward: Ward, clock: Clock) -> None:
    open_row = row(finished_at="", returned_at="", received_at="2026-11-18 09:00", handed_over_at="2026-11-18 10:00",
                   code=f"{DESK}-261118-0001")  # fmt: skip
    added(begun(ward), [open_row])
    case = Case.objects.whole().get(code=open_row["code"])
    assert [(step.role, step.unit) for step in case.open_steps] == [("dept_head", ward.justice)]
    case = forward(case, by=ward.thao, to=ward.lan)
    assert broken_link(list(case.events.order_by("n")), case.code) is None


def test_a_case_that_was_only_received_waits_at_the_desk(ward: Ward) -> None:
    given = row(finished_at="", returned_at="", handed_over_at="")
    added(begun(ward), [given])
    case = hand_over(Case.objects.whole().get(code=CODE), by=ward.minh)
    assert case.state == 4


def test_a_result_not_yet_collected_waits_at_the_desk(ward: Ward) -> None:
    added(begun(ward), [row(returned_at="")])
    assert [(s.does, s.unit) for s in Step.objects.filter(case__code=CODE)] == [("hand_back", ward.desk)]


def test_a_finished_case_leaves_nothing_on_a_desk(ward: Ward) -> None:
    added(begun(ward), [row()])
    assert not Step.objects.filter(case__code=CODE).exists()


def test_the_next_code_of_a_day_follows_those_of_the_file(ward: Ward, tmp_path: Path, clock: Clock) -> None:
    today = row(
        code=f"{DESK}-261120-0041",
        received_at="2026-11-20 08:05",
        handed_over_at="",
        finished_at="",
        returned_at="",
    )
    loaded(ward, written(tmp_path / "cu.csv", [today]))
    assert received(ward).code == f"{DESK}-261120-0042"


def test_the_figures_of_a_past_day_come_from_the_events(ward: Ward, tmp_path: Path) -> None:
    late = row(code=f"{DESK}-261102-0002", finished_at="2026-11-10 09:00", returned_at="2026-11-12 09:00")
    loaded(ward, written(tmp_path / "cu.csv", [row(), late]))
    received(ward)  # of no load: it is not counted with them, and counts by itself
    assert not Pending.objects.exclude(event_id__in=CaseEvent.objects.exclude(actor_kind="history")).exists()

    def as_at(day: int) -> tuple[int, int, int, int]:
        given = {"first": moment(2).date(), "last": moment(day).date(), "as_at": moment(day).date()}
        found = total(figures(**given, path=ward.desk.path))
        assert found == total(fresh_figures(**given, path=ward.desk.path))
        return found.received, found.early, found.late, found.open

    assert [as_at(day) for day in (2, 4, 9, 10)] == [(2, 0, 0, 2), (2, 1, 0, 1), (2, 1, 0, 1), (2, 1, 1, 0)]
    assert check_sums() == []


def test_the_day_on_the_slip_is_the_promise_and_only_pauses_move_it(ward: Ward) -> None:
    slip = row(due_at="2026-11-12 16:00", supplements="2026-11-03 09:00/2026-11-04 09:00")
    added(begun(ward), [slip])
    case = Case.objects.get(code=CODE)
    assert case.due_original == moment(12, 16)
    assert case.due_at == moment(13, 16)
    assert case.due_at - case.due_original == timedelta(days=1)
    assert case.outcome == "early"


def test_a_day_promised_for_the_opening_moves_to_an_opening(ward: Ward) -> None:
    slip = row(due_at="2026-11-12 08:00", supplements="2026-11-03 09:00/2026-11-04 09:00")
    added(begun(ward), [slip])
    assert Case.objects.get(code=CODE).due_at == moment(13, 8)


def test_without_a_slip_the_day_is_reckoned_as_for_a_case_received_here(ward: Ward, clock: Clock) -> None:
    clock.at(2, 9)
    here = received(ward, SINGLE)
    clock.at(20)
    added(begun(ward), [row(code=f"{DESK}-261102-0900")])
    assert Case.objects.get(code=f"{DESK}-261102-0900").due_at == fresh(here).due_at


def test_past_values_are_not_shared_between_cases(ward: Ward) -> None:
    one = pasts([row()])[0]
    other = replace(one, code=f"{DESK}-261102-0002")
    added(begun(ward, 2), [], pasts=[one, other])
    hashes = {bytes(h) for h in CaseEvent.objects.filter(n=4).values_list("hash", flat=True)}
    assert len(hashes) == 2
