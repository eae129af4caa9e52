"""O1: the inbox. Tabs are addresses, rows are sorted by time left, keys move and open."""

from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.application.timekeeping.queries import clock, soon_ends
from motcua.domain.cases.actions.processing import forward, take
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.inbox import InboxRow, find_cases, inbox, waiting_counts
from motcua.domain.cases.rules import start_of_day
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now

PAGE = 20
TABS = (
    ("all", "Của tôi"),
    ("new", "Chờ nhận"),
    ("due", "Sắp quá hạn"),
    ("stopped", "Chờ bổ sung"),
    ("consulted", "Phối hợp"),
    ("done", "Đã xong"),
)


@page_for(Staff)
def inbox_page(request: StaffRequest) -> HttpResponse:
    at = now()
    tab = request.GET.get("tab", "all")
    tab = tab if tab in dict(TABS) else "all"
    words = request.GET.get("q", "").strip()[:80]
    offset = _number(request.GET.get("tu", ""))
    soon = soon_ends(at)
    if words:
        rows = list(find_cases(request.staff, words, limit=PAGE))
    else:
        rows = inbox(request.staff, tab, limit=PAGE, offset=offset, before=soon)
    lang = get_language() or "vi"
    counts = {}
    if not request.htmx:
        counts = waiting_counts(request.staff, today_ends=_tomorrow(at), soon_ends=soon)
    shown = {
        "rows": [row_of(row, at, lang) for row in rows[:PAGE]],
        "tabs": [(key, label, _count(key, counts)) for key, label in TABS],
        "tab": tab,
        "q": words,
        "counts": counts,
        "next": f"?{urlencode({'tab': tab, 'tu': offset + PAGE})}" if len(rows) > PAGE else "",
        "previous": f"?{urlencode({'tab': tab, 'tu': max(0, offset - PAGE)})}" if offset else "",
        "key": uuid4(),
        "here": request.get_full_path(),
    }
    return render(request, "desk/inbox.html", shown)


@require_POST
@page_for(Staff)
def act_on_many(request: StaffRequest) -> HttpResponse:
    """Take or forward the ticked cases, each by itself: what is refused is named, the rest is done."""
    act = {"take": take, "forward": forward}.get(request.POST.get("act", ""))
    codes = request.POST.getlist("pick")[:100]
    if act is None or not codes:
        messages.warning(request, _("Xin đánh dấu ít nhất một hồ sơ trước khi chọn việc."))
        return redirect("/ban-lam-viec")
    cases = Case.objects.filter(code__in=codes).visible_to(request.staff)
    done = 0
    for case in cases:
        try:
            act(case, by=request.staff, key=f"{request.POST.get('key', '')}:{case.code}"[:80])
            done += 1
        except Refused as refused:
            messages.warning(request, f"{case.code}: {refused.sentence}")
    if done:
        messages.success(request, _("Đã xong %(done)d hồ sơ.") % {"done": done})
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/ban-lam-viec") else "/ban-lam-viec")


def row_of(row: InboxRow, at: object, lang: str) -> SimpleNamespace:
    """An inbox row as the hot table wants it."""
    face = clock(
        state=row.state, due_at=row.due_at, due_promised=row.due_promised, outcome=row.outcome, now=at, lang=lang
    )  # type: ignore[arg-type]  # fmt: skip
    return SimpleNamespace(
        id=row.code, url=f"/ho-so/{row.code}", code=row.code, state=face.mark, left=face.words, due=face.at,
        procedure=row.procedure, person=row.applicant, step=row.step or row.unit, sender=row.given_by,
    )  # fmt: skip


def _count(key: str, counts: dict[str, int]) -> int | str:
    known = {"all": "all", "new": "new"}.get(key)
    if key == "due" and counts:
        return counts["overdue"] + counts["today"] + counts["soon"]
    return counts[known] if known and counts else ""


def _tomorrow(at: object) -> object:
    from datetime import timedelta

    return start_of_day(at) + timedelta(days=1)  # type: ignore[arg-type]


def _number(text: str) -> int:
    return min(int(text), 100_000) if text.isdigit() else 0
