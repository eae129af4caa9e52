"""C6: the papers to hand in, each with what is there of it; a page for each is in filing_uploads."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.application.filing.standing import PaperAsked, Standing
from motcua.faces.audience import Public, page_for
from motcua.faces.uploading import there
from motcua.foundation.actions import now

from .filing import answer, check_address, frame, held, next_address, paper_address, step_names, topic_address


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, secret: str) -> HttpResponse:
    """What is to be handed in and what is there; the button goes on when nothing compulsory is missing."""
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    if not found.papers:
        return HttpResponseRedirect(next_address(found))
    if request.method != "POST":
        return _page(request, found)
    if request.POST.get("act") == "back":
        last = found.topics[-1].key if found.topics else ""
        return HttpResponseRedirect(topic_address(found.draft, last))
    if found.papers_missing:
        return _page(request, found, status=422)
    found.draft.take({}, at=now(), done="giay-to")
    return HttpResponseRedirect(check_address(found.draft) if not found.undone else next_address(found))


def _page(request: HttpRequest, found: Standing, *, status: int = 200) -> HttpResponse:
    steps = step_names(found)
    lacking = found.papers_missing if status != 200 else []
    shown = {
        **frame(found),
        "rows": [_row(found, paper) for paper in found.papers],
        "lacking": [(paper_address(found.draft, paper.key), paper.component.name) for paper in lacking],
        "at": len(steps) - 1,
        "steps": steps,
    }
    return answer(render(request, "portal/file_papers.html", shown, status=status))


def _row(found: Standing, paper: PaperAsked) -> dict[str, str]:
    uploads = found.handed.get(paper.key, [])
    stored = found.is_stored(paper) and not uploads
    state = "done" if uploads or stored else "missing" if paper.required else "plain"
    return {
        "address": paper_address(found.draft, paper.key),
        "name": paper.component.name,
        "state": state,
        "words": there(uploads)
        if uploads
        else _("đã lưu")
        if stored
        else _("chưa có")
        if paper.required
        else _("nếu có"),
    }
