"""Who is looking: every view names its audience here, and refusals are shown as the sentences they are."""

from collections.abc import Callable, Sequence
from functools import wraps
from math import inf
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from motcua.domain.offices.models import Staff
from motcua.domain.offices.queries import staff_of_account
from motcua.foundation.actions import Refused, now

View = Callable[..., HttpResponse]


class Public:
    """Anybody: citizens, firms, the press."""


class StaffRequest(HttpRequest):
    """A request from a member of staff who has signed in."""

    staff: Staff


def staff_of_request(get_response: View) -> View:
    """Middleware: `request.staff` is the signed-in member of staff, or None; looked up only when asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.staff = SimpleLazyObject(lambda: _staff(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _staff(request: HttpRequest) -> Staff | None:
    account = request.session.get(SESSION_KEY)
    if not account:
        return None
    if request.session.get("until", inf) <= now().timestamp():  # hours from signing in, however busy
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
    """Declare a view's audience: `Public`, or `Staff` with any of `roles` (none named: any staff).

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
            try:
                response = view(request, *args, **given)
            except Refused as refused:
                return refusal_page(request, refused.sentence, refused.status)
            if audience is Staff:
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
    """The visitor's address as seen past the trusted proxies; for counting tries, never kept."""
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",") if h.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")
