"""D5 at the end of the day: what came by each kind of money against its receipts, and what nobody knows yet."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.domain.cases.actions.money import match_transfer
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff
from motcua.domain.payments.actions import give_transfer_back
from motcua.domain.payments.models import Payment
from motcua.domain.payments.queries import day_sheet
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, parse_date, short_date

from .place import CASH_ROLES, desk, desk_ids, desks

CASHIERS = ("cashier", "centre_head")
MOST_TRANSFERS = 100


@require_safe
@page_for(Staff, roles=CASH_ROLES)
def cash_day(request: StaffRequest) -> HttpResponse:
    """The balance of a day of one desk, today unless another is chosen."""
    today, unit = local(now()).date(), desk(request)
    typed, wrong = request.GET.get("ngay", "").strip(), ""
    try:
        on = parse_date(typed, today) if typed else today
    except TextRefused as refused:
        on, wrong = today, str(refused)
    shown = {
        "sheet": day_sheet(unit.path, on),
        "typed": short_date(on),
        "unit": unit,
        "units": desks(request),
        "wrong": wrong,
    }
    return render(request, "counter/cash_day.html", shown, status=422 if wrong else 200)


@page_for(Staff, roles=CASHIERS)
def transfers(request: StaffRequest) -> HttpResponse:
    """Transfers that name no charge: matched to a case by its code, or given back by a voucher."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            messages.success(request, _one(request))
            return redirect("counter:transfers")
        except Refused as refused:
            problem, status = refused.sentence, refused.status
    waiting = Payment.objects.unmatched().visible_to(request.staff).order_by("noted_at")
    shown = {
        "rows": waiting[:MOST_TRANSFERS],
        "problem": problem,
        "tried": request.POST.get("khoan", ""),
        "typed": request.POST.get("chu", "")[:80],
        "key": uuid4(),
    }
    return render(request, "counter/transfers.html", shown, status=status)


def _one(request: StaffRequest) -> str:
    """Do what was pressed for one transfer; the sentence that tells of it."""
    number, words = request.POST.get("khoan", ""), request.POST.get("chu", "").strip()[:80]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Refused(_("Xin chọn một khoản chuyển trong danh sách."))
    payment = Payment.objects.unmatched().visible_to(request.staff).filter(pk=int(number)).first()
    if payment is None:
        raise Refused(_("Khoản chuyển này đã được người khác xử lý. Xin tải lại trang."))
    key = request.POST.get("key", "")[:60]
    if request.POST.get("viec") == "hoan":
        give_transfer_back(payment.unit, by=request.staff, key=key, payment=payment, voucher=words)
        return _("Đã ghi nhận hoàn lại khoản chuyển.")
    if not words:
        raise Refused(_("Xin gõ mã hồ sơ để ghép khoản chuyển này."))
    case = Case.objects.whole().filter(code=words.upper(), received_unit__in=desk_ids(request)).first()
    if case is None:
        raise Refused(_("Không có hồ sơ %(code)s ở quầy này. Xin xem lại mã.") % {"code": words})
    match_transfer(case, by=request.staff, key=key, transfer=payment.pk)
    return _("Đã ghép khoản chuyển vào hồ sơ %(code)s.") % {"code": case.code}
