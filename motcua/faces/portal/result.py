"""C12: the signed result to look at and keep, and what the signatures of any PDF say, in words."""

import hashlib
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.domain.cases.models import Case, Result
from motcua.domain.cases.queries.letters import letter_for, letter_given, letter_pdf
from motcua.domain.cases.rules import MoneyState, State
from motcua.faces.audience import Public, page_for, visitor_address
from motcua.foundation.actions import now
from motcua.foundation.files import attachment_header
from motcua.foundation.gateways.signing import Checked, Stamp, check_signatures, checked_apart
from motcua.foundation.limits.models import count_try
from motcua.foundation.text import decimal_number
from motcua.foundation.ui.forms import PageForm

from .tracking import WINDOW, nothing_here, private
from .words import moment

MOST_BYTES = 10 * 1024 * 1024
CHECKS_PER_ADDRESS = 20


class CheckForm(PageForm):
    """One PDF."""

    file = forms.FileField(
        label=gettext_lazy("Tệp PDF cần kiểm tra"),
        help_text=gettext_lazy("Tối đa 10 MB. Tệp chỉ được đọc rồi bỏ, không lưu lại."),
        error_messages={
            "required": gettext_lazy("Xin chọn một tệp PDF."),
            "empty": gettext_lazy("Tệp này rỗng. Xin chọn lại tệp."),
        },
        widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
    )


@dataclass(frozen=True)
class Said:
    """One signature in words: a tone of the marks, what it comes to, and the lines below."""

    tone: str
    words: str
    lines: tuple[tuple[str, str], ...]
    more: str = ""


@page_for(Public)
@require_GET
def result(request: HttpRequest, secret: str) -> HttpResponse:
    found = _sealed(secret)
    if found is None:
        return nothing_here(request)
    owed = found.case.money_state == MoneyState.DUE
    content = b"" if owed else _read(found)
    shown = {
        "case": found.case,
        "result": found,
        "owed": owed,
        "secret": secret.lower(),
        "size": f"{decimal_number(len(content) / 1024, 0)} KB",
        "said": []
        if owed
        else [said_of(each) for each in check_signatures(content, settings.SEALS / "roots")],
    }
    response = render(request, "portal/result.html", shown)
    private(response)
    return response


@page_for(Public)
@require_GET
def result_file(request: HttpRequest, secret: str) -> HttpResponse:
    found = _sealed(secret)
    if found is None or found.file is None or found.case.money_state == MoneyState.DUE:
        return nothing_here(request)
    response = HttpResponse(_read(found), content_type="application/pdf")
    private(response)
    response["Content-Disposition"] = attachment_header(f"ket-qua-{found.case.code}.pdf")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@page_for(Public)
@require_GET
def letter(request: HttpRequest, secret: str) -> HttpResponse:
    """The letter the office sent with the result."""
    case = Case.objects.of_slip(secret)
    sent = letter_given(case) if case else None
    words = letter_for(case) if case and sent and sent.name == "case.letter_sent" else None
    if case is None or words is None:
        return nothing_here(request)
    response = HttpResponse(letter_pdf(case, words), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="thu.pdf"'
    private(response)
    return response


def _sealed(secret: str) -> Result | None:
    """The signed result of the case whose slip this is, from the moment it is finished."""
    case = Case.objects.of_slip(secret)
    if case is None or case.state not in (State.FINISHED, State.RETURNED):
        return None
    rows = case.results.filter(withdrawn_at=None, sealed_at__isnull=False).select_related("file", "signed_by")
    return rows.order_by("-issued_at").first()


def _read(found: Result) -> bytes:
    assert found.file  # sealed_at says that there is one
    return found.file.read()


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST or None, request.FILES or None) if request.method == "POST" else CheckForm()
    said: list[Said] | None = None
    if form.is_valid():
        said = _checked(request, form)
    withdrawn = _withdrawn(form.cleaned_data["file"]) if said else None
    shown = {
        "form": form,
        "said": said,
        "withdrawn": withdrawn,
        "name": form.cleaned_data["file"].name if said is not None else "",
    }
    response = render(request, "portal/check_signature.html", shown, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _withdrawn(file: UploadedFile) -> Result | None:
    """The result of an authority here that this file is, to the byte, where it was taken back since."""
    file.seek(0)
    mark = hashlib.sha256(file.read()).hexdigest()
    return Result.objects.filter(file__sha256=mark).exclude(withdrawn_at=None).first()


def _checked(request: HttpRequest, form: CheckForm) -> list[Said] | None:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        form.add_error("file", _("Tệp lớn hơn 10 MB nên không kiểm tra ở đây được."))
        return None
    tries = count_try("checking signatures", visitor_address(request), at=now(), window=WINDOW)
    if tries > CHECKS_PER_ADDRESS:
        form.add_error("file", _("Máy này vừa kiểm tra nhiều tệp. Xin đợi 15 phút rồi thử lại."))
        return None
    try:
        return [said_of(each) for each in checked_apart(file.read(), settings.SEALS / "roots")]
    except ValueError:
        form.add_error(
            "file",
            _("Tệp này không phải là PDF đọc được. Xin chọn đúng tệp PDF đã nhận, chưa in hay chụp lại."),
        )
        return None


def said_of(checked: Checked) -> Said:
    """A signature as a person reads it."""
    who = (
        checked.who if checked.organisation in ("", checked.who) else f"{checked.who}, {checked.organisation}"
    )
    when = moment(checked.at) if checked.at else _("không ghi")
    lines = (
        (_("Người, cơ quan ký"), who),
        (
            _("Lúc ký"),
            when
            if checked.stamp == Stamp.GOOD or not checked.at
            else _("%(when)s (giờ của máy ký)") % {"when": when},
        ),
        (_("Ai xác nhận giờ ký"), _vouched(checked)),
        (_("Nơi cấp chứng thư"), checked.issuer),
    )
    if not checked.whole or not checked.last:
        more = _("Nội dung đã khác so với lúc ký. Không dùng tệp này; xin tải lại từ nơi cấp.")
        return Said("bad", _("Tệp đã bị sửa sau khi ký"), lines, more)
    if not checked.known:
        more = _(
            "Tệp không bị sửa từ lúc ký, nhưng văn phòng này không biết nơi cấp chứng thư, nên không chắc người ký là ai."
        )
        return Said("warn", _("Chưa rõ người ký"), lines, more)
    return Said("good", _("Chữ ký hợp lệ, tệp không bị sửa từ lúc ký"), lines)


def _vouched(checked: Checked) -> str:
    """Who stands for the time of a signature."""
    words = {
        Stamp.NONE: _("Không có dấu thời gian, nên không ai ngoài người ký xác nhận giờ này."),
        Stamp.GOOD: _("%(who)s, bằng dấu thời gian"),
        Stamp.UNKNOWN: _(
            "Tệp có dấu thời gian của %(who)s, nhưng văn phòng này không biết nơi đó, nên không tính."
        ),
        Stamp.BROKEN: _("Tệp có dấu thời gian của %(who)s, nhưng dấu không khớp chữ ký này, nên không tính."),
    }
    return words[checked.stamp] % {"who": checked.stamped_by}
