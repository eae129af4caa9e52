"""The official papers of a case: facts gathered from it, set as PDF by the documents room."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.domain.catalogue.rules import allowed_words, fee_total
from motcua.domain.documents.rules import PaperError, draw_paper, form_for, render_paper
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import leader_title
from motcua.foundation import calendar as working
from motcua.foundation.actions import Refused

from .. import rules
from ..models import Case, CaseEvent

Facts = dict[str, Any]
RESULT_BY = {"one_stop": "Bộ phận Một cửa", "post": "Dịch vụ bưu chính công ích", "online": "Trực tuyến"}
OUTCOMES = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn", "": ""}
# What each number of a form set is; the two sets count their forms differently (spec: §3.3).
PURPOSES: Mapping[str, Mapping[str, str]] = {
    "tt03-2025": {"01": "slip", "02": "supplement", "03": "refusal", "04": "apology", "05": "stop", "06": "control",
                  "withdrawal": "withdrawal"},
    "tt01-2018": {"01": "slip", "02": "supplement", "03": "refusal", "04": "apology", "05": "control",
                  "withdrawal": "withdrawal"},
}  # fmt: skip


def case_paper(case: Case, form: str, *, size: str = "A4", copies: int = 1, at: datetime) -> bytes:
    """A paper of the case as PDF. Raises Refused with a sentence when this case has no such paper yet."""
    facts, size = _facts(case, form, size, at)
    try:
        return render_paper(form, form_set=case.facts.form_set, size=size, facts=facts, copies=copies)
    except PaperError as problem:
        raise Refused(str(problem)) from problem


def case_drawing(case: Case, form: str, *, size: str = "A4", at: datetime) -> list[bytes]:
    """The same paper as SVG pages, to be printed from a page of the browser. Raises Refused likewise."""
    facts, size = _facts(case, form, size, at)
    try:
        return draw_paper(form, form_set=case.facts.form_set, size=size, facts=facts)
    except PaperError as problem:
        raise Refused(str(problem)) from problem


def _facts(case: Case, form: str, size: str, at: datetime) -> tuple[Facts, str]:
    """What the paper says, and the size it can be had in."""
    form_set = case.facts.form_set
    purpose = PURPOSES.get(form_set, {}).get(form)
    if purpose is None:
        raise Refused(f"Bộ biểu mẫu {form_set} không có mẫu “{form}” cho một hồ sơ.")
    possible = form_for(form_set, form).sizes
    return _MADE[purpose](case, at), size if size in possible else "A4"


def form_number(case: Case, purpose: str) -> str:
    """The number that a purpose has in the case's form set, or an empty string."""
    return next((n for n, what in PURPOSES[case.facts.form_set].items() if what == purpose), "")


def _slip(case: Case, at: datetime) -> Facts:
    """Of a linked case there is one slip, of the whole: it names the parts, and a part has none of its own."""
    if case.parent:
        raise Refused(
            f"Hồ sơ này là một phần của hồ sơ liên thông {case.parent.code}; giấy tiếp nhận và hẹn trả kết quả in ở hồ sơ đó."
        )
    received = case.received_at or case.submitted_at
    if received is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận và hẹn trả kết quả.")
    allowance = case.allowance()
    owed = working.due(received, allowance, case.calendar())
    return {
        **_head(case, "TNHS", received),
        **_applicant(case),
        "request": "; ".join(part for part in (case.subject, _parts(case)) if part),
        "register_book": f"{working.local(received):%Y}",
        "register_number": _number(case),
        "submitter_name": case.submitter_name,
        "channel": rules.Channel(case.channel).label,
        "identity_number": case.identity_number,
        "components": [{k: p[k] for k in ("name", "originals", "certified", "photos")} for p in case.papers],
        "number_of_sets": case.sets,
        "allowed_text": allowed_words(case.case_type.allowed),
        "received_at": received,
        "due_at": case.due_original,
        "reckoning": owed.reckoning() if allowance else "",
        "fees": _fees(case),
        "receive_result_by": RESULT_BY.get(case.result_by, case.result_by),
        "tracking_url": f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}",
        "lookup_link": f"{settings.PUBLIC_URL}/tra-cuu",
        "tracking_pin": case.pin,
        **_officer(case, "case.received", "case.accepted", "case.registered"),
    }


def _parts(case: Case) -> str:
    names = [part.name for part in case.facts.linked.children] if case.facts.linked else []
    return f"gồm: {', '.join(names)}" if names else ""


def _fees(case: Case) -> list[Facts]:
    """The published charges where they are what the case owes; else the sum reckoned at the desk.

    They differ by reductions, extra copies and amounts that the province sets.
    """
    lines = fee_total(case.facts, case.variant).lines
    if sum(line.amount for line in lines) == case.fee:
        return [{"name": line.name, "amount": line.amount} for line in lines]
    return [{"name": "Phí, lệ phí phải nộp", "amount": case.fee}] if case.fee else []


def _supplement(case: Case, at: datetime) -> Facts:
    asked = case.supplements.select_related("asked_by").order_by("-round").first()
    if asked is None:
        raise Refused("Hồ sơ chưa có yêu cầu bổ sung nào để in.")
    return {
        **_head(case, "HDHS", asked.asked_at),
        **_applicant(case),
        "missing": [{"name": name, "originals": 1} for name in asked.missing],
        "reason": asked.reason,
        "legal_basis": asked.legal_basis,
        "round": asked.round,
        "stage": "trước khi tiếp nhận" if asked.before_reception else "trong quá trình giải quyết",
        "answer_by": asked.answer_by,
        "officer_name": asked.asked_by.full_name,
    }


