"""Who is looking: every view names its audience here, and refusals are shown as the sentences they are."""

from collections.abc import Callable, Sequence
from functools import wraps
from ipaddress import IPv6Address, ip_address
from math import inf
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from motcua.domain.offices.models import Staff
from motcua.domain.offices.queries import staff_of_account
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from motcua.domain.people.queries import citizen_account, citizen_of
from motcua.domain.screens.models import Screen
from motcua.domain.screens.queries import screen_of
from motcua.foundation.actions import Refused, now

View = Callable[..., HttpResponse]
CITIZENS_SIGN_IN = "portal:sign_in"
SCREEN_COOKIE, PAIR_SCREEN = "man_hinh", "counter:pair_screen"


class Public:
    """Anybody: citizens, firms, the press."""


class StaffRequest(HttpRequest):
    """A request from a member of staff who has signed in."""

    staff: Staff


class CitizenRequest(HttpRequest):
    """A request from a citizen who has signed in."""

    citizen: Citizen
    account: Account


class ScreenRequest(HttpRequest):
    """A request from the screen of a counter, by its own key; whoever signed in at that browser does not matter."""

    screen: Screen


CITIZEN = (
    "citizen"  # in a session: the account, the level of the means it was opened with, the mark of the account
)


def people_of_request(get_response: View) -> View:
    """Middleware: who has signed in, looked up only when asked for.

    `request.staff` is the member of staff, or None; `request.citizen` the citizen, or None, `request.account` theirs.
    A session is of one of the two kinds: signing in as either begins a new one, and each reads its own key only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.staff = SimpleLazyObject(lambda: _staff(request))  # type: ignore[attr-defined]
        request.account = SimpleLazyObject(lambda: _account(request))  # type: ignore[attr-defined]
        request.citizen = SimpleLazyObject(lambda: _citizen(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _account(request: HttpRequest) -> Account | None:
    opened = request.session.get(CITIZEN)
    if not opened or SESSION_KEY in request.session or _is_over(request):
        return None
    return citizen_account(opened["account"])


def _citizen(request: HttpRequest) -> Citizen | None:
    account: Account | None = request.account or None  # type: ignore[attr-defined]
    opened = request.session.get(CITIZEN) if account else None
    return citizen_of(account, level=opened["level"], mark=opened["mark"]) if opened else None


def open_session_of(request: HttpRequest, account: Account, *, level: int) -> None:
    """A new session of a citizen, as whoever this browser was before; its number was never known to anybody."""
    request.session.flush()
    request.session[CITIZEN] = {
        "account": account.pk,
        "level": level,
        "mark": account.get_session_auth_hash(),
    }
    moment = int(now().timestamp())
    request.session["opened"] = moment
    request.session["until"] = moment + settings.CITIZEN_SESSION
    request.session.set_expiry(
        0
    )  # the browser forgets it when it is closed: many read on a machine that is not theirs


def _is_over(request: HttpRequest) -> bool:
    """Sessions last some hours from signing in, however busy."""
    return bool(request.session.get("until", inf) <= now().timestamp())


def longer(request: HttpRequest) -> HttpResponse:
    """Make the session an hour longer, up to its most: asked for by the warning. Answers with the seconds left."""
    moment, session = int(now().timestamp()), request.session
    most = session.get("opened", moment) + settings.SESSION_MOST
    session["until"] = max(session.get("until", 0), min(moment + settings.SESSION_LONGER, most))
    return HttpResponse(str(session["until"] - moment), content_type="text/plain")


def _staff(request: HttpRequest) -> Staff | None:
    account = request.session.get(SESSION_KEY)
    if not account:
        return None
    if _is_over(request):
        return None
    staff = staff_of_account(int(account), at=now())
    # A new password, or second step, ends the sessions that were opened with the old one.
    opened_with = request.session.get(HASH_SESSION_KEY, "")
    if staff is None or staff.account is None:
        return None
    return staff if constant_time_compare(opened_with, staff.account.get_session_auth_hash()) else None


def page_for(
    audience: type, *, roles: Sequence[str] = (), before_second_step: bool = False
) -> Callable[[View], View]:
    """Declare a view's audience: `Public`, `Citizen`, `Screen`, or `Staff` with any of `roles` (none named: any staff).

    Where the office asks a role for the second step of signing in, its people are led to turn it on before any page
    but those `before_second_step`.

    A refusal that the view did not place beside a field becomes a page with its sentence and a way back.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            if audience is Staff:
                staff = request.staff  # type: ignore[attr-defined]
                if not staff:
                    return redirect(f"{settings.LOGIN_URL}?{urlencode({'tiep': request.get_full_path()})}")
                if not before_second_step and must_turn_on(staff):
                    return redirect("desk:second_step")
                if roles and not staff.has_role(*roles):
                    sentence = _("Trang này dành cho vai trò khác. Xin chọn việc của mình ở thanh trên.")
                    return refusal_page(request, sentence, 403)
            if audience is Citizen and not request.citizen:  # type: ignore[attr-defined]
                wanted = urlencode({"tiep": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(f"{reverse(CITIZENS_SIGN_IN)}?{wanted}" if wanted else CITIZENS_SIGN_IN)
            if audience is Screen:
                screen = screen_of(request.COOKIES.get(SCREEN_COOKIE, ""), at=now())
                if screen is None:
                    return redirect(PAIR_SCREEN)
                request.screen = screen  # type: ignore[attr-defined]
            try:
                response = view(request, *args, **given)
            except Refused as refused:
                return refusal_page(request, refused.sentence, refused.status)
            if audience is not Public:
                response.headers.setdefault("Cache-Control", "no-store")
            return response

        page.audience, page.roles = audience, tuple(roles)  # type: ignore[attr-defined]
        return page

    return declare


def must_turn_on(staff: Staff) -> bool:
    """Whether the office asks the person's role for the second step, and it is not on."""
    asked = settings.SECOND_STEP_ROLES
    return bool(asked) and not (staff.account and staff.account.code_seed) and staff.has_role(*asked)


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page that says what cannot be done and what to do instead; what was typed stays in the browser."""
    back = request.headers.get("Referer", "/")
    shown = {"sentence": sentence, "back": back if back.startswith(request.build_absolute_uri("/")) else "/"}
    return render(request, "refused.html", shown, status=status)


def visitor_address(request: HttpRequest) -> str:
    """The visitor's address as seen past the trusted proxies; for counting tries, never kept.

    Of IPv6 it is the network of 64 bits: one line has more addresses than anybody could count.
    """
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",") if h.strip()]
    trusted = settings.TRUSTED_PROXIES
    seen = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(_without_port(seen))
    except ValueError:
        return seen
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _without_port(seen: str) -> str:
    """203.0.113.7:50211 and [2001:db8::1]:443, as some proxies write them."""
    if seen.startswith("["):
        return seen[1:].partition("]")[0]
    return seen.partition(":")[0] if seen.count(":") == 1 else seen
