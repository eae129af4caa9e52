"""C15, Giấy tờ của tôi: documents kept to be handed in again; looked at, kept on one's own machine, taken away."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.domain.documents.actions import forget_document
from motcua.domain.documents.models import Document
from motcua.domain.people.actor import Citizen
from motcua.faces import uploading
from motcua.faces.audience import CitizenRequest, page_for


@page_for(Citizen)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: CitizenRequest) -> HttpResponse:
    """One's documents, the newest first; `bo` takes one away for good."""
    if request.method == "POST":
        number = request.POST.get("bo", "")
        if number.isascii() and number.isdigit() and len(number) < 16:
            forget_document(request.citizen.account_id, int(number))
        return HttpResponseRedirect(reverse("portal:papers"))
    mine = Document.objects.owned_by(request.citizen.account_id).order_by("-kept_at", "-pk")
    return render(request, "portal/account/papers.html", {"documents": mine, "here": "papers"})


@require_safe
@page_for(Citizen)
def paper(request: CitizenRequest, number: int) -> Any:
    """The document itself, to keep."""
    found = _mine(request, number)
    return uploading.sealed(found.file, found.name)


@require_safe
@page_for(Citizen)
def picture(request: CitizenRequest, number: int) -> Any:
    """The small picture of its first page."""
    found = _mine(request, number)
    if found.thumbnail is None:
        raise Http404
    return uploading.sealed(found.thumbnail, found.name)


def _mine(request: CitizenRequest, number: int) -> Document:
    mine = Document.objects.owned_by(request.citizen.account_id).select_related("file", "thumbnail")
    found = mine.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
