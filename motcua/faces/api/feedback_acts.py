"""Feedback through a token: what waits for whoever the token acts for, one of it, and the acts on it."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from motcua.domain.feedback.actions import answer as give_answer
from motcua.domain.feedback.actions import decline, sort
from motcua.domain.feedback.models import Feedback
from motcua.domain.feedback.queries import feedback_for, feedback_list
from motcua.domain.feedback.rules import LONGEST
from motcua.foundation.actions import Action, now

from .answers import Problem
from .cases import ASKED, REFUSALS, IdempotencyKey, own_key
from .door import StaffRequest, answer, not_found
from .feedback import FeedbackState, KindSent, state_of
from .shapes import Key, Sent, Words

router = Router(tags=["Phản ánh, kiến nghị (cần token)"])
Expected = Annotated[int | None, Field(ge=0, le=2**31 - 1, strict=True)]
Reply = Annotated[Words, Field(min_length=1, max_length=LONGEST)]


class FeedbackWhole(FeedbackState):
    """One piece as whoever answers it reads it."""

    text: str
    name: str
    contact: str
    case_code: str
    version: int


class FeedbackList(BaseModel):
    items: list[FeedbackState]
    more: bool


class Page(BaseModel):
    settled: bool = Field(
        False, description="true: đã trả lời, mới nhất trước; false: chờ trả lời, gần hạn trước."
    )
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class AnswerSent(Sent):
    """The answer to feedback."""

    answer: Reply
    reviewed: bool = Field(
        False, description="true: đã xem lại các số giống số định danh, số điện thoại trong câu trả lời."
    )
    expected: Expected = None


class DeclineSent(AnswerSent):
    """Why it is not taken up, and what its sender reads."""

    ground: Key = Field(
        description="Lý do, theo library/feedback.toml: complaint, denunciation, elsewhere, unclear."
    )


class SortSent(Sent):
    """The kind it should have had."""

    kind: KindSent
    expected: Expected = None


@router.get("/inbox/feedback", response={200: FeedbackList, **ASKED}, summary="Phản ánh chờ trả lời")
def feedback_waiting(request: StaffRequest, given: Query[Page]) -> HttpResponse:
    """Của cơ quan mà người giữ token là lãnh đạo, hoặc là người đứng đầu Bộ phận Một cửa."""
    rows = feedback_list(request.auth, settled=given.settled, limit=given.limit + 1, offset=given.offset)
    return answer({"items": [state_of(row) for row in rows[: given.limit]], "more": len(rows) > given.limit})


@router.get(
    "/inbox/feedback/{code}", response={200: FeedbackWhole, 404: Problem, **ASKED}, summary="Một phản ánh"
)
def feedback_one(request: StaffRequest, code: Key) -> HttpResponse:
    """Toàn bộ nội dung, với tên và địa chỉ người gửi để lại; lần xem này được ghi lại."""
    found = feedback_for(request.auth, code, at=now())
    return answer(_whole(found)) if found else _nothing(code)


@router.post(
    "/inbox/feedback/{code}/acts/answered",
    response={200: FeedbackWhole, **REFUSALS},
    summary=give_answer.label,
)
def answer_feedback(
    request: StaffRequest, code: Key, sent: AnswerSent, key: IdempotencyKey = None
) -> HttpResponse:
    """Người gửi đọc câu trả lời ở đường dẫn riêng, và qua thư nếu có để lại địa chỉ."""
    return _do(give_answer, request, code, sent, key)


@router.post(
    "/inbox/feedback/{code}/acts/declined", response={200: FeedbackWhole, **REFUSALS}, summary=decline.label
)
def decline_feedback(
    request: StaffRequest, code: Key, sent: DeclineSent, key: IdempotencyKey = None
) -> HttpResponse:
    """Người gửi đọc lý do, hướng dẫn của lý do ấy, và lời trả lời."""
    return _do(decline, request, code, sent, key)


@router.post(
    "/inbox/feedback/{code}/acts/sorted", response={200: FeedbackWhole, **REFUSALS}, summary=sort.label
)
def sort_feedback(
    request: StaffRequest, code: Key, sent: SortSent, key: IdempotencyKey = None
) -> HttpResponse:
    """Hạn trả lời có thể sớm hơn theo loại mới, không bao giờ lùi."""
    return _do(sort, request, code, sent, key)


def _do(action: Action, request: StaffRequest, code: str, sent: Any, key: str | None) -> HttpResponse:
    found = feedback_for(request.auth, code, at=now())
    if found is None:
        return _nothing(code)
    given = sent.model_dump(exclude={"expected"})
    done = action(found, by=request.auth, key=own_key(request.auth, key), expected=sent.expected, **given)
    done.version = done.events.count()  # also where the same request came before
    return answer(_whole(done))


def _nothing(code: str) -> HttpResponse:
    return not_found(f"Không có phản ánh {code} trong phần việc của người giữ token.")


def _whole(found: Feedback) -> dict[str, Any]:
    own = {name: getattr(found, name) for name in ("text", "name", "contact", "case_code", "version")}
    return {**state_of(found), **own}
