"""D5's forms: money taken, waived, given back, a receipt replaced, a transfer matched."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.cases.models import Case
from motcua.domain.payments.models import Charge, Receipt
from motcua.domain.payments.rules import Means
from motcua.foundation.ui.forms import DongField, PageForm

MOST = 10**12


class MoneyForm(PageForm):
    """What every act on a case's money carries."""

    mark_optional = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    expected = forms.IntegerField(widget=forms.HiddenInput)


class TakeForm(MoneyForm):
    amount = DongField(label=gettext_lazy("Số tiền thu (đồng)"), min_value=1, max_value=MOST)
    means = forms.ChoiceField(label=gettext_lazy("Hình thức"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["means"].choices = [  # type: ignore[attr-defined]
            (key, _(Means.LABELS[key])) for key in (Means.CASH, Means.CARD)
        ]


class WaiveForm(MoneyForm):
    exemption = forms.ChoiceField(label=gettext_lazy("Đối tượng miễn, giảm"))
    evidence = forms.CharField(
        label=gettext_lazy("Giấy tờ chứng minh: tên, số, ngày cấp"),
        max_length=300,
        error_messages={"required": gettext_lazy("Hãy ghi giấy tờ chứng minh được miễn, giảm.")},
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        known = {each.key: each for fee in case.case_type.fees for each in fee.exemptions}
        self.fields["exemption"].choices = [  # type: ignore[attr-defined]
            (each.key, f"{each.name} (–{each.percent}%)") for each in known.values()
        ]


class RefundForm(MoneyForm):
    payment_key = forms.ChoiceField(label=gettext_lazy("Khoản thu"))
    amount = DongField(label=gettext_lazy("Số tiền hoàn (đồng)"), min_value=1, max_value=MOST)
    reason = forms.CharField(label=gettext_lazy("Lý do hoàn"), max_length=300)
    voucher = forms.CharField(label=gettext_lazy("Số phiếu chi hoặc lệnh chuyển tiền"), max_length=80)

    def __init__(self, *args: Any, owed_back: list[Charge], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["payment_key"].choices = [  # type: ignore[attr-defined]
            (each.payment_key, f"{each.payment_key}: {each.sentence}") for each in owed_back
        ]


class ReplaceForm(MoneyForm):
    receipt = forms.ChoiceField(label=gettext_lazy("Biên lai sai"))
    payer_name = forms.CharField(label=gettext_lazy("Người nộp tiền"), max_length=200)
    payer_address = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=400, required=False)
    reason = forms.CharField(label=gettext_lazy("Lý do thay"), max_length=300)

    def __init__(self, *args: Any, receipts: list[Receipt], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receipt"].choices = [(each.title, each.title) for each in receipts]  # type: ignore[attr-defined]
