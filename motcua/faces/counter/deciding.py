"""D4: papers asked for, a filing refused, a case withdrawn. Each is looked at once before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.domain.cases.actions.intake import ask_papers, ask_papers_at_desk, refuse, refuse_at_desk
from motcua.domain.cases.actions.returning import withdraw
from motcua.domain.cases.models import Case
from motcua.domain.cases.reason_rules import reasons_on
from motcua.domain.cases.rules import limits_on
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.faces.beforehand import drawn_beforehand, with_drawing
from motcua.foundation.actions import Action, Refused, now
from motcua.foundation.calendar import local

from .place import ROLES, case_here
from .reason_form import AskForm, ReasonForm, RefuseForm, WithdrawForm
from .reception import Counter, done_url

PAPERS = {"case.papers_asked": "supplement", "case.not_accepted": "refusal", "case.withdrawn": "withdrawal"}
SHOW, DO = "xem", "lam"  # the two presses: look, then act


@dataclass
class Decision:
    """One act of D4 on its two pages: what it is called, whom it is about, how it is done."""

    title: str
    button: str
    form: ReasonForm
    do: Callable[
        [ReasonForm, str], Case
    ]  # with the key that makes it happen once; without one to look beforehand
    paper: str  # what is made of it, by its purpose
    applicant: str
    procedure: str
    back: str
    code: str = ""
    note: str = ""
    carried: list[tuple[str, str]] = field(default_factory=list)


@page_for(Staff, roles=ROLES)
def ask_at_desk(request: StaffRequest) -> HttpResponse:
    """Mẫu 02 for what was filled in on the reception form; nothing is received."""
    counter = Counter(request, request.POST.copy())
    if request.method != "POST" or not counter.checked() or counter.sheet is None:
        return _back_to_form(request, counter)
    papers = [row.component.name for row in counter.sheet.papers]
    form = _form(
        request,
        AskForm,
        "supplement",
        {"missing": counter.sheet.missing, "key": _key(counter)},
        papers=papers,
    )

    def do(asked: ReasonForm, key: str) -> Case:
        found = asked.cleaned_data
        return ask_papers_at_desk(  # type: ignore[no-any-return]
            counter.unit, by=request.staff, key=key, filing=counter.filing(), missing=found["missing"],
            reason=asked.reason, legal_basis=found["legal_basis"],
        )  # fmt: skip

    title = _("Yêu cầu bổ sung trước khi tiếp nhận")
    return _decide(request, _at_desk(counter, form, do, "supplement", title, _("Lập phiếu và in")))


@page_for(Staff, roles=ROLES)
def refuse_here(request: StaffRequest) -> HttpResponse:
    """Mẫu 03 for what was filled in on the reception form."""
    counter = Counter(request, request.POST.copy())
    if request.method != "POST" or not counter.checked() or counter.sheet is None:
        return _back_to_form(request, counter)
    form = _form(request, RefuseForm, "refusal", {"key": _key(counter)})

    def do(asked: ReasonForm, key: str) -> Case:
        found = asked.cleaned_data
        return refuse_at_desk(  # type: ignore[no-any-return]
            counter.unit, by=request.staff, key=key, filing=counter.filing(), reason=asked.reason,
            legal_basis=found["legal_basis"],
        )  # fmt: skip

    title = _("Từ chối tiếp nhận")
    return _decide(request, _at_desk(counter, form, do, "refusal", title, _("Từ chối và in phiếu")))


@page_for(Staff, roles=ROLES)
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Mẫu 02 for an online filing that is not complete."""
    case = case_here(request, code)
    papers = [c.name for c in case.case_type.components]
    form = _form(request, AskForm, "supplement", _first(case), papers=papers)
    return _decide(
        request, _on_case(case, form, ask_papers, request, _("Lập phiếu và in"), ("missing", "legal_basis"))
    )


@page_for(Staff, roles=ROLES)
def refuse_case(request: StaffRequest, code: str) -> HttpResponse:
    """Mẫu 03 for a filing that was never received."""
    case = case_here(request, code)
    form = _form(request, RefuseForm, "refusal", _first(case))
    return _decide(request, _on_case(case, form, refuse, request, _("Từ chối và in phiếu"), ("legal_basis",)))


