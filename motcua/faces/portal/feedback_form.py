"""What feedback is asked: what it is about, its words, and, for whoever wants an answer sent, a name and an address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from motcua.domain.feedback.rules import LONGEST, Kind, read_contact
from motcua.foundation.text import TextRefused
from motcua.foundation.ui.forms import PageForm

KINDS = {
    Kind.BEHAVIOUR: gettext_lazy("Về cách làm việc của cán bộ, cơ quan"),
    Kind.RULES: gettext_lazy("Về quy định, thủ tục"),
    Kind.QUESTION: gettext_lazy("Hỏi đáp, cần hướng dẫn"),
    Kind.IDEA: gettext_lazy("Góp ý để phục vụ tốt hơn"),
}


class FeedbackForm(PageForm):
    """`days`: working days in which each kind is answered; `signed_in`: it may be kept under an account."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ông/bà muốn nói về điều gì?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Xin chọn ông/bà muốn nói về điều gì.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        help_text=gettext_lazy(
            "Việc gì, ở đâu, khi nào. Không cần ghi số căn cước, số điện thoại hay địa chỉ nhà vào đây."
        ),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": gettext_lazy("Xin viết điều ông/bà muốn nói.")},
    )
    case_code = forms.CharField(
        label=gettext_lazy("Mã hồ sơ có liên quan"), max_length=40, required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Họ và tên"), max_length=120, required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Thư điện tử hoặc số điện thoại"),
        help_text=gettext_lazy("Để cơ quan báo đã nhận và báo câu trả lời."),
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    keep = forms.BooleanField(
        label=gettext_lazy("Lưu vào tài khoản của tôi, để xem lại sau này"), required=False
    )
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, days: Mapping[str, int], signed_in: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, _in_time(label, days[kind])) for kind, label in KINDS.items()]
        if not signed_in:
            del self.fields["keep"]

    def clean_contact(self) -> str:
        try:
            return read_contact(self.cleaned_data["contact"])
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {name: self.cleaned_data[name] for name in ("kind", "text", "case_code", "name", "contact")}


def _in_time(label: Any, days: int) -> str:
    words = ngettext("trả lời trong %(n)s ngày làm việc", "trả lời trong %(n)s ngày làm việc", days) % {
        "n": days
    }
    return f"{label} – {words}"
