"""What comes back: the shapes of answers for the published description, and how each is made from what was asked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from motcua.application.reports.queries import Figures
from motcua.domain.cases.models import Case, Step
from motcua.domain.cases.queries.acts import Possible
from motcua.domain.cases.queries.history import Line
from motcua.domain.cases.queries.inbox import InboxRow
from motcua.domain.cases.queries.tracking import PublicStatus
from motcua.domain.cases.rules import Channel, MoneyState, State
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.rules import ProcedureFacts, allowed_words, fees_words, to_document
from motcua.domain.offices.models import Unit
from motcua.domain.people.models import PersonKind
from motcua.foundation.actions import ACTIONS
from motcua.foundation.calendar import ZONE

Answer = dict[str, Any]


class Fault(Schema):
    field: str
    sentence: str


class Problem(Schema):
    """Why something was not done: `code` for programs, `sentence` for the person."""

    code: str
    sentence: str
    fields: list[Fault]


# What any operation may answer: no database now, or something sent that cannot be read.
AWAY = {503: Problem}
UNREADABLE = {400: Problem, 413: Problem, 422: Problem, **AWAY}


class Named(Schema):
    code: str
    name: str


class Move(Schema):
    label: str
    at: datetime
    state: int
    state_label: str
    unit: str
    step: str


class Asked(Schema):
    round: int
    missing: list[str]
    reason: str
    answer_by: date


class Status(Schema):
    """What anybody with the slip may know: states, dates and units, never a person's name."""

    code: str
    state: int
    state_label: str
    procedure: Named
    held_by: str
    received_unit: str
    hotline: str
    received_at: datetime | None
    due_original: datetime | None
    due_at: datetime | None
    due_promised: datetime | None
    stopped_at: datetime | None
    finished_at: datetime | None
    outcome: str
    moves: list[Move]
    asked: list[Asked]


class ProcedureLine(Schema):
    code: str
    name: str
    short_name: str
    field: str
    levels: list[str]
    online_level: str
    allowed: str
    fees: list[str]


class Procedures(Schema):
    items: list[ProcedureLine]
    total: int


class ProcedureWhole(ProcedureLine):
    """`document` holds every fact, in the form `motcua catalogue import` reads."""

    valid_from: date
    valid_to: date | None
    version: int
    document: dict[str, Any]


class Catalogue(Schema):
    items: list[ProcedureWhole]
    more: bool


class FigureLine(Schema):
    unit: Named
    carried: int
    received: int
    online: int
    early: int
    on_time: int
    late: int
    ended_otherwise: int
    open_in_time: int
    open_overdue: int
    waiting: int = Field(description="Tạm dừng, chờ người nộp: `paused` và `paused_overdue`.")
    paused: int
    paused_overdue: int = Field(description="Tạm dừng khi đã quá hạn.")
    to_accept: int = Field(description="Nộp trực tuyến, chưa tiếp nhận; không tính trong `received`.")
    to_accept_late: int = Field(description="Quá 8 giờ làm việc chưa tiếp nhận.")
    finished: int
    on_time_share: float | None = Field(
        description="Sớm và đúng hạn trên tổng số đã xong; null khi chưa xong hồ sơ nào."
    )


class FigureTable(Schema):
    items: list[FigureLine]
    total: FigureLine


class StepOut(Schema):
    node: str
    name: str
    does: str
    role: str
    unit: Named
    assignee: str
    opened_at: datetime
    due_at: datetime | None


class CaseOut(Schema):
    """A case as its office sees it."""

    code: str
    version: int = Field(description="Gửi lại trong `expected` khi làm việc tiếp theo.")
    state: int
    state_label: str
    procedure: Named
    variant: str
    channel: str
    received_unit: Named
    authority: Named
    department: Named
    applicant_name: str
    submitter_name: str
    identity_number: str
    phone: str
    email: str
    address: str
    subject: str
    papers: list[dict[str, Any]]
    sets: int
    result_by: str
    fee: int
    fee_due: int
    submitted_at: datetime | None
    received_at: datetime | None
    due_original: datetime | None
    due_at: datetime | None
    due_promised: datetime | None
    stopped_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    outcome: str
    overdue: bool
    supplement_rounds: int
    extensions: int
    steps: list[StepOut]


class Tracking(Schema):
    path: str
    pin: str


class NewCase(CaseOut):
    tracking: Tracking


class ActOut(Schema):
    slug: str
    label: str
    node: str | None
    legal: bool


class Event(Schema):
    n: int
    at: datetime
    name: str
    label: str
    actor: str
    on_behalf_of: str
    unit: str
    step: str
    state: int
    state_label: str
    note: str
    due_at: datetime | None


class CaseWhole(CaseOut):
    acts: list[ActOut]
    history: list[Event]


class InboxLine(Schema):
    code: str
    version: int
    state: int
    state_label: str
    procedure: str
    applicant: str
    step: str
    node: str
    does: str
    unit: str
    due_at: datetime | None
    due_promised: datetime | None
    step_due_at: datetime | None
    opened_at: datetime | None
    given_by: str
    assignee: str
    outcome: str


class Inbox(Schema):
    items: list[InboxLine]
    more: bool


