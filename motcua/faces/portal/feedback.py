"""C14: feedback (phản ánh, kiến nghị) without an account: sending it, and how it stands by its secret address."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.application.notices.rules import hidden_address
from motcua.domain.feedback.actions import receives, send
from motcua.domain.feedback.models import Feedback
from motcua.domain.feedback.queries import may_send
from motcua.domain.feedback.rules import Kind, grounds_on, terms_on
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import unit_by_code
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import Public, page_for, visitor_address
from motcua.faces.office import our_office
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local, working_days_between

from .feedback_form import KINDS, FeedbackForm
from .tracking import private
from .words import language, moment, weekday

ELSEWHERE = ("complaint", "denunciation")  # what the law settles in another way, said before anybody writes


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The form; `?co-quan=CODE` says which office, else it is the one whose pages these are."""
    at, asked = now(), request.GET.get("co-quan", "").strip()[:35]
    unit = _unit(asked, at)
    to = unit or our_office()
    if to is None:
        return redirect("portal:offices")
    citizen = getattr(request, "citizen", None)
    form = FeedbackForm(
        request.POST or None, initial={"key": str(uuid4())}, days=terms_on(local(at).date()).days,
        signed_in=bool(citizen),
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        # To an office that is not there nothing is sent: the page comes back with the one it would go to now.
        sent, status = _sent(request, to, form, citizen, at) if unit or not asked else (None, 422)
        if sent:
            return private_redirect(sent)
    grounds = grounds_on(local(at).date())
    shown = {
        "form": form,
        "unit": to,
        "unknown": asked if asked and not unit else "",
        "elsewhere": [grounds[key].said(language()) for key in ELSEWHERE if key in grounds],
    }
    return render(request, "portal/feedback.html", shown, status=status)


def _unit(code: str, at: datetime) -> Unit | None:
    unit = unit_by_code(code, on=local(at).date()) if code else None
    return unit if unit and receives(unit) else None


def _sent(
    request: HttpRequest, unit: Unit, form: FeedbackForm, citizen: Citizen | None, at: datetime
) -> tuple[Feedback | None, int]:
    """What was sent, or None and the status of the page that says what is missing."""
    if not form.is_valid():
        return None, 422
    if not may_send(visitor_address(request), form.cleaned_data["contact"], at=at):
        form.add_error(
            None,
            _(
                "Từ máy này vừa có nhiều phản ánh được gửi trong một giờ. Xin giữ trang này, đợi ít lâu rồi bấm gửi lại, "
                "hoặc gọi đường dây nóng ở cuối trang."
            ),
        )
        return None, 429
    by = citizen if citizen and form.cleaned_data.get("keep") else Citizen()
    try:
        return send(unit, by=by, key=form.cleaned_data["key"], language=language(), **form.said), 200
    except Refused as refused:
        form.add_error(None, _(str(refused)))
        return None, refused.status


def private_redirect(sent: Feedback) -> HttpResponse:
    response = redirect("portal:feedback_sent", secret=sent.secret)
    private(response)
    return response


@page_for(Public)
@require_GET
def feedback_sent(request: HttpRequest, secret: str) -> HttpResponse:
    """The code, large, and the day for the answer; still there after a reload."""
    return _page(request, secret, "portal/feedback_sent.html")


@page_for(Public)
@require_GET
def feedback_state(request: HttpRequest, secret: str) -> HttpResponse:
    """How it stands, and the answer."""
    return _page(request, secret, "portal/feedback_state.html")


def _page(request: HttpRequest, secret: str, template: str) -> HttpResponse:
    found = Feedback.objects.of_secret(secret)
    if found is None:
        response = render(request, "portal/no_feedback.html", status=404)
    else:
        response = render(request, template, _shown(found, now()))
    private(response)
    return response


def _shown(found: Feedback, at: datetime) -> dict[str, Any]:
    on = local(found.settled_at or at).date()
    ground = grounds_on(on).get(found.declined_as)
    mark, words = standing_of(found, at)
    return {
        "feedback": found,
        "kind": KINDS[Kind(found.kind)],
        "mark": mark,
        "words": words,
        "late": found.stands(at) in ("overdue", "late"),
        "sent": moment(found.sent_at),
        "due": weekday(found.due_on),
        "settled": moment(found.settled_at),
        "ground": ground.said(language()) if ground else None,
        "told_at": hidden_address(found.contact),
        "by_mail": bool(found.email),
        "address": f"{settings.PUBLIC_URL}/phan-anh/{found.secret}",
    }


def standing_of(found: Feedback, at: datetime) -> tuple[str, str]:
    """A state of the marks and its words."""
    stands, today = found.stands(at), local(at).date()
    if stands in ("open", "overdue"):
        days = abs(working_days_between(today, found.due_on, found.calendar()))
        if stands == "overdue":
            late = ngettext(
                "Quá hạn trả lời %(n)s ngày làm việc", "Quá hạn trả lời %(n)s ngày làm việc", days
            )
            return "overdue", late % {"n": days}
        left = ngettext(
            "Chờ trả lời, còn %(n)s ngày làm việc", "Chờ trả lời, còn %(n)s ngày làm việc", days
        )  # fmt: skip
        return "waiting", left % {"n": days} if days else _("Chờ trả lời, hạn là hôm nay")
    if stands == "declined":
        return "stopped", _("Không xử lý ở đây, đã hướng dẫn nơi gửi")
    return (
        ("on_time", _("Đã trả lời đúng hạn")) if stands == "in_time" else ("late", _("Đã trả lời, trễ hạn"))
    )
