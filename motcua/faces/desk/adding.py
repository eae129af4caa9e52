"""O3: adding papers to a folder at a desk. Files come in as a citizen's do, and are put into the folder when they were
looked at."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.application.filing.answering import put_into_folder
from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case, Through
from motcua.domain.documents.models.upload import CHECKING, CLEAN, holder_named
from motcua.domain.documents.queries import uploads_of
from motcua.domain.offices.models import Staff
from motcua.faces import uploading
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Forbidden, Refused

from .looking import clock_of, visible_case
from .way_back import tell, way_back, with_way

KEPT = timedelta(days=7)  # files that were never put into the folder
OTHER = "giay-khac"


@require_safe
@page_for(Staff)
def add(request: StaffRequest, code: str) -> HttpResponse:
    """Which paper of the published list it is, or another one."""
    case = visible_case(request, code, Through.ACT)
    _refuse_unless_open(request, case)
    here = [each for each in uploads_of(_holder(request, case)) if each.state in (CLEAN, CHECKING)]
    back = way_back(request)
    shown = {
        "case": case,
        "clock": clock_of(case),
        "papers": [
            (
                with_way(_address(case, key), back),
                name,
                uploading.there(files) if (files := [u for u in here if u.component == key]) else "",
            )
            for key, name in _names(case).items()
        ],
        "case_url": _case_url(case, back),
    }
    return render(request, "desk/add_papers.html", shown)


@require_POST
@page_for(Staff)
def put_in(request: StaffRequest, code: str, component: str) -> HttpResponse:
    """Put the files of one paper into the folder."""
    wanted = _wanted(request, code, component)
    if isinstance(wanted, HttpResponse):
        return wanted
    case: Case = wanted.of
    key, name = request.POST.get("key", "")[:60] or str(uuid4()), request.POST.get("ten", "")[:160]
    try:
        put_into_folder(
            case, by=request.staff, key=key, holder=wanted.holder, component=component,
            paper="" if component == OTHER else component, name=name,
        )  # fmt: skip
    except Refused as refused:
        return _page(request, wanted, [refused.sentence], refused.status)
    tell(request, _(attach.label), [case.code])
    return HttpResponseRedirect(_case_url(case, way_back(request)))


def _wanted(request: HttpRequest, code: str, component: str) -> uploading.Wanted | HttpResponse:
    """The paper of a case that the person may add to. A look is noted by the page itself, not by each piece sent."""
    staff: Any = request.staff  # type: ignore[attr-defined]
    case = Case.objects.whole().visible_to(staff).filter(code=code).first()
    name = _names(case).get(component) if case else None
    if case is None or name is None:
        raise Http404
    _refuse_unless_open(request, case)
    return uploading.Wanted(
        holder=_holder(request, case),
        key=component,
        name=name,
        here=_address(case, component),
        kept=KEPT,
        of=case,
    )


def _page(request: HttpRequest, wanted: uploading.Wanted, problems: list[str], status: int) -> HttpResponse:
    case = visible_case(request, wanted.of.code, Through.ACT)  # type: ignore[arg-type]
    back = way_back(request)  # type: ignore[arg-type]
    shown = {
        **uploading.shown(request, wanted),
        "case": case,
        "clock": clock_of(case),
        "name": wanted.name,
        "own_name": request.POST.get("ten", "" if wanted.key == OTHER else wanted.name),
        "key": request.POST.get("key") or uuid4(),
        "problems": problems,
        "back": back,
        "list_url": with_way(reverse("desk:add", args=[case.code]), back),
    }
    return render(request, "desk/add_paper.html", shown, status=status)


views = uploading.paper_views(Staff, find=_wanted, page=_page)


def _names(case: Case) -> dict[str, str]:
    return {c.key: c.name for c in case.case_type.components} | {OTHER: _("Giấy tờ khác")}


def _holder(request: Any, case: Case) -> Any:
    return holder_named(f"case {case.pk} staff {request.staff.pk}")


def _address(case: Case, key: str) -> str:
    return reverse("desk:add_paper", args=[case.code, key])


def _case_url(case: Case, back: str) -> str:
    return with_way(reverse("desk:case", args=[case.code]), back)


def _refuse_unless_open(request: Any, case: Case) -> None:
    if not attach.permits(request.staff, case):
        raise Forbidden(_("Hồ sơ này đang ở nơi khác hoặc đã kết thúc, nên không thêm giấy tờ được."))
