"""O2: private notes on a case, for colleagues of one's own office."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.domain.cases.models import Note, Through
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.ui.forms import PageForm, readable, speak

from .looking import clock_of, visible_case
from .way_back import tell, way_back, with_way


class NoteForm(PageForm):
    """One note; nothing of it is ever printed or sent."""

    mark_optional = False
    prefix = "ghi-chu"  # the page has another form beside it
    note = forms.CharField(
        label=_("Ghi chú mới"),
        max_length=2000,
        validators=[readable],
        help_text=_("Viết xong không sửa, không xóa được. Không ghi mật khẩu, số tài khoản."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput({"data-no-draft": ""}), initial=uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        speak("note", self.fields["note"])


@require_POST
@page_for(Staff)
def note(request: StaffRequest, code: str) -> HttpResponse:
    """Write a note; what cannot be kept comes back with its sentence and with what was typed."""
    case = visible_case(request, code, Through.CASE)
    form, back = NoteForm(request.POST), way_back(request)
    address = with_way(reverse("desk:case", args=[case.code]), back)
    if form.is_valid():
        given = form.cleaned_data
        Note.write(case, given["note"], by=request.staff, at=now(), key=given["key"])
        tell(request, str(_("Đã ghi chú")), [case.code], drafts=[f"{case.code}-ghi-chu"])
        return redirect(f"{address}#ghi-chu")
    shown = {"case": case, "clock": clock_of(case), "note_form": form, "back": back, "case_url": address}
    return render(request, "desk/note.html", shown, status=422)
