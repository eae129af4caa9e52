"""Cases already known to the desk: online filings to accept, papers brought later, folders to hand over."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.application.filing.queries import accept_by, filed_with, offer, papers_asked
from motcua.application.sealing.origins import Origin, origins_of
from motcua.application.timekeeping.queries import clock
from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.actions.processing import attach, collect_fee, confirm_supplement
from motcua.domain.cases.models import Case, CaseFile
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.cases.queries.counter import replied, waiting_for_papers, waiting_online
from motcua.domain.cases.queries.papers import PURPOSES
from motcua.domain.cases.queries.parcels import parcels_of
from motcua.domain.cases.queries.promises import soon_of
from motcua.domain.cases.rules import Channel
from motcua.domain.catalogue.rules import Component
from motcua.domain.documents.rules import FORMS
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, key_used, now
from motcua.foundation.ui.forms import PageForm

from .papers import PAPER_OF, slips
from .parcels import orders_for
from .place import CASH_ROLES, ROLES, case_here, desk, desk_ids
from .reception import done_url
from .sheet import PaperRow, default_counts
from .showing import screen_beside

PAGE = 20
TABS = (
    ("truc-tuyen", gettext_lazy("Trực tuyến chờ tiếp nhận")),
    ("bo-sung", gettext_lazy("Chờ người nộp bổ sung")),
)
# What the desk does with a case, by the event it writes: the address that does it.
DESK_ACTS = {
    "case.accepted": "counter:accept",
    "case.papers_asked": "counter:ask_case",
    "case.not_accepted": "counter:refuse_case",
    "case.supplemented": "counter:supplemented",
    "case.withdrawn": "counter:withdraw",
    "case.fee_collected": "counter:fee",
    "case.returned": "counter:give_back",
    "case.called": "counter:give_back",
}


class ActForm(PageForm):
    """What every act on a case carries: its key, and the version of the case that was on the screen."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    expected = forms.IntegerField(widget=forms.HiddenInput)


class FeeForm(ActForm):
    receipt = forms.CharField(label=gettext_lazy("Số biên lai"), max_length=80)


@page_for(Staff, roles=ROLES)
def cases(request: StaffRequest) -> HttpResponse:
    """Lists of the desk: filings to accept with their clock, cases that wait for papers."""
    tab = request.GET.get("loai", "truc-tuyen")
    tab = tab if tab in dict(TABS) else "truc-tuyen"
    offset = int(text) if (text := request.GET.get("tu", "")).isdecimal() and len(text) < 7 else 0
    read = waiting_online if tab == "truc-tuyen" else waiting_for_papers
    found = read(desk_ids(request), limit=PAGE, offset=offset)
    at, unit, lang = now(), desk(request), get_language() or "vi"
    rows = [
        (row, accept_by(row.at, unit, at, lang) if tab == "truc-tuyen" and row.at else None)
        for row in found[:PAGE]
    ]
    shown = {
        "rows": rows,
        "replied": replied([row.code for row in found]) if tab == "bo-sung" else (),
        "tab": tab,
        "tabs": TABS,
        "next": f"?loai={tab}&tu={offset + PAGE}" if len(found) > PAGE else "",
        "previous": f"?loai={tab}&tu={max(0, offset - PAGE)}" if offset else "",
    }
    return render(request, "counter/cases.html", shown)


@page_for(Staff, roles=CASH_ROLES)
def case_page(request: StaffRequest, code: str) -> HttpResponse:
    """A case as the desk sees it: what it has, what can be printed, what may be done now."""
    case = case_here(request, code)
    acts = [
        (_(act.action.label), reverse(DESK_ACTS[act.name], args=[case.code]))
        for act in acts_for(request.staff, case)
        if act.name in DESK_ACTS
    ]
    handing = any(act.name == "case.handed_over" for act in acts_for(request.staff, case))
    at = now()
    face = clock(
        state=case.state, due_at=case.due_at, due_promised=case.due_promised, outcome=case.outcome, now=at,
        soon=soon_of(case, at), days=case.calendar(), lang=get_language() or "vi",
    )  # fmt: skip
    shown = {
        "case": case,
        "clock": face,
        "acts": list(dict.fromkeys(acts)),
        "handing": handing,
        "key": uuid4(),
        "channel": _(Channel(case.channel).label),
        "asked": case.supplements.order_by("-round").first(),
        "papers": printable(case),
        "screen": screen_beside(request, case, "ho-so"),
        "parcels": parcels_of(case) if case.result_by == "post" or case.channel == Channel.ONLINE else [],
        "scans": request.staff.has_role(*ROLES) and attach.permits(request.staff, case),
        "filed": filed_with(case) if case.submitted_at else None,
        "orders": orders_for(request, case) if request.staff.has_role(*ROLES) else [],
    }
    return render(request, "counter/case.html", shown)


def printable(case: Case) -> list[tuple[str, str]]:
    """(number, title) of the desk's papers that this case already has."""
    found = slips(case)
    wanted = {PAPER_OF.get(case.state), "supplement" if case.supplement_rounds else None}  # type: ignore[call-overload]
    numbers = PURPOSES[case.facts.form_set]
    return found + [(n, FORMS[case.facts.form_set][n].title) for n, what in numbers.items() if what in wanted]


