"""C6: one paper of an application, photographed or chosen, page by page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.faces import uploading
from motcua.faces.audience import Public
from motcua.foundation.actions import now

from .filing import answer, frame, held, paper_address, step_names
from .filing_form import lang


def _wanted(request: HttpRequest, secret: str, component: str) -> uploading.Wanted | HttpResponse:
    """The paper of a draft's link; or the page to see instead."""
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    paper = next((each for each in found.papers if each.key == component), None)
    if paper is None:
        raise Http404
    return uploading.Wanted(
        holder=found.draft.holder, key=paper.key, name=paper.component.name, account=found.draft.account,
        here=paper_address(found.draft, paper.key), touched=lambda: found.draft.take({}, at=now()), of=(found, paper),
    )  # fmt: skip


def _page(request: HttpRequest, wanted: uploading.Wanted, problems: list[str], status: int) -> HttpResponse:
    found, paper = wanted.of
    steps = step_names(found)
    shown = {
        **frame(found),
        **uploading.shown(request, wanted),
        "paper": paper,
        "hint": paper.hint[lang()],
        "stored": found.mandate if found.is_stored(paper) else None,
        "problems": problems,
        "at": len(steps) - 1,
        "steps": steps,
    }
    return render(request, "portal/file_paper.html", shown, status=status)


views = uploading.paper_views(Public, find=_wanted, page=_page, finish=answer)
