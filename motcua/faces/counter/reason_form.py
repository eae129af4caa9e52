"""Forms of D4: asking for papers, refusing, withdrawing; each with reasons to choose from and room for one's own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.cases.reason_rules import Reason
from motcua.foundation.ui.forms import PageForm, speak

OTHER = "khac"


class ReasonForm(PageForm):
    """A reason from the list, completed in one's own words; `key` and `expected` guard the act."""

    template = forms.ChoiceField(label=gettext_lazy("Lý do"), widget=forms.RadioSelect)
    details = forms.CharField(
        label=gettext_lazy("Nói rõ thêm"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Viết để người nộp hiểu cần làm gì. Chọn “Lý do khác” thì phải ghi ở đây."),
    )
    legal_basis = forms.CharField(label=gettext_lazy("Căn cứ pháp lý"), required=False, max_length=300)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reasons: Sequence[Reason], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reasons = {each.key: each for each in reasons}
        self.fields["template"].choices = [*((r.key, r.text) for r in reasons), (OTHER, _("Lý do khác"))]  # type: ignore[attr-defined]
        self.fields["template"].initial = next(iter(self.reasons), OTHER)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        chosen = self.reasons.get(found.get("template", ""))
        if found.get("template") == OTHER and not found.get("details", "").strip():
            self.add_error("details", _("Hãy ghi lý do, vì Ông/Bà chọn “Lý do khác”."))
        if chosen and not found.get("legal_basis", "").strip():
            found["legal_basis"] = chosen.basis
        return found

    @property
    def reason(self) -> str:
        """The reason as it will be printed; only after the form was found valid."""
        chosen = self.reasons.get(self.cleaned_data["template"])
        own = self.cleaned_data["details"].strip()
        return " ".join(words for words in (chosen.text if chosen else "", own) if words)


class AskForm(ReasonForm):
    """Mẫu 02: which papers, why."""

    missing = forms.MultipleChoiceField(
        label=gettext_lazy("Giấy tờ cần bổ sung"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chỉ được yêu cầu giấy tờ trong danh mục đã công khai của thủ tục."),
    )
    field_order = ("missing", "template", "details", "legal_basis")

    def __init__(self, *args: Any, papers: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["missing"].choices = [(name, name) for name in papers]  # type: ignore[attr-defined]
        self.fields["missing"].error_messages["required"] = _("Hãy chọn ít nhất một giấy tờ cần bổ sung.")
        self.fields["legal_basis"].help_text = _("Bỏ trống thì ghi căn cứ của lý do đã chọn.")


class RefuseForm(ReasonForm):
    """Mẫu 03: impossible without a legal basis."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["legal_basis"].help_text = _(
            "Ví dụ: Điều 35 Luật Hộ tịch năm 2014. Bỏ trống thì ghi căn cứ của lý do đã chọn, nếu lý do đó có."
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not found.get("legal_basis", "").strip():
            self.add_error(
                "legal_basis", _("Không thể từ chối khi chưa nêu căn cứ pháp lý. Hãy ghi điều khoản áp dụng.")
            )
        return found


class WithdrawForm(ReasonForm):
    """The applicant withdraws: why, and what shows that it is the applicant."""

    proof = forms.CharField(
        label=gettext_lazy("Mã tra cứu trên giấy hẹn, hoặc đơn xin rút"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Sáu chữ số in trên giấy hẹn; không có giấy thì ghi “Đơn số …, ngày …”."),
    )
    field_order = ("template", "details", "proof")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["legal_basis"]
        speak("proof", self.fields["proof"])
