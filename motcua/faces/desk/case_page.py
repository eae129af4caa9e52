"""O2: the case: who and what, where it is, what happened, and the decision box at the same place always."""

from uuid import uuid4

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from motcua.application.timekeeping.queries import Clock, clock
from motcua.domain.cases.models import Case, CaseFile
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.cases.queries.history import history
from motcua.domain.cases.queries.papers import PURPOSES, case_paper
from motcua.domain.cases.rules import Channel
from motcua.domain.documents.rules import FORMS
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.files import Store, attachment_header

from .act_forms import act_form

LETTERS = {
    "case.forwarded": "e",
    "case.supplement_requested": "r",
    "case.approved": "a",
    "case.sent_back": "t",
}


def visible_case(request: StaffRequest, code: str) -> Case:
    """The case, or 404: what one may not see is not found."""
    case = Case.objects.whole().visible_to(request.staff).filter(code=code).first()
    if case is None:
        raise Http404
    return case


def clock_of(case: Case) -> Clock:
    return clock(
        state=case.state, due_at=case.due_at, due_promised=case.due_promised, outcome=case.outcome, now=now(),
        days=case.calendar(), lang=get_language() or "vi",
    )  # fmt: skip


@page_for(Staff)
def case_page(request: StaffRequest, code: str) -> HttpResponse:
    case = visible_case(request, code)
    lines = history(case)
    acts = acts_for(request.staff, case)
    main = acts[0] if acts and acts[0].step else None
    form = None
    if main:
        first = {"expected": case.version, "key": uuid4(), "node": main.step.node if main.step else ""}
        form = act_form(case, request.staff, main, initial=first)
    last = lines[-1] if lines else None
    shown = {
        "case": case,
        "clock": clock_of(case),
        "channel": Channel(case.channel).label,
        "lines": lines,
        "main": main,
        "form": form,
        "acts": [(act, LETTERS.get(act.name, "")) for act in acts if act is not main],
        "steps": case.open_steps,
        "supplements": case.supplements.order_by("round"),
        "opinions": case.opinions.select_related("unit").order_by("asked_at"),
        "results": case.results.order_by("issued_at"),
        "files": case.files.select_related("file").order_by("added_at"),
        "children": case.children.select_related("procedure").order_by("id"),
        "undo": bool(last and last.name == "case.forwarded" and last.actor == request.staff.full_name),
        "undo_key": uuid4(),
        "papers": _papers(case),
    }
    return render(request, "desk/case.html", shown)


@page_for(Staff)
def paper(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """An official paper of the case as PDF."""
    case = visible_case(request, code)
    pdf = case_paper(case, form, size=request.GET.get("kho", "A4"), copies=_copies(request), at=now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.code}-{form}.pdf"'
    return response


@page_for(Staff)
def case_file(request: StaffRequest, code: str, number: int) -> FileResponse:
    """A file of the case; always as a download, never opened as a page of this site."""
    case = visible_case(request, code)
    kept = CaseFile.objects.filter(case=case, pk=number).select_related("file").first()
    if kept is None:
        raise Http404
    response = FileResponse(
        Store(settings.FILES).open(kept.file.sha256), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = attachment_header(kept.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _papers(case: Case) -> list[tuple[str, str]]:
    """(number, title) of the papers this case already has."""
    names = set(case.events.values_list("name", flat=True))
    needs = {
        "slip": {"case.received", "case.accepted"},
        "supplement": {"case.supplement_requested", "case.papers_asked", "case.papers_asked_at_desk"},
        "refusal": {"case.refused_at_desk", "case.not_accepted"},
        "apology": {"case.extended"},
        "stop": {"case.stopped"},
        "control": {"case.received", "case.accepted"},
        "withdrawal": {"case.withdrawn"},
    }
    form_set = case.facts.form_set
    return [
        (number, FORMS[form_set][number].title)
        for number, what in PURPOSES[form_set].items()
        if needs[what] & names
    ]


def _copies(request: StaffRequest) -> int:
    return 2 if request.GET.get("lien") == "2" else 1
