"""C6: a file for each component, one page; refused files say why, and those already there stay."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.application.filing.standing import PaperAsked, Standing
from motcua.domain.documents.models import File
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import now
from motcua.foundation.files import FileRefused, Store
from motcua.foundation.ui.forms import PageForm

from .filing import (
    answer,
    check_address,
    frame,
    held,
    next_address,
    papers_address,
    step_names,
    topic_address,
)
from .filing_form import lang


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, secret: str) -> HttpResponse:
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    if not found.papers:
        return HttpResponseRedirect(next_address(found))
    if request.method != "POST":
        return _page(request, found, _form(found))
    if gone := request.POST.get("bo"):
        found.draft.take_paper(gone, None, at=now())
        return HttpResponseRedirect(papers_address(found.draft))
    form = _form(found, request.POST, request.FILES)
    form.is_valid()
    _keep(found, form)
    if request.POST.get("act") == "back":
        last = found.topics[-1].key if found.topics else ""
        return HttpResponseRedirect(topic_address(found.draft, last))
    if form.errors:
        return _page(request, found, form, status=422)
    found.draft.take({}, at=now(), done="giay-to")
    return HttpResponseRedirect(check_address(found.draft) if not found.undone else next_address(found))


def _form(found: Standing, *posted: Any) -> PageForm:
    fields: dict[str, Any] = {paper.key: _field(paper, found) for paper in found.papers}
    return type("PapersForm", (PageForm,), fields)(*posted)  # type: ignore[no-any-return]


def _field(paper: PaperAsked, found: Standing) -> forms.FileField:
    field = forms.FileField(
        label=paper.component.name,
        help_text=paper.hint[lang()] or _("PDF hoặc ảnh chụp rõ cả trang"),
        required=paper.required and paper.key not in found.draft.papers,
    )
    field.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,.heic,.docx"
    return field


def _keep(found: Standing, form: PageForm) -> None:
    """Keep the files that are in order; one that is refused says why beside its field."""
    for paper in found.papers:
        upload = form.cleaned_data.get(paper.key)
        if not upload:
            continue
        try:
            kept = Store(settings.FILES).put(upload, declared_name=upload.name, limit=settings.UPLOAD_LIMIT)
        except FileRefused as refused:
            form.add_error(paper.key, str(refused))
            continue
        file = File.known(sha256=kept.sha256, size=kept.size, kind=kept.kind, at=now(), by=None)
        found.draft.take_paper(paper.key, {"file": file.pk, "name": kept.name, "size": kept.size}, at=now())


def _page(request: HttpRequest, found: Standing, form: PageForm, *, status: int = 200) -> HttpResponse:
    steps = step_names(found)
    shown = {
        **frame(found),
        "form": form,
        "rows": [(form[paper.key], paper, found.draft.papers.get(paper.key)) for paper in found.papers],
        "at": len(steps) - 1,
        "steps": steps,
        "back": topic_address(found.draft, found.topics[-1].key) if found.topics else "",
    }
    return answer(render(request, "portal/file_papers.html", shown, status=status))
