"""C8: what is to be paid for a case, the VietQR that pays it, and the receipts; by the slip's secret."""

import io
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from motcua.domain.cases.queries.money import Bill, bill_by_secret
from motcua.domain.documents.rules import TT03_2025, render_paper
from motcua.domain.payments.models import BankAccount, Charge
from motcua.domain.payments.queries import receipt_facts
from motcua.domain.payments.rules import ChargeState, qr_drawing, vietqr
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import money

from .tracking import PRIVATE, nothing_here, private

REFRESH_SECONDS, POLL_SECONDS = 30, 5
STANDS = {
    ChargeState.ASKED: gettext_lazy("Chờ nộp"),
    ChargeState.PARTLY_PAID: gettext_lazy("Nộp chưa đủ"),
    ChargeState.PAID: gettext_lazy("Đã nộp"),
    ChargeState.OVERPAID: gettext_lazy("Nộp thừa, chờ hoàn"),
    ChargeState.PAID_LATE: gettext_lazy("Nộp sau khi khép lại, chờ hoàn"),
    ChargeState.REFUNDED: gettext_lazy("Đã hoàn"),
    ChargeState.LAPSED: gettext_lazy("Không còn phải nộp"),
    ChargeState.EXEMPT: gettext_lazy("Được miễn"),
}
MARKS = {
    ChargeState.ASKED: "waiting",
    ChargeState.PARTLY_PAID: "waiting",
    ChargeState.PAID: "done",
    ChargeState.REFUNDED: "done",
    ChargeState.EXEMPT: "done",
    ChargeState.LAPSED: "stopped",
}


@page_for(Public)
@require_GET
def pay(request: HttpRequest, secret: str) -> HttpResponse:
    """The bill; it looks for the bank's word by itself until everything is paid."""
    bill = bill_by_secret(secret, on=local(now()).date())
    if bill is None:
        return nothing_here(request)
    seen = "-".join(f"{charge.received}.{charge.total}.{charge.state}" for charge in bill.charges)
    if request.GET.get("thay") == seen and request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers=PRIVATE)
    shown = {
        "bill": bill,
        "secret": secret.lower(),
        "charges": [_shown(bill, charge) for charge in bill.charges],
        "waits": bool(bill.owed and bill.account),
        "refresh": REFRESH_SECONDS,
        "poll": POLL_SECONDS,
        "seen": seen,
    }
    part = "portal/pay_parts.html" if request.htmx else "portal/pay.html"  # type: ignore[attr-defined]
    response = render(request, part, shown)
    private(response)
    return response


def _shown(bill: Bill, charge: Charge) -> dict[str, Any]:
    """A charge on the page: its words, and how to pay it while something is owed."""
    state = ChargeState(charge.state)
    pays = bill.account if charge.owed else None
    return {
        "charge": charge,
        "state": STANDS[state],
        "mark": MARKS.get(state, "waiting"),
        "sentence": _sentence(charge),
        "qr": mark_safe(qr_drawing(text_of(charge, pays))) if pays else "",
        "account": pays,
    }


def _sentence(charge: Charge) -> str:
    sums = charge.sums
    said = {
        "owed": money(sums.owed),
        "kept": money(sums.kept),
        "back": money(sums.owed_back),
        "out": money(sums.refunded),
    }
    words = {
        ChargeState.ASKED: _("Còn phải nộp %(owed)s."),
        ChargeState.PARTLY_PAID: _("Đã nhận %(kept)s, còn thiếu %(owed)s. Xin nộp thêm phần còn thiếu."),
        ChargeState.PAID: _("Đã nộp đủ %(kept)s. Cảm ơn ông/bà."),
        ChargeState.OVERPAID: _(
            "Đã nộp đủ và thừa %(back)s. Cơ quan sẽ hoàn lại phần thừa; xin liên hệ nơi thu."
        ),
        ChargeState.PAID_LATE: _(
            "Tiền đến khi khoản thu đã khép lại nên không được tính. Cơ quan sẽ hoàn lại %(back)s; xin liên hệ nơi thu."
        ),
        ChargeState.REFUNDED: _("Đã hoàn lại %(out)s."),
        ChargeState.LAPSED: _("Khoản thu này đã khép lại, ông/bà không phải nộp nữa."),
        ChargeState.EXEMPT: _("Được miễn, ông/bà không phải nộp."),
    }
    return words[ChargeState(charge.state)] % said


def text_of(charge: Charge, account: BankAccount) -> str:
    """The text of the VietQR that pays what is still owed."""
    return vietqr(bank=account.bank, account=account.number, amount=charge.owed, purpose=charge.payment_key)


@page_for(Public)
@require_GET
def qr_image(request: HttpRequest, secret: str, charge: str) -> HttpResponse:
    """The VietQR as a picture to keep, for a bank's app on the same telephone."""
    bill = bill_by_secret(secret, on=local(now()).date())
    owed = next((each for each in bill.owed if each.payment_key == charge), None) if bill else None
    if bill is None or owed is None or bill.account is None:
        return nothing_here(request)
    drawn = io.BytesIO()
    segno.make_qr(text_of(owed, bill.account), error="m").save(drawn, kind="png", scale=12, border=4)
    response = HttpResponse(drawn.getvalue(), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="vietqr-{charge}.png"'
    private(response)
    return response


@page_for(Public)
@require_GET
def receipt(request: HttpRequest, secret: str, number: str) -> HttpResponse:
    """A receipt as PDF, the copy of whoever paid."""
    bill = bill_by_secret(secret, on=local(now()).date())
    found = next((each for each in bill.receipts if each.pk == int(number)), None) if bill else None
    if found is None:
        return nothing_here(request)
    address = f"{settings.PUBLIC_URL}/tra-cuu/{secret.lower()}"
    content = render_paper(
        "receipt", form_set=TT03_2025, facts=receipt_facts(found, tracking_url=address), size="A5"
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-lai-{found.number:07d}.pdf"'
    private(response)
    return response
