"""What a channel says became of a message: whoever can sign it is the provider."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from motcua.application.notices.rules import Channel
from motcua.application.notices.sending import take_receipt
from motcua.foundation.actions import now
from motcua.foundation.gateways.asking import object_of
from motcua.foundation.gateways.signature import HEADER, fault_of
from motcua.foundation.gateways.sms.contract import Receipt
from motcua.foundation.gateways.zalo.zns import is_from_zalo

from .answers import UNREADABLE, Problem
from .door import answer, problem

router = Router(tags=["Kênh báo tin (có chữ ký)"])
UNSIGNED = "Chữ ký không khớp với nội dung nhận được, hoặc đã quá 5 phút."


class Noted(BaseModel):
    """Whether the message is one of ours."""

    known: bool = Field(description="false: không có tin nào mang số này.")


@router.post(
    "/tin-nhan/sms", response={200: Noted, 401: Problem, **UNREADABLE}, summary="Cổng SMS báo tin đã tới"
)
def sms_receipt(request: HttpRequest) -> HttpResponse:
    """`id` của tin, `state`: `delivered` hoặc `failed`. Ký HMAC-SHA256 trong đầu mục X-Signature: docs/telling.md."""
    if fault_of(settings.SMS_SECRET, request.body, request.headers.get(HEADER, ""), at=now()):
        return problem(401, "bad_signature", UNSIGNED)
    said = object_of(request.body)
    if said.get("state") not in ("delivered", "failed"):
        return problem(422, "invalid", "state phải là delivered hoặc failed.")
    delivered = said["state"] == "delivered"
    receipt = Receipt(str(said.get("id", ""))[:120], delivered, "" if delivered else "undelivered")
    return answer({"known": take_receipt(Channel.SMS, receipt)})


@router.post(
    "/tin-nhan/zalo", response={200: Noted, 401: Problem, **UNREADABLE}, summary="Zalo báo tin đã tới"
)
def zalo_receipt(request: HttpRequest) -> HttpResponse:
    """Sự kiện `user_received_message`, ký trong đầu mục X-ZEvent-Signature; sự kiện khác được bỏ qua."""
    said = object_of(request.body)
    header, timestamp = request.headers.get("X-ZEvent-Signature", ""), str(said.get("timestamp", ""))
    if not is_from_zalo(settings.ZALO_APP, settings.ZALO_SECRET, request.body, timestamp, header):
        return problem(401, "bad_signature", UNSIGNED)
    message = said.get("message")
    number = message.get("msg_id") if isinstance(message, dict) else None
    if said.get("event_name") != "user_received_message" or not number:
        return answer({"known": False})
    return answer({"known": take_receipt(Channel.ZALO, Receipt(str(number)[:120], delivered=True))})
