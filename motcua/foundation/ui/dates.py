"""Dates in forms: three fields for citizens, one loose field at the desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.foundation.text import TextRefused, parse_date, short_date

__all__ = ["DateParts", "LooseDateField", "PartsDateField"]

Today = Callable[[], date]


def _parsed(text: str, today: Today, future: bool) -> date:
    try:
        return parse_date(text, today(), future=future)
    except TextRefused as refusal:
        raise ValidationError(str(refusal), code="invalid") from None


class LooseDateField(forms.CharField):
    """One field at the desk: 12081990, 12/8/90 and 1990-08-12 are the same day; cleans to a date or None."""

    def __init__(self, *, future: bool = False, today: Today = timezone.localdate, **options: Any) -> None:
        super().__init__(**options)
        self.future, self.today = future, today
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("placeholder", "dd/mm/yyyy")

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return _parsed(text, self.today, self.future) if text else None

    def prepare_value(self, value: Any) -> Any:
        return short_date(value) if isinstance(value, date) else value


class DateParts(forms.MultiWidget):
    """Ngày, tháng, năm: three short number fields in one fieldset."""

    template_name = "mc/forms/date_parts.html"
    use_fieldset = True
    names = (gettext_lazy("Ngày"), gettext_lazy("Tháng"), gettext_lazy("Năm"))

    def __init__(self, *, birth: bool = False) -> None:
        tokens = ("bday-day", "bday-month", "bday-year") if birth else ("off", "off", "off")
        super().__init__(
            [
                forms.TextInput({"inputmode": "numeric", "autocomplete": token, "maxlength": 4})
                for token in tokens
            ]
        )

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label, width in zip(context["widget"]["subwidgets"], self.names, (2, 2, 4), strict=True):
            part["label"] = label
            part["width"] = width
            part["wrong"] = "aria-invalid" in part["attrs"]
        return context


class PartsDateField(forms.MultiValueField):
    """A date in three fields; cleans to a date or None, and says which part is missing."""

    widget: Any = DateParts

    def __init__(
        self, *, birth: bool = False, future: bool = False, today: Today = timezone.localdate, **options: Any
    ) -> None:
        self.future, self.today = future, today
        parts = [forms.CharField(required=False, max_length=4) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, widget=DateParts(birth=birth), **options)

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [str(name) for part, name in zip(parts, DateParts.names, strict=True) if not part]
        if missing:
            names = ", ".join(missing).lower()
            raise ValidationError(_("Ngày này còn thiếu %(names)s.") % {"names": names}, code="incomplete")
        return _parsed("/".join(parts), self.today, self.future)

    def compress(self, values: list[Any]) -> Any:
        return values  # clean() does the work
