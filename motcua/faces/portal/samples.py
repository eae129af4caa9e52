"""C3: what a paper of the list looks like: a drawing with invented names, and where to look before coming."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.domain.documents.rules.samples import Sample, drawing, samples
from motcua.faces.audience import Public, page_for

from .words import language

ONE_DAY = 24 * 3600


@page_for(Public)
def sample(request: HttpRequest, key: str) -> HttpResponse:
    """One drawing with its points in words."""
    found, english = _found(key), language() == "en"
    shown = {
        "sample": found,
        "title": found.title_en if english else found.title,
        "given_by": found.given_by_en if english else found.given_by,
        "points": found.points_en if english else found.points,
    }
    return render(request, "portal/sample.html", shown)


@page_for(Public)
def sample_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The drawing itself; the same for everybody, so any cache may keep it."""
    response = HttpResponse(drawing(_found(key).key), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response


def _found(key: str) -> Sample:
    if key not in samples():
        raise Http404
    return samples()[key]
