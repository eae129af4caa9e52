"""Handing in a paper, on a page of its own, for every face that takes some: files are sent with a form or in pieces,
put in order, taken back, used again, seen again. Whose the paper is and who may hand it in is the caller's to know.

A face says what is wanted and how its page looks, and has the views and their addresses:

    views = paper_views(Public, find=asked_for, page=show)          find: a Wanted, or the answer to give instead
    urlpatterns = [*paper_paths(PREFIX, views, name="file"), …]

The way of sending is small: one POST says that a file is coming and is told its number and how much of it is here;
each further POST brings a piece and says where in the file it belongs, and is told the same. A piece that comes
again, or too early, changes nothing, so whoever was cut off asks once more and goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.domain.documents.actions import (
    begin_upload,
    keep_as_documents,
    move_upload,
    remove_upload,
    reuse,
    take_piece,
    upload_whole,
)
from motcua.domain.documents.models import Document, File, Upload
from motcua.domain.documents.models.upload import ARRIVING, CHECKING, CLEAN
from motcua.domain.documents.queries import uploads_of
from motcua.domain.people.models import Account
from motcua.faces.audience import View, page_for, visitor_address
from motcua.foundation.actions import Refused, now
from motcua.foundation.files import attachment_header, safe_name
from motcua.foundation.files.kinds import KINDS
from motcua.foundation.limits.models import count_try

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.xlsx,image/jpeg,image/png,image/heic,application/pdf"
MOST_BEGUN, WINDOW = 300, timedelta(hours=1)  # of one address
MOST_AT_ONCE, MOST_OWN = 20, 20
MOVES = {"len": -1, "xuong": 1}
_SEALED = "sandbox; default-src 'none'"
_NUMBER = 10**15


@dataclass(frozen=True)
class Wanted:
    """A paper to hand in: under which mark its files lie, its key and name, the address of its page.

    `account`: whose own documents may be used again. `kept`: how long files lie that are never handed in, where
    nobody clears up after the filing. `touched` is told of every change. `of`: what else the page needs.
    """

    holder: UUID
    key: str
    name: str
    here: str
    account: Account | None = None
    kept: timedelta | None = None
    touched: Callable[[], None] = lambda: None
    of: Any = None


Find = Callable[..., Wanted | HttpResponse]
Page = Callable[[HttpRequest, Wanted, list[str], int], HttpResponse]
Finish = Callable[[HttpResponse], HttpResponse]


class PaperViews(NamedTuple):
    """The page of a paper, sending in pieces, and seeing again what was sent."""

    paper: View
    begin: View
    more: View
    pdf: View
    picture: View


def paper_paths(prefix: str, views: PaperViews, *, name: str) -> list[URLPattern]:
    """The addresses of a paper's views, named `name`_paper and so on."""
    here = rf"^{prefix}/giay-to/(?P<component>[a-z0-9-]{{1,60}})"
    number = r"(?P<number>[0-9]{1,15})"
    return [
        re_path(rf"{here}$", views.paper, name=f"{name}_paper"),
        re_path(rf"{here}/gui$", views.begin, name=f"{name}_begin"),
        re_path(rf"{here}/gui/{number}$", views.more, name=f"{name}_more"),
        re_path(rf"{here}/{number}\.pdf$", views.pdf, name=f"{name}_pdf"),
        re_path(rf"{here}/{number}\.jpg$", views.picture, name=f"{name}_picture"),
    ]


