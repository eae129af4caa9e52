"""C15, Giấy tờ của tôi: results as they were signed, and documents kept to be handed in again."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.application.citizens.entering import identity_provider
from motcua.domain.documents.actions import forget_document
from motcua.domain.documents.models import Document
from motcua.domain.documents.models.own import RESULT
from motcua.domain.people.actor import Citizen
from motcua.faces import uploading
from motcua.faces.audience import CitizenRequest, page_for
from motcua.foundation.gateways.signing import check_signatures

from ..result import said_of

SHOWN = 200


@page_for(Citizen)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: CitizenRequest) -> HttpResponse:
    """One's documents, the newest first, results before the others; `bo` takes one away for good."""
    mine = Document.objects.visible_to(request.citizen)
    if request.method == "POST":
        number = request.POST.get("bo", "")
        if number.isascii() and number.isdigit() and len(number) < 16:
            forget_document(mine, int(number))
        return HttpResponseRedirect(reverse("portal:papers"))
    found = mine.select_related("replaced_by").order_by("-kept_at", "-pk")[:SHOWN]
    shown = {
        "results": _by_owner([each for each in found if each.is_result]),
        "documents": [each for each in found if not each.is_result],
        "level": request.citizen.level,
        "provider": identity_provider() and settings.IDENTITY_NAME,
        "here": "papers",
    }
    return render(request, "portal/account/papers.html", shown)


def _by_owner(results: list[Document]) -> list[tuple[str, list[Document]]]:
    """One's own, then those of each firm or household business, by its name."""
    found: dict[str, list[Document]] = {}
    for each in sorted(results, key=lambda document: document.of_whom):
        found.setdefault(each.of_whom, []).append(each)
    return list(found.items())


@require_safe
@page_for(Citizen)
def signed_paper(request: CitizenRequest, number: int) -> HttpResponse:
    """A result: who signed it, when, and whether the signature of the kept file holds."""
    found = _mine(request, number)
    if found.source != RESULT:
        raise Http404
    shown = {
        "document": found,
        "said": [said_of(each) for each in check_signatures(found.file.read(), settings.SEALS / "roots")],
        "here": "papers",
    }
    return render(request, "portal/account/signed_paper.html", shown)


@require_safe
@page_for(Citizen)
def paper(request: CitizenRequest, number: int) -> Any:
    """The document itself, to keep: a result to the byte as it was signed."""
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
    mine = Document.objects.visible_to(request.citizen).select_related("file", "thumbnail", "replaced_by")
    found = mine.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
