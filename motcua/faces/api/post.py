"""The call-back of the carrier: whoever can sign it is the carrier."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from motcua.application.delivering.receiving import UnknownParcel, receive
from motcua.foundation.actions import now
from motcua.foundation.gateways.carrier import http as carrier
from motcua.foundation.gateways.carrier.contract import CarrierRefused, SignatureRefused

from .answers import AWAY, Problem
from .door import answer, problem

router = Router(tags=["Bưu chính (có chữ ký)"])


class Heard(BaseModel):
    """What became of a word."""

    status: str = Field(description="taken, noted, known.")
    sentence: str


@router.post(
    "/buu-chinh",
    response={200: Heard, 401: Problem, 404: Problem, 413: Problem, 422: Problem, **AWAY},
    summary="Bưu chính báo đường đi của bưu gửi",
)
def heard(request: HttpRequest) -> HttpResponse:
    """Một sự kiện của một bưu gửi, ký HMAC-SHA256 trong đầu mục X-Signature. Gửi lại cùng mã sự kiện không tính hai lần.

    Nội dung: `event`, `waybill`, `kind`, `at`, và nếu có `place`, `reason`, `receiver`, `relation`. Cách ký: docs/delivery.md.
    """
    if len(request.body) > carrier.MOST_BYTES:
        return problem(413, "too_big", "Nội dung gửi lên quá lớn; mỗi lần báo một sự kiện.")
    at = now()
    try:
        word = carrier.read(
            request.body, request.headers.get(carrier.HEADER, ""), secret=settings.CARRIER_SECRET, at=at
        )
        outcome = receive(word, at=at)
    except SignatureRefused as refused:
        return problem(401, "bad_signature", str(refused))
    except UnknownParcel as refused:
        return problem(404, "not_found", str(refused))
    except CarrierRefused as refused:
        return problem(422, "invalid", str(refused))
    return answer({"status": outcome.kind, "sentence": outcome.sentence})
