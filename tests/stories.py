"""How a case gets where a test needs it: through actions only, with a clock that is set by hand.

Places are states of the law (spec: §3.1), some told apart by the step the folder lies at: `4a` assigning, `4`
examining, `4k` signing, `4p` sealing, `4o` with an opinion asked, `5d` asked for papers at the desk.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection

from motcua.domain.cases.actions.apologising import draft_apology, extend
from motcua.domain.cases.actions.deciding import approve, issue_result, stop
from motcua.domain.cases.actions.intake import ask_papers_at_desk, receive, refuse_at_desk, register
from motcua.domain.cases.actions.processing import (
    ask_opinion,
    forward,
    hand_over,
    request_supplement,
    require_payment,
)
from motcua.domain.cases.actions.returning import hand_back, withdraw
from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.cases.rules import Channel
from motcua.domain.documents.models import File
from motcua.foundation.actions import at_time, now
from motcua.foundation.calendar import ZONE
from tests import people
from tests.people import SINGLE, Ward, birth_terms, filing

BASIS = "Khoản 3 Điều 17 Nghị định 118/2025/NĐ-CP"
FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)


def moment(day: int, hour: int = 9, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment of November 2026, local time; the 24th is a holiday (spec: §4.5)."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


class Clock(AbstractContextManager["Clock"]):
    """The time of a story; `at` jumps, `wait` moves on."""

    def __init__(self, start: datetime = FRIDAY) -> None:
        self.now = start
        self._held: list[AbstractContextManager[datetime]] = []

    def __enter__(self) -> Self:
        self._set(self.now)
        return self

    def __exit__(self, *problem: object) -> None:
        while self._held:
            self._held.pop().__exit__(None, None, None)

    def at(self, day: int, hour: int = 9, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
        return self._set(moment(day, hour, minute, month=month, year=year))

    def wait(self, **span: float) -> datetime:
        return self._set(self.now + timedelta(**span))

    def _set(self, now: datetime) -> datetime:
        held = at_time(now)
        held.__enter__()
        self._held.append(held)
        self.now = now
        return now


def fresh(case: Case) -> Case:
    """The case as the database has it."""
    return Case.objects.whole().get(pk=case.pk)


def received(ward: Ward, code: str = SINGLE, **more: Any) -> Case:
    return receive(ward.desk, by=ward.minh, filing=filing(birth_terms(code), **more))


def examined(ward: Ward, code: str = SINGLE, **more: Any) -> Case:
    """With Lan, who examines it and drafts the result."""
    case = hand_over(received(ward, code, **more), by=ward.minh)
    if case.open_steps[0].node == "phan_cong":
        case = forward(case, by=ward.thao, to=ward.lan)
    return case


def drafted(ward: Ward, code: str = SINGLE, **more: Any) -> Case:
    """With Hoa, to be signed."""
    case = forward(examined(ward, code, **more), by=ward.lan)
    if case.open_steps[0].node == "kiem_tra":
        case = forward(case, by=ward.thao)
    return case


def signed(ward: Ward, code: str = SINGLE, **more: Any) -> Case:
    """With Vân, to be numbered and sealed."""
    return approve(drafted(ward, code, **more), by=ward.hoa)


def finished(ward: Ward, code: str = SINGLE, **more: Any) -> Case:
    return issue_result(signed(ward, code, **more), by=ward.van)


LATE_CAUSE = "Hồ sơ phức tạp, phải xác minh"


def apology_drafted(ward: Ward, case: Case, **more: Any) -> Case:
    """With a sheet of apology by Minh, for Hoa to sign: two more working days unless said otherwise."""
    given = {"cause": LATE_CAUSE, "reason": "Cần xác minh nơi cư trú cũ.", "more_days": 2, **more}
    return draft_apology(case, by=ward.minh, **given)


def extended(ward: Ward, case: Case, **more: Any) -> Case:
    """With a new date promised."""
    return extend(apology_drafted(ward, case, **more), by=ward.hoa)


def paper_of(case: Case) -> str:
    """The name of a paper that may be asked for."""
    return case.case_type.components[0].name


def asked(ward: Ward, **more: Any) -> Case:
    case = examined(ward, **more)
    return request_supplement(
        case, by=ward.lan, missing=[paper_of(case)], reason="Tờ khai chưa ký", legal_basis=BASIS
    )


def consulted(ward: Ward, **more: Any) -> Case:
    return ask_opinion(examined(ward, **more), by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?")


PLACES: dict[str, Callable[..., Case]] = {
    "1": lambda ward, **more: register(
        ward.desk, by=ward.minh, filing=filing(birth_terms(SINGLE), channel=Channel.ONLINE, **more)
    ),
    "2": received,
    "3": lambda ward, **more: refuse_at_desk(
        ward.desk, by=ward.minh, filing=filing(**more), reason="Không đúng thẩm quyền", legal_basis=BASIS
    ),
    "4a": lambda ward, **more: hand_over(received(ward, **more), by=ward.minh),
    "4": examined,
    "4o": consulted,
    "4k": drafted,
    "4p": signed,
    "5": asked,
    "5d": lambda ward, **more: ask_papers_at_desk(
        ward.desk, by=ward.minh, filing=filing(papers=(), **more), missing=["Giấy chứng sinh"], reason="Chưa mang theo"
    ),
    "6": lambda ward, **more: require_payment(
        examined(ward, **more), by=ward.lan, amount=50_000, reason="Lệ phí hộ tịch"
    ),
    "7": lambda ward, **more: _withdrawn(ward, examined(ward, **more)),
    "8": lambda ward, **more: stop(
        examined(ward, **more), by=ward.hoa, reason="Không đủ điều kiện", legal_basis=BASIS
    ),
    "9": finished,
    "10": lambda ward, **more: hand_back(finished(ward, **more), by=ward.minh, receiver_name="Nguyễn Văn Tâm"),
}  # fmt: skip


def _withdrawn(ward: Ward, case: Case) -> Case:
    return withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin)


def case_at(ward: people.Ward, place: str, **given: Any) -> Case:
    """A case in one of PLACES."""
    return PLACES[place](ward, **given)


def last_event(case: Case) -> CaseEvent:
    return case.events.order_by("-n")[0]


def is_told(event: CaseEvent) -> bool:
    """Whether a notice of the event waits in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE task_name = 'notices.tell' AND (args->>'event')::bigint = %s",
            [event.pk],
        )
        return cursor.fetchone()[0] == 1


def waiting(case: Case) -> list[tuple[str, str]]:
    """The open steps as (node, login of who has it)."""
    steps = case.steps.filter(done_at=None).select_related("assignee__account").order_by("opened_at", "id")
    return [(step.node, step.assignee.account.login if step.assignee else "") for step in steps]


def scanned(content: str = "a") -> File:
    """A file as the store would have kept it."""
    return File.objects.get_or_create(
        sha256=content * 64, defaults={"size": 1200, "kind": "pdf", "kept_at": now()}
    )[0]