def paper_views(
    audience: type, *, find: Find, page: Page, finish: Finish = lambda response: response
) -> PaperViews:
    """The views of a paper that `find` finds by what stands in the address, each for `audience`."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @page_for(audience)
    def paper(request: HttpRequest, **where: str) -> HttpResponse:
        wanted = find(request, **where)
        if isinstance(wanted, HttpResponse):
            return wanted
        problems = _pressed(request, wanted) if request.method == "POST" else []
        if request.method == "POST" and not problems:
            return HttpResponseRedirect(wanted.here)
        return finish(page(request, wanted, problems, 422 if problems else 200))

    @require_POST
    @page_for(audience)
    def begin(request: HttpRequest, **where: str) -> HttpResponse:
        wanted = find(request, **where)
        return _over(wanted) if isinstance(wanted, HttpResponse) else _begun(request, wanted)

    @require_POST
    @page_for(audience)
    def more(request: HttpRequest, number: str, **where: str) -> HttpResponse:
        wanted = find(request, **where)
        return _over(wanted) if isinstance(wanted, HttpResponse) else _piece(request, wanted, int(number))

    @require_safe
    @page_for(audience)
    def pdf(request: HttpRequest, number: str, **where: str) -> HttpResponse:
        wanted = find(request, **where)
        return wanted if isinstance(wanted, HttpResponse) else finish(_clean_file(wanted, int(number)))

    @require_safe
    @page_for(audience)
    def picture(request: HttpRequest, number: str, **where: str) -> HttpResponse:
        wanted = find(request, **where)
        return wanted if isinstance(wanted, HttpResponse) else finish(_thumbnail(wanted, int(number)))

    return PaperViews(paper, begin, more, pdf, picture)


def shown(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    """What the parts of a paper's page show (uploading/list.html, send.html, reuse.html)."""
    uploads = uploads_of(wanted.holder, wanted.key)
    used = {upload.document_id for upload in uploads if upload.document_id}
    own = _own(request, wanted)
    return {
        "here": wanted.here,
        "uploads": [upload for upload in uploads if upload.state != ARRIVING],
        "there": there([upload for upload in uploads if upload.state in (CLEAN, CHECKING)]),
        "keepable": own is not None and any(u.state == CLEAN and not u.document_id for u in uploads),
        "documents": [] if own is None else own.usable().exclude(pk__in=used).order_by("-kept_at")[:MOST_OWN],
        "accept": ACCEPT,
        "limit": settings.UPLOAD_LIMIT // 1024 // 1024,
        "scanned": bool(settings.CLAMAV),
    }


def there(uploads: list[Upload]) -> str:
    """How much of a paper is there, in words."""
    pages = sum(upload.pages or 0 for upload in uploads)
    files = ngettext("%(n)d tệp", "%(n)d tệp", len(uploads)) % {"n": len(uploads)}
    return files + (", " + ngettext("%(n)d trang", "%(n)d trang", pages) % {"n": pages} if pages else "")


def _pressed(request: HttpRequest, wanted: Wanted) -> list[str]:
    """Do what was pressed; the sentences of what was refused, the rest being kept."""
    try:
        problems = _do(request, wanted)
    except Refused as refused:
        problems = [refused.sentence]
    wanted.touched()
    return problems


def _do(request: HttpRequest, wanted: Wanted) -> list[str]:
    if number := _pressed_number(request, "bo"):
        remove_upload(wanted.holder, number)
        return []
    for way, by in MOVES.items():
        if number := _pressed_number(request, way):
            move_upload(wanted.holder, number, by=by)
            return []
    own = _own(request, wanted)
    if own is not None and wanted.account and request.POST.get("giu"):
        keep_as_documents(wanted.account, wanted.holder, wanted.key, name=wanted.name, at=now())
        return []
    if own is not None and (number := _pressed_number(request, "dung")):
        document = own.filter(pk=number).first()
        if document is None:
            return [_("Giấy tờ này không còn nữa. Xin tải lại trang.")]
        reuse(wanted.holder, wanted.key, document=document, at=now(), kept=wanted.kept)
        return []
    return _take_all(request, wanted)


def _take_all(request: HttpRequest, wanted: Wanted) -> list[str]:
    """Every file of the form, each for itself."""
    sent = [*request.FILES.getlist("anh"), *request.FILES.getlist("tep")]
    if not sent:
        return [_("Chưa có tệp nào được chọn. Hãy chụp ảnh hoặc chọn tệp rồi bấm Gửi.")]
    problems = []
    for file in sent[:MOST_AT_ONCE]:
        try:
            _count_begun(request)
            upload_whole(wanted.holder, wanted.key, sent=file, at=now(), kept=wanted.kept)
        except Refused as refused:
            problems.append(f"{file.name}: {refused.sentence}")
    return problems