@page_for(Staff, roles=ROLES)
def accept_case(request: StaffRequest, code: str) -> HttpResponse:
    """Check the papers of an online filing, or of one that was asked for papers, and accept it."""
    case = case_here(request, code)
    _refuse_unless_possible(request, case, "case.accepted")
    given = {row["key"]: row for row in case.papers}
    rows = [_paper_row(c, given.get(c.key), request) for c in papers_asked(case.case_type, case.channel)]
    form = _act_form(request, case)
    page = partial(_accept_page, request, case, form, rows)
    if request.method == "POST" and request.POST.get("act") != "tick":
        papers = tuple(paper for row in rows if (paper := row.paper()))
        for row in rows:
            if row.wrong:
                form.add_error(None, row.wrong)
        if form.is_valid():
            return _done(request, case, form, partial(accept, papers=papers), page)
        return page(422)
    if request.POST.get("act") == "tick":
        for row in rows:
            row.here = row.here or row.component.required
    return page(200)


@page_for(Staff, roles=ROLES)
def supplemented(request: StaffRequest, code: str) -> HttpResponse:
    """The applicant has brought the papers asked for: the clock goes on."""
    case = case_here(request, code)
    _refuse_unless_possible(request, case, "case.supplemented")
    asked = case.supplements.filter(answered_at=None).order_by("-round").first()
    names = set(asked.missing) if asked else set()
    wanted = [c for c in case.case_type.components if c.name in names or names.intersection(c.one_of)]
    rows = [_paper_row(c, None, request, first=True) for c in wanted]
    form = _act_form(request, case)

    def page(status: int) -> HttpResponse:
        sent = case.events.filter(name="case.supplement_answered").order_by("-n").first()
        shown = {"case": case, "form": form, "asked": asked, "rows": rows, "sent": sent}
        if sent:
            shown["files"] = _sent_files(case, since=sent.at)
        return render(request, "counter/supplemented.html", shown, status=status)

    if request.method == "POST":
        papers = tuple(paper for row in rows if (paper := row.paper()))
        for sentence in [row.wrong for row in rows if row.wrong]:
            form.add_error(None, sentence)
        if form.is_valid():
            return _done(request, case, form, partial(confirm_supplement, papers=papers), page)
        return page(422)
    return page(200)


@page_for(Staff, roles=CASH_ROLES)
def fee(request: StaffRequest, code: str) -> HttpResponse:
    """Note that the fee due at the desk was paid, with the number of its receipt."""
    case = case_here(request, code)
    first = {"expected": case.version, "key": str(uuid4())}
    form = FeeForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            found = form.cleaned_data
            try:
                collect_fee(case, by=request.staff, **{k: found[k] for k in ("key", "expected", "receipt")})
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("Đã ghi nhận thu phí, lệ phí."))
                return redirect("counter:case", case.code)
    return render(request, "counter/fee.html", {"case": case, "form": form}, status=status)


def _done(
    request: StaffRequest,
    case: Case,
    form: ActForm,
    do: Callable[..., Case],
    page: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Act once; the same form sent twice shows what the first did, a refusal the page with its sentence."""
    found = form.cleaned_data
    try:
        return redirect(done_url(do(case, by=request.staff, key=found["key"], expected=found["expected"])))
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return page(refused.status)


def _accept_page(
    request: StaffRequest, case: Case, form: ActForm, rows: list[PaperRow], status: int
) -> HttpResponse:
    at = now()
    promised = offer(case.received_unit, case.terms, case.variant, at=at, edition=case.edition)
    clock = (
        accept_by(case.submitted_at, case.received_unit, at, get_language() or "vi")
        if case.submitted_at
        else None
    )
    shown = {
        "case": case,
        "form": form,
        "rows": rows,
        "missing": [row.component.name for row in rows if row.component.required and not row.here],
        "owed": promised.owed,
        "reckoning": promised.owed.reckoning(get_language() or "vi"),
        "clock": clock,
        "filed": filed_with(case) if case.submitted_at else None,
        "files": _sent_files(case),
        "acts": {act.name for act in acts_for(request.staff, case)},
    }
    return render(request, "counter/accept.html", shown, status=status)


def _sent_files(case: Case, since: datetime | None = None) -> list[tuple[CaseFile, Origin | None]]:
    """The files that came with a case, or since a moment, and of which authority's sealing each is."""
    sent = case.files.filter(added_at__gte=since) if since else case.files.all()
    files = list(sent.select_related("file").order_by("added_at"))
    origins = origins_of(case, files)
    return [(kept, origins.get(kept.file_id)) for kept in files]


def _act_form(request: StaffRequest, case: Case) -> ActForm:
    first = {"expected": case.version, "key": str(uuid4())}
    return ActForm(request.POST if request.method == "POST" else None, initial=first)


def _paper_row(
    paper: Component, given: dict[str, Any] | None, request: StaffRequest, *, first: bool = False
) -> PaperRow:
    """A row as posted, else as the case has it, else as it is usually handed in."""
    posted: QueryDict = request.POST
    usual = default_counts(paper)
    if request.method == "POST":
        counts = [
            posted.get(f"{kind}.{paper.key}", usual[n])[:4] for n, kind in enumerate(("chinh", "ct", "chup"))
        ]
        return PaperRow(paper, paper.key in posted.getlist("giay"), *counts)
    if given:
        counts = [str(given[name] or "") for name in ("originals", "certified", "photos")]
        return PaperRow(paper, any(counts), *counts)
    return PaperRow(paper, first, *usual)


def _refuse_unless_possible(request: StaffRequest, case: Case, name: str) -> None:
    if request.method == "POST" and key_used(request.POST.get("key", ""), case):
        return
    if name not in {act.name for act in acts_for(request.staff, case)}:
        raise Refused(
            _(
                "Hồ sơ %(code)s đang ở trạng thái “%(state)s” nên không làm được việc này. "
                "Xin mở lại hồ sơ để xem các việc có thể làm."
            )
            % {"code": case.code, "state": _(case.state_label)}
        )
