"""Files sent in pieces and shown again, for every face that takes some; whose they are is the caller's to know.

The way of sending is small: one POST says that a file is coming and is told its number and how much of it is here;
each further POST brings a piece and says where in the file it belongs, and is told the same. A piece that comes
again, or too early, changes nothing, so whoever was cut off asks once more and goes on.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from motcua.domain.documents.actions import begin_upload, take_piece
from motcua.domain.documents.models import File, Upload
from motcua.domain.documents.models.upload import CLEAN
from motcua.faces.audience import visitor_address
from motcua.foundation.actions import Refused, now
from motcua.foundation.files import attachment_header, safe_name
from motcua.foundation.files.kinds import KINDS
from motcua.foundation.limits.models import count_try

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.xlsx,image/jpeg,image/png,image/heic,application/pdf"
MOST_BEGUN, WINDOW = 300, timedelta(hours=1)  # of one address
_SEALED = "sandbox; default-src 'none'"
_NUMBER = 10**15


def count_begun(request: HttpRequest) -> None:
    """One more file from this address; many in an hour are too many."""
    if count_try("upload", visitor_address(request), at=now(), window=WINDOW) > MOST_BEGUN:
        raise Refused(
            _("Máy này vừa gửi quá nhiều tệp. Xin đợi một giờ rồi gửi tiếp; những tệp đã gửi vẫn còn.")
        )


def begun(request: HttpRequest, holder: UUID, component: str) -> JsonResponse:
    """A file is coming (`name`, `size`, `mark`): its number, and how much of it is here already."""
    try:
        count_begun(request)
        upload = begin_upload(
            holder, component, name=request.POST.get("name", ""), size=_whole(request.POST.get("size")),
            mark=request.POST.get("mark", ""), at=now(),
        )  # fmt: skip
    except Refused as refused:
        return _said(refused)
    return JsonResponse({"number": upload.pk, "received": upload.received})


def piece(request: HttpRequest, holder: UUID, number: int) -> JsonResponse:
    """A piece, as the body, at the offset of `tu`: how much is here now, and the sentence of a refusal."""
    try:
        offset = _whole(request.GET.get("tu"))
        if offset < 0:
            raise Refused(_("Không rõ phần này ở đâu trong tệp. Xin chọn lại tệp."))
        upload = take_piece(holder, number, offset=offset, piece=request.body, at=now())
    except Refused as refused:
        return _said(refused)
    except RequestDataTooBig:
        return _said(Refused(_("Phần này lớn quá. Xin tải lại trang rồi gửi lại tệp.")))
    except UnreadablePostError:  # cut off in the middle of it; whoever sent it asks again
        return JsonResponse({"sentence": _("Phần này chưa tới trọn vẹn.")}, status=503)
    return JsonResponse({"received": upload.received, "state": upload.state, "sentence": upload.said})


def clean_file(upload: Upload) -> Any:
    """The PDF that was made of it, to keep; never shown as a page of this site."""
    if upload.state != CLEAN or upload.file is None:
        raise Http404
    return sealed(upload.file, upload.name)


def thumbnail(upload: Upload) -> Any:
    """The small picture of its first page."""
    if upload.state != CLEAN or upload.thumbnail is None:
        raise Http404
    response = sealed(upload.thumbnail, "trang 1")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def sealed(file: File, name: str) -> Any:
    """A kept file as an answer: to download, never shown as a page of this site."""
    kind = KINDS[file.kind]
    response = FileResponse(file.open(), content_type=kind.media_type)
    response["Content-Disposition"] = attachment_header(safe_name(name, kind.extensions[0]))
    response["Content-Security-Policy"] = _SEALED
    return response


def _said(refused: Refused) -> JsonResponse:
    return JsonResponse({"sentence": refused.sentence}, status=refused.status)


def _whole(typed: str | None) -> int:
    """A number as a program writes it; -1 for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and int(typed) < _NUMBER else -1