def _refusal(case: Case, at: datetime) -> Facts:
    event = _event(case, "case.refused_at_desk", "case.not_accepted")
    return {
        **_head(case, "PTC", event.at),
        **_applicant(case),
        "submitter_name": case.submitter_name,
        "reason": event.payload["reason"],
        "legal_basis": event.payload["legal_basis"],
        "officer_name": event.actor.full_name if event.actor else "",
    }


def _apology(case: Case, at: datetime) -> Facts:
    event = _event(case, "case.extended", "case.apologised")
    said = event.payload
    return {
        **_head(case, "PXL", event.at, authority=True),
        **_applicant(case),
        "received_at": case.received_at,
        "old_due_at": _moment(said.get("old_due_at")),
        "new_due_at": _moment(said.get("new_due_at")),
        "extension_text": f"{days:02d} ngày làm việc" if (days := said.get("more_days")) else "",
        "cause": "\n".join(dict.fromkeys(words for words in (said["cause"], said.get("reason")) if words)),
        "responsible_unit": case.department.name,
        **_leader(case.authority, event),
    }


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _stop(case: Case, at: datetime) -> Facts:
    event = _event(case, "case.stopped", "case.linked_stopped")
    return {
        **_head(case, "TB", event.at, authority=True),
        **_applicant(case),
        "received_at": case.received_at,
        "reason": event.payload["reason"],
        "legal_basis": event.payload["legal_basis"],
        "papers_returned": [p["name"] for p in case.papers],
        **_leader(case.authority, event),
    }


def _withdrawal(case: Case, at: datetime) -> Facts:
    event = _event(case, "case.withdrawn")
    return {
        **_head(case, "RHS", event.at),
        **_applicant(case),
        "identity_number": case.identity_number,
        "received_at": case.received_at or case.submitted_at or event.at,
        "reason": event.payload["reason"],
        "papers_returned": [p["name"] for p in case.papers],
        "officer_name": event.actor.full_name if event.actor else "",
    }


def _control(case: Case, at: datetime) -> Facts:
    if case.received_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.")
    return {
        **_head(case, "KSHS", case.received_at),
        "applicant_name": case.applicant_name,
        "received_at": case.received_at,
        "due_at": case.due_original,
        "resolving_unit": case.department.name,
        "cooperating_units": sorted({o.unit.name for o in case.opinions.select_related("unit")}),
        "moves": _moves(case),
    }


def _moves(case: Case) -> list[Facts]:
    steps = list(
        case.steps.select_related("unit", "given_by", "done_by", "assignee").order_by("opened_at", "id")
    )
    ended = len(steps) - 1
    return [
        {
            "from_unit": steps[n - 1].unit.name if n else case.received_unit.name,
            "unit": step.unit.name,
            "given_at": working.local(step.opened_at),
            "given_by": step.given_by.full_name if step.given_by else "",
            "received_by": _name(step.done_by or step.assignee),
            "result": OUTCOMES[case.outcome] if n == ended else "",
            "note": step.name,
        }
        for n, step in enumerate(steps)
    ]


def _head(case: Case, register: str, on: datetime, *, authority: bool = False) -> Facts:
    unit = case.authority if authority else case.received_unit
    above = case.authority.parent if authority else case.authority
    return {
        "agency_parent": _office(above) if above else "",
        "agency": _office(unit),
        "document_number": f"{_number(case)}/{register}",
        "place": case.authority.dated_at,
        "on": working.local(on).date(),
        "unit_line": case.received_unit.name,
        "case_code": case.code,
        "procedure_name": case.procedure.name,
        "request": case.subject,
        "hotline": case.received_unit.hotline or case.authority.hotline,
        "website": settings.PUBLIC_URL,
    }


def _number(case: Case) -> str:
    """The case's number at its one-stop: day and sequence, so that no two papers of a kind have the same."""
    return case.code.split("-", 1)[1]


def _office(unit: Unit) -> str:
    return f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}" if unit.kind in TERRITORIES else unit.name


TERRITORIES = ("tinh", "thanh_pho_tw", "quan", "huyen", "thi_xa", "thanh_pho_thuoc_tinh", "xa", "phuong", "thi_tran",
               "dac_khu")  # fmt: skip


def _applicant(case: Case) -> Facts:
    return {
        "applicant_name": case.applicant_name,
        "address": case.address,
        "phone": case.phone,
        "email": case.email,
    }


def _event(case: Case, *names: str) -> CaseEvent:
    event = case.events.filter(name__in=names).select_related("actor").order_by("-n").first()
    if event is None:
        raise Refused("Hồ sơ chưa có việc này nên chưa in được giấy.")
    return event


def _officer(case: Case, *names: str) -> Facts:
    event = case.events.filter(name__in=names).select_related("actor").order_by("n").first()
    return {"officer_name": event.actor.full_name if event and event.actor else ""}


def _leader(authority: Unit, event: CaseEvent) -> Facts:
    return {"leader_title": [leader_title(authority, event.actor_id)], "leader_name": _name(event.actor)}


def _name(person: Staff | None) -> str:
    return person.full_name if person else ""


_MADE: Mapping[str, Callable[[Case, datetime], Facts]] = {
    "slip": _slip,
    "supplement": _supplement,
    "refusal": _refusal,
    "apology": _apology,
    "stop": _stop,
    "control": _control,
    "withdrawal": _withdrawal,
}
