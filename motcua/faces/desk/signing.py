"""O4: what waits for the leader's signature, one by one or several of the same procedure together."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.domain.cases.actions.deciding import approve
from motcua.domain.cases.actions.processing import send_back
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.inbox import inbox
from motcua.domain.offices.models import Staff
from motcua.domain.workflow.rules import earlier_nodes
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now, refuse_unless

from .inbox import row_of

LEADERS = ("leader",)


@page_for(Staff, roles=LEADERS)
def queue(request: StaffRequest) -> HttpResponse:
    """Drafts to sign, most urgent first; each can be signed or returned in two taps."""
    at = now()
    waiting = [row for row in inbox(request.staff, "all", limit=60) if row.does == "approve"]
    cards = [(row_of(row, at, get_language() or "vi"), row.version, row.node) for row in waiting]
    return render(request, "desk/signing.html", {"cards": cards, "key": uuid4()})


@require_POST
@page_for(Staff, roles=LEADERS)
def sign_many(request: StaffRequest) -> HttpResponse:
    """Sign the ticked cases, each by itself and each named in the answer."""
    codes = request.POST.getlist("pick")[:50]
    if not codes:
        messages.warning(request, _("Xin đánh dấu hồ sơ cần ký."))
    for case in Case.objects.filter(code__in=codes).visible_to(request.staff).order_by("due_at"):
        try:
            approve(case, by=request.staff, key=f"{request.POST.get('key', '')[:40]}:{case.code}"[:80])
            messages.success(request, f"{case.code}: {_('đã ký')}")
        except Refused as refused:
            messages.warning(request, f"{case.code}: {refused.sentence}")
    return redirect("/ky-duyet")


@require_POST
@page_for(Staff, roles=LEADERS)
def return_one(request: StaffRequest, code: str) -> HttpResponse:
    """Return one draft to the step before, with a reason."""
    case = Case.objects.whole().visible_to(request.staff).get(code=code)
    node = request.POST.get("node", "")
    done = set(case.steps.exclude(done_at=None).values_list("node", flat=True))
    earlier = [
        n.id for n in earlier_nodes(case.walk, node) if n.id in done and n.role in ("officer", "dept_head")
    ]
    refuse_unless(earlier, _("Không có bước trước nào để trả lại. Xin mở hồ sơ để chọn."))
    send_back(
        case, by=request.staff, key=request.POST.get("key", "")[:60], to_node=earlier[-1], node=node,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    messages.success(request, f"{case.code}: {_('đã trả lại')}")
    return redirect("/ky-duyet")
