"""Two facts from the slip, typed as people type them."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.foundation.ui.forms import PageForm

PIN, LAST = 6, 4  # digits
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212_-]\s*")


class TrackForm(PageForm):
    """A case code and what shows that one may see it; spaces, small letters and long dashes do no harm."""

    code = forms.CharField(
        label=gettext_lazy("Mã hồ sơ"),
        max_length=80,
        error_messages={"required": gettext_lazy("Xin nhập mã hồ sơ in trên giấy hẹn.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    proof = forms.CharField(
        label=gettext_lazy("Mã tra cứu 6 số, hoặc 4 số cuối điện thoại hay giấy tờ"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Xin nhập mã tra cứu 6 số, hoặc 4 số cuối điện thoại hay số giấy tờ.")
        },
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        return re.sub(r"\s", "", _DASHES.sub("-", self.cleaned_data["code"])).upper()

    def clean_proof(self) -> str:
        digits = re.sub(r"[\s.]", "", self.cleaned_data["proof"])
        if not re.fullmatch(rf"[0-9]{{{PIN}}}|[0-9]{{{LAST}}}", digits):
            raise forms.ValidationError(
                _(
                    "Mã tra cứu có 6 chữ số. Nếu không có mã, xin nhập đúng 4 số cuối điện thoại hoặc số giấy tờ."
                )
            )
        return digits
