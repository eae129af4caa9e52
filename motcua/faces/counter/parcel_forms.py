"""D6 by post: the forms of what is done with one parcel."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import Payer
from motcua.foundation.ui.forms import PageForm


class ParcelForm(PageForm):
    """What every act on a parcel carries."""

    mark_optional = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    expected = forms.IntegerField(widget=forms.HiddenInput)


def line(label: Any, most: int, *, required: bool = True, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


class HomeForm(ParcelForm):
    """Where to, who, who pays."""

    receiver = line(gettext_lazy("Họ và tên người nhận"), 200)
    phone = line(gettext_lazy("Điện thoại của người nhận"), 20, inputmode="tel")
    address = line(gettext_lazy("Địa chỉ: số nhà, đường, thôn; xã, phường; tỉnh, thành phố"), 400)
    payer = forms.ChoiceField(label=gettext_lazy("Ai trả cước"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["payer"].choices = [(key, _(words)) for key, words in Payer.LABELS.items()]  # type: ignore[attr-defined]


class PickupForm(HomeForm):
    """Where from, who hands the papers over, who pays."""

    receiver = line(gettext_lazy("Họ và tên người giao giấy tờ"), 200)
    phone = line(gettext_lazy("Điện thoại của người giao"), 20, inputmode="tel")


class LabelForm(ParcelForm):
    waybill = line(
        gettext_lazy("Số hiệu trên nhãn của bưu chính"),
        30,
        required=False,
        hint=gettext_lazy("Bỏ trống nếu bưu chính cấp số qua mạng, hoặc không dùng số riêng."),
    )
    grams = forms.IntegerField(
        label=gettext_lazy("Khối lượng, gam (nếu đã cân)"),
        required=False,
        min_value=1,
        max_value=50_000,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class NumberForm(ParcelForm):
    waybill = line(gettext_lazy("Số hiệu bưu gửi"), 30)


class DeliveredForm(ParcelForm):
    receiver_name = line(gettext_lazy("Họ và tên người đã nhận"), 200)
    relation = line(gettext_lazy("Quan hệ với chủ hồ sơ"), 120)


class WayForm(ParcelForm):
    """A word of the way: where it is, or why it was not delivered this time."""

    state = forms.TypedChoiceField(label=gettext_lazy("Bưu gửi"), coerce=int, widget=forms.RadioSelect)
    place = line(gettext_lazy("Ở đâu"), 200, required=False)
    reason = line(gettext_lazy("Lý do, nếu phát chưa được"), 300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = [("4", _("Đang trên đường")), ("5", _("Phát chưa được"))]  # type: ignore[attr-defined]


class ReasonForm(ParcelForm):
    reason = line(gettext_lazy("Bưu chính báo lý do gì"), 300)


class MistakeForm(ParcelForm):
    reason = line(gettext_lazy("Vì sao biết là chưa giao, chưa đến"), 300)


class CopyForm(ParcelForm):
    instead = line(
        gettext_lazy("Bản thay thế: tên, số, ngày"),
        200,
        hint=gettext_lazy("Ví dụ: Bản sao chứng thực số 15/2026 ngày 26/11/2026"),
    )


def home_first(parcel: Parcel) -> dict[str, Any]:
    return {"receiver": parcel.name, "phone": parcel.phone, "address": parcel.address, "payer": parcel.payer}
