"""One field for each parameter that actions on cases take: what it is called, what may be chosen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.domain.cases.actions.apologising import MOST_DAYS, new_date
from motcua.domain.cases.actions.linked import result_name
from motcua.domain.cases.actions.who import supervises
from motcua.domain.cases.queries.ahead import ahead, colleagues
from motcua.domain.cases.rules import RUNNING, fault_causes, late_causes, limits_on
from motcua.domain.offices.models import Unit
from motcua.domain.workflow.rules import earlier_nodes
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import friendly_due
from motcua.foundation.ui.forms import DongField

if TYPE_CHECKING:
    from .act_forms import ActForm

Make = Callable[["ActForm"], forms.Field | None]


def _text(label: Any, *, rows: int = 3, hint: Any = "", most: int = 2000) -> Make:
    return lambda form: forms.CharField(
        label=label, max_length=most, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


def _line(label: Any, *, hint: Any = "", most: int = 200) -> Make:
    return lambda form: forms.CharField(label=label, max_length=most, help_text=hint)


def _reason(form: "ActForm") -> forms.Field:
    inside = form.possible.name in ("case.sent_back", "case.reassigned")
    hint = _("Để người nhận biết cần làm gì.") if inside else _("Viết để người nộp hồ sơ đọc hiểu.")
    return forms.CharField(
        label=_("Lý do"), max_length=2000, help_text=hint, widget=forms.Textarea(attrs={"rows": 3})
    )


def _missing(form: "ActForm") -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Giấy tờ cần bổ sung"),
        choices=[(c.name, c.name) for c in form.case.case_type.components],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ được chọn trong danh mục đã công khai của thủ tục."),
    )


def _papers(form: "ActForm") -> forms.Field | None:
    """Which of the papers asked for were brought; only where papers were asked for after reception."""
    if form.possible.name != "case.supplemented":
        return None
    asked = [name for row in form.case.supplements.filter(answered_at=None) for name in row.missing]
    names = list(dict.fromkeys(asked))
    return forms.MultipleChoiceField(
        label=_("Giấy tờ đã nhận"),
        choices=[(name, name) for name in names],
        initial=names,
        widget=forms.CheckboxSelectMultiple,
    )


def _leader_agrees(form: "ActForm") -> forms.Field | None:
    """Asked of a leader only where the law's number has been reached."""
    if form.possible.name == "case.extended":
        return _second_date(form)
    if not form.case.supplements.filter(before_reception=False).exists():
        return None
    return forms.CharField(
        label=_("Lý do phải yêu cầu bổ sung lần nữa"),
        help_text=_("Quy định chỉ cho yêu cầu một lần; người nộp sẽ đọc được lý do này."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


def _second_date(form: "ActForm") -> forms.Field | None:
    if form.case.extensions < limits_on(local(now()).date()).extensions:
        return None
    return forms.CharField(
        label=_("Lý do phải hẹn lại lần nữa"),
        help_text=_("Quy định chỉ cho hẹn lại một lần; lý do này được lưu và thống kê."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


def _to(form: "ActForm") -> forms.Field | None:
    """Who gets the folder: at an assigning step, a colleague of the next one; when reassigning, of the same."""
    on, choice = local(now()).date(), None
    if form.possible.name == "case.reassigned":
        step = next((s for s in form.case.open_steps if supervises(form.staff, s)), None)
        choice = (step.unit, step.role, _("Chọn cán bộ")) if step else None
    elif form.possible.step and form.possible.step.does == "assign":
        following = ahead(form.case, form.possible.step)
        if len(following) == 1 and following[0].unit:
            choice = (following[0].unit, following[0].role, _("Cả phòng, ai nhận trước"))
    if choice is None:
        return None
    unit, role, empty = choice
    people = colleagues(unit, role, on=on)
    return forms.TypedChoiceField(
        label=_("Giao cho"),
        choices=[("", empty), *((str(p.pk), p.full_name) for p in people)],
        coerce=lambda pk: next(p for p in people if str(p.pk) == pk),
        empty_value=None,
    )


def _to_node(form: "ActForm") -> forms.Field | None:
    """The steps passed already, the nearest first."""
    step = form.held or next(iter(form.case.open_steps), None)
    if step is None:
        return None
    done = set(form.case.steps.exclude(done_at=None).values_list("node", flat=True))
    nodes = [n for n in earlier_nodes(form.case.walk, step.node) if n.id in done]
    return forms.ChoiceField(
        label=_("Trả lại bước"),
        choices=[(n.id, n.name) for n in nodes],
        initial=nodes[0].id if nodes else None,
    )


def _unit(form: "ActForm") -> forms.Field:
    """Units of the deciding office first, then the others of the province."""
    root = form.case.authority.path.split("/")[1]
    units = Unit.objects.in_force(local(now()).date()).filter(path__startswith=f"/{root}/")
    own: list[Unit] = []
    others: list[Unit] = []
    for unit in units.exclude(pk=form.case.department_id).order_by("name"):
        (own if unit.is_within(form.case.authority.path) else others).append(unit)
    known = {str(unit.pk): unit for unit in (*own, *others)}
    groups = [(form.case.authority.name, own), (_("Cơ quan khác"), others)]
    return forms.TypedChoiceField(
        label=_("Đơn vị cần hỏi"),
        choices=[
            ("", _("Chọn đơn vị")),
            *((name, [(str(u.pk), u.name) for u in rows]) for name, rows in groups),
        ],
        coerce=known.__getitem__,
        empty_value=None,
    )


def _cause(form: "ActForm") -> forms.Field:
    """Causes of lateness first; other faults are apologised for as well."""
    groups = [(_("Chậm trả kết quả"), late_causes()), (_("Sai sót khác"), fault_causes())]
    return forms.ChoiceField(
        label=_("Nguyên nhân"),
        choices=[
            ("", _("Chọn nguyên nhân")),
            *((name, [(cause, cause) for cause in causes]) for name, causes in groups),
        ],
    )


def _more_days(form: "ActForm") -> forms.Field | None:
    """Only where a date is still owed; the date itself is reckoned from it."""
    case, at = form.case, now()
    if case.due_at is None or case.state not in RUNNING:
        return None
    first = friendly_due(new_date(case, 1, at=at))
    return forms.IntegerField(
        label=_("Xin thêm số ngày làm việc"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Ngày hẹn mới do hệ thống tính; thêm 1 ngày là %(first)s.") % {"first": first},
    )


def _title(form: "ActForm") -> forms.Field:
    return forms.CharField(label=_("Tên kết quả"), max_length=300, initial=result_name(form.case))


def _file(form: "ActForm") -> forms.Field:
    hint = _(
        "PDF, ảnh hoặc DOCX, tối đa 25 MB. Tệp được giữ nguyên từng byte, để chữ ký số trên đó còn hiệu lực."
    )
    return forms.FileField(label=_("Tệp kết quả"), help_text=hint)


FIELDS: dict[str, Make] = {
    "reason": _reason,
    "note": _text(_("Ý kiến"), rows=2),
    "legal_basis": _line(_("Căn cứ pháp lý"), hint=_("Ví dụ: Điều 16 Luật Hộ tịch năm 2014"), most=300),
    "missing": _missing,
    "papers": _papers,
    "leader_agrees": _leader_agrees,
    "to": _to,
    "to_node": _to_node,
    "unit": _unit,
    "question": _text(_("Nội dung cần cho ý kiến")),
    "hours": lambda form: forms.IntegerField(
        label=_("Trả lời trong (giờ làm việc)"), min_value=1, max_value=240
    ),
    "answer": _text(_("Ý kiến của đơn vị")),
    "amount": lambda form: DongField(label=_("Số tiền (đồng)"), min_value=1, max_value=10**12),
    "receipt": _line(_("Số biên lai hoặc lệnh chuyển tiền"), most=80),
    "more_days": _more_days,
    "cause": _cause,
    "title": _title,
    "number": _line(_("Số, ký hiệu"), hint=_("Bỏ trống để hệ thống cấp số tiếp theo."), most=60),
    "file": _file,
    "receiver_name": _line(_("Họ và tên người nhận"), most=120),
    "relation": _line(_("Quan hệ với chủ hồ sơ"), most=80),
    "proof": _line(
        _("Mã tra cứu trên giấy hẹn, hoặc đơn xin rút"),
        hint=_("Sáu chữ số in trên giấy hẹn; không có giấy thì ghi “Đơn …” kèm số, ngày."),
    ),
    "instead": _line(
        _("Bản thay thế: tên, số, ngày"),
        hint=_("Ví dụ: Bản sao chứng thực số 15/2026 ngày 26/11/2026"),
    ),
    "by_means": _line(_("Cách báo"), most=60),
}
