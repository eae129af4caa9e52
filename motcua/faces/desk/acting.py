"""O3: doing one act. Its form comes from its declaration; acts in law show what follows and ask once."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.acts import Possible, acts_for
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.faces.beforehand import Drawn, drawn_beforehand, with_drawing
from motcua.foundation.actions import ACTIONS, Refused, key_used, now

from .act_forms import ActForm, act_form
from .looking import clock_of, visible_case
from .previews import MAKES, preview_of
from .way_back import tell, way_back, with_way

# Buttons of the page that shows what follows: go on, or change what was written.
SURE, CHANGE = "chac", "sua"
NOT_AGAIN = ("csrfmiddlewaretoken", "ve", SURE, CHANGE)
CHOSEN = ("to_node",)  # fields whose value is a key of their choices


@page_for(Staff)
def act_page(request: StaffRequest, code: str, slug: str) -> HttpResponse:
    """Ask for what the act needs, show what follows where it has effect in law, then do it."""
    case = visible_case(request, code, Through.ACT)
    if request.method == "POST" and (done := key_used(request.POST.get("key", ""), case)):
        return redirect(_onward(request, done))  # the same form sent twice: it is done, once
    possible = _possible(request, case, slug)
    if possible is None:
        return _too_late(request, case, slug)
    form = _form(request, case, possible)
    if not form.is_bound or CHANGE in request.POST:
        return _page(request, case, possible, form)
    if not form.is_valid():
        return _page(request, case, possible, form, status=422)
    try:
        if possible.action.legal and form.asks_words and SURE not in request.POST:
            return _page(request, case, possible, form, sure=True)
        return _do(request, case, possible, form)
    except Refused as refused:
        # Shown above the form, with everything typed and the case as it stands now, so that it can be sent again.
        case = visible_case(request, code, Through.ACT)
        _send_anew(form, expected=str(case.version))
        form.add_error(None, refused.sentence)
        return _page(request, case, possible, form, status=refused.status)


def _form(request: StaffRequest, case: Case, possible: Possible) -> ActForm:
    if request.method != "POST":
        return act_form(case, request.staff, possible)
    form = act_form(case, request.staff, possible, request.POST.copy(), request.FILES)
    # A short form, such as the leader's queue has, leaves the usual choice to the act.
    left = {
        name: str(form.get_initial_for_field(form.fields[name], name) or "")
        for name in ("to_node", "expected")
        if name in form.fields and name not in request.POST
    }
    _send_anew(form, **left)
    return form


def _send_anew(form: ActForm, **values: str) -> None:
    """Put other values in place of those that were sent."""
    data: Any = form.data  # the copy of what was posted
    for name, value in values.items():
        data[name] = value


def _do(request: StaffRequest, case: Case, possible: Possible, form: ActForm) -> HttpResponse:
    done = possible.action(
        case,
        by=request.staff,
        key=form.cleaned_data["key"],
        expected=form.cleaned_data["expected"],
        **form.given(),
    )
    undo = [done.code] if possible.name == "case.forwarded" else []
    tell(request, _(possible.action.label), [done.code], undo=undo, drafts=[f"{case.code}-{possible.slug}"])
    return redirect(
        _onward(request, done, left=possible.step is not None or possible.name == "case.sent_back")
    )


def _onward(request: StaffRequest, case: Case, *, left: bool = False) -> str:
    """Back to the list once the folder has left the person's hands, else to the case."""
    back = way_back(request)
    return back if left else with_way(reverse("desk:case", args=[case.code]), back)


def _page(
    request: StaffRequest,
    case: Case,
    possible: Possible,
    form: ActForm,
    *,
    sure: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form; with `sure` what was filled in and what follows, and the one question."""
    back = way_back(request)
    shown: dict[str, Any] = {
        "case": case,
        "clock": clock_of(case),
        "possible": possible,
        "form": form,
        "sure": sure,
        "back": back,
        "case_url": with_way(reverse("desk:case", args=[case.code]), back),
    }
    if possible.action.legal and (sure or not form.asks_words):
        given = form.given() if sure else {}
        shown["preview"] = preview_of(case, request.staff, possible, given, at=now())
    if sure:
        shown["written"] = _written(form)
        shown["drawn"] = _drawn(request, case, possible, form)
        posted: Any = form.data
        shown["again"] = [(n, v) for n, values in posted.lists() for v in values if n not in NOT_AGAIN]
    page = render(request, "desk/act.html", shown, status=status)
    return with_drawing(page) if shown.get("drawn") else page


def _drawn(request: StaffRequest, case: Case, possible: Possible, form: ActForm) -> Drawn | None:
    """The paper the act makes, as it will be printed."""
    if possible.name not in MAKES:
        return None
    given, expected = form.given(), form.cleaned_data["expected"]
    return drawn_beforehand(
        lambda: possible.action(case, by=request.staff, expected=expected, **given), MAKES[possible.name]
    )


def _written(form: ActForm) -> list[tuple[str, str]]:
    """What the person filled in, as words under their labels."""
    found = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name)
        if value in (None, "", []) or bound.name == "usual":
            continue
        choices = dict(getattr(bound.field, "choices", ())) if bound.name in CHOSEN else {}
        words = "; ".join(value) if isinstance(value, list) else choices.get(value, value)
        found.append((_("Lý do") if bound.name == "reason" else str(bound.label), words))
    return found


def _possible(request: StaffRequest, case: Case, slug: str) -> Possible | None:
    """The act by its address, on the step named where the person holds several."""
    node = request.POST.get("node") or request.GET.get("node") or ""
    found = [possible for possible in acts_for(request.staff, case) if possible.slug == slug]
    exact = [possible for possible in found if possible.step and possible.step.node == node]
    return next(iter(exact or found), None)


def _too_late(request: StaffRequest, case: Case, slug: str) -> HttpResponse:
    """The act is not open to the person as the case stands now: say so, and give back what was typed."""
    action = next((a for a in ACTIONS.values() if a.name == f"case.{slug.replace('-', '_')}"), None)
    if action is None:
        raise Http404
    status = 403 if case.state in action.when and not action.is_for(request.staff, case) else 409
    changed = request.POST.get("expected", "") not in ("", str(case.version))
    skip = {"csrfmiddlewaretoken", "expected", "key", "node", "ve", "usual", "to_node", "to", "unit", SURE}
    typed = [
        v
        for n, values in request.POST.lists()
        for v in values
        if n not in skip and v.strip() and not v.isdigit()
    ]
    shown = {"case": case, "clock": clock_of(case), "action": action, "status": status, "typed": typed,
             "changed": case.stale_sentence() if changed else "",
             "case_url": with_way(reverse("desk:case", args=[case.code]), way_back(request))}  # fmt: skip
    return render(request, "desk/too_late.html", shown, status=status)
