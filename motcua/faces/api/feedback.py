"""Feedback (phản ánh, kiến nghị) for programs: sent by anybody, followed by its secret."""

import hashlib
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from motcua.domain.feedback.actions import send
from motcua.domain.feedback.models import Feedback
from motcua.domain.feedback.queries import MOST_SENT, may_send
from motcua.domain.feedback.rules import LONGEST
from motcua.domain.offices.queries import unit_by_code
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import visitor_address
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .answers import AWAY, UNREADABLE, Problem
from .cases import IdempotencyKey
from .door import answer, not_found, problem
from .shapes import Key, Name, Sent, Short, Words

router = Router(tags=["Phản ánh, kiến nghị"])
KindSent = Literal["behaviour", "rules", "question", "idea"]


class FeedbackSent(Sent):
    """One message to an office."""

    unit: Key = Field(description="Mã cơ quan hoặc Bộ phận Một cửa.")
    kind: KindSent = Field(
        description="behaviour: cách làm việc; rules: quy định; question: hỏi đáp; idea: góp ý."
    )
    text: Annotated[Words, Field(min_length=1, max_length=LONGEST)]
    name: Annotated[Name, Field(max_length=120)] = ""
    contact: Annotated[Name, Field(max_length=254)] = Field(
        "", description="Thư điện tử hoặc số điện thoại, để báo đã nhận và báo câu trả lời."
    )
    case_code: Annotated[Short, Field(max_length=40)] = Field(
        "", description="Mã hồ sơ có liên quan, như người gửi ghi; không được kiểm tra."
    )
    language: Literal["vi", "en"] = "vi"


class FeedbackState(BaseModel):
    """How feedback stands; no name, no contact."""

    code: str
    unit: str
    kind: KindSent
    sent_at: str
    due_on: str = Field(description="Ngày trả lời chậm nhất.")
    state: Literal["new", "answered", "declined"]
    standing: Literal["in_time", "late", "declined", "open", "overdue"]
    answer: str
    settled_at: str | None


class FeedbackTaken(FeedbackState):
    """What was sent, with the secret by which it is followed."""

    secret: str = Field(description="Trang theo dõi: /phan-anh/{secret}.")


@router.post(
    "/feedback",
    response={200: FeedbackTaken, 201: FeedbackTaken, 404: Problem, 429: Problem, **UNREADABLE},
    summary="Gửi phản ánh, kiến nghị",
)
def send_feedback(
    request: HttpRequest, given: FeedbackSent, key: IdempotencyKey = None
) -> HttpResponse:  # fmt: skip
    """Không cần token. Mỗi nơi, mỗi địa chỉ báo tin gửi nhiều nhất 10 phản ánh trong một giờ."""
    at = now()
    unit = unit_by_code(given.unit, on=local(at).date())
    if unit is None:
        return not_found(f"Không có cơ quan mã {given.unit}.")
    if not may_send(visitor_address(request), given.contact, at=at):
        response = problem(
            429,
            "too_many_tries",
            f"Mỗi giờ nhận nhiều nhất {MOST_SENT} phản ánh từ một nơi, hoặc với một địa chỉ báo tin. Xin chờ một giờ.",
        )
        response.headers["Retry-After"] = "3600"
        return response
    said = given.model_dump(exclude={"unit"})
    mark = hashlib.sha256(f"feedback {key}".encode()).hexdigest() if key else ""
    sent = send(unit, by=Citizen(), key=mark, **said)
    return answer({**state_of(sent), "secret": sent.secret}, 200 if getattr(sent, "repeated", False) else 201)


@router.get(
    "/feedback/{secret}",
    response={200: FeedbackState, 404: Problem, **AWAY},
    summary="Tình trạng phản ánh, kiến nghị theo mã bí mật",
)
def feedback_by_secret(request: HttpRequest, secret: str) -> HttpResponse:
    """`secret`: 26 chữ cái và số cuối đường dẫn theo dõi. Không có tên và địa chỉ người gửi trong câu trả lời."""
    found = Feedback.objects.of_secret(secret)
    return answer(state_of(found)) if found else not_found("Không có phản ánh nào ở đường dẫn này.")


STATES = {1: "new", 2: "answered", 3: "declined"}


def state_of(feedback: Feedback) -> dict[str, object]:
    settled = feedback.settled_at
    return {
        "code": feedback.code,
        "unit": feedback.unit.name,
        "kind": feedback.kind,
        "sent_at": local(feedback.sent_at).isoformat(),
        "due_on": feedback.due_on.isoformat(),
        "state": STATES[feedback.state],
        "standing": feedback.stands(now()),
        "answer": feedback.answer,
        "settled_at": local(settled).isoformat() if settled else None,
    }