def status_answer(found: PublicStatus) -> Answer:
    return {
        "code": found.code, "state": found.state, "state_label": found.state_label,
        "procedure": {"code": found.procedure_code, "name": found.procedure}, "held_by": found.held_by,
        "received_unit": found.received_unit, "hotline": found.hotline, "received_at": when(found.received_at),
        "due_original": when(found.due_original), "due_at": when(found.due_at),
        "due_promised": when(found.due_promised), "stopped_at": when(found.stopped_at),
        "finished_at": when(found.finished_at), "outcome": found.outcome,
        "moves": [
            {
                "label": ACTIONS[m["name"]].label if m["name"] in ACTIONS else m["name"], "at": when(m["at"]),
                "state": m["state"], "state_label": State(m["state"]).label, "unit": m["unit"], "step": m["step"],
            }
            for m in found.moves
        ],
        "asked": [
            {"round": a["round"], "missing": a["missing"], "reason": a["reason"], "answer_by": a["by"]}
            for a in found.asked
            if not a["part"]
        ],
    }  # fmt: skip


def procedure_line(facts: ProcedureFacts) -> Answer:
    return {
        "code": facts.code, "name": facts.name, "short_name": facts.short_name, "field": facts.field,
        "levels": list(facts.levels), "online_level": facts.online_level, "allowed": allowed_words(facts.allowed),
        "fees": fees_words(facts.fees),
    }  # fmt: skip


def procedure_whole(version: ProcedureVersion) -> Answer:
    facts = version.facts
    return {
        **procedure_line(facts), "valid_from": facts.valid_from.isoformat(),
        "valid_to": facts.valid_to.isoformat() if facts.valid_to else None, "version": version.number,
        "document": to_document(facts),
    }  # fmt: skip


def figure_line(row: Figures) -> Answer:
    counted = ("carried", "received", "online", "early", "on_time", "late", "ended_otherwise", "open_in_time",
               "open_overdue", "waiting", "paused", "paused_overdue", "to_accept", "to_accept_late", "finished",
               "on_time_share")  # fmt: skip
    return {"unit": {"code": row.code, "name": row.name}, **{name: getattr(row, name) for name in counted}}


def case_answer(case: Case, *, at: datetime) -> Answer:
    return {
        "code": case.code, "version": case.version, "state": int(case.state), "state_label": case.state_label,
        "procedure": {"code": case.procedure.code, "name": case.procedure.name}, "variant": case.variant,
        "channel": Channel(case.channel).name.lower(), "received_unit": _unit(case.received_unit),
        "authority": _unit(case.authority), "department": _unit(case.department),
        "applicant_name": case.applicant_name, "submitter_name": case.submitter_name,
        "identity_number": case.identity_number, "phone": case.phone, "email": case.email, "address": case.address,
        "subject": case.subject, "papers": case.papers, "sets": case.sets, "result_by": case.result_by,
        "fee": case.fee, "fee_due": case.fee if case.money_state == MoneyState.DUE else 0,
        "submitted_at": when(case.submitted_at), "received_at": when(case.received_at),
        "due_original": when(case.due_original), "due_at": when(case.due_at),
        "due_promised": when(case.due_promised), "stopped_at": when(case.stopped_at),
        "finished_at": when(case.finished_at), "returned_at": when(case.returned_at), "outcome": case.outcome,
        "overdue": case.is_overdue(at=at), "supplement_rounds": case.supplement_rounds,
        "extensions": case.extensions, "steps": [_step(step) for step in case.open_steps],
    }  # fmt: skip


def case_whole(case: Case, acts: Sequence[Possible], lines: Sequence[Line], *, at: datetime) -> Answer:
    return {
        **case_answer(case, at=at),
        "acts": [
            {
                "slug": act.slug, "label": act.action.label, "node": act.step.node if act.step else None,
                "legal": act.action.legal,
            }
            for act in acts
        ],
        "history": [
            {
                "n": line.n, "at": when(line.at), "name": line.name, "label": line.label, "actor": line.actor,
                "on_behalf_of": line.on_behalf_of, "unit": line.unit, "step": line.step, "state": line.state,
                "state_label": line.state_label, "note": line.note, "due_at": when(line.due_at),
            }
            for line in lines
        ],
    }  # fmt: skip


def inbox_line(row: InboxRow) -> Answer:
    return {
        "code": row.code, "version": row.version, "state": row.state, "state_label": State(row.state).label,
        "procedure": row.procedure, "applicant": row.applicant, "step": row.step, "node": row.node,
        "does": row.does, "unit": row.unit, "due_at": when(row.due_at), "due_promised": when(row.due_promised),
        "step_due_at": when(row.step_due_at), "opened_at": when(row.opened_at), "given_by": row.given_by,
        "assignee": row.assignee, "outcome": row.outcome,
    }  # fmt: skip


def when(moment: datetime | None) -> str | None:
    """Local time with its offset, to the second: 2026-11-20T09:30:00+07:00."""
    return moment.astimezone(ZONE).isoformat(timespec="seconds") if moment else None


def applicant_kind(name: str) -> int:
    return PersonKind[name.upper()].value


def _unit(unit: Unit) -> Answer:
    return {"code": unit.code, "name": unit.name}


def _step(step: Step) -> Answer:
    return {
        "node": step.node, "name": step.name, "does": step.does, "role": step.role, "unit": _unit(step.unit),
        "assignee": step.assignee.full_name if step.assignee else "", "opened_at": when(step.opened_at),
        "due_at": when(step.due_at),
    }  # fmt: skip
