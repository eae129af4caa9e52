"""Forms of a monthly publication; `given()` is what the action is called with."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.application.disclosure.rules import LONGEST_FINDING
from motcua.application.reports.rules import read_period
from motcua.foundation.calendar import ZONE
from motcua.foundation.ui.forms import LooseDateField, PageForm


class PublishingForm(PageForm):
    """An act on a publication, done once however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class FreezeForm(PublishingForm):
    month = forms.RegexField(
        r"^[0-9]{4}-(0[1-9]|1[0-2])$", label=_("Tháng"), widget=forms.HiddenInput, max_length=7
    )
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ cần khi tháng này đã công bố; người đọc thấy lý do ở đầu trang."),
    )

    def given(self) -> dict[str, Any]:
        given = super().given()
        return {**given, "month": read_period(given["month"]).first}


class WordForm(PublishingForm):
    finding = forms.CharField(
        label=_("Câu nhận định"),
        max_length=LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Một, hai câu; người đọc xem câu này trước mọi con số. Số liệu thì không sửa được."),
    )


class SignForm(PublishingForm):
    on = LooseDateField(label=_("Ngày công bố"), future=True)
    at = forms.TimeField(label=_("Giờ công bố"), input_formats=["%H:%M", "%H.%M", "%Hh%M", "%H"])

    def given(self) -> dict[str, Any]:
        on: date = self.cleaned_data["on"]
        at: time = self.cleaned_data["at"]
        return {"publish_at": datetime.combine(on, at, ZONE)}


class DropForm(PublishingForm):
    why = forms.CharField(label=_("Vì sao bỏ bản chốt này"), max_length=600)
