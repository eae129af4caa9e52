"""The fields of a question on a page: one for each kind of answer, from what the form file says."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.filing.rules import Commune, Question, matching
from motcua.application.filing.standing import commune_of, communes
from motcua.domain.people.rules import read_identity_number, read_phone
from motcua.foundation.text import TextRefused
from motcua.foundation.ui.dates import PartsDateField

MOST_OFFERED = 12
RADIOS_MOST = 8
YES, NO = "co", "khong"
# What a browser may fill in by itself about the person who types (WCAG 1.3.5).
TOKENS = {"full_name": "name", "phone": "tel", "email": "email"}


class AddressWidget(forms.MultiWidget):
    """A free line, the commune in words, and the code of the commune that was meant."""

    template_name = "mc/forms/address.html"
    use_fieldset = True
    labels = (
        (gettext_lazy("Số nhà, đường, thôn, tổ"), ""),
        (
            gettext_lazy("Phường, xã, đặc khu"),
            gettext_lazy("Tên từ ngày 01/7/2025, thêm tỉnh nếu trùng tên. Ví dụ: Thanh Xuân, Hà Nội"),
        ),
    )

    def __init__(self) -> None:
        off = {"autocomplete": "off"}
        super().__init__([forms.TextInput({"maxlength": 200}), forms.TextInput(off), forms.HiddenInput()])

    def decompress(self, value: Any) -> list[Any]:
        kept = value if isinstance(value, dict) else {}
        return [kept.get("line", ""), kept.get("place", ""), kept.get("commune", "")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        line, typed, code = context["widget"]["subwidgets"]
        for part, (label, hint) in zip((line, typed), self.labels, strict=True):
            part["name_label"], part["hint"] = label, hint
            part["wrong"] = "aria-invalid" in part["attrs"]
            if hint:
                said = [part["attrs"].get("aria-describedby", ""), f"{part['attrs'].get('id', '')}_hint"]
                part["attrs"]["aria-describedby"] = " ".join(filter(None, said))
        typed["suggest"] = f"{reverse('portal:communes')}?ten={name}"
        chosen = commune_of(str(code["value"] or ""))
        if not (chosen and chosen.words == typed["value"]):
            found = matching(communes(), str(typed["value"] or ""))[: MOST_OFFERED + 1]
            context["widget"]["offered"] = choices_of(found) if 1 < len(found) <= MOST_OFFERED else []
        return context


def choices_of(found: Sequence[Commune]) -> list[tuple[str, str]]:
    """(code, words) of communes to choose from."""
    return [(each.code, each.words) for each in found]


class AddressField(forms.Field):
    """Cleans to {commune, place, line}; several communes of one name are offered, none is guessed."""

    widget: Any = AddressWidget

    def clean(self, value: Any) -> Any:
        line, typed, code = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not (line or typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = matching(communes(), typed)
        chosen = commune_of(code)
        if chosen is None or (chosen.words != typed and chosen not in found):
            chosen = self._only(found, typed)
        return {"commune": chosen.code, "place": chosen.words, "line": line[:200]}

    def _only(self, found: list[Any], typed: str) -> Any:
        if not typed:
            raise ValidationError(_("Hãy ghi phường, xã hoặc đặc khu."), code="incomplete")
        if not found:
            sentence = _(
                "Chưa tìm thấy phường, xã nào tên “%(typed)s”. Hãy gõ tên từ ngày 01/7/2025, ví dụ: Thanh Xuân, Hà Nội."
            )
            raise ValidationError(sentence % {"typed": typed[:80]}, code="unknown")
        if len(found) > MOST_OFFERED:
            raise ValidationError(
                _("Có nhiều nơi trùng tên. Hãy gõ thêm tên tỉnh sau dấu phẩy."), code="many"
            )
        if len(found) > 1:
            sentence = _("Có %(count)d phường, xã trùng tên. Hãy chọn đúng nơi trong danh sách.")
            raise ValidationError(sentence % {"count": len(found)}, code="several")
        return found[0]


class NumberField(forms.CharField):
    """A whole number as people type it: 1.500.000, 1 500 000; cleans to an int or None."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(max_length=24, **options)
        self.least, self.most = least, most
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        plain = "".join(text.split()).replace(".", "")
        if not plain:
            return None
        if not (plain.isascii() and plain.isdigit()):
            raise ValidationError(_("Hãy ghi một số nguyên bằng chữ số."), code="invalid")
        if not self.least <= int(plain) <= self.most:
            said = {"least": f"{self.least:,}".replace(",", "."), "most": f"{self.most:,}".replace(",", ".")}
            raise ValidationError(_("Hãy ghi một số từ %(least)s đến %(most)s.") % said, code="range")
        return int(plain)


