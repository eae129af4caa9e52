"""What people were told, and what a letter will say before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Lower

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.mine import case_keys_of
from motcua.domain.catalogue.models import Procedure
from motcua.domain.feedback.rules import grounds_on
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from motcua.foundation.actions import now
from motcua.foundation.calendar import ZONE, local
from motcua.foundation.text import friendly_due, money

from .models import Notice
from .rules import Channel, Delivery, Letter, letters, mobile_number


@dataclass(frozen=True)
class Told:
    """One letter to one audience: its words, when it was written, and how it stands on each channel but the page."""

    subject: str
    written_at: datetime
    ways: list[Notice]


def told_to(case: Case, audience: str) -> list[Told]:
    """What one audience was told about a case, newest first; one statement."""
    rows = Notice.objects.filter(case=case, audience=audience).order_by("-event_id", "id")
    found = []
    for _event, notices in groupby(rows, key=lambda notice: notice.event_id):
        first, *others = notices
        ways = [notice for notice in (first, *others) if notice.channel != Channel.PAGE]
        found.append(Told(first.subject, first.written_at, ways))
    return found


FAILED_SINCE, MOST_UNTOLD = timedelta(days=14), 200


def untold_to(staff: Staff, *, at: datetime) -> tuple[list[Notice], list[Notice]]:
    """What was given up, oldest first, and what could never arrive lately, newest first, where nothing else did."""
    mine = Notice.objects.visible_to(staff).select_related("case", "feedback_event__feedback")
    stuck = mine.filter(state=Delivery.STUCK).order_by("written_at", "pk")
    arrived = Notice.objects.filter(
        event=OuterRef("event"), audience=OuterRef("audience"), state__in=(Delivery.SENT, Delivery.DELIVERED)
    ).exclude(channel=Channel.PAGE)  # fmt: skip
    failed = mine.filter(state=Delivery.FAILED, written_at__gte=at - FAILED_SINCE).exclude(Exists(arrived))
    return list(stuck[:MOST_UNTOLD]), list(failed.order_by("-written_at", "-pk")[:MOST_UNTOLD])


def letter(
    case: Case,
    key: str,
    said: Mapping[str, Any],
    *,
    due: datetime | None,
    note: str = "",
    language: str = "vi",
) -> Letter:
    """The letter `key` about a case, with what the act said (its payload) and the date promised after it."""
    return letters(language)[key].written(facts(case, said, due=due, note=note, language=language))


NO_DUE = {
    "vi": "chưa tính trong thời gian chờ, hoặc không có ngày hẹn cụ thể",
    "en": "not set while we wait, or without a fixed day",
}


def facts(
    case: Case, said: Mapping[str, Any], *, due: datetime | None, note: str = "", language: str = "vi"
) -> dict[str, str]:
    """What fills the placeholders of a letter."""
    return {
        "code": case.code,
        "procedure": case.procedure.short_name,
        "unit": case.received_unit.name,
        "due": friendly_due(due, language) if due else NO_DUE[language],
        "reason": str(said.get("reason") or said.get("cause") or note),
        "missing": "; ".join(said.get("missing", [])),
        "answer_by": "/".join(reversed(str(said.get("answer_by", "")).split("-"))),
        "amount": money(int(said.get("amount") or 0)),
        "link": f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}",
        "hotline": case.received_unit.hotline or "1022",
        **of_the_post(case, said, language),
    }


# How a result is had, by the way that was chosen; of a parcel, what it holds and what is done when it is lost.
HOW = {
    "vi": {
        "one_stop": "Xin ông/bà mang giấy hẹn và giấy tờ tùy thân đến nhận trong giờ làm việc.",
        "post": "Bưu chính sẽ mang đến địa chỉ ông/bà đã đăng ký; khi gửi đi, chúng tôi báo số hiệu bưu gửi.",
        "online": "Bản điện tử có ở trang theo dõi hồ sơ ngay khi được ký số.",
    },
    "en": {
        "one_stop": "Please bring your slip and your identity card during opening hours.",
        "post": "The post will bring it to the address you gave; we will tell you the number of the parcel.",
        "online": "The electronic copy is on the page of your case as soon as it is signed.",
    },
}
PARCEL = {
    "vi": {"out": "kết quả hồ sơ", "in": "giấy tờ ông/bà gửi cho hồ sơ"},
    "en": {"out": "the result", "in": "the papers you sent us"},
}
AFTER_LOSS = {
    "vi": {
        "out": "Chúng tôi đang lập bản thay thế và gửi lại; ông/bà không phải làm gì thêm, cũng không phải trả thêm tiền.",
        "in": "Chúng tôi sẽ gọi điện và giúp ông/bà xin cấp lại giấy tờ bị mất.",
    },
    "en": {
        "out": "We are making what stands in for it and will send it; you need not do or pay anything.",
        "in": "We will call you and help you to get the lost papers issued again.",
    },
}


def of_the_post(case: Case, said: Mapping[str, Any], language: str) -> dict[str, str]:
    """What letters say of how the result is had, and of a parcel."""
    direction = said.get("direction", "out")
    return {
        "how": HOW[language].get(case.result_by, HOW[language]["one_stop"]),
        "parcel": PARCEL[language].get(direction, ""),
        "waybill": str(said.get("waybill", "")),
        "receiver": str(said.get("receiver", "")),
        "after": AFTER_LOSS[language].get(direction, ""),
    }


def told_citizen(citizen: Citizen, account: Account, *, limit: int) -> list[Notice]:
    """What was told of the cases in a citizen's list, or sent to an address they have proved, newest first: as they
    read it on a page."""
    addresses = [address for address in (account.email.lower(), mobile_number(account.phone)) if address]
    sent = Notice.objects.alias(to=Lower("address")).exclude(address="")
    sent = sent.filter(to__in=addresses, audience="applicant")
    events = list(sent.order_by("-written_at").values_list("event", flat=True)[: 4 * limit])
    mine = Q(case__in=case_keys_of(citizen)) | Q(event__in=events)
    page = Notice.objects.filter(mine, audience="applicant", channel=Channel.PAGE).select_related("case")
    return list(page.order_by("-written_at", "-pk")[:limit])


def longest(language: str) -> dict[str, str]:
    """What fills the placeholders at their longest: how a letter looks at its worst."""
    unit = Unit.objects.annotate(size=Length("name")).order_by("-size").first()
    procedure = Procedure.objects.annotate(size=Length("short_name")).order_by("-size").first()
    papers = (
        "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất",
        "Văn bản ủy quyền theo quy định của pháp luật trong trường hợp ủy quyền thực hiện việc đăng ký",
    )
    return {
        "code": f"{unit.code if unit else 'H26.101.1'}-261120-00015",
        "procedure": procedure.short_name if procedure else "Đăng ký khai sinh",
        "unit": unit.name if unit else "Trung tâm Phục vụ hành chính công",
        "due": friendly_due(datetime(2026, 11, 26, 16, 30, tzinfo=ZONE), language),
        "reason": "Chưa xác minh xong nguồn gốc sử dụng đất do phải chờ ý kiến của cơ quan phối hợp ở địa phương khác.",
        "missing": "; ".join(papers),
        "answer_by": "26/12/2026",
        "amount": money(1_234_567_000),
        "link": f"{settings.PUBLIC_URL}/tra-cuu/{'a' * 26}",
        "hotline": "024.38582324",
        "how": HOW[language]["post"],
        "parcel": PARCEL[language]["in"],
        "waybill": "EK123456785VN",
        "receiver": "Công Tằng Tôn Nữ Hoàng Thị Phương Nguyên",
        "after": AFTER_LOSS[language]["out"],
        "answer": "Bộ phận Một cửa đã kiểm tra, xin lỗi ông/bà vì đã phải chờ, và đã bố trí thêm một quầy vào buổi sáng.",
        "directions": grounds_on(local(now()).date())["denunciation"].said(language)[1],
    }
