"""Forms of acts, made from the action's own parameters, so a page cannot ask for what the action does not take."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.acts import Possible
from motcua.domain.cases.rules import late_causes
from motcua.domain.documents.models import File
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.workflow.rules import earlier_nodes
from motcua.foundation import calendar as working
from motcua.foundation.actions import now
from motcua.foundation.files import FileRefused, Store
from motcua.foundation.ui.forms import LooseDateField, PageForm


class ActForm(PageForm):
    """The form of one act on one case; `given()` is what the action is called with."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    node = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, case: Case, staff: Staff, possible: Possible, **options: Any) -> None:
        self.case, self.staff, self.possible = case, staff, possible
        super().__init__(*args, **options)

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments from the cleaned form."""
        names = self.possible.action.parameters
        found = {n: v for n, v in self.cleaned_data.items() if n in names and v not in (None, "")}
        if when := found.get("new_due_at"):
            told = working.local(self.case.due_promised or self.case.due_at)
            found["new_due_at"] = datetime.combine(
                when, told.timetz().replace(tzinfo=None), tzinfo=told.tzinfo
            )
        return found

    def clean_file(self) -> File | None:
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            kept = Store(settings.FILES).put(upload, declared_name=upload.name, limit=settings.UPLOAD_LIMIT)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return File.known(sha256=kept.sha256, size=kept.size, kind=kept.kind, at=now(), by=self.staff)


def act_form(case: Case, staff: Staff, possible: Possible, *args: Any, **options: Any) -> ActForm:
    """A form with a field for each parameter of the action that a person fills in."""
    form = ActForm(*args, case=case, staff=staff, possible=possible, **options)
    for name, parameter in possible.action.parameters.items():
        make = FIELDS.get(name)
        if make is not None and name not in form.fields and (field := make(form)) is not None:
            field.required = parameter.default is parameter.empty
            form.fields[name] = field
    return _spoken(form)


def _spoken(form: ActForm) -> ActForm:
    from motcua.foundation.ui.forms import speak

    for name, field in form.fields.items():
        speak(name, field)
    return form


def _text(label: Any, *, rows: int = 3, hint: Any = "", most: int = 2000) -> Callable[[ActForm], forms.Field]:
    return lambda form: forms.CharField(
        label=label, max_length=most, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


def _line(label: Any, *, hint: Any = "", most: int = 200) -> Callable[[ActForm], forms.Field]:
    return lambda form: forms.CharField(label=label, max_length=most, help_text=hint)


def _missing(form: ActForm) -> forms.Field:
    papers = [(c.name, c.name) for c in form.case.case_type.components]
    return forms.MultipleChoiceField(
        label=_("Giấy tờ cần bổ sung"),
        choices=papers,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ được chọn trong danh mục đã công khai của thủ tục."),
    )


def _leader_agrees(form: ActForm) -> forms.Field | None:
    if not form.case.supplements.filter(before_reception=False).exists():
        return None
    return forms.CharField(
        label=_("Lý do phải yêu cầu bổ sung lần thứ hai"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


def _to(form: ActForm) -> forms.Field | None:
    """Colleagues who may take the next step: for reassigning, those of the same unit and role."""
    step = next(iter(form.case.open_steps), None)
    if step is None or form.possible.name != "case.reassigned":
        return None
    peers = Staff.objects.filter(
        postings__unit_id=step.unit_id, postings__role=step.role, postings__valid_to=None, is_active=True
    ).distinct()
    return forms.ModelChoiceField(
        peers.order_by("name_key"), label=_("Giao cho"), empty_label=_("Chọn cán bộ")
    )


def _to_node(form: ActForm) -> forms.Field | None:
    step = form.possible.step or next(iter(form.case.open_steps), None)
    if step is None:
        return None
    done = set(form.case.steps.exclude(done_at=None).values_list("node", flat=True))
    earlier = [n for n in earlier_nodes(form.case.walk, step.node) if n.id in done and n.does != "hand_over"]
    return forms.ChoiceField(label=_("Trả lại bước"), choices=[(n.id, n.name) for n in earlier])


def _unit(form: ActForm) -> forms.Field:
    root = form.case.authority.path.split("/")[1]
    units = Unit.objects.filter(path__startswith=f"/{root}/", valid_to=None).exclude(
        pk=form.case.department_id
    )
    return forms.ModelChoiceField(
        units.order_by("name"), label=_("Đơn vị cần hỏi"), empty_label=_("Chọn đơn vị")
    )


def _cause(form: ActForm) -> forms.Field:
    return forms.ChoiceField(
        label=_("Nguyên nhân chậm"), choices=[("", _("Chọn nguyên nhân")), *((c, c) for c in late_causes())]
    )


FIELDS: dict[str, Callable[[ActForm], forms.Field | None]] = {
    "reason": _text(_("Lý do"), hint=_("Viết để người nộp hồ sơ đọc hiểu.")),
    "note": _text(_("Ý kiến"), rows=2),
    "legal_basis": _line(_("Căn cứ pháp lý"), hint=_("Ví dụ: Điều 16 Luật Hộ tịch năm 2014"), most=300),
    "missing": _missing,
    "leader_agrees": _leader_agrees,
    "to": _to,
    "to_node": _to_node,
    "unit": _unit,
    "question": _text(_("Nội dung cần cho ý kiến")),
    "hours": lambda form: forms.IntegerField(
        label=_("Trả lời trong (giờ làm việc)"), min_value=1, max_value=240
    ),
    "answer": _text(_("Ý kiến của đơn vị")),
    "amount": lambda form: forms.IntegerField(label=_("Số tiền (đồng)"), min_value=1, max_value=10**12),
    "receipt": _line(_("Số biên lai hoặc lệnh chuyển tiền"), most=80),
    "new_due_at": lambda form: LooseDateField(
        label=_("Ngày hẹn mới"), future=True, help_text=_("Phải là ngày làm việc.")
    ),
    "cause": _cause,
    "title": _line(_("Tên kết quả"), most=300),
    "number": _line(_("Số, ký hiệu"), hint=_("Bỏ trống để hệ thống cấp số tiếp theo."), most=60),
    "name": _line(_("Tên giấy tờ"), most=160),
    "paper": lambda form: forms.ChoiceField(
        label=_("Là giấy tờ nào trong thành phần hồ sơ"),
        choices=[("", _("Giấy tờ khác")), *((c.key, c.name) for c in form.case.case_type.components)],
    ),
    "file": lambda form: forms.FileField(
        label=_("Tệp"), help_text=_("PDF, ảnh hoặc DOCX, tối đa 25 MB.")
    ),
    "receiver_name": _line(_("Họ và tên người nhận"), most=120),
    "relation": _line(_("Quan hệ với chủ hồ sơ"), most=80),
    "proof": _line(_("Mã tra cứu trên giấy hẹn, hoặc “Đơn …” kèm số, ngày"), most=200),
    "by_means": _line(_("Cách báo"), most=60),
}
