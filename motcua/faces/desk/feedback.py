"""O8: feedback that waits for an answer: due first, one on a page, answered or declined after a last look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from motcua.domain.feedback.actions import answer, decline, sort
from motcua.domain.feedback.models import ANSWERING, Feedback
from motcua.domain.feedback.queries import feedback_for, feedback_list, waiting_count
from motcua.domain.feedback.rules import KINDS, LONGEST, grounds_on, personal_numbers
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, key_used, now
from motcua.foundation.calendar import local, named_date, working_days_between
from motcua.foundation.ui.forms import PageForm

SHOWN = 50
ANSWER = "tra-loi"
SURE, CHANGE = "chac", "sua"


class AnswerForm(PageForm):
    """The answer, or the ground on which it is not taken up, and the words the sender reads."""

    mark_optional = False
    how = forms.ChoiceField(label=gettext_lazy("Xử lý"), widget=forms.RadioSelect, initial=ANSWER)
    answer = forms.CharField(
        label=gettext_lazy("Lời trả lời"),
        help_text=gettext_lazy("Người gửi đọc nguyên văn. Không ghi tên, số căn cước, số điện thoại của ai."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": gettext_lazy("Xin viết câu trả lời.")},
    )
    expected = forms.IntegerField(
        widget=forms.HiddenInput({"data-no-draft": ""}), min_value=0, max_value=2**31 - 1
    )
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput({"data-no-draft": ""}))

    def __init__(self, *given: Any, at: datetime, **more: Any) -> None:
        super().__init__(*given, **more)
        grounds = grounds_on(local(at).date())
        declined = [
            (key, _("Không xử lý: %(why)s") % {"why": each.said(_language())[0]})
            for key, each in grounds.items()
        ]
        how: Any = self.fields["how"]
        how.choices = [(ANSWER, _("Trả lời")), *declined]


@dataclass(frozen=True)
class Row:
    """One line of the list: where it opens, its mark, what is left and by when."""

    feedback: Feedback
    url: str
    mark: str
    left: str
    due: str
    kind: str
    words: str


@page_for(Staff, roles=ANSWERING)
def feedback_page(request: StaffRequest) -> HttpResponse:
    """What waits for the person, due first; or what was settled, latest first."""
    at, settled = now(), request.GET.get("loai") == "xong"
    asked = request.GET.get("tu", "")
    offset = min(int(asked), 1_000_000) if asked.isdecimal() and len(asked) < 8 else 0
    found = feedback_list(request.staff, settled=settled, limit=SHOWN + 1, offset=offset)
    open_ones, overdue = waiting_count(request.staff, on=local(at).date())
    shown = {
        "rows": [_row(each, at) for each in found[:SHOWN]],
        "settled": settled,
        "waiting": open_ones,
        "overdue": overdue,
        "next": _address(settled, offset + SHOWN) if len(found) > SHOWN else "",
        "previous": _address(settled, max(0, offset - SHOWN)) if offset else "",
        "told": request.session.pop("told", None) if "told" in request.session else None,
    }
    return render(request, "desk/feedback_list.html", shown)


def _address(settled: bool, offset: int) -> str:
    asked = {
        name: value for name, value in {"loai": "xong" if settled else "", "tu": offset}.items() if value
    }
    return f"?{urlencode(asked)}"


def _row(each: Feedback, at: datetime) -> Row:
    mark, left = _clock(each, at)
    first = each.text.partition("\n")[0]
    return Row(
        each, reverse("desk:feedback_one", args=[each.code]), mark, left, named_date(each.due_on, _language()),
        _(each.kind_label), first[:90] + ("…" if len(first) > 90 or "\n" in each.text else ""),
    )  # fmt: skip


def _clock(each: Feedback, at: datetime) -> tuple[str, str]:
    """A state of the marks and its words: how much is left, by how much it is late, or how it ended."""
    stands = each.stands(at)
    if stands in ("open", "overdue"):
        days = abs(working_days_between(local(at).date(), each.due_on, each.calendar()))
        if stands == "overdue":
            late = ngettext("quá hạn %(n)s ngày làm việc", "quá hạn %(n)s ngày làm việc", days) % {"n": days}
            return "overdue", late
        left = ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", days) % {"n": days}
        return ("soon" if days <= 2 else "running"), left if days else _("đến hạn hôm nay")
    ended = {"in_time": ("on_time", _("đã trả lời")), "late": ("late", _("đã trả lời, trễ hạn"))}
    return ended.get(stands, ("stopped", _("đã hướng dẫn nơi khác")))


@page_for(Staff, roles=ANSWERING)
def feedback_one(request: StaffRequest, code: str) -> HttpResponse:
    """One piece: read, put under another kind, answered or declined; what is sent is seen once more before it goes."""
    at = now()
    found = feedback_for(request.staff, code, at=at)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, _new_form(found, at), at)
    if key_used(request.POST.get("key", ""), found):  # the same form sent twice: it is done, once
        return redirect("desk:feedback")
    if "kind" in request.POST:
        return _sort(request, found, at)
    form = AnswerForm(request.POST, at=at)
    if CHANGE in request.POST or not form.is_valid():
        return _page(request, found, form, at, status=200 if CHANGE in request.POST else 422)
    if SURE not in request.POST:
        return _page(request, found, form, at, sure=True)
    try:
        return _settle(request, found, form)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(
            request, feedback_for(request.staff, code, at=at) or found, form, at, status=refused.status
        )


def _new_form(found: Feedback, at: datetime) -> AnswerForm:
    return AnswerForm(initial={"key": str(uuid4()), "expected": found.version}, at=at)


def _sort(request: StaffRequest, found: Feedback, at: datetime) -> HttpResponse:
    try:
        sort(found, by=request.staff, kind=request.POST["kind"])
    except Refused as refused:
        form = _new_form(found, at)
        return _page(request, found, form, at, status=refused.status, problem=refused.sentence)
    messages.success(request, _("Đã sửa loại của %(code)s.") % {"code": found.code})
    return redirect("desk:feedback_one", code=found.code)


def _settle(request: StaffRequest, found: Feedback, form: AnswerForm) -> HttpResponse:
    given = form.cleaned_data
    common = {"by": request.staff, "key": given["key"], "expected": given["expected"], "reviewed": True}
    if given["how"] == ANSWER:
        answer(found, answer=given["answer"], **common)
    else:
        decline(found, ground=given["how"], answer=given["answer"], **common)
    messages.success(request, _("Đã gửi câu trả lời cho %(code)s.") % {"code": found.code})
    request.session["told"] = {"label": "", "done": [], "refused": [], "undo": [], "drafts": [_draft(found)]}
    return redirect("desk:feedback")


def _draft(found: Feedback) -> str:
    return f"{found.code}-{ANSWER}"


def _page(
    request: StaffRequest, found: Feedback, form: AnswerForm, at: datetime, *, sure: bool = False, status: int = 200,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    mark, left = _clock(found, at)
    shown: dict[str, Any] = {
        "feedback": found,
        "mark": mark,
        "left": left,
        "due": named_date(found.due_on, _language()),
        "kind": _(found.kind_label),
        "kinds": [(kind.value, _(label)) for kind, label in KINDS.items() if kind != found.kind],
        "may": answer.permits(request.staff, found),
        "form": form,
        "problem": problem,
        "sure": sure,
        "draft": _draft(found),
        "declined": _ground(found.declined_as, found.settled_at or at, _language()),
    }
    if sure:
        given = form.cleaned_data
        shown["ground"] = _ground(given["how"], at, found.language)
        shown["numbers"] = personal_numbers(given["answer"])
        shown["again"] = [(name, form.data[name]) for name in ("how", "answer", "expected", "key")]
    return render(request, "desk/feedback_one.html", shown, status=status)


def _ground(key: str, at: datetime, language: str) -> tuple[str, str] | None:
    """The reason and the directions of a ground."""
    found = grounds_on(local(at).date()).get(key)
    return found.said(language) if found else None


def _language() -> str:
    return "en" if get_language() == "en" else "vi"
