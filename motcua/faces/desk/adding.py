"""O3: adding papers to a folder at a desk. Files come in as a citizen's do, and are put into the folder when they were
looked at."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.application.filing.answering import put_into_folder
from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case, Through
from motcua.domain.documents.actions import upload_whole
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING, CLEAN, REFUSED, holder_named
from motcua.domain.documents.queries import uploads_of
from motcua.domain.offices.models import Staff
from motcua.faces import uploading
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Forbidden, Refused, now
from motcua.foundation.jobs import queue_job

from .looking import clock_of, visible_case
from .way_back import tell, way_back, with_way

SOON = timedelta(minutes=1)
KEPT = timedelta(days=7)  # files that were never put into the folder
OTHER = "giay-khac"


@require_safe
@page_for(Staff)
def add(request: StaffRequest, code: str) -> HttpResponse:
    """Which paper of the published list it is, or another one."""
    case = visible_case(request, code, Through.ACT)
    _refuse_unless_open(request, case)
    return _list(request, case)


def _list(request: StaffRequest, case: Case, problems: list[str] | None = None) -> HttpResponse:
    """Every paper with what came of the files just chosen for it, and a field to choose some."""
    here, back = uploads_of(_holder(request, case)), way_back(request)
    kept = Counter(case.files.values_list("paper", flat=True))
    papers = [
        {
            "key": key,
            "name": name,
            "address": with_way(_address(case, key), back),
            "kept": kept["" if key == OTHER else key],
            "checking": any(_on_its_way(each) for each in here if each.component == key),
            "waiting": [each for each in here if each.component == key and each.state == CLEAN],
            "refused": [each for each in here if each.component == key and each.state == REFUSED],
        }
        for key, name in _names(case).items()
    ]
    shown = {
        "case": case,
        "clock": clock_of(case),
        "papers": papers,
        "checking": any(paper["checking"] for paper in papers),
        "problems": problems or [],
        "accept": uploading.ACCEPT,
        "limit": settings.UPLOAD_LIMIT // 1024 // 1024,
        "case_url": _case_url(case, back),
        "back": back,
        "scanned": bool(settings.CLAMAV),
    }
    return render(request, "desk/add_papers.html", shown, status=422 if problems else 200)


def _on_its_way(upload: Upload) -> bool:
    """Being looked at, or about to be put into the folder."""
    if upload.state == CLEAN and upload.checked_at:
        return now() < upload.checked_at + SOON
    return upload.state == CHECKING


def _choose(request: StaffRequest, wanted: uploading.Wanted) -> HttpResponse:
    """Files chosen for a paper: they are looked at, and go into the folder by themselves when they are clean."""
    case: Case = wanted.of
    problems, taken, key = [], 0, str(uuid4())
    for file in request.FILES.getlist("tep")[: uploading.MOST_AT_ONCE]:
        try:
            upload_whole(wanted.holder, wanted.key, sent=file, at=now(), kept=KEPT)
            taken += 1
        except Refused as refused:
            problems.append(f"{wanted.name}, {file.name}: {refused.sentence}")
    if taken:
        other = wanted.key == OTHER
        queue_job(
            "filing.put_in", case=case.pk, staff=request.staff.pk, holder=str(wanted.holder), component=wanted.key,
            paper="" if other else wanted.key, name="" if other else wanted.name[:150], key=key,
        )  # fmt: skip
    if problems:
        return _list(request, visible_case(request, case.code, Through.ACT), problems)
    return HttpResponseRedirect(with_way(reverse("desk:add", args=[case.code]), way_back(request)))


@require_POST
@page_for(Staff)
def put_in(request: StaffRequest, code: str, component: str) -> HttpResponse:
    """Put the files of one paper into the folder."""
    wanted = _wanted(request, code, component)
    if isinstance(wanted, HttpResponse):
        return wanted
    if request.FILES:
        return _choose(request, wanted)
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
