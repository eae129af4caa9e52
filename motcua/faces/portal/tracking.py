"""C10: following a case without signing in, by the slip's secret or by two facts from the slip."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from motcua.application.filing.queries import accept_by
from motcua.domain.cases.actions.parcels import OPEN_TO_POST, fetch_papers
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.papers import case_paper, form_number
from motcua.domain.cases.queries.tracking import (
    WINDOW,
    PublicStatus,
    TooManyTries,
    parts_of,
    status_by_code,
    status_by_hand,
    status_by_secret,
)
from motcua.domain.cases.rules import MoneyState, State, slip_secret
from motcua.domain.delivery.rules import Direction, may_choose, may_fetch
from motcua.domain.surveys.actions import RATED_WHEN
from motcua.faces.audience import Public, page_for, visitor_address
from motcua.faces.office import our_office
from motcua.foundation.actions import now
from motcua.foundation.ui.hot import render_hot

from . import following
from .tracking_form import PIN, TrackForm
from .words import STATES, language

# Shown by the last four digits only, a case is seen for an hour, without its slip: that has the whole number on it.
SEEN_SECONDS = 3600
SEEN = "motcua.portal.seen"
# An address with a secret in it is kept nowhere: not by the browser, not by a robot, not by the next site.
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


# No CSRF cookie for a page that changes nothing; the browser itself says where the form stood.
@csrf_exempt
@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/track.html", {"form": TrackForm()})
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)
    form = TrackForm(request.POST)
    if form.is_valid():
        try:
            status = status_by_hand(**form.cleaned_data, address=visitor_address(request), at=now())
        except TooManyTries:
            return _wait(request)
        if status is not None:
            return _to_page(status, form.cleaned_data["proof"])
        form.add_error(
            None,
            _(
                "Không có hồ sơ nào khớp với cả hai điều vừa nhập. Xin xem lại mã hồ sơ và mã tra cứu in trên giấy hẹn, "
                "hoặc gọi số ở cuối trang."
            ),
        )
    response = render(request, "portal/track.html", {"form": form}, status=422)
    response["Cache-Control"] = "no-store"
    return response


def _to_page(status: PublicStatus, proof: str) -> HttpResponse:
    if len(proof) == PIN:
        place = reverse("portal:followed", args=[slip_secret(settings.SLIP_KEY, status.slip_code)])
    else:
        place = reverse("portal:seen", args=[signing.dumps([status.code, int(now().timestamp())], salt=SEEN)])
    response = HttpResponseRedirect(place, status=303)
    private(response)
    return response


def _wait(request: HttpRequest) -> HttpResponse:
    minutes = int(WINDOW.total_seconds() // 60)
    sentence = _(
        "Hồ sơ này hoặc máy này vừa được tra quá nhiều lần. Xin đợi %(minutes)s phút rồi thử lại, "
        "hoặc quét mã QR trên giấy hẹn: cách đó không phải chờ."
    ) % {"minutes": minutes}
    response = render(request, "429.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


@page_for(Public)
@require_GET
def by_secret(request: HttpRequest, secret: str) -> HttpResponse:
    status = status_by_secret(secret)
    if status is None:
        return nothing_here(request)
    secret = secret.lower()
    links = {"calendar": reverse("portal:appointment", args=[secret])}
    if any(ask["open"] for ask in status.asked):
        links["supplement"] = reverse("portal:supplement", args=[secret])
    if status.received_at:
        links["slip"] = reverse("portal:slip", args=[secret])
    if status.money_state:
        links["pay"] = reverse("portal:pay", args=[secret])
    if any(move["name"] == "case.result_sealed" for move in status.moves):
        links["result"] = reverse("portal:result", args=[secret])
    if any(move["name"] == "case.letter_sent" for move in status.moves):
        links["letter"] = reverse("portal:letter", args=[secret])
    sent = [parcel["state"] for parcel in status.parcels if parcel["direction"] == Direction.OUT]
    if (
        status.state in OPEN_TO_POST
        and status.slip_code == status.code
        and may_choose(sent[-1] if sent else None)
    ):
        links["delivery"] = reverse("portal:delivery", args=[secret])
    fetched = [parcel["state"] for parcel in status.parcels if parcel["direction"] == Direction.IN]
    if (
        status.state in fetch_papers.when
        and status.slip_code == status.code
        and may_fetch(fetched[-1] if fetched else None)
    ):
        links["pickup"] = reverse("portal:pickup", args=[secret])
    if status.state in RATED_WHEN:
        links["rating"] = reverse("portal:rating", args=[secret])
    return _page(request, status, links)


@page_for(Public)
@require_GET
def by_token(request: HttpRequest, token: str) -> HttpResponse:
    status = _seen(token)
    if status is None:
        return nothing_here(request)
    return _page(request, status, {"calendar": reverse("portal:seen_appointment", args=[token])})


def _seen(token: str) -> PublicStatus | None:
    try:
        code, since = signing.loads(token, salt=SEEN)
    except (signing.BadSignature, TypeError, ValueError):  # a token of an earlier release has another shape
        return None
    return status_by_code(code) if now().timestamp() - since <= SEEN_SECONDS else None


def _page(request: HttpRequest, status: PublicStatus, links: dict[str, str]) -> HttpResponse:
    at, parts = now(), parts_of(status)
    shown: dict[str, Any] = {
        "status": status,
        "english": language() == "en",
        "state": str(STATES[State(status.state)]),
        "clock": following.clock_of(status, at),
        "story": following.story_of(status),
        "asked": following.asked_of(status, parts),
        "dates": following.dates_of(status),
        "next": following.next_of(status),
        "parcels": following.parcels_of(status),
        "parts": following.part_lines(parts, at),
        "held_by": following.holders_of(status, parts),
        "promise": following.promise_of(status),
        "links": links,
        "owes": status.money_state == MoneyState.DUE,
    }
    body = render_hot("portal/followed.html", shown)
    response = render(request, "portal/followed.html", {"body": body, "code": status.code})
    private(response)
    return response


@page_for(Public)
@require_GET
def appointment(request: HttpRequest, secret: str) -> HttpResponse:
    """The day of return for a calendar; of a filing nobody has answered yet, the day by which that is owed."""
    status, case = status_by_secret(secret), Case.objects.of_slip(secret)
    answer_by = None
    if case and case.state == State.REGISTERED and case.submitted_at:
        answer_by = accept_by(case.submitted_at, case.received_unit, now()).at
    return _calendar(request, status, answer_by)


@page_for(Public)
@require_GET
def appointment_by_token(request: HttpRequest, token: str) -> HttpResponse:
    return _calendar(request, _seen(token))


def _calendar(
    request: HttpRequest, status: PublicStatus | None, answer_by: datetime | None = None
) -> HttpResponse:
    office = our_office()
    address = office.address if office and status and office.name == status.received_unit else ""
    entry = following.ics_of(status, address=address, now=now(), answer_by=answer_by) if status else ""
    if not entry:
        return nothing_here(request)
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lich-hen.ics"'
    private(response)
    return response


@page_for(Public)
@require_GET
def slip(request: HttpRequest, secret: str) -> HttpResponse:
    case = Case.objects.of_slip(secret)
    if case is None:
        return nothing_here(request)
    response = HttpResponse(
        case_paper(case, form_number(case, "slip"), at=now()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="giay-hen-{case.code}.pdf"'
    private(response)
    return response


def private(response: HttpResponse) -> None:
    for name, value in PRIVATE.items():
        response[name] = value


def nothing_here(request: HttpRequest) -> HttpResponse:
    response = render(request, "portal/no_case.html", status=404)
    private(response)
    return response
