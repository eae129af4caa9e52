"""The papers of a case: official ones set as PDF, files that were handed in or issued."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse

from motcua.application.sealing.origins import Origin, origins_of
from motcua.domain.cases.models import Case, CaseFile, Through
from motcua.domain.cases.queries.papers import PURPOSES, case_paper
from motcua.domain.documents.rules import FORMS
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.files import attachment_header, safe_name
from motcua.foundation.files.kinds import KINDS
from motcua.foundation.ui.middleware import CONTENT_POLICY

from .looking import visible_case
from .way_back import with_way

# What must have happened before a paper of a purpose can be printed.
NEEDS = {
    "slip": {"case.received", "case.accepted"},
    "supplement": {"case.supplement_requested", "case.papers_asked", "case.papers_asked_at_desk"},
    "refusal": {"case.refused_at_desk", "case.not_accepted"},
    "apology": {"case.extended", "case.apologised"},
    "stop": {"case.stopped", "case.linked_stopped"},
    "control": {"case.received", "case.accepted", "case.linked_opened"},
    "withdrawal": {"case.withdrawn"},
}
# Kinds a browser shows by itself, harmless as they are served; all others are only downloaded.
SHOWN = ("pdf", "png", "jpeg")
# For a PDF the browser makes a page of its own around its viewer, under the headers of the file.
VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
# The page of the case may frame its own files, and they may be framed by it; nothing else changes.
FRAMING_POLICY = f"{CONTENT_POLICY}; frame-src 'self'"
FRAMED_POLICY = f"{VIEWER_POLICY}; frame-ancestors 'self'"


@dataclass(frozen=True)
class Shown:
    """One file in the list of a case; `address` shows it beside the facts, empty where a browser could not; `origin`
    says of which authority's sealing it is, if it is one."""

    file: CaseFile
    address: str
    here: bool
    origin: Origin | None

    @property
    def picture(self) -> bool:
        return self.file.file.kind != "pdf"


def files_of(case: Case, back: str, wanted: str) -> list[Shown]:
    """The files of a case in the order they came, the one named by `wanted` (`tep` of the address) open."""
    page = reverse("desk:case", args=[case.code])
    files = list(case.files.select_related("file", "added_by").order_by("added_at"))
    origins = origins_of(case, files)
    return [
        Shown(
            kept,
            f"{with_way(page, back, tep=str(kept.pk))}#tep" if kept.file.kind in SHOWN else "",
            kept.file.kind in SHOWN and str(kept.pk) == wanted,
            origins.get(kept.file_id),
        )
        for kept in files
    ]


def printable(case: Case, done: Collection[str]) -> list[tuple[str, str, str]]:
    """(number, title, purpose) of the papers this case has after what was done to it."""
    form_set = case.facts.form_set
    return [
        (number, FORMS[form_set][number].title, purpose)
        for number, purpose in PURPOSES[form_set].items()
        if not NEEDS[purpose].isdisjoint(done)
    ]


@page_for(Staff)
def paper(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """An official paper of the case as PDF."""
    case = visible_case(request, code, Through.PAPER)
    copies = 2 if request.GET.get("lien") == "2" else 1
    pdf = case_paper(case, form, size=request.GET.get("kho", "A4"), copies=copies, at=now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.code}-{form}.pdf"'
    response["Content-Security-Policy"] = VIEWER_POLICY
    return response


@page_for(Staff)
def case_file(request: StaffRequest, code: str, number: int) -> Any:
    """A file of the case: shown where a browser can do so safely and it was asked for, else downloaded."""
    case = visible_case(request, code, Through.FILE)
    kept = CaseFile.objects.filter(case=case, pk=number).select_related("file").first()
    if kept is None:
        raise Http404
    kind = KINDS[kept.file.kind]
    name = attachment_header(safe_name(kept.name, kind.extensions[0]))
    response = FileResponse(kept.file.open(), content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if request.GET.get("xem") and kind.key in SHOWN:
        response["Content-Type"] = kind.media_type
        response["Content-Security-Policy"] = FRAMED_POLICY
        response["X-Frame-Options"] = "SAMEORIGIN"
        name = name.replace("attachment", "inline", 1)
    response["Content-Disposition"] = name
    return response
