"""Cases through a token: create one, see it, act on it, and what waits for the person the token acts for."""

import hashlib
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Header, Query, Router
from pydantic import BaseModel, Field

from motcua.domain.cases.actions.intake import Applicant, Filing, receive, register
from motcua.domain.cases.models import Through
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.cases.queries.history import history
from motcua.domain.cases.queries.inbox import inbox, waiting_for
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import terms_in_force, terms_of
from motcua.domain.catalogue.rules import NoSuchVariant, fee_total, for_variant, usual_variant
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import unit_by_code, units
from motcua.foundation.actions import Refused, now, refuse_unless
from motcua.foundation.calendar import local

from . import answers
from .answers import AWAY, UNREADABLE, CaseWhole, Catalogue, Inbox, NewCase, Problem, applicant_kind
from .door import StaffRequest, answer, not_found
from .shapes import ApplicantSent, FilingSent, Key, PaperSent

router = Router(tags=["Hồ sơ (cần token)"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, **UNREADABLE}
ASKED = {401: Problem, 422: Problem, **AWAY}
IdempotencyKey = Annotated[
    str | None,
    Header(
        None, alias="Idempotency-Key", max_length=200,
        description="Khóa do bên gửi đặt, một khóa cho một việc; gửi lại cùng khóa thì việc chỉ làm một lần.",
    ),
]  # fmt: skip


@router.post("/cases", response={200: NewCase, 201: NewCase, **REFUSALS}, summary="Tiếp nhận hồ sơ")
def create(request: StaffRequest, given: FilingSent, key: IdempotencyKey = None) -> HttpResponse:
    """Nộp trực tiếp, qua bưu chính: tiếp nhận ngay. Nộp trực tuyến: ghi nhận, chờ tiếp nhận trong 8 giờ làm việc."""
    staff, at = request.auth, now()
    terms = terms_of(given.procedure, on=local(at).date(), edition=staff.edition)
    refuse_unless(terms, f"Không có thủ tục mã {given.procedure} đang có hiệu lực.")
    assert terms is not None
    filing = _filing(given, terms, staff)
    do = register if filing.channel == Channel.ONLINE else receive
    case = do(_desk(staff, given.unit), by=staff, key=own_key(staff, key), filing=filing)
    content = answers.case_answer(case, at=at)
    content["tracking"] = {"path": f"/tra-cuu/{case.secret}", "pin": case.pin}
    return answer(content, 200 if getattr(case, "repeated", False) else 201)


@router.get("/cases/{code}", response={200: CaseWhole, 404: Problem, **ASKED}, summary="Một hồ sơ")
def one(request: StaffRequest, code: Key) -> HttpResponse:
    """Trạng thái, thời hạn, các bước, việc người giữ token làm được bây giờ, và lịch sử."""
    at = now()
    case = case_for(request.auth, code, through=Through.API, at=at)
    if case is None:
        return not_found(no_case(code))
    lines = history(case)
    return answer(answers.case_whole(case, acts_for(request.auth, case), lines, at=at))


class Page(BaseModel):
    tab: Literal["all", "mine", "new", "due", "stopped", "consulted", "done"] = "all"
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000)


@router.get("/inbox", response={200: Inbox, **ASKED}, summary="Hộp việc")
def waiting(request: StaffRequest, given: Query[Page]) -> HttpResponse:
    """Các bước đang chờ người giữ token, hạn gần nhất đứng trước."""
    soon = waiting_for(request.auth, at=now()) if given.tab == "due" else None
    rows = inbox(request.auth, given.tab, limit=given.limit, offset=given.offset, soon=soon)
    lines = [answers.inbox_line(row) for row in rows[: given.limit]]
    return answer({"items": lines, "more": len(rows) > given.limit})


class Part(BaseModel):
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=100_000)


@router.get("/catalogue", response={200: Catalogue, **ASKED}, summary="Danh mục thủ tục")
def catalogue(request: StaffRequest, given: Query[Part]) -> HttpResponse:
    """Nội dung đầy đủ của các thủ tục đang có hiệu lực, theo mã; dùng để đồng bộ."""
    versions = terms_in_force(on=local(now()).date(), limit=given.limit + 1, offset=given.offset)
    items = [answers.procedure_whole(version) for version in versions[: given.limit]]
    return answer({"items": items, "more": len(versions) > given.limit})


def no_case(code: str) -> str:
    return f"Không tìm thấy hồ sơ {code} trong phần việc của người giữ token."


def own_key(staff: Staff, key: str | None) -> str:
    """The sender's key as kept: apart from everybody else's, and no longer than its column."""
    if not key:
        return ""
    return "api:" + hashlib.sha256(f"{staff.pk}\0{key}".encode("utf-8", "replace")).hexdigest()


def papers_of(sent: list[PaperSent], terms: ProcedureVersion, variant: str) -> tuple[Paper, ...]:
    """Papers under the names the procedure publishes; those it does not list under the name sent."""
    listed = {c.key: c.name for c in for_variant(terms.facts, variant).components}
    return tuple(
        Paper(
            key=p.key, name=listed.get(p.key, p.name or p.key), originals=p.originals, certified=p.certified,
            photos=p.photos,
        )
        for p in sent
    )  # fmt: skip


def unit_named(code: str, staff: Staff) -> Unit:
    """The unit of a code, in force today."""
    unit = unit_by_code(code, on=local(now()).date(), edition=staff.edition)
    if unit is None:
        raise Refused(f"Không có đơn vị mã {code}. Xin xem lại mã.")
    return unit


def _filing(given: FilingSent, terms: ProcedureVersion, staff: Staff) -> Filing:
    variant = usual_variant(terms.facts) if given.variant is None else given.variant
    channel = Channel[given.channel.upper()]
    try:
        papers = papers_of(given.papers, terms, variant)
        fee = given.fee
        if fee is None:
            fee = fee_total(terms.facts, variant, channel=given.channel).due_at(1)
    except NoSuchVariant as unknown:
        raise Refused(str(unknown)) from unknown
    return Filing(
        terms=terms, variant=variant, applicant=_applicant(given.applicant), submitter_name=given.submitter_name,
        subject=given.subject, channel=channel, result_by=given.result_by, sets=given.sets, papers=papers, fee=fee,
        authority=unit_named(given.authority, staff) if given.authority else None,
    )  # fmt: skip


def _applicant(given: ApplicantSent) -> Applicant:
    stated: dict[str, Any] = {name: getattr(given, name) for name in ApplicantSent.model_fields}
    return Applicant(**{**stated, "kind": applicant_kind(given.kind)})


def _desk(staff: Staff, code: str | None) -> Unit:
    """The desk named, else the first desk the token's holder works at."""
    if code:
        return unit_named(code, staff)
    mine = [duty.unit_id for duty in staff.duties if duty.role in ("reception", "centre_head")]
    known = units(mine[:1], edition=staff.edition)
    refuse_unless(known, "Người giữ token không làm ở Bộ phận Một cửa nào; xin ghi mã đơn vị trong “unit”.")
    return known[mine[0]]
