"""D3: a pile of papers scanned at once; blank sheets part it, the keyboard puts each page in its place."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.application.filing.queries import papers_asked
from motcua.application.scanning.actions import file_scan, forget_scan, remove_file, take_files
from motcua.application.scanning.queries import Pile, picture_of, pile_of, scan_of
from motcua.application.scanning.rules import DROPPED, GOES_ON, OTHER, TURNS, UNCHOSEN, Leaf, faults
from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff
from motcua.faces import uploading
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now

from .place import ROLES, case_here

MOST_AT_ONCE = 30
POLL_SECONDS, REFRESH_SECONDS = 2, 5


@page_for(Staff, roles=ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: StaffRequest, code: str) -> HttpResponse:
    """Choose the files of a pile, then say of each page which paper it belongs to; one key files them all."""
    case = case_here(request, code)
    if request.method != "POST":
        return _page(request, case)
    doing = request.POST.get("viec", "")
    pile = scan_of(code, request.staff)
    if doing == "luu" and pile:
        return _file(request, case, pile_of(pile))
    if pile and (doing == "huy" or request.POST.get("bo", "").isdecimal()):
        if doing == "huy":
            forget_scan(pile)
        else:
            remove_file(pile, int(request.POST["bo"][:15]))
        return redirect("counter:scan", code)
    if doing == "luu":  # filed by the first of two presses
        return redirect("counter:case", code)
    sent = request.FILES.getlist("tep")[:MOST_AT_ONCE]
    if not sent:
        return _page(request, case, [_("Chưa có tệp nào được chọn. Hãy chọn tệp quét rồi bấm Gửi.")], 422)
    try:
        problems = take_files(case, sent, by=request.staff, at=now())
    except Refused as refused:
        problems = [_(refused.sentence)]
    return _page(request, case, problems, 422) if problems else redirect("counter:scan", code)


@require_safe
@page_for(Staff, roles=ROLES)
def scan_pages(request: StaffRequest, code: str) -> HttpResponse:
    """The pages of one's own pile, for a page that waits until they are drawn; nothing while they still are not."""
    found = scan_of(code, request.staff)
    if found is None:
        raise Http404
    pile = pile_of(found)
    if pile.waiting:
        return HttpResponse(status=204)
    return render(request, "counter/parts/scanned.html", _shown(found.case, pile, {}))


@require_safe
@page_for(Staff, roles=ROLES)
def scan_picture(request: StaffRequest, number: int) -> Any:
    """The picture of one page of one's own pile."""
    page = picture_of(number, request.staff)
    if page is None:
        raise Http404
    return uploading.sealed(page.picture, f"trang {page.number}")


def _file(request: StaffRequest, case: Case, pile: Pile) -> HttpResponse:
    leaves = [_leaf(request, page.pk, case) for page in pile.pages]
    wrong = faults(leaves)
    if not wrong:
        try:
            count = file_scan(pile.scan, leaves, dict(_choices(case)), by=request.staff, at=now())
        except Refused as refused:
            return _page(request, case, [_(refused.sentence)], refused.status)
        said = ngettext("Đã lưu %(n)d giấy tờ vào hồ sơ.", "Đã lưu %(n)d giấy tờ vào hồ sơ.", count)
        messages.success(request, said % {"n": count})
        return redirect("counter:case", case.code)
    return _page(request, case, [], 422, wrong=dict(wrong))


def _leaf(request: StaffRequest, number: int, case: Case) -> Leaf:
    """What was chosen for a page; anything that was not offered counts as not chosen."""
    chosen = request.POST.get(f"giay.{number}", UNCHOSEN)
    offered = {DROPPED, GOES_ON, *dict(_choices(case))}
    turned = request.POST.get(f"xoay.{number}", "0")
    turns = int(turned) if turned in {str(turn) for turn in TURNS} else 0
    return Leaf(number, chosen if chosen in offered else UNCHOSEN, turns)


def _choices(case: Case) -> list[tuple[str, str]]:
    """(key, name) of the papers of this case, and of what is none of them."""
    asked = papers_asked(case.case_type, case.channel)
    return [*((paper.key, paper.name) for paper in asked), (OTHER, _("Giấy tờ khác"))]


def _page(
    request: StaffRequest,
    case: Case,
    problems: list[str] | None = None,
    status: int = 200,
    *,
    wrong: dict[int, str] | None = None,
) -> HttpResponse:
    found = scan_of(case.code, request.staff)
    pile = pile_of(found) if found else None
    chosen = {page.pk: _leaf(request, page.pk, case) for page in pile.pages} if pile and wrong else {}
    shown = {
        **_shown(case, pile, chosen, wrong or {}),
        "problems": problems or [],
        "allowed": attach.permits(request.staff, case),
        "accept": uploading.ACCEPT,
        "limit": settings.UPLOAD_LIMIT // 1024 // 1024,
        "scanned_for_viruses": bool(settings.CLAMAV),
        "poll": POLL_SECONDS,
        "refresh": REFRESH_SECONDS,
    }
    return render(request, "counter/scan.html", shown, status=status)


def _shown(
    case: Case, pile: Pile | None, chosen: dict[int, Leaf], wrong: dict[int, str] | None = None
) -> dict[str, Any]:
    rows = []
    for page, first in zip(pile.pages, pile.choices, strict=True) if pile else ():
        leaf = chosen.get(page.pk)
        rows.append(
            {
                "page": page,
                "choice": leaf.choice if leaf else first,
                "turned": leaf.turned if leaf else 0,
                "wrong": (wrong or {}).get(page.pk, ""),
            }
        )
    return {
        "case": case,
        "pile": pile,
        "rows": rows,
        "wrong": [row for row in rows if row["wrong"]],
        "choices": [(key, name) for key, name in _choices(case)],
        "turns": TURNS,
    }
