"""What the desk prints: the page after an act with the code large, and the official papers as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.money import Bill
from motcua.domain.cases.queries.papers import PURPOSES, case_drawing, case_paper, form_number
from motcua.domain.cases.rules import State
from motcua.domain.documents.rules import FORMS
from motcua.domain.documents.rules.codes import qr_picture
from motcua.domain.offices.models import Staff
from motcua.domain.payments.models import Charge
from motcua.domain.payments.rules import qr_drawing, vietqr
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now

from .place import CASH_ROLES, ROLES, case_here
from .showing import screen_beside

# Which paper belongs to the state a case has just reached at the desk.
PAPER_OF = {
    State.NOT_ACCEPTED: "refusal",
    State.AWAITING_SUPPLEMENT: "supplement",
    State.WITHDRAWN: "withdrawal",
}


@require_safe
@page_for(Staff, roles=ROLES)
def done(request: StaffRequest, code: str) -> HttpResponse:
    """After reception, request, refusal or withdrawal: code, promised day, QR, the paper to print; safe to reload."""
    case = case_here(request, code)
    purpose = PAPER_OF.get(State(case.state), "slip" if case.received_at else "")
    number = form_number(case, purpose) if purpose else ""
    shown = {
        "case": case,
        "purpose": purpose,
        "number": number,
        "paper": FORMS[case.facts.form_set][number] if number else None,
        "qr": tracking_picture(case),
        "others": [] if purpose == "slip" else slips(case),
        "sheets": _sheets(case, number) if number and request.GET.get("in") == "1" else (),
        "screen": screen_beside(request, case, "xong"),
    }
    return render(request, "counter/done.html", shown)


@require_safe
@page_for(Staff, roles=CASH_ROLES)
def paper(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """An official paper of a case of this desk; A4 or A5 by `kho`, one or both copies by `lien`."""
    case = case_here(request, code, Through.PAPER)
    if form not in FORMS.get(case.facts.form_set, {}):
        raise Http404
    size = "A5" if request.GET.get("kho", "").upper() == "A5" else "A4"
    copies = 2 if request.GET.get("lien") == "2" else 1
    return pdf(case_paper(case, form, size=size, copies=copies, at=now()), f"{case.code}-mau-{form}.pdf")


@require_safe
@page_for(Staff, roles=ROLES)
def drawing(request: StaffRequest, code: str, form: str, sheet: int) -> HttpResponse:
    """One page of the paper as a drawing, for the page that prints it; A5 where the form has that size."""
    case = case_here(request, code, Through.PAPER)
    if form not in FORMS.get(case.facts.form_set, {}):
        raise Http404
    pages = case_drawing(case, form, size="A5", at=now())
    if not 1 <= sheet <= len(pages):
        raise Http404
    response = HttpResponse(pages[sheet - 1], content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


def _sheets(case: Case, number: str) -> range:
    """The pages to print on arrival; none when the paper cannot be made, which its link will say in words."""
    try:
        return range(1, len(case_drawing(case, number, size="A5", at=now())) + 1)
    except Refused:
        return range(0)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser and kept nowhere on the way; `name` is of our own making."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def slips(case: Case) -> list[tuple[str, str]]:
    """The slip of a received case, as (number, title); a linked part has that of the whole."""
    if not case.received_at or case.parent_id:
        return []
    number = next(n for n, what in PURPOSES[case.facts.form_set].items() if what == "slip")
    return [(number, FORMS[case.facts.form_set][number].title)]


def tracking_picture(case: Case) -> str:
    """The QR of the tracking page, as SVG for the screen."""
    return tracking_picture_of(case.secret)


def tracking_picture_of(secret: str) -> str:
    """The same for a slip's secret."""
    picture = qr_picture(f"{settings.PUBLIC_URL}/tra-cuu/{secret}")
    return mark_safe(
        str(picture["svg"]).replace("<svg ", '<svg class="mc-qr" role="img" aria-label="QR" ', 1)
    )


def payment_picture(charge: Charge, bill: Bill) -> str:
    """The VietQR of what is still owed of a charge, as SVG; nothing where no account takes transfers."""
    if not charge.owed or bill.account is None:
        return ""
    account = bill.account
    text = vietqr(bank=account.bank, account=account.number, amount=charge.owed, purpose=charge.payment_key)
    return mark_safe(qr_drawing(text))
