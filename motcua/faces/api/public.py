"""What anybody may ask: how a case stands, the published procedures, the published figures."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from motcua.application.reports.queries import figures, total
from motcua.domain.cases.queries.tracking import TooManyTries, status_by_hand, status_by_secret
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.catalogue.search import Wanted, find_procedures
from motcua.domain.offices.queries import unit_by_code
from motcua.faces.audience import visitor_address
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from . import answers
from .answers import AWAY, UNREADABLE, FigureTable, Problem, Procedures, ProcedureWhole, Status
from .door import answer, not_found, problem
from .shapes import Day, Key, Name, Proof

router = Router(tags=["Công khai"])
NO_CASE = "Không tìm thấy hồ sơ với các thông tin này. Xin xem lại mã và số in trên giấy hẹn."
MOST_DAYS = 1100


@router.get(
    "/status/{secret}",
    response={200: Status, 404: Problem, **AWAY},
    summary="Tình trạng hồ sơ theo mã QR trên giấy hẹn",
)
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """`secret`: 26 chữ cái và số trong địa chỉ của mã QR. Không có tên người trong câu trả lời."""
    found = status_by_secret(secret)
    return answer(answers.status_answer(found)) if found else not_found(NO_CASE)


@router.post(
    "/status",
    response={200: Status, 404: Problem, 429: Problem, **UNREADABLE},
    summary="Tình trạng hồ sơ theo mã hồ sơ và số bí mật",
)
def status_by_proof(request: HttpRequest, given: Proof) -> HttpResponse:
    """Một câu trả lời cho cả “không có hồ sơ” và “sai số”; thử nhiều lần phải chờ 15 phút."""
    try:
        found = status_by_hand(given.code, given.proof, address=visitor_address(request), at=now())
    except TooManyTries:
        response = problem(429, "too_many_tries", "Đã thử quá nhiều lần. Xin chờ 15 phút rồi thử lại.")
        response.headers["Retry-After"] = "900"
        return response
    return answer(answers.status_answer(found)) if found else not_found(NO_CASE)


class Search(BaseModel):
    q: Name = Field("", description="Từ cần tìm, có dấu hay không dấu đều được; bỏ trống: tất cả.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


@router.get("/procedures", response={200: Procedures, 422: Problem, **AWAY}, summary="Tìm thủ tục hành chính")
def procedures(request: HttpRequest, given: Query[Search]) -> HttpResponse:
    """Thủ tục đang có hiệu lực, gần với từ tìm nhất đứng trước."""
    found = find_procedures(
        Wanted(words=given.q), on=local(now()).date(), limit=given.limit, offset=given.offset
    )
    lines = [answers.procedure_line(facts) for facts in found.found]
    return answer({"items": lines, "total": found.total})


@router.get(
    "/procedures/{code}",
    response={200: ProcedureWhole, 404: Problem, 422: Problem, **AWAY},
    summary="Một thủ tục hành chính",
)
def procedure(request: HttpRequest, code: Key) -> HttpResponse:
    """Toàn bộ nội dung đang có hiệu lực của một thủ tục, theo mã."""
    terms = terms_of(code, on=local(now()).date())
    if terms is None:
        return not_found(f"Không có thủ tục mã {code} đang có hiệu lực.")
    return answer(answers.procedure_whole(terms))


class Period(BaseModel):
    first: Day | None = Field(None, alias="from", description="Từ ngày; mặc định: đầu tháng này.")
    last: Day | None = Field(None, alias="to", description="Đến hết ngày; mặc định: hôm nay.")
    unit: Key | None = Field(None, description="Mã đơn vị; tính cả các đơn vị bên dưới. Bỏ trống: tất cả.")


@router.get(
    "/figures",
    response={200: FigureTable, 404: Problem, 422: Problem, **AWAY},
    summary="Số liệu tiếp nhận và giải quyết hồ sơ",
)
def published_figures(request: HttpRequest, given: Query[Period]) -> HttpResponse:
    """Số hồ sơ của từng nơi tiếp nhận: chuyển kỳ trước, mới nhận, sớm hạn, đúng hạn, quá hạn, đang giải quyết."""
    at = now()
    today = local(at).date()
    first, last = given.first or today.replace(day=1), given.last or today
    if first > last:
        return problem(422, "invalid", "Ngày bắt đầu (from) phải trước hoặc trùng ngày kết thúc (to).")
    if (last - first).days > MOST_DAYS:
        return problem(422, "invalid", "Mỗi lần xin hỏi một khoảng không quá ba năm.")
    path = "/"
    if given.unit:
        unit = unit_by_code(given.unit, on=min(last, date(2099, 1, 1)))
        if unit is None:
            return not_found(f"Không có đơn vị mã {given.unit}.")
        path = unit.path
    rows = figures(first=first, last=last, as_at=today, path=path)
    return answer(
        {"items": [answers.figure_line(row) for row in rows], "total": answers.figure_line(total(rows))}
    )
