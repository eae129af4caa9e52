"""Forms of every page: one renderer, govuk markup, errors that say what to do, clean Vietnamese text."""

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import django
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine
from django.utils.translation import gettext as _

from motcua.foundation.text import LEGACY_LABELS, TextRefused, from_legacy, looks_legacy, nfc
from motcua.foundation.ui.dates import DateParts, LooseDateField, PartsDateField

__all__ = [
    "DateParts",
    "GovRenderer",
    "LooseDateField",
    "PageForm",
    "PartsDateField",
    "form_errors",
    "speak",
]

HERE = Path(__file__).parent
DJANGO = Path(django.__file__).parent


class GovBoundField(BoundField):
    """A field on the page: govuk classes on the control, text composed (NFC) before it is read or shown."""

    @property
    def data(self) -> Any:
        found = super().data
        if not isinstance(found, str) or isinstance(self.field.widget, forms.PasswordInput):
            return found
        if looks_legacy(found):  # an old font's encoding: cleaning would hide it from the validator
            return found
        try:
            return nfc(found, lines=isinstance(self.field.widget, forms.Textarea))
        except TextRefused:
            return found  # the validator says so beside the field

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)  # our sentences, not the browser's bubbles
        css = control_class(widget)
        if css:
            given = built.get("class") or widget.attrs.get("class", "")
            error = f" {css}--error" if self.errors and css != "govuk-checkboxes__input" else ""
            counted = " govuk-js-character-count" if self.counted else ""
            built["class"] = f"{css}{error}{counted} {given}".strip()
        return built

    @property
    def counted(self) -> int | None:
        """The most letters allowed, when the person is to see how many are left."""
        most = getattr(self.field, "max_length", None)
        return most if most and isinstance(self.field.widget, forms.Textarea) else None

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect | forms.MultiWidget):
            return "group"
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        if isinstance(widget, forms.FileInput):
            return "file"
        return "line"

    @property
    def optional(self) -> bool:
        return not self.field.required and getattr(self.form, "mark_optional", True)

    @property
    def first_id(self) -> str:
        """Where a link of the error summary goes."""
        many = isinstance(
            self.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect | forms.MultiWidget
        )
        return f"{self.auto_id}_0" if many else self.auto_id


def control_class(widget: Any) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect | forms.MultiWidget):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "govuk-checkboxes__input"
    if isinstance(widget, forms.Textarea):
        return "govuk-textarea"
    if isinstance(widget, forms.Select):
        return "govuk-select"
    if isinstance(widget, forms.FileInput):
        return "govuk-file-upload"
    return "" if widget.is_hidden else "govuk-input"


class GovRenderer(DjangoTemplates):
    """settings.FORM_RENDERER: our field, form and group templates, then Django's."""

    field_template_name = "mc/forms/field.html"
    form_template_name = "mc/forms/form.html"
    bound_field_class = GovBoundField

    @cached_property
    def engine(self) -> Engine:
        dirs = [HERE / "templates", DJANGO / "forms" / "templates"]
        loaders = [
            ("django.template.loaders.cached.Loader", [("django.template.loaders.filesystem.Loader", dirs)])
        ]
        options = {"loaders": loaders, "builtins": ["django.templatetags.i18n"]}
        return Engine({"APP_DIRS": False, "DIRS": dirs, "NAME": "mcforms", "OPTIONS": options})


class DongField(forms.IntegerField):
    """An amount in đồng as people type it: 50000, 50.000, 50 000 đ."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def to_python(self, value: Any) -> int | None:
        """The number without the marks around it."""
        text = str(value or "")
        for mark in (".", " ", "\u00a0", "đồng", "đ", "₫"):
            text = text.replace(mark, "")
        return super().to_python(text)


class PageForm(forms.Form):
    """Base of every form on a page: kind messages and text checks. `mark_optional = False` for filters."""

    mark_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if type(field.widget) is forms.ClearableFileInput:
                field.widget = forms.FileInput(field.widget.attrs)
            speak(name, field)
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                field.validators = [*field.validators, readable]


def readable(text: str) -> None:
    """Raises ValidationError for text that is damaged or in an old font's encoding."""
    if not isinstance(text, str):
        return
    try:
        nfc(text, lines=True)
    except TextRefused as refusal:
        raise ValidationError(str(refusal), code="unreadable") from None
    if old := looks_legacy(text):
        said = {"old": LEGACY_LABELS[old], "new": from_legacy(text, old)}
        sentence = _("Chữ này theo bảng mã cũ %(old)s. Hãy gõ lại bằng Unicode: “%(new)s”.") % said
        raise ValidationError(sentence, code="legacy")


def speak(name: str, field: forms.Field) -> None:
    """Put our sentences where the field still has Django's own."""
    label = str(field.label or name.replace("_", " ").capitalize())
    lower = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    own = {
        "required": _required(field) % {"label": lower, "name": label},
        "max_length": _("“%(name)s” dài quá: nhiều nhất %%(limit_value)d ký tự, đang có %%(show_value)d.")
        % {"name": label.replace("%", "%%")},
        "invalid_choice": _("Lựa chọn này không có trong danh sách. Hãy chọn lại %(label)s.")
        % {"label": lower},
    }
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        own["invalid"] = _("Hãy nhập %(label)s bằng chữ số.") % {"label": lower}
    if isinstance(field, forms.EmailField):
        own["invalid"] = _("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@vidu.vn.")
    if isinstance(field, forms.FileField):
        own["empty"] = _("Tệp này rỗng (0 byte). Hãy chọn tệp khác.")
        own["missing"] = own["invalid"] = _("Chưa nhận được tệp. Hãy chọn lại tệp rồi gửi.")
    defaults = _defaults(type(field))
    for code, sentence in own.items():
        if str(field.error_messages.get(code, "")) == str(defaults.get(code, "")):
            field.error_messages[code] = sentence


def _required(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return _("Hãy chọn tệp cho “%(name)s”.")
    if isinstance(field, forms.BooleanField):
        return _("Hãy đánh dấu “%(name)s” để tiếp tục.")
    if isinstance(field, forms.ChoiceField):
        return _("Hãy chọn %(label)s.")
    return _("Hãy nhập %(label)s.")


def _defaults(kind: type[forms.Field]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        found.update(getattr(base, "default_error_messages", {}))
    return found


class FormError(NamedTuple):
    href: str
    sentence: str


def form_errors(form: forms.BaseForm | None) -> list[FormError]:
    """Every error of a bound form with the link to its field, errors of the whole form first."""
    if form is None or not form.is_bound or form.is_valid():
        return []
    found = [FormError("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        first: Any = getattr(bound, "first_id", bound.auto_id)
        found += [FormError(f"#{first}", str(error)) for error in bound.errors]
    return found
