"""O1: the inbox. Tabs, pages and searches are addresses; rows are sorted by time left; keys move and open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.application.timekeeping.digests import digest_of
from motcua.application.timekeeping.queries import apologies_owed, clock
from motcua.domain.cases.queries.inbox import InboxRow, Waiting, find_cases, inbox, waiting_for
from motcua.domain.cases.queries.promises import Promises
from motcua.domain.feedback.models import ANSWERING
from motcua.domain.feedback.queries import waiting_count
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .way_back import inbox_address, told, with_way

SIZES = (20, 50, 200)
TABS = {
    "all": _("Của tôi"),
    "new": _("Chờ nhận"),
    "due": _("Sắp quá hạn"),
    "stopped": _("Chờ bổ sung"),
    "consulted": _("Phối hợp"),
    "done": _("Đã xong"),
}
# Rows of these tabs may be taken or passed on from the list itself.
ACTED_ON = ("all", "new", "due")


@dataclass(frozen=True)
class Chosen:
    """What of the inbox is looked at: a tab or a search, from which row on, how many rows."""

    tab: str = "all"
    words: str = ""
    offset: int = 0
    size: int = SIZES[0]

    @classmethod
    def by(cls, request: HttpRequest) -> "Chosen":
        asked = request.GET
        tab, size = asked.get("tab", "all"), _number(asked.get("so", ""))
        return cls(
            tab if tab in TABS else "all",
            asked.get("q", "").strip()[:80],
            _number(asked.get("tu", "")),
            size if size in SIZES else SIZES[0],
        )

    @property
    def address(self) -> str:
        """This choice as the page's own address."""
        said = {"tab": self.tab, "q": self.words, "tu": self.offset, "so": self.size}
        usual = {"tab": "all", "q": "", "tu": 0, "so": SIZES[0]}
        asked = {name: value for name, value in said.items() if value != usual[name]}
        return inbox_address() + (f"?{urlencode(asked)}" if asked else "")

    def rows(self, staff: Staff, soon: Waiting) -> list[InboxRow]:
        """One row more than the size, where there are more."""
        if self.words:
            return list(find_cases(staff, self.words, limit=SIZES[-1]))[: self.size + 1]
        return inbox(staff, self.tab, limit=self.size, offset=self.offset, soon=soon)


@page_for(Staff)
def inbox_page(request: StaffRequest) -> HttpResponse:
    """What waits for the person, soonest due first."""
    at, chosen = now(), Chosen.by(request)
    found = waiting_for(request.staff, at=at)
    rows = chosen.rows(request.staff, found)
    more, back = len(rows) > chosen.size and not chosen.words, chosen.address
    rows = rows[: chosen.size]
    known = Promises([row.promise for row in rows], edition=request.staff.edition)
    owed = apologies_owed(rows, known, at)
    shown = {
        "rows": [row_of(row, known, at, back, owed=row.code in owed) for row in rows],
        "tabs": [_tab(key, chosen, found.counts) for key in TABS],
        "chosen": chosen,
        "acted_on": not chosen.words and chosen.tab in ACTED_ON,
        "counts": found.counts,
        "late": replace(Chosen(), tab="due").address,
        "next": replace(chosen, offset=chosen.offset + chosen.size).address if more else "",
        "previous": replace(chosen, offset=max(0, chosen.offset - chosen.size)).address
        if chosen.offset
        else "",
        "sizes": [(size, replace(chosen, size=size, offset=0).address) for size in SIZES],
        "deputy_for": sorted({d.on_behalf_of for d in request.staff.duties if d.on_behalf_of}),
        "key": uuid4(),
        "here": back,
        "digest": digest_of(request.staff, on=local(at).date()),
        "told": told(request),
        "feedback": waiting_count(request.staff, on=local(at).date())
        if request.staff.has_role(*ANSWERING)
        else (0, 0),
    }
    return render(request, "desk/inbox.html", shown)


def row_of(row: InboxRow, known: Promises, at: datetime, back: str, *, owed: bool = False) -> SimpleNamespace:
    """An inbox row as the hot table wants it; a question to one's unit opens where it is answered. `owed`: an apology is."""
    face = clock(
        state=row.state, due_at=row.due_at, due_promised=row.due_promised, outcome=row.outcome, now=at,
        soon=known.soon(row.promise, row.due_at, at) if row.due_at else None, days=known.days(row.promise),
        lang=get_language() or "vi",
    )  # fmt: skip
    asked = row.step_id is None and row.does == "give_opinion"
    address = (
        reverse("desk:act", args=[row.code, "opinion-given"])
        if asked
        else reverse("desk:case", args=[row.code])
    )
    return SimpleNamespace(
        id=row.code, url=with_way(address, back), code=row.code, state=face.mark, due=face.at,
        left=f"{face.words} · {_('cần phiếu xin lỗi')}" if owed else face.words,
        procedure=row.procedure, person=row.applicant, step=row.step or row.unit, sender=row.given_by,
    )  # fmt: skip


def _tab(key: str, chosen: Chosen, counts: Mapping[str, int]) -> tuple[str, object, int, bool]:
    """(address, label, how many, whether it is open)."""
    count = counts["overdue"] + counts["today"] + counts["soon"] if key == "due" else counts.get(key, 0)
    address = replace(Chosen(), tab=key, size=chosen.size).address
    return address, TABS[key], count, key == chosen.tab and not chosen.words


def _number(text: str) -> int:
    return min(int(text), 100_000) if text.isascii() and text.isdigit() and len(text) < 7 else 0
