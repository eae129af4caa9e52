"""D6: giving results back. One field takes the slip's QR, its barcode, the end of the code or a name."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motcua.domain.cases.actions.processing import collect_fee
from motcua.domain.cases.actions.returning import call_applicant, hand_back
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.counter import DeskRow, find_on_slip, results_ready
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.offices.models import Staff
from motcua.domain.people.rules import read_card
from motcua.domain.screens.actions import next_person
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, fold
from motcua.foundation.ui.forms import PageForm

from .letter import letter_shown
from .place import ROLES, case_here, desk_ids
from .showing import ask_on_screen, screen_beside

PAGE = 20
RELATIONS = (
    "Chính chủ",
    "Người được ủy quyền",
    "Vợ, chồng",
    "Cha, mẹ, con",
    "Người đại diện doanh nghiệp",
)


class ReturnForm(PageForm):
    """Who takes the result, and the fee still due; the receiver's card may be scanned into the name."""

    receiver_name = forms.CharField(
        label=gettext_lazy("Họ và tên người nhận"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "data-scan-field": "ten"}),
    )
    receiver_number = forms.CharField(
        label=gettext_lazy("Số giấy tờ đã đối chiếu"),
        max_length=400,  # a scanned card fits in; what is kept of it is short
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "data-scan-field": "so"}),
    )
    relation = forms.CharField(
        label=gettext_lazy("Quan hệ với chủ hồ sơ"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "list": "quan-he"}),
    )
    receipt = forms.CharField(label=gettext_lazy("Số biên lai"), max_length=80, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case
        if case.money_state != MoneyState.DUE:
            del self.fields["receipt"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "receipt" in self.fields and not found.get("receipt", "").strip():
            self.add_error(
                "receipt", _("Còn phí, lệ phí chưa thu. Hãy thu và ghi số biên lai đã giao cho người nộp.")
            )
        if found.get("relation") == RELATIONS[0] and self._is_another(found.get("receiver_number", "")):
            sentence = _(
                "Giấy tờ này không phải của chủ hồ sơ. Hãy ghi quan hệ và xem giấy ủy quyền trước khi trả."
            )
            self.add_error("relation", sentence)
        return found

    def _is_another(self, number: str) -> bool:
        """Whether the paper shown carries another number than the applicant's, where both are known."""
        known = "".join(self.case.identity_number.split())
        shown = "".join(number.split())
        return bool(known and shown and known != shown)


@page_for(Staff, roles=ROLES)
def returning(request: StaffRequest) -> HttpResponse:
    """Results to give back, and the scan field: one case found opens at once."""
    next_person(request.staff, at=now())
    words = request.GET.get("q", "").strip()[:300]
    units = desk_ids(request)
    found: list[DeskRow] = find_on_slip(units, words) if words else []
    ready = [row for row in found if row.state == State.FINISHED]
    if words and (len(found) == 1 or len(ready) == 1):
        return redirect("counter:give_back", (ready or found)[0].code)
    offset = int(text) if (text := request.GET.get("tu", "")).isdecimal() and len(text) < 7 else 0
    rows = found if words else results_ready(units, limit=PAGE, offset=offset)
    shown = {
        "rows": rows[:PAGE],
        "q": words,
        "mangled": bool(words) and not found and "tra" in fold(words) and not words.isascii(),
        "next": f"?tu={offset + PAGE}" if len(rows) > PAGE else "",
        "previous": f"?tu={max(0, offset - PAGE)}" if offset else "",
        "key": uuid4(),
    }
    return render(request, "counter/returning.html", shown)


@page_for(Staff, roles=ROLES)
def give_back(request: StaffRequest, code: str) -> HttpResponse:
    """Hand one result over: fee first where one is due, then name, number and relation of who takes it."""
    case = case_here(request, code)
    posted = _with_card(request, case) if request.method == "POST" else None
    form = ReturnForm(posted, case=case, initial=_first(case))
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                case = _give(case, request.staff, form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": case.code})
                ask_on_screen(request, case)
                return redirect("counter:returning")
    shown = {
        "case": case,
        "form": form,
        "relations": RELATIONS,
        "ready": case.state == State.FINISHED,
        "to_call": case.state == State.FINISHED and case.called_at is None,
        "result": case.results.filter(withdrawn_at=None).order_by("-issued_at").first(),
        "key": uuid4(),
        "screen": screen_beside(request, case, "tra"),
        **letter_shown(case),
    }
    return render(request, "counter/give_back.html", shown, status=status)


@require_POST
@page_for(Staff, roles=ROLES)
def call(request: StaffRequest, code: str) -> HttpResponse:
    """“Đánh dấu đã gọi”: the applicant was told that the result is ready."""
    case = case_here(request, code)
    key = request.POST.get("key", "")[:60]
    call_applicant(case, by=request.staff, key=key)
    messages.success(request, _("Đã ghi nhận báo cho người nộp hồ sơ %(code)s.") % {"code": case.code})
    return redirect("counter:returning")


def _give(case: Case, staff: Staff, found: dict[str, Any]) -> Case:
    """The fee, then the result; the receiver's number goes on record with the relation."""
    expected = found["expected"]
    if found.get("receipt"):
        case = collect_fee(
            case, by=staff, key=f"{found['key']}:phi", expected=expected, receipt=found["receipt"]
        )
        expected = case.version
    number = found["receiver_number"].strip()[:30]
    relation = f"{found['relation']}, số giấy tờ {number}" if number else found["relation"]
    returned: Case = hand_back(
        case, by=staff, key=found["key"], expected=expected, receiver_name=found["receiver_name"], relation=relation,
    )  # fmt: skip
    return returned


def _first(case: Case) -> dict[str, Any]:
    return {
        "receiver_name": case.applicant_name,
        "relation": RELATIONS[0],
        "key": str(uuid4()),
        "expected": case.version,
    }


def _with_card(request: StaffRequest, case: Case) -> Any:
    """The posted form with a card's code, scanned into the name or number without scripts, read apart."""
    posted = request.POST.copy()
    today: date = local(now()).date()
    for name in ("receiver_name", "receiver_number"):
        if "|" in posted.get(name, ""):
            try:
                card = read_card(str(posted[name]), today)
            except TextRefused:
                continue
            posted["receiver_name"], posted["receiver_number"] = card.full_name, card.number
    return posted
