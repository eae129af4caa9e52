"""O3: doing one act. Its form comes from its declaration; acts in law show what follows and ask once."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.domain.cases.actions.processing import take_back
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.acts import Possible, acts_for
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import ACTIONS, Refused, key_used

from .act_forms import act_form
from .case_page import clock_of, visible_case


@page_for(Staff)
def act_page(request: StaffRequest, code: str, slug: str) -> HttpResponse:
    """Ask for what the act needs, then do it; a refusal stands above the form with everything kept."""
    case = visible_case(request, code)
    if request.method == "POST" and (done := key_used(request.POST.get("key", ""), case)):
        return redirect(done)  # the same form sent twice: it is done, once
    possible = _possible(request, case, slug)
    posted = request.POST if request.method == "POST" else None
    first = {"expected": case.version, "key": uuid4(), "node": possible.step.node if possible.step else ""}
    form = act_form(case, request.staff, possible, posted, request.FILES or None, initial=first)
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                return _do(request, case, possible, form)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
    shown = {"case": case, "clock": clock_of(case), "possible": possible, "form": form}
    return render(request, "desk/act.html", shown, status=status)


def _do(request: StaffRequest, case: Case, possible: Possible, form) -> HttpResponse:  # type: ignore[no-untyped-def]
    given = form.given()
    if possible.step is None:
        given.pop("node", None)
    elif "node" in possible.action.parameters:
        given["node"] = possible.step.node
    done = possible.action(
        case, by=request.staff, key=form.cleaned_data["key"], expected=form.cleaned_data["expected"], **given
    )
    messages.success(request, f"{done.code}: {possible.action.label}. {_('Đã xong.')}")
    if possible.step is not None:
        return redirect("/ky-duyet" if possible.name == "case.approved" else "/ban-lam-viec")
    return redirect(done)


@require_POST
@page_for(Staff)
def undo(request: StaffRequest, code: str) -> HttpResponse:
    """Take back one's own forwarding while nobody has touched the folder since."""
    case = visible_case(request, code)
    take_back(case, by=request.staff, key=request.POST.get("key", "")[:60])
    messages.success(request, _("Đã rút lại. Hồ sơ trở về bước của Ông/Bà."))
    return redirect(case)


def _possible(request: StaffRequest, case: Case, slug: str) -> Possible:
    for possible in acts_for(request.staff, case):
        if possible.slug == slug:
            return possible
    if slug in {name.removeprefix("case.").replace("_", "-") for name in ACTIONS}:
        raise Refused(
            f"Hồ sơ đang ở trạng thái “{case.state_label}” nên Ông/Bà không làm được việc này. "
            "Xin mở lại hồ sơ để xem các việc có thể làm."
        )
    raise Http404
