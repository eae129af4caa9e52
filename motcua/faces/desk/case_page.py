"""O2: the case: who and what, where it is, what happened, and the decision box at the same place always."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.application.filing.queries import filed_with
from motcua.application.notices.queries import told_to
from motcua.application.timekeeping.queries import apology_is_owed
from motcua.domain.cases.models import Case, Through, apology_draft, supplement_proposed
from motcua.domain.cases.queries.acts import Possible, acts_for
from motcua.domain.cases.queries.ahead import ahead
from motcua.domain.cases.queries.elsewhere import last_reminder_to, part_name
from motcua.domain.cases.queries.history import history
from motcua.domain.cases.queries.readings import looks_at
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import ACTIONS, now

from .act_forms import act_form
from .case_facts import facts_of
from .case_papers import FRAMING_POLICY, files_of, printable
from .looking import clock_of, visible_case
from .notes import NoteForm
from .previews import stands_in_for
from .way_back import told, way_back, with_way

LETTERS = {
    "case.forwarded": "e",
    "case.handed_over": "e",
    "case.supplement_requested": "r",
    "case.approved": "a",
    "case.sent_back": "t",
}
# Offered beside the papers, not among the decisions.
WITH_PAPERS = "case.file_added"
# After these a case may have files: they came with the filing, were attached, or issued.
WITH_FILES = frozenset(
    {WITH_PAPERS, "case.registered", "case.received", "case.paper_reused", "case.finished"}
)
LOOKS = 10  # of the latest, on the page itself


@page_for(Staff)
def case_page(request: StaffRequest, code: str) -> HttpResponse:
    """Everything about one case that the person may see, and what they may do."""
    case = visible_case(request, code, Through.CASE)
    lines = history(case)
    done = {line.name for line in lines}
    acts = acts_for(request.staff, case)
    attach = next((act for act in acts if act.name == WITH_PAPERS), None)
    acts = [act for act in acts if act is not attach]
    back = way_back(request)
    has_files = not WITH_FILES.isdisjoint(done)
    files = files_of(case, back, request.GET.get("tep", "")) if has_files else []
    shown = {
        "case": case,
        "clock": clock_of(case),
        "apology": _apology(case, acts, back),
        "reminded": last_reminder_to(request.staff, case)
        if case.parent_id or "case.reminded" in done
        else None,
        "facts": facts_of(case),
        "lines": list(reversed(lines)),
        "steps": case.open_steps,
        "supplements": case.supplements.order_by("-round") if case.supplement_rounds else (),
        "proposed": supplement_proposed(case) if "case.supplement_proposed" in done else None,
        "opinions": case.opinions.select_related("unit", "answered_by").order_by("asked_at")
        if "case.opinion_asked" in done
        else (),
        "results": case.results.select_related("signed_by", "file").order_by("-issued_at")
        if "case.finished" in done
        else (),
        "filed": filed_with(case) if "case.registered" in done else None,
        "files": files,
        "closed": with_way(reverse("desk:case", args=[case.code]), back),
        "viewing": next((each for each in files if each.here), None),
        "children": _children(case),
        "whole": _whole(request, case),
        "notices": told_to(case, "applicant"),
        "notes": case.notes.visible_to(request.staff).select_related("by").order_by("-at", "-id"),
        "note_form": NoteForm(),
        "looks": looks_at(request.staff, case.code, limit=LOOKS),
        "printable": printable(case, done),
        "attach": attach and _address(case, attach, back),
        "undo": ACTIONS["case.taken_back"].permits(request.staff, case),
        "undo_key": uuid4(),
        "back": back,
        "told": told(request),
        **_decision(request, case, acts, back),
    }
    response = render(request, "desk/case.html", shown)
    if shown["viewing"]:
        response["Content-Security-Policy"] = FRAMING_POLICY
    return response


def _apology(case: Case, acts: list[Possible], back: str) -> dict[str, Any] | None:
    """The sheet of apology that is owed or waits for a signature, and where to draft it for those who may."""
    draft = apology_draft(case)
    if draft is None and not apology_is_owed(case, now()):
        return None
    act = next((act for act in acts if act.name == "case.apology_drafted"), None)
    return {"draft": draft, "url": _address(case, act, back) if act and draft is None else ""}


def _decision(request: StaffRequest, case: Case, acts: list[Possible], back: str) -> dict[str, Any]:
    """The decision box: the act that completes the person's step first, then the others."""
    main = acts[0] if acts and acts[0].step else None
    others = [(act, LETTERS.get(act.name, ""), _address(case, act, back)) for act in acts if act is not main]
    found: dict[str, Any] = {"main": main, "others": others}
    if main and main.step:
        found["main_url"] = _address(case, main, back)
        found["main_key"] = LETTERS.get(main.name, "")
        found["ahead"] = ahead(case, main.step)
        found["stands_in_for"] = stands_in_for(request.staff, case, main)
        # What has effect in law is shown on a page of its own before it is done.
        found["form"] = None if main.action.legal else act_form(case, request.staff, main)
    return found


def _address(case: Case, act: Possible, back: str) -> str:
    node = {"node": act.step.node} if act.step else {}
    return with_way(reverse("desk:act", args=[case.code, act.slug]), back, **node)


def _whole(request: StaffRequest, case: Case) -> dict[str, Any] | None:
    """The linked case that this one is a part of, and whether this person may open it."""
    if case.parent is None:
        return None
    mine = Case.objects.visible_to(request.staff).filter(pk=case.parent.pk).exists()
    return {"code": case.parent.code, "name": case.parent.procedure.short_name, "mine": mine}


def _children(case: Case) -> Any:
    """The linked parts and what each is called; nothing is asked for a route without any."""
    if not any(node.kind == "call" for node in case.walk.table):
        return ()
    parts = case.children.select_related("procedure", "department").order_by("id")
    return [(part, part_name(case, part)) for part in parts]
