"""Forms of what may be done to an office: who may be chosen, in which unit, from which day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.offices.models import Role, Staff, Unit
from motcua.foundation.actions import now
from motcua.foundation.calendar import calendar_named, calendar_names, document_named, local
from motcua.foundation.ui.forms import LooseDateField, PageForm, speak

SHORTEST = 10  # letters of a password
PASSWORD = gettext_lazy("Ít nhất 10 ký tự; một câu dễ nhớ thì tốt hơn một từ khó.")


def today() -> Any:
    return local(now()).date()


def password_field(label: Any, *, hint: Any = "", token: str = "new-password") -> forms.CharField:
    """A password; never stripped, never filled in again by the server."""
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": token}),
    )


class OfficeForm(PageForm):
    """An act on a unit; `given()` is what the action is called with."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, unit: Unit, people: Iterable[Staff] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        for name in ("staff", "absent", "deputy"):
            if name in self.fields:
                self.fields[name] = self.person(self.fields[name].label, list(people))

    def person(self, label: Any, people: list[Staff]) -> forms.TypedChoiceField:
        """A field to choose one of these people."""
        known = {str(each.pk): each for each in people}
        field = forms.TypedChoiceField(
            label=label,
            choices=[("", _("Chọn cán bộ")), *((pk, each.full_name) for pk, each in known.items())],
            coerce=known.__getitem__,
            empty_value=None,
        )
        speak("person", field)
        return field

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class EmployForm(OfficeForm):
    """A new colleague: account and first position."""

    full_name = forms.CharField(label=gettext_lazy("Họ, chữ đệm và tên"), max_length=120)
    login = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{1,78}$",
        label=gettext_lazy("Tên đăng nhập"),
        help_text=gettext_lazy("Chữ thường không dấu, số, dấu chấm. Ví dụ: lan.nguyen"),
        error_messages={
            "invalid": gettext_lazy("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = password_field(gettext_lazy("Mật khẩu ban đầu"), hint=PASSWORD)
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    title = forms.CharField(label=gettext_lazy("Chức danh"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    valid_from = LooseDateField(label=gettext_lazy("Từ ngày"), future=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "role", roles())
        self.fields["valid_from"].initial = today

    def clean_password(self) -> str:
        return long_enough(self.cleaned_data["password"])


class PostForm(OfficeForm):
    """Another position for somebody who is here already."""

    staff = forms.ChoiceField(label=gettext_lazy("Cán bộ"))
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    title = forms.CharField(label=gettext_lazy("Chức danh"), max_length=120)
    valid_from = LooseDateField(label=gettext_lazy("Từ ngày"), future=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "role", roles())
        self.fields["valid_from"].initial = today


class EndPostingForm(OfficeForm):
    """The last day of a position."""

    last_day = LooseDateField(
        label=gettext_lazy("Ngày cuối cùng ở vị trí này"),
        future=True,
        help_text=gettext_lazy("Hết ngày này thì quyền thôi; việc đã làm vẫn giữ tên người làm."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_day"].initial = today


class ResetForm(OfficeForm):
    """A new password for somebody who forgot theirs."""

    password = password_field(gettext_lazy("Mật khẩu mới"), hint=PASSWORD)

    def clean_password(self) -> str:
        return long_enough(self.cleaned_data["password"])


class DelegateForm(OfficeForm):
    """“A thay B” between two days."""

    absent = forms.ChoiceField(label=gettext_lazy("Người vắng"))
    deputy = forms.ChoiceField(label=gettext_lazy("Người làm thay"))
    valid_from = LooseDateField(label=gettext_lazy("Từ ngày"), future=True)
    valid_to = LooseDateField(label=gettext_lazy("Đến hết ngày"), future=True)
    grounds = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        help_text=gettext_lazy("Số văn bản hoặc lý do vắng mặt. Ví dụ: Giấy cử đi công tác số 12/GCT-UBND"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_from"].initial = today


class CalendarForm(OfficeForm):
    """A working calendar of the library, for processing, for the counter, or both."""

    calendar = forms.ChoiceField(label=gettext_lazy("Lịch làm việc"), widget=forms.RadioSelect)
    processing = forms.BooleanField(label=gettext_lazy("Dùng để tính thời hạn giải quyết"), required=False)
    reception = forms.BooleanField(label=gettext_lazy("Dùng làm giờ tiếp nhận ở quầy"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "calendar", [(name, calendar_named(name).title) for name in calendar_names()])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("processing") and not found.get("reception"):
            self.add_error("processing", _("Hãy chọn lịch này dùng để làm gì."))
        return found

    def given(self) -> dict[str, Any]:
        found = super().given()
        return {"document": document_named(found.pop("calendar")), **found}


class PasswordForm(PageForm):
    """One's own password: the old one shows that it is oneself."""

    old = password_field(gettext_lazy("Mật khẩu đang dùng"), token="current-password")
    new = password_field(gettext_lazy("Mật khẩu mới"), hint=PASSWORD)
    again = password_field(gettext_lazy("Mật khẩu mới, một lần nữa"))

    def clean_new(self) -> str:
        return long_enough(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", _("Hai lần nhập mật khẩu mới chưa giống nhau. Xin nhập lại."))
        return found


def long_enough(password: str) -> str:
    """The password, unless it is too short or one character over and over."""
    if len(password) < SHORTEST or len(set(password)) < 4:
        raise forms.ValidationError(
            _("Mật khẩu cần ít nhất %(n)d ký tự và không lặp đi lặp lại một vài ký tự.") % {"n": SHORTEST}
        )
    return password


def offer(form: OfficeForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Put choices in a field that can only be known now."""
    field: Any = form.fields[name]
    field.choices = choices


def roles() -> list[tuple[str, Any]]:
    """The roles staff can have."""
    return [("", _("Chọn vai trò")), *((r.value, _(r.label)) for r in Role if r != Role.CITIZEN)]