def _own(request: HttpRequest, wanted: Wanted) -> Any:
    """One's own documents, for the owner of the account in whose name the paper is handed in; else None."""
    citizen = request.citizen  # type: ignore[attr-defined]
    if wanted.account is None or not citizen or citizen.account_id != wanted.account.pk:
        return None
    return Document.objects.visible_to(citizen)


def _pressed_number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


# Sending in pieces -----------------------------------------------------------------------------------------


def _count_begun(request: HttpRequest) -> None:
    """One more file from this address; many in an hour are too many, but of people who work here."""
    if request.staff:  # type: ignore[attr-defined]
        return
    if count_try("upload", visitor_address(request), at=now(), window=WINDOW) > MOST_BEGUN:
        raise Refused(
            _("Máy này vừa gửi quá nhiều tệp. Xin đợi một giờ rồi gửi tiếp; những tệp đã gửi vẫn còn.")
        )


def _begun(request: HttpRequest, wanted: Wanted) -> JsonResponse:
    """A file is coming (`name`, `size`, `mark`): its number, and how much of it is here already."""
    wanted.touched()
    try:
        _count_begun(request)
        upload = begin_upload(
            wanted.holder, wanted.key, name=request.POST.get("name", ""), size=_whole(request.POST.get("size")),
            mark=request.POST.get("mark", ""), at=now(), kept=wanted.kept,
        )  # fmt: skip
    except Refused as refused:
        return _said(refused)
    return JsonResponse({"number": upload.pk, "received": upload.received})


def _piece(request: HttpRequest, wanted: Wanted, number: int) -> JsonResponse:
    """A piece, as the body, at the offset of `tu`: how much is here now, and the sentence of a refusal."""
    try:
        offset = _whole(request.GET.get("tu"))
        if offset < 0:
            raise Refused(_("Không rõ phần này ở đâu trong tệp. Xin chọn lại tệp."))
        upload = take_piece(wanted.holder, number, offset=offset, piece=request.body, at=now())
    except Refused as refused:
        return _said(refused)
    except RequestDataTooBig:
        return _said(Refused(_("Phần này lớn quá. Xin tải lại trang rồi gửi lại tệp.")))
    except UnreadablePostError:  # cut off in the middle of it; whoever sent it asks again
        return _sentence(_("Phần này chưa tới trọn vẹn."), 503)
    return JsonResponse({"received": upload.received, "state": upload.state, "sentence": upload.said})


def _over(instead: HttpResponse) -> HttpResponse:
    """What a script is told where no files are taken any more."""
    if instead.status_code == 404:
        return instead
    sentence = _("Hồ sơ này đã nộp hoặc đã quá hạn giữ, nên không nhận thêm tệp. Xin tải lại trang.")
    return _sentence(sentence, 404)


def _said(refused: Refused) -> JsonResponse:
    return _sentence(refused.sentence, refused.status)


def _whole(typed: str | None) -> int:
    """A number as a program writes it; -1 for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and int(typed) < _NUMBER else -1


# Seeing again ----------------------------------------------------------------------------------------------


def _clean_file(wanted: Wanted, number: int) -> Any:
    """The PDF that was made of a file, to keep; never shown as a page of this site."""
    upload = _clean(wanted, number)
    return sealed(upload.file, upload.name)  # type: ignore[arg-type]


def _thumbnail(wanted: Wanted, number: int) -> Any:
    """The small picture of its first page."""
    return sealed(_clean(wanted, number).thumbnail, "trang 1")  # type: ignore[arg-type]


def _clean(wanted: Wanted, number: int) -> Upload:
    found = uploads_of(wanted.holder, wanted.key)
    upload = next((each for each in found if each.pk == number and each.state == CLEAN), None)
    if upload is None:
        raise Http404
    return upload


def sealed(file: File, name: str) -> Any:
    """A kept file as an answer: to download, never shown as a page of this site."""
    kind = KINDS[file.kind]
    response = FileResponse(file.open(), content_type=kind.media_type)
    response["Content-Disposition"] = attachment_header(safe_name(name, kind.extensions[0]))
    response["Content-Security-Policy"] = _SEALED
    return response


def _sentence(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
