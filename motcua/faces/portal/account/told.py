"""C15: what I was told about my cases, by which channels I am told, and in which language."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motcua.application.notices.models import Choice, Device
from motcua.application.notices.queries import told_citizen
from motcua.application.notices.rules import Channel
from motcua.application.notices.ways import usable
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import CitizenRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.gateways.push.keys import public_key
from motcua.foundation.gateways.push.webpush import may_be_called
from motcua.foundation.ui.forms import PageForm

SHOWN = 50
CHANNELS = {
    Channel.MAIL: gettext_lazy("Thư điện tử"),
    Channel.SMS: gettext_lazy("Tin nhắn SMS"),
    Channel.ZALO: gettext_lazy("Zalo"),
    Channel.PUSH: gettext_lazy("Thông báo trên máy"),
}


class ChoiceForm(PageForm):
    """The channels this office has, and the language of what goes by them."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Báo tin cho tôi bằng"),
        help_text=gettext_lazy(
            "Tin nào cũng đọc được ở trang này và trang theo dõi hồ sơ. Tin ảnh hưởng đến quyền lợi của ông/bà, như "
            "hẹn trả kết quả hoặc yêu cầu bổ sung, vẫn được gửi theo địa chỉ đã ghi trong hồ sơ khi không chọn kênh nào."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Tiếng của thư và tin nhắn"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        have = usable()
        choices = [(channel.value, name) for channel, name in CHANNELS.items() if channel in have]
        self.fields["channels"].choices = choices  # type: ignore[attr-defined]


class DeviceForm(forms.Form):
    """What a browser gives when its owner agrees."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{86,88}=?$", max_length=120)
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{22,24}={0,2}$", max_length=40)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not may_be_called(endpoint):
            raise forms.ValidationError("push service")
        return endpoint


@require_POST
@page_for(Citizen)
def device(request: CitizenRequest) -> HttpResponse:
    """Tell me on this browser too."""
    form = DeviceForm(request.POST)
    if form.is_valid():
        Device.take(request.account, at=now(), **form.cleaned_data)
        messages.success(request, _("Từ nay tin báo hiện cả trên máy này."))
    else:
        messages.warning(request, _("Trình duyệt này chưa nhận thông báo được. Xin dùng kênh khác."))
    return redirect("portal:told")


@require_POST
@page_for(Citizen)
def forget_devices(request: CitizenRequest) -> HttpResponse:
    """Tell me on no browser any more."""
    Device.objects.filter(account=request.account).delete()
    messages.success(request, _("Không máy nào nhận thông báo nữa."))
    return redirect("portal:told")


@page_for(Citizen)
def told(request: CitizenRequest) -> HttpResponse:
    """The messages, newest first, and the choices below them."""
    choice = Choice.of(request.account)
    chosen = choice.channels if choice else [channel.value for channel in CHANNELS]
    initial = {"channels": chosen, "language": choice.language if choice else "vi"}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        Choice.keep(request.account, **form.cleaned_data)
        messages.success(request, _("Đã lưu lựa chọn báo tin."))
        return redirect("portal:told")
    devices = Device.objects.filter(account=request.account).count()
    shown = {
        "devices": devices,
        "push_key": public_key(),
        "notices": told_citizen(request.citizen, request.account, limit=SHOWN),
        "form": form,
        "more": SHOWN,
        "level": request.citizen.level,
        "here": "told",
    }
    status = 422 if form.errors else 200
    response = render(request, "portal/account/told.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response
