"""Who could not be told: what was given up after four hours, what can never arrive, and what to do about each."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.application.notices.actions import retry
from motcua.application.notices.models import KEEPERS, Notice
from motcua.application.notices.queries import untold_to
from motcua.application.notices.rules import Channel
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now

CHANNELS = {
    Channel.PAGE: gettext_lazy("Trang theo dõi"),
    Channel.MAIL: gettext_lazy("Thư điện tử"),
    Channel.SMS: gettext_lazy("SMS"),
    Channel.ZALO: gettext_lazy("Zalo"),
    Channel.PUSH: gettext_lazy("Thông báo trên máy"),
}
# What a fault means, and what somebody can do about it.
FAULTS = {
    "away": gettext_lazy("Nhà cung cấp không trả lời. Quản trị xem đường truyền và cấu hình, rồi gửi lại."),
    "sign_in": gettext_lazy("Nhà cung cấp không nhận khóa của cơ quan. Quản trị xem lại khóa, rồi gửi lại."),
    "not_set_up": gettext_lazy("Kênh này chưa được cấu hình. Quản trị đặt lại kênh, rồi gửi lại."),
    "busy": gettext_lazy("Nhà cung cấp từ chối nhận lúc này. Xin gửi lại sau."),
    "no_credit": gettext_lazy("Tài khoản gửi tin đã hết tiền. Nạp tiền, rồi gửi lại."),
    "template": gettext_lazy("Mẫu tin chưa được duyệt hoặc sai chỗ điền. Quản trị xem lại mẫu tin."),
    "unknown_address": gettext_lazy("Số này không có. Xin hỏi lại người nộp khi họ đến."),
    "not_a_user": gettext_lazy("Số này không dùng kênh này. Xin gọi điện."),
    "blocked": gettext_lazy("Người nhận đã từ chối tin của cơ quan trên kênh này. Xin gọi điện."),
    "undelivered": gettext_lazy("Mạng không chuyển được tới máy. Xin gọi điện."),
    "refused": gettext_lazy("Địa chỉ không nhận thư. Xin gọi điện."),
    "address": gettext_lazy("Địa chỉ thư điện tử ghi trong hồ sơ không đúng dạng. Xin gọi điện hỏi lại."),
    "broken": gettext_lazy("Hệ thống gặp lỗi khi gửi tin này. Xin báo quản trị, rồi gửi lại."),
}


@page_for(Staff, roles=KEEPERS)
def untold(request: StaffRequest) -> HttpResponse:
    """The list; and, by POST, another four hours of tries for the rows that were picked."""
    if request.method == "POST":
        return _again(request)
    stuck, failed = untold_to(request.staff, at=now())
    shown = {
        "stuck": [_row(notice) for notice in stuck],
        "failed": [_row(notice) for notice in failed],
        "key": uuid4(),
        "previews": request.staff.has_role("sysadmin", "centre_head"),
        "reads_cases": request.staff.has_role("reception", "centre_head"),
    }
    return render(request, "desk/untold.html", shown)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice,
        "channel": CHANNELS[Channel(notice.channel)],
        "fault": FAULTS.get(notice.fault, FAULTS["busy"]),
    }


def _again(request: StaffRequest) -> HttpResponse:
    picked = [int(pick) for pick in request.POST.getlist("pick") if pick.isdecimal() and len(pick) < 19]
    mine = Notice.objects.visible_to(request.staff).filter(pk__in=picked)
    by_unit: dict[int, list[int]] = {}
    unit_of = Coalesce("case__received_unit_id", "feedback_event__feedback__unit_id")
    for notice, unit_id in mine.annotate(unit_of=unit_of).values_list("pk", "unit_of"):
        by_unit.setdefault(unit_id, []).append(notice)
    key = request.POST.get("key", "")[:60]
    for unit in Unit.objects.filter(pk__in=by_unit).order_by("pk"):
        retry(unit, by=request.staff, key=f"{key}-{unit.pk}" if key else "", notices=sorted(by_unit[unit.pk]))
    if by_unit:
        count = sum(map(len, by_unit.values()))
        words = ngettext("Đang gửi lại %(n)s tin.", "Đang gửi lại %(n)s tin.", count) % {"n": count}
        messages.success(request, words)
    else:
        messages.warning(request, _("Xin đánh dấu tin cần gửi lại."))
    return redirect("desk:untold")
