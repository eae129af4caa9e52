"""The short way for programs: no session, language, message or page machinery on the way to an API operation."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from .door import problem

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def straight(get_response: GetResponse) -> GetResponse:
    """Middleware: requests below /api/ go to their operation at once, all others on through the chain."""

    def to_operation(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            return problem(400, "wrong_host", "Tên máy chủ trong yêu cầu không phải tên của hệ thống này.")
        found = request.resolver_match = get_resolver().resolve(request.path_info)
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return response

    return to_operation
