"""/api/v1/…: every operation with its audience, the description for programs, and JSON for whatever is not there."""

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path

from motcua.domain.offices.models import Staff
from motcua.faces.audience import Public

from . import bank, feedback, post, public, receipts
from .door import not_found, problem
from .v1 import api

app_name = "api"
View = Callable[..., Any]


def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description of v1."""
    return HttpResponse(_description(), content_type="application/json")


@cache
def _description() -> bytes:
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False).encode()


def nothing_here(request: HttpRequest) -> HttpResponse:
    return not_found("Không có địa chỉ này trong API. Các địa chỉ có ở /api/v1/openapi.json.")


def _spoken(view: View, audience: type) -> View:
    """The view with its audience, and a sentence also where the method is not one it takes."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **given: Any) -> Any:
        response = view(request, *args, **given)
        if response.status_code == 405:
            refused = problem(405, "method_not_allowed", f"Địa chỉ này chỉ nhận {response['Allow']}.")
            refused.headers["Allow"] = response["Allow"]
            return refused
        return response

    spoken.audience, spoken.csrf_exempt = audience, True  # type: ignore[attr-defined]
    return spoken


def _operations() -> list[URLPattern]:
    """Every operation's address; whether it is for anybody is said by the router it was declared in."""
    doors = [
        address
        for each in (public, feedback, bank, post, receipts)
        for address in each.router.path_operations
    ]
    open_to_all = {address.strip("/").translate(_TO_DJANGO) for address in doors}
    patterns = [p for p in api.urls[0] if isinstance(p, URLPattern) and p.name != "api-root"]
    for pattern in patterns:
        audience = Public if str(pattern.pattern) in open_to_all else Staff
        pattern.callback = _spoken(pattern.callback, audience)  # type: ignore[arg-type]
    return patterns


_TO_DJANGO = str.maketrans("{}", "<>")
description.audience = nothing_here.audience = Public  # type: ignore[attr-defined]
urlpatterns = [
    path("v1/openapi.json", description),
    path("v1/", include(_operations())),
    re_path(r"^.*$", nothing_here),
]
