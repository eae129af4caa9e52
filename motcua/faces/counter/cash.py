"""D5: taking fees. What waits to be paid, one case's money, the receipt in three liên."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.domain.cases.actions.money import refund, replace_receipt, take_fee, waive_fee
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.counter import find_on_slip
from motcua.domain.cases.queries.money import Bill, bill_of
from motcua.domain.documents.rules import TT03_2025, render_paper
from motcua.domain.offices.models import Staff
from motcua.domain.payments.models import Charge, Payment
from motcua.domain.payments.queries import receipt_facts
from motcua.domain.payments.rules import Means
from motcua.domain.screens.actions import next_person
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Action, Refused, now
from motcua.foundation.calendar import local

from .cash_forms import MoneyForm, RefundForm, ReplaceForm, TakeForm, WaiveForm
from .papers import payment_picture, pdf
from .place import CASH_ROLES, case_here, desk_ids
from .showing import screen_beside

PAGE = 50
POLL_SECONDS, REFRESH_SECONDS = 2, 5
ACTS: dict[str, Action] = {"thu": take_fee, "mien": waive_fee, "hoan": refund, "thay": replace_receipt}


@require_safe
@page_for(Staff, roles=CASH_ROLES)
def cash(request: StaffRequest) -> HttpResponse:
    """Charges that wait to be paid or to be given back; one case found by its slip, code or name opens at once."""
    next_person(request.staff, at=now())
    words = request.GET.get("q", "").strip()[:300]
    found = find_on_slip(desk_ids(request), words) if words else []
    if len(found) == 1:
        return redirect("counter:cash_case", found[0].code)
    mine = Charge.objects.visible_to(request.staff).filter(unit__in=desk_ids(request))
    shown = {
        "q": words,
        "found": found,
        "owed": mine.owed().order_by("asked_at")[:PAGE],
        "back": mine.owed_back().order_by("asked_at")[:PAGE],
        "unmatched": Payment.objects.unmatched().visible_to(request.staff).count(),
    }
    return render(request, "counter/cash.html", shown)


@page_for(Staff, roles=CASH_ROLES)
def cash_case(request: StaffRequest, code: str) -> HttpResponse:
    """One case's money: what it owes and how it may be paid, reduced, given back; receipts to print."""
    case = case_here(request, code)
    bill = bill_of(case, on=local(now()).date())
    seen = _seen(bill)
    if request.htmx and request.GET.get("thay") == seen:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    doing = request.POST.get("viec", "") if request.method == "POST" else ""
    forms = _forms(request, case, bill, doing)
    status = 200
    if request.method == "POST":
        if doing not in ACTS or doing not in forms:
            raise Refused(_("Xin chọn một việc trên trang thu tiền rồi làm lại."))
        form, status = forms[doing], 422
        if form.is_valid():
            try:
                ACTS[doing](case, by=request.staff, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("Đã ghi. Hồ sơ %(code)s.") % {"code": case.code})
                return redirect("counter:cash_case", case.code)
    shown = {
        "case": case,
        "bill": bill,
        "forms": forms,
        "form": forms.get(doing),
        "doing": doing,
        "charges": [(charge, payment_picture(charge, bill)) for charge in bill.charges],
        "seen": seen,
        "poll": POLL_SECONDS,
        "refresh": REFRESH_SECONDS,
        "screen": screen_beside(request, case, "thu-tien"),
    }
    part = "counter/cash_parts.html" if request.htmx else "counter/cash_case.html"  # type: ignore[attr-defined]
    return render(request, part, shown, status=status)


@require_safe
@page_for(Staff, roles=CASH_ROLES)
def cash_receipt(request: StaffRequest, code: str, number: str) -> HttpResponse:
    """A receipt as PDF: three liên on A5, or the payer's alone with `lien=2`."""
    case = case_here(request, code)
    bill = bill_of(case, on=local(now()).date(), replaced=True)
    found = next((each for each in bill.receipts if each.pk == int(number)), None)
    if found is None:
        raise Http404
    copies = 1 if request.GET.get("lien") == "2" else 3
    content = render_paper(
        "receipt", form_set=TT03_2025, facts=receipt_facts(found), size="A5", copies=copies
    )
    return pdf(content, f"bien-lai-{found.number:07d}.pdf")


def _seen(bill: Bill) -> str:
    """What a page that waits has shown, to tell whether anything is new."""
    return "-".join(f"{charge.received}.{charge.total}.{charge.state}" for charge in bill.charges)


def _forms(request: StaffRequest, case: Case, bill: Bill, doing: str) -> dict[str, MoneyForm]:
    """The forms of what may be done now, the one that was sent bound."""
    first = {"expected": case.version, "key": str(uuid4())}

    def made(name: str, kind: type[MoneyForm], initial: dict[str, Any], **more: Any) -> MoneyForm:
        return kind(
            request.POST if doing == name else None, initial={**first, **initial}, prefix=name, **more
        )

    found: dict[str, MoneyForm] = {}
    staff, back = request.staff, [charge for charge in bill.charges if charge.owed_back]
    owed = bill.total_owed
    if (owed and take_fee.permits(staff, case)) or doing == "thu":
        found["thu"] = made("thu", TakeForm, {"amount": owed, "means": Means.CASH})
    exempts = any(fee.exemptions for fee in case.case_type.fees)
    if (owed and exempts and waive_fee.permits(staff, case)) or doing == "mien":
        found["mien"] = made("mien", WaiveForm, {}, case=case)
    if (back and refund.permits(staff, case)) or doing == "hoan":
        amount = back[0].owed_back if back else 0
        found["hoan"] = made("hoan", RefundForm, {"amount": amount}, owed_back=back)
    if (bill.receipts and replace_receipt.permits(staff, case)) or doing == "thay":
        payer = {"payer_name": case.applicant_name, "payer_address": case.address}
        found["thay"] = made("thay", ReplaceForm, payer, receipts=bill.receipts)
    return found