@page_for(Staff, roles=ROLES)
def withdraw_case(request: StaffRequest, code: str) -> HttpResponse:
    """The applicant takes the case back; the slip's PIN or a written request shows it is them."""
    case = case_here(request, code)
    form = _form(request, WithdrawForm, "withdrawal", _first(case))
    return _decide(request, _on_case(case, form, withdraw, request, _("Rút hồ sơ và in phiếu"), ("proof",)))


def _decide(request: StaffRequest, decision: Decision) -> HttpResponse:
    """The form; pressed once, what will be said; pressed again, done."""
    step, status = request.POST.get("buoc", ""), 200
    form = decision.form
    if form.is_bound:
        if not form.is_valid():
            status = 422
        else:
            try:
                if step == SHOW:
                    drawn = drawn_beforehand(lambda: decision.do(form, ""), decision.paper)
                    shown = {**_shown(decision), "drawn": drawn}
                    return with_drawing(render(request, "counter/decision_shown.html", shown))
                return redirect(done_url(decision.do(form, form.cleaned_data["key"])))
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
    return render(request, "counter/decision.html", {"decision": decision, "form": form}, status=status)


def _shown(decision: Decision) -> dict[str, Any]:
    form = decision.form
    today = local(now()).date()
    found = form.cleaned_data
    again = [(form.add_prefix(n), v) for n in form.fields for v in _values(found.get(n))]
    return {
        "decision": decision,
        "form": form,
        "again": again,
        "missing": found.get("missing"),
        "legal_basis": found.get("legal_basis"),
        "proof": found.get("proof"),
        "answer_by": today + timedelta(days=limits_on(today).supplement_days) if "missing" in found else None,
    }


def _values(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]


def _form(
    request: StaffRequest, kind: type[ReasonForm], reasons: str, first: dict[str, Any], **more: Any
) -> Any:
    """The form bound once one of its own buttons was pressed, else with what is already known."""
    pressed = request.method == "POST" and request.POST.get("buoc") in (SHOW, DO)
    found = reasons_on(local(now()).date(), reasons)
    return kind(request.POST if pressed else None, initial=first, prefix="y", reasons=found, **more)


def _first(case: Case) -> dict[str, Any]:
    return {"expected": case.version, "key": str(uuid4())}


def _key(counter: Counter) -> str:
    return str(counter.form.cleaned_data["key"])


def _at_desk(
    counter: Counter,
    form: ReasonForm,
    do: Callable[[ReasonForm, str], Case],
    paper: str,
    title: str,
    button: str,
) -> Decision:
    assert counter.sheet is not None
    carried = [
        (name, value)
        for name, values in counter.posted.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "act", "buoc", "pick") and not name.startswith("y-")
    ]
    return Decision(
        title, button, form, do, paper, counter.form.cleaned_data["full_name"], counter.sheet.terms.procedure.name,
        back=reverse("counter:reception"), carried=carried,
    )  # fmt: skip


def _on_case(
    case: Case, form: ReasonForm, act: Action, request: StaffRequest, button: str, given: Sequence[str]
) -> Decision:
    def do(asked: ReasonForm, key: str) -> Case:
        found = asked.cleaned_data
        return act(  # type: ignore[no-any-return]
            case, by=request.staff, key=key, expected=found["expected"], reason=asked.reason,
            **{name: found[name] for name in given},
        )  # fmt: skip

    if not act.permits(request.staff, case) and not form.is_bound:
        raise Refused(
            _(
                "Hồ sơ %(code)s đang ở trạng thái “%(state)s” nên không thể “%(label)s”. "
                "Xin mở lại hồ sơ để xem các việc có thể làm."
            )
            % {"code": case.code, "state": _(case.state_label), "label": _(act.label).lower()}
        )
    return Decision(
        _(act.label), button, form, do, PAPERS[act.name], case.applicant_name, case.procedure.name, code=case.code,
        back=reverse("counter:case", args=[case.code]),
    )  # fmt: skip


def _back_to_form(request: StaffRequest, counter: Counter) -> HttpResponse:
    return redirect("counter:reception") if request.method != "POST" else counter.page(status=422)
