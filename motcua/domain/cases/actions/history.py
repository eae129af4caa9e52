"""History: an office moves in with the cases of its former system; each chunk of the file is one act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from motcua.domain.offices.actions import administrator
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.domain.people.models import Person
from motcua.domain.workflow import rules as routes
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.database.copying import new_keys
from motcua.foundation.text import nfc

from ..models import UNNAMED, Case, HistoryLoad, Past, Step, copy_in, first_untrue
from ..rules import OPEN, State
from . import moving


def administrator_of_load(person: Any, load: HistoryLoad) -> Duty | None:
    """Quản trị hệ thống của đơn vị nhận hồ sơ cũ."""
    return administrator(person, load.unit)


@action("office.history_begun", label="Bắt đầu nạp hồ sơ cũ", who=[administrator, system], opens=True)
def begin_history(unit: Unit, act: Act, *, file_name: str, sha256: bytes, rows: int) -> HistoryLoad:
    """Begin to load a file of cases of another system, known by its content."""
    refuse_unless(rows, f"Tệp {file_name} không có dòng hồ sơ nào.")
    refuse_if(
        HistoryLoad.objects.filter(sha256=sha256).exists(),
        f"Tệp {file_name} đã được nạp trước đó; không nạp lại.",
    )
    nobody = Person().named(UNNAMED)
    nobody.save()
    act.record(file=nfc(file_name), sha256=sha256.hex(), rows=rows)
    return HistoryLoad.objects.create(
        unit=unit, file_name=nfc(file_name)[:200], sha256=sha256, rows=rows, begun_at=act.at, begun_by_id=act.by.actor_id,
        applicant=nobody,
    )  # fmt: skip


@action("office.history_loaded", label="Nạp hồ sơ cũ", who=[administrator_of_load, system], when=[1])
def load_cases(
    load: HistoryLoad,
    act: Act,
    *,
    pasts: Sequence[Past],
    refused: int,
    sequences: Mapping[tuple[int, str], int],
) -> None:
    """Write the next cases of the file with all their events; rows that were refused are only counted.

    `sequences` is the highest number of a unit's day among the codes, so that the next code of that day is free.
    """
    for past, key in zip(pasts, new_keys(Case, len(pasts)), strict=True):
        past.pk = key
    copy_in(load, pasts)
    untrue = first_untrue(past.pk for past in pasts)
    refuse_if(untrue, f"Hồ sơ {untrue} không khớp với diễn biến của nó; đã dừng và không ghi phần đang nạp.")
    _open_steps([past for past in pasts if past.last.after in OPEN | {State.FINISHED}], act)
    _count_on(sequences)
    load.count(loaded=len(pasts), refused=refused)
    act.record(load=load.pk, loaded=len(pasts), refused=refused, position=load.position)


@action(
    "office.history_finished", label="Kết thúc nạp hồ sơ cũ", who=[administrator_of_load, system], when=[1]
)
def finish_history(load: HistoryLoad, act: Act) -> None:
    """Close a load whose rows are all dealt with; nothing can be added to it afterwards."""
    left = load.rows - load.position
    refuse_if(left, f"Tệp {load.file_name} còn {left} dòng chưa nạp.")
    load.finish(act.at)
    act.record(load=load.pk, loaded=load.loaded, refused=load.refused)


def lies(case: Case) -> dict[int, routes.Move]:
    """Where the folder of such a case lies in each state, when nobody told of its steps.

    Received: at the first step. In progress: with whoever takes it from the desk. Finished: back at the desk.
    A folder whose next step would open linked cases stays at the first, so that the desk opens them by passing it on.
    """
    first = at = routes.start(case.walk, moving.context(case))
    for _ in case.walk.nodes:
        if at.entered and all(node.does == "hand_over" for node in at.entered):
            at = _past_all(case, at)
    working_on = first if any(node.kind == "call" for node in at.entered) or not at.entered else at
    last = at
    for _ in case.walk.nodes:
        if not any(node.does == "hand_back" for node in last.entered):
            last = _past_all(case, last)
    nowhere = routes.Move(routes.Marking(), (), ended=True)
    found = {int(state): nowhere for state in State}
    found |= dict.fromkeys((1, 2), first) | dict.fromkeys((4, 5, 6), working_on) | {9: last}
    return found


def _past_all(case: Case, move: routes.Move) -> routes.Move:
    """Every node that waits, passed with approval."""
    entered: tuple[routes.Node, ...] = ()
    marking = move.marking
    for node in routes.waiting(case.walk, marking):
        on = routes.advance(case.walk, marking, node.id, moving.context(case, "approve"))
        marking, entered = on.marking, (*entered, *on.entered)
    return routes.Move(marking, entered, ended=not marking.at)


def _open_steps(pasts: Sequence[Past], act: Act) -> None:
    """Lay the folders that are still open where somebody can take them up."""
    cases = {case.pk: case for case in Case.objects.whole().filter(pk__in=[past.pk for past in pasts])}
    laid: dict[tuple[Any, ...], routes.Move] = {}
    steps: list[Step] = []
    for past in pasts:
        case = cases[past.pk]
        kind = (case.terms_id, case.variant, case.channel, case.state)
        if kind not in laid:
            laid[kind] = lies(case)[case.state]
        if case.state == State.REGISTERED:
            continue  # its first step opens when it is accepted
        for node in laid[kind].entered:
            try:
                steps.append(moving.new_step(case, replace(act, at=past.last.at), node))
            except Refused as refused:
                raise Refused(f"Hồ sơ {case.code}: {refused.sentence}") from refused
    Step.objects.bulk_create(steps, batch_size=2000)


def _count_on(sequences: Mapping[tuple[int, str], int]) -> None:
    if not sequences:
        return
    units, days = zip(*sequences, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO cases_codecounter AS c (unit_id, "on", last)'
            " SELECT * FROM unnest(%s::bigint[], %s::date[], %s::int[])"
            ' ON CONFLICT (unit_id, "on") DO UPDATE SET last = greatest(c.last, excluded.last)',
            [list(units), list(days), list(sequences.values())],
        )
