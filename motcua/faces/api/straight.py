"""The short way for programs: no session, language, message or page machinery on the way to an API operation."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def straight(get_response: GetResponse) -> GetResponse:
    """Middleware: requests below /api/ go to their operation at once, all others on through the chain."""

    def to_operation(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        request.get_host()  # refuses hosts that are not ours, as the chain does for pages
        found = request.resolver_match = get_resolver().resolve(request.path_info)
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return response

    return to_operation
