"""Acts on several cases at once from the list: each by itself, each named in the answer, all of it undone at once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.domain.cases.actions.processing import take, take_back
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, key_used

from .way_back import tell, way_back

MOST = 200  # cases in one press
Doing = Callable[[Case, str], None]


@require_POST
@page_for(Staff)
def act_on_many(request: StaffRequest) -> HttpResponse:
    """Take the ticked cases, or pass them on; what is refused is named with its sentence, the rest is done."""
    wanted = request.POST.get("act", "")
    codes = list(dict.fromkeys(request.POST.getlist("pick")))[:MOST]
    if wanted not in ("take", "forward") or not codes:
        messages.warning(request, _("Xin đánh dấu ít nhất một hồ sơ trước khi chọn việc."))
        return redirect(way_back(request))

    passed: list[str] = []

    def do(case: Case, key: str) -> None:
        if wanted == "take":
            take(case, by=request.staff, key=key)
        elif _pass_on(request.staff, case, key) == "case.forwarded":
            passed.append(case.code)

    done, refused = each_by_itself(request, codes, do)
    label = _("Đã nhận xử lý") if wanted == "take" else _("Đã chuyển bước tiếp theo")
    tell(request, label, done, refused, undo=passed)
    return redirect(way_back(request))


@require_POST
@page_for(Staff)
def undo(request: StaffRequest) -> HttpResponse:
    """Take back what one has just passed on, while nobody has touched the folders since."""
    codes = list(dict.fromkeys(request.POST.getlist("pick")))[:MOST]

    def do(case: Case, key: str) -> None:
        take_back(case, by=request.staff, key=key)

    done, refused = each_by_itself(request, codes, do)
    tell(request, _("Đã rút lại, hồ sơ trở về bước của Ông/Bà"), done, refused)
    return redirect(way_back(request))


def each_by_itself(
    request: StaffRequest, codes: Iterable[str], do: Doing
) -> tuple[list[str], list[tuple[str, str]]]:
    """(codes done, (code, sentence) refused); a code one may not see is said not to be found."""
    press = request.POST.get("key", "")[:40]
    seen = {case.code: case for case in Case.objects.whole().visible_to(request.staff).filter(code__in=codes)}
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    for code in codes:
        try:
            if code not in seen:
                raise Refused(_("Không tìm thấy hồ sơ này."))
            key = f"{press}:{code}"[:80] if press else ""
            if not key_used(key, seen[code]):  # pressed twice: it is done, once
                do(seen[code], key)
            done.append(code)
        except Refused as refusal:
            refused.append((code[:50], refusal.sentence))
    return done, refused


def _pass_on(staff: Staff, case: Case, key: str) -> str:
    """Finish the person's step where that needs nothing but a press, by the act returned; what has effect in law is
    done one by one."""
    held = [possible for possible in acts_for(staff, case) if possible.step]
    if not held:
        raise Refused(_("Bước này đã có người khác xử lý, hoặc không phải bước của Ông/Bà."))
    possible = held[0]
    needs_words = any(p.default is p.empty for p in possible.action.parameters.values())
    if possible.action.legal or needs_words:
        name = possible.step.name if possible.step else ""
        raise Refused(_("Bước “%(name)s” phải mở hồ sơ để làm.") % {"name": name})
    given: dict[str, Any] = {}
    if possible.step and "node" in possible.action.parameters:
        given["node"] = possible.step.node
    possible.action(case, by=staff, key=key, **given)
    return possible.name
