"""O4: what waits for the leader's signature, one by one or several of the same procedure together."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from types import SimpleNamespace
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.domain.cases.actions.deciding import approve
from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.cases.queries.drafts import Draft, apology_drafts, drafts, proposals
from motcua.domain.cases.queries.promises import Promises
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now

from .inbox import row_of
from .many import MOST, each_by_itself
from .way_back import tell, told, with_way

LEADERS = ("leader",)
SHOWN = 60


@dataclass
class Card:
    """One draft on its card: the inbox row, who drafted it, and what to be careful of."""

    draft: Draft
    row: SimpleNamespace
    sign_url: str
    return_url: str
    risks: list[str] = field(default_factory=list)


@page_for(Staff, roles=LEADERS)
def queue(request: StaffRequest) -> HttpResponse:
    """Drafts to sign by procedure, most urgent first; each can be signed or returned in two presses."""
    here, cards = reverse("desk:signing"), _cards(request, SHOWN)
    order = {card.draft.procedure_code: place for place, card in reversed(list(enumerate(cards)))}
    cards.sort(key=lambda card: order[card.draft.procedure_code])
    groups = [
        (code, [*together]) for code, together in groupby(cards, key=lambda card: card.draft.procedure_code)
    ]
    shown = {
        "groups": groups,
        "count": len(cards),
        "proposals": [
            (event, with_way(reverse("desk:act", args=[event.case.code, "supplement-requested"]), here))
            for event in proposals(request.staff, limit=SHOWN)
        ],
        "apologies": [_sheet(event) for event in apology_drafts(request.staff, at=now())],
        "key": uuid4(),
        "here": here,
        "deputy_for": sorted({d.on_behalf_of for d in request.staff.duties if d.on_behalf_of}),
        "told": told(request),
    }
    return render(request, "desk/signing.html", shown)


def _sheet(event: CaseEvent) -> SimpleNamespace:
    """A sheet of apology as it stands in the queue; it is read whole where it is signed."""
    slug = "extended" if event.payload["new_due_at"] else "apologised"
    new_due = event.payload["new_due_at"]
    return SimpleNamespace(
        event=event,
        url=with_way(reverse("desk:act", args=[event.case.code, slug]), reverse("desk:signing")),
        cause=event.payload["cause"],
        new_due=datetime.fromisoformat(new_due) if new_due else None,
    )


@require_POST
@page_for(Staff, roles=LEADERS)
def sign_many(request: StaffRequest) -> HttpResponse:
    """Show the ticked cases once more; on the second press sign each by itself, each named in the answer."""
    codes = list(dict.fromkeys(request.POST.getlist("pick")))[:MOST]
    if not codes:
        messages.warning(request, _("Xin đánh dấu hồ sơ cần ký."))
        return redirect("desk:signing")
    if "chac" not in request.POST:
        wanted = [card for card in _cards(request, MOST) if card.row.code in codes]
        found = {card.row.code for card in wanted}
        shown = {"cards": wanted, "gone": [code for code in codes if code not in found], "key": uuid4()}
        return render(request, "desk/sign_many.html", shown)

    def do(case: Case, key: str) -> None:
        approve(case, by=request.staff, key=key)

    done, refused = each_by_itself(request, codes, do)
    tell(request, _("Đã ký duyệt"), done, refused)
    return redirect("desk:signing")


def _cards(request: StaffRequest, limit: int) -> list[Card]:
    at, waiting = now(), drafts(request.staff, limit=limit)
    known = Promises([draft.row.promise for draft in waiting], edition=request.staff.edition)
    return [_card(draft, known, at) for draft in waiting]


def _card(draft: Draft, known: Promises, at: datetime) -> Card:
    back = reverse("desk:signing")
    row = row_of(draft.row, known, at, back)
    node = {"node": draft.row.node}
    return Card(
        draft,
        row,
        with_way(reverse("desk:act", args=[row.code, "approved"]), back, **node),
        reverse("desk:act", args=[row.code, "sent-back"]),
        _risks(draft),
    )


def _risks(draft: Draft) -> list[str]:
    """What makes the case delicate, in a few words each; the clock is shown beside them."""
    found = []
    if draft.supplements:
        found.append(
            ngettext("đã yêu cầu bổ sung %(n)d lần", "đã yêu cầu bổ sung %(n)d lần", draft.supplements)
            % {"n": draft.supplements}
        )
    if draft.extensions:
        found.append(_("đã xin lỗi, hẹn lại"))
    return found
