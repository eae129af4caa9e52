"""D1's form: who hands in, how, and what they want back. Papers and fees follow from the procedure (sheet.py)."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.rules import Channel
from motcua.domain.people.models import PersonKind
from motcua.domain.people.rules import (
    applicant_warnings,
    email_warnings,
    read_card,
    read_identity_number,
    read_phone,
    sex_from,
)
from motcua.foundation.text import TextRefused, parse_date, short_date
from motcua.foundation.ui.forms import LooseDateField, PageForm

KINDS = {PersonKind.CITIZEN: "citizen", PersonKind.FIRM: "firm", PersonKind.HOUSEHOLD: "household"}
KIND_CHOICES = tuple((kind.value, gettext_lazy(kind.label)) for kind in PersonKind)
LONGEST_NUMBER = 30  # with its grouping
RESULT_BY = (
    ("one_stop", gettext_lazy("Tại Một cửa")),
    ("post", gettext_lazy("Qua bưu chính")),
    ("online", gettext_lazy("Trực tuyến")),
)


def line(label: Any, most: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    """A one-line text field; `attrs` go on the control, `scan` names the part of the card that fills it."""
    if scan := attrs.pop("scan", ""):
        attrs["data-scan-field"] = scan
    widget = forms.TextInput({"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class ReceptionForm(PageForm):
    """Everything typed about the applicant and the filing; numbers are warned about, never a wall."""

    mark_optional = False

    kind = forms.TypedChoiceField(label=gettext_lazy("Đối tượng"), choices=KIND_CHOICES, coerce=int)
    number = line(gettext_lazy("Số định danh"), 400, inputmode="numeric", scan="so")
    full_name = line(gettext_lazy("Họ và tên"), 200, required=True, scan="ten")
    born_on = LooseDateField(label=gettext_lazy("Ngày sinh"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Giới tính"),
        required=False,
        choices=[("", ""), ("Nam", _("Nam")), ("Nữ", _("Nữ"))],
    )
    address = line(gettext_lazy("Nơi thường trú"), 400, scan="diachi")
    phone = line(gettext_lazy("Điện thoại"), 20, inputmode="tel")
    email = line(gettext_lazy("Thư điện tử"), 254, inputmode="email")
    submitter_name = line(gettext_lazy("Người nộp thay (nếu có)"), 200)
    procedure = forms.CharField(label=gettext_lazy("Thủ tục"), max_length=20)
    subject = line(gettext_lazy("Nội dung yêu cầu cụ thể"), 600)
    channel = forms.TypedChoiceField(label=gettext_lazy("Cách nộp"), coerce=int)
    result_by = forms.ChoiceField(label=gettext_lazy("Trả kết quả"), choices=RESULT_BY)
    sets = forms.IntegerField(
        label=gettext_lazy("Số bộ"),
        min_value=1,
        max_value=99,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    receipt = line(gettext_lazy("Số biên lai (nếu thu ngay)"), 80)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, channels: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].choices = [(c, _(Channel(c).label)) for c in channels]  # type: ignore[attr-defined]
        self.fields["born_on"].widget.attrs["data-scan-field"] = "ngaysinh"
        self.fields["sex"].widget.attrs["data-scan-field"] = "gioi"
        self.fields["procedure"].error_messages["required"] = _("Hãy chọn thủ tục trong danh sách (F8).")
        for name in ("channel", "result_by", "sets", "receipt", "subject"):
            self.fields[name].widget.attrs["form"] = "tiep-nhan"  # they stand in the right column
        self._name_by_kind()

    def clean_number(self) -> str:
        """The field is long enough for a scanned card; a number is not."""
        number: str = self.cleaned_data["number"]
        if len(number) > LONGEST_NUMBER:
            said = {"name": self.fields["number"].label, "most": LONGEST_NUMBER, "count": len(number)}
            raise forms.ValidationError(
                _("“%(name)s” dài quá: nhiều nhất %(most)d ký tự, đang có %(count)d.") % said
            )
        return number

    @property
    def is_citizen(self) -> bool:
        return str(self["kind"].value() or "0") == "0"

    def _name_by_kind(self) -> None:
        """A firm or a household business has a tax code, and no birthday."""
        if self.is_citizen:
            return
        self.fields["number"].label = _("Mã số thuế")
        self.fields["full_name"].label = _("Tên doanh nghiệp, tổ chức, hộ kinh doanh")
        self.fields["full_name"].error_messages["required"] = _(
            "Hãy nhập tên doanh nghiệp, tổ chức, hộ kinh doanh."
        )
        self.fields["address"].label = _("Địa chỉ trụ sở")
        self.fields["submitter_name"].label = _("Người đến nộp")
        for name in ("born_on", "sex"):
            self.fields[name].widget = forms.HiddenInput()

    def applicant(self) -> Applicant:
        """The applicant of the cleaned form; numbers that can be read are kept as they are dialled and printed."""
        found = self.cleaned_data
        citizen = found["kind"] == PersonKind.CITIZEN
        return Applicant(
            full_name=found["full_name"],
            kind=found["kind"],
            identity_number=plain_number(found["number"]) if citizen else "",
            tax_code="" if citizen else "".join(found["number"].split())[:20],
            born_on=found["born_on"] if citizen else None,
            sex=found["sex"] if citizen else "",
            phone=dialled(found["phone"]),
            email=found["email"].strip(),
            address=found["address"],
        )


def plain_number(typed: str) -> str:
    try:
        return read_identity_number(typed).number if typed else ""
    except TextRefused:
        return typed.strip()[:20]


def dialled(typed: str) -> str:
    try:
        return read_phone(typed).number if typed else ""
    except TextRefused:
        return typed


def with_card(posted: QueryDict, *, today: date) -> QueryDict:
    """The posted form with a card's code, scanned into the number without scripts, spread over its fields."""
    typed = posted.get("number", "")
    if "|" not in typed:
        return posted
    filled = posted.copy()
    try:
        card = read_card(typed, today)
    except TextRefused:
        return posted
    filled["number"], filled["full_name"], filled["address"] = card.number, card.full_name, card.address
    filled["born_on"] = short_date(card.born_on) if card.born_on else ""
    filled["sex"] = {"male": "Nam", "female": "Nữ"}.get(card.sex or "", "")
    return filled