class ReadField(forms.CharField):
    """Text that a rule reads: a telephone or identity number, kept as the rule writes it."""

    def __init__(self, *, read: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.read = read

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(self.read(text).number)
        except TextRefused as refused:
            raise ValidationError(str(refused), code="invalid") from None


def field_of(question: Question, lang: int) -> forms.Field:
    """The field of a question in a language (0 Vietnamese, 1 English)."""
    shared: dict[str, Any] = {
        "label": question.label[lang],
        "help_text": question.hint[lang],
        "required": not question.optional,
    }
    field = _MAKERS.get(question.kind, _line)(question, lang, shared)
    if question.label[lang].endswith("?"):
        sentence = _("Hãy trả lời câu “%(question)s”")
        field.error_messages["required"] = f"{sentence}." % {"question": question.label[lang]}
    if token := TOKENS.get(question.key):
        field.widget.attrs["autocomplete"] = token
    return field


def _line(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=question.schema.get("maxLength", 300), **shared)


def _lines(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    widget = forms.Textarea({"rows": 4})
    return forms.CharField(max_length=question.schema.get("maxLength", 2000), widget=widget, **shared)


def _identity(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    return ReadField(max_length=30, read=read_identity_number, **shared)


def _phone(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    field = ReadField(max_length=30, read=read_phone, **shared)
    field.widget.attrs["inputmode"] = "tel"
    return field


def _date(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    future = bool(question.schema.get("x-future"))
    return PartsDateField(birth=question.key == "born_on", future=future, **shared)


def _yes_no(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[(YES, _("Có")), (NO, _("Không"))], widget=forms.RadioSelect, **shared)


def _choice(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    choices = [(value, words[lang]) for value, words in question.choices]
    if len(choices) <= RADIOS_MOST:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)
    return forms.ChoiceField(choices=[("", ""), *choices], **shared)


def _many(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    choices = [(value, words[lang]) for value, words in question.choices]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)


def _number(question: Question, lang: int, shared: dict[str, Any]) -> forms.Field:
    least, most = question.schema.get("minimum", 0), question.schema.get("maximum", 10**15)
    return NumberField(least=least, most=most, **shared)


_MAKERS: dict[str, Callable[[Question, int, dict[str, Any]], forms.Field]] = {
    "lines": _lines,
    "identity": _identity,
    "phone": _phone,
    "email": lambda question, lang, shared: forms.EmailField(max_length=254, **shared),
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "many": _many,
    "integer": _number,
    "money": _number,
    "address": lambda question, lang, shared: AddressField(**shared),
}


def to_answer(question: Question, value: Any) -> Any:
    """A cleaned value as the answer that is kept."""
    if question.kind == "date":
        return value.isoformat() if value else ""
    if question.kind == "yes_no":
        return {YES: True, NO: False}.get(value)
    return value


def from_answer(question: Question, answer: Any) -> Any:
    """A kept answer as the field shows it first."""
    if answer is None or answer == "":
        return None
    if question.kind == "date":
        return date.fromisoformat(answer)
    if question.kind == "yes_no":
        return YES if answer else NO
    return answer
