"""C6: one paper, photographed or chosen, page by page; sent with a form, or in pieces where there are scripts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.application.filing.standing import PaperAsked, Standing
from motcua.domain.documents.actions import keep_as_documents, move_upload, remove_upload, reuse, upload_whole
from motcua.domain.documents.models import Document, Upload
from motcua.domain.documents.models.own import DocumentQuerySet
from motcua.domain.documents.queries import uploads_of
from motcua.domain.people.models import Account
from motcua.faces import uploading
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused, now

from .filing import answer, frame, held, paper_address, step_names
from .filing_form import lang
from .filing_papers import there

MOST_AT_ONCE = 20
MOVES = {"len": -1, "xuong": 1}


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, secret: str, component: str) -> HttpResponse:
    """The files of one paper: added, put in order, taken back."""
    found = _asked(request, secret, component)
    if isinstance(found, HttpResponse):
        return found
    standing, wanted = found
    if request.method != "POST":
        return _page(request, standing, wanted)
    try:
        problems = _do(request, standing, wanted)
    except Refused as refused:
        problems = [refused.sentence]
    standing.draft.take({}, at=now())
    if problems:
        return _page(request, standing, wanted, problems=problems, status=422)
    return HttpResponseRedirect(paper_address(standing.draft, component))


def _do(request: HttpRequest, standing: Standing, wanted: PaperAsked) -> list[str]:
    """What was pressed; the sentences of files that were refused, the others being kept."""
    holder, component = standing.draft.holder, wanted.key
    if number := _number(request, "bo"):
        remove_upload(holder, number)
        return []
    for way, by in MOVES.items():
        if number := _number(request, way):
            move_upload(holder, number, by=by)
            return []
    if own := _own_documents(request, standing):
        if request.POST.get("giu"):
            keep_as_documents(own[0], holder, component, name=wanted.component.name, at=now())
            return []
        if number := _number(request, "dung"):
            document = own[1].filter(pk=number).first()
            if document is None:
                return [_("Giấy tờ này không còn nữa. Xin tải lại trang.")]
            reuse(holder, component, document=document, at=now())
            return []
    sent = [*request.FILES.getlist("anh"), *request.FILES.getlist("tep")]
    if not sent:
        return [_("Chưa có tệp nào được chọn. Hãy chụp ảnh hoặc chọn tệp rồi bấm Gửi.")]
    problems = []
    for file in sent[:MOST_AT_ONCE]:
        try:
            uploading.count_begun(request)
            upload_whole(holder, component, sent=file, at=now())
        except Refused as refused:
            problems.append(f"{file.name}: {refused.sentence}")
    return problems


def _own_documents(request: HttpRequest, standing: Standing) -> tuple[Account, DocumentQuerySet] | None:
    """Whose draft it is and their documents, where it is an account's."""
    account, citizen = standing.draft.account, request.citizen  # type: ignore[attr-defined]
    if account is None or not citizen or citizen.account_id != account.pk:
        return None
    return account, Document.objects.visible_to(citizen)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def _page(
    request: HttpRequest,
    found: Standing,
    wanted: PaperAsked,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = step_names(found)
    uploads = uploads_of(found.draft.holder, wanted.key)
    own = _own_documents(request, found)
    used = {upload.document_id for upload in uploads if upload.document_id}
    shown = {
        **frame(found),
        "paper": wanted,
        "hint": wanted.hint[lang()],
        "uploads": [upload for upload in uploads if upload.state != "arriving"],
        "there": there([upload for upload in uploads if upload.state in ("clean", "checking")]),
        "keepable": own is not None and any(u.state == "clean" and not u.document_id for u in uploads),
        "documents": own[1].usable().exclude(pk__in=used).order_by("-kept_at")[:20] if own else [],
        "accept": uploading.ACCEPT,
        "limit": settings.UPLOAD_LIMIT // 1024 // 1024,
        "scanned": bool(settings.CLAMAV),
        "problems": problems or [],
        "at": len(steps) - 1,
        "steps": steps,
    }
    return answer(render(request, "portal/file_paper.html", shown, status=status))


# Sending in pieces, and seeing again -----------------------------------------------------------------------


@page_for(Public)
@require_POST
def begin(request: HttpRequest, secret: str, component: str) -> HttpResponse:
    found = _asked(request, secret, component)
    if isinstance(found, HttpResponse):
        return found if found.status_code == 404 else _over()
    found[0].draft.take({}, at=now())
    return uploading.begun(request, found[0].draft.holder, component)


@page_for(Public)
@require_POST
def more(request: HttpRequest, secret: str, component: str, number: str) -> HttpResponse:
    found = _asked(request, secret, component)
    if isinstance(found, HttpResponse):
        return found if found.status_code == 404 else _over()
    return uploading.piece(request, found[0].draft.holder, int(number))


@page_for(Public)
@require_safe
def pdf(request: HttpRequest, secret: str, component: str, number: str) -> Any:
    return _kept(request, secret, component, number, uploading.clean_file)


@page_for(Public)
@require_safe
def picture(request: HttpRequest, secret: str, component: str, number: str) -> Any:
    return _kept(request, secret, component, number, uploading.thumbnail)


def _kept(
    request: HttpRequest, secret: str, component: str, number: str, show: Callable[[Upload], Any]
) -> Any:
    found = _asked(request, secret, component)
    if isinstance(found, HttpResponse):
        return found
    mine = uploads_of(found[0].draft.holder, component)
    upload = next((upload for upload in mine if upload.pk == int(number)), None)
    if upload is None:
        raise Http404
    return answer(show(upload))


def _asked(request: HttpRequest, secret: str, component: str) -> tuple[Standing, PaperAsked] | HttpResponse:
    """The draft of a link and the paper it asks for; or the page to see instead."""
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    wanted = next((paper for paper in found.papers if paper.key == component), None)
    if wanted is None:
        raise Http404
    return found, wanted


def _over() -> JsonResponse:
    sentence = _("Hồ sơ này đã nộp hoặc đã quá hạn giữ, nên không nhận thêm tệp. Xin tải lại trang.")
    return JsonResponse({"sentence": sentence}, status=404)
