"""Cases of a unit and a period to take away as a file: asked for, watched while it is written, downloaded."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.exports.actions import export
from motcua.application.exports.models import ASKED, EXPORTERS, FAILED, FORGOTTEN, WRITTEN, Export, reach
from motcua.application.exports.rules import COLUMNS, KINDS, MEDIA, kept_days
from motcua.domain.offices.models import AUTHORITY_KINDS, ONE_STOP_KINDS, Staff, Unit
from motcua.faces.audience import StaffRequest, page_for, refusal_page
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.files import NO_SUCH_PART, Part, attachment_header, part_asked_for
from motcua.foundation.ui.forms import LooseDateField, PageForm, speak

SHOWN = 20
SECONDS = 3  # between two looks at a file that is being written
STATES = {
    ASKED: gettext_lazy("Đang viết"),
    WRITTEN: gettext_lazy("Đã viết xong"),
    FAILED: gettext_lazy("Không viết được"),
    FORGOTTEN: gettext_lazy("Đã hết hạn giữ"),
}


class ExportForm(PageForm):
    """Which cases, as which file."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), help_text=gettext_lazy("Gồm các đơn vị bên dưới."))
    first = LooseDateField(future=True, label=gettext_lazy("Từ ngày"))
    last = LooseDateField(future=True, label=gettext_lazy("Đến ngày"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại tệp"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="csv"
    )

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        choices = [(pk, f"{unit.name} ({unit.code})") for pk, unit in self.units.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        speak("unit", self.fields["unit"])


@page_for(Staff, roles=EXPORTERS)
def exports(request: StaffRequest) -> HttpResponse:
    """What may be asked for, and what one asked for before."""
    form = ExportForm(
        request.POST or None, initial={"key": str(uuid4())}, units=units_in_reach(request.staff)
    )
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("first", "last", "kind")}
        unit = form.units[form.cleaned_data["unit"]]
        try:
            made = export(unit, by=request.staff, key=form.cleaned_data["key"], **asked)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("board:export", number=made.pk)
    mine = Export.objects.visible_to(request.staff).select_related("unit").order_by("-asked_at")[:SHOWN]
    shown = {
        "form": form,
        "mine": [_line(each) for each in mine],
        "columns": COLUMNS,
        "days": kept_days(local(now()).date()),
    }
    return render(request, "board/exports.html", shown, status=422 if form.errors else 200)


@page_for(Staff, roles=EXPORTERS)
def one_export(request: StaffRequest, number: int) -> HttpResponse:
    """How far a file is; the page looks again by itself until it is written."""
    found = _mine(request, number)
    response = render(request, "board/export.html", {"export": found, **_line(found)})
    if found.state == ASKED:
        response.headers["Refresh"] = str(SECONDS)
    return response


@page_for(Staff, roles=EXPORTERS)
def export_file(request: StaffRequest, number: int) -> Any:
    """The file, whole or from where a download broke off."""
    found = _mine(request, number)
    if not found.is_kept(local(now()).date()):
        return refusal_page(request, _unwritten(found), 404 if found.state == ASKED else 410)
    try:
        file = found.path.open("rb")
    except FileNotFoundError:
        sentence = _("Tệp không còn trên máy chủ. Xin yêu cầu lại.")
        return refusal_page(request, sentence, 410)
    assert found.size is not None
    mark, part = f'"{found.sha256}"', None
    if request.headers.get("If-Range", mark) == mark:
        part = part_asked_for(request.headers.get("Range", ""), found.size)
    if part == NO_SUCH_PART:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}", "ETag": mark})
    first, last = part or (0, found.size - 1)
    response = FileResponse(Part(file, first, last), content_type=MEDIA[found.kind])
    response.status_code = 206 if part else 200
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"], response.headers["ETag"] = "bytes", mark
    response.headers["Content-Disposition"] = attachment_header(found.name)
    if part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return response


def _mine(request: StaffRequest, number: int) -> Export:
    found = Export.objects.visible_to(request.staff).select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _line(found: Export) -> dict[str, Any]:
    """An export in words."""
    return {
        "export": found,
        "state": STATES[found.state],
        "kind": KINDS[found.kind],
        "writing": found.state == ASKED,
        "kept": found.is_kept(local(now()).date()),
        "share": min(found.rows * 100 // found.expected, 100) if found.expected else 0,
    }


def _unwritten(found: Export) -> str:
    if found.state == ASKED:
        return _("Tệp này đang được viết. Xin đợi rồi tải lại trang.")
    return found.problem or _("Tệp này đã hết hạn giữ. Xin yêu cầu lại.")


def units_in_reach(staff: Staff) -> list[Unit]:
    """Offices and desks in one's reach, those of former times too: their cases are still counted."""
    within = Q(pk=None)
    for path in reach(staff):
        within |= Q(path__startswith=path)
    kinds = (*AUTHORITY_KINDS, *ONE_STOP_KINDS)
    return list(Unit.objects.filter(within, kind__in=kinds).order_by("path", "pk"))