def warnings(form: ReceptionForm, *, today: date) -> list[str]:
    """What a clerk should look at again about the applicant; never a reason to refuse."""
    value = {
        name: str(form[name].value() or "").strip()
        for name in ("kind", "number", "full_name", "born_on", "sex")
    }
    if not (value["number"] or value["full_name"]):
        return []
    known = {str(each.value): each for each in PersonKind}
    kind = KINDS[known.get(value["kind"], PersonKind(0))]
    citizen = kind == "citizen"
    found = applicant_warnings(
        kind=kind,  # type: ignore[arg-type]
        today=today,
        identity_number=value["number"] if citizen else "",
        tax_code="" if citizen else value["number"],
        born_on=_day(value["born_on"], today) if citizen else None,
        sex=sex_from(value["sex"]) if citizen and value["sex"].isprintable() and value["sex"] else None,
    )
    sentences = [sentence for each in found.values() for sentence in each]
    return sentences + _contact_warnings(str(form["phone"].value() or ""), str(form["email"].value() or ""))


def _contact_warnings(phone: str, email: str) -> list[str]:
    sentences = email_warnings(email)
    if phone.strip():
        try:
            sentences = [*read_phone(phone).warnings, *sentences]
        except TextRefused as refused:
            sentences = [str(refused), *sentences]
    return sentences


def _day(typed: str, today: date) -> date | None:
    try:
        return parse_date(typed, today) if typed else None
    except TextRefused:
        return None
