"""Of the demonstration only: what was sent, by every channel, for anybody to read."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from motcua.faces.audience import Public, page_for
from motcua.foundation.gateways.mailbox import messages

ON_A_PAGE = 30
CHANNELS = {"mail": _("Thư điện tử"), "sms": _("SMS"), "zalo": _("Zalo"), "push": _("Thông báo trên máy")}


@page_for(Public)
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mailbox of the invented people; an office of real people has none."""
    if not settings.MAILBOX:
        raise Http404
    channel = request.GET.get("kenh", "")
    channel = channel if channel in CHANNELS else ""
    to = request.GET.get("den", "").strip().lower()[:254]
    found = messages(Path(settings.MAILBOX), channel, to)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    shown = {"page": page, "channels": CHANNELS, "channel": channel, "to": to}
    response = render(request, "portal/mailbox.html", shown)
    response["Cache-Control"] = "no-store"
    return response
