"""D1: reception. One form; procedure, papers, fees and the promised day are worked out by the server each time."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.filing.queries import Findable, accept_by, pick_procedures, recent_codes
from motcua.domain.cases.actions.intake import Filing, receive
from motcua.domain.cases.actions.money import as_line
from motcua.domain.cases.actions.processing import collect_fee
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.counter import queue
from motcua.domain.cases.rules import Channel
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.models import PersonKind
from motcua.domain.screens.actions import next_person, show
from motcua.domain.screens.rules import Part
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation import calendar as working
from motcua.foundation.actions import KeyReused, Refused, now

from .place import ROLES, desk, desk_ids, desks
from .reception_form import ReceptionForm, plain_number, warnings, with_card
from .sheet import DESK_CHANNELS, sheet_for
from .store import Shelf, shelf_for

FIRST = {"kind": "0", "channel": "1", "result_by": "one_stop", "sets": "1"}
# What is worked out again when something was changed: where the change is told, what is asked for, what is swapped.
AGAIN = (
    ("lai-nguoi", "nguoi", "#phan-nguoi:outerHTML settle:0"),
    ("lai-nhac", "nhac", "#nhac:outerHTML settle:0"),
    ("lai-phieu", "phieu", "#phan-giay-to:outerHTML settle:0,#tom-tat:outerHTML settle:0"),
)


@page_for(Staff, roles=ROLES)
def reception(request: StaffRequest) -> HttpResponse:
    """The reception form: worked out again, or the case received and its slip shown."""
    if request.method != "POST":
        next_person(request.staff, at=now())
        posted = QueryDict(mutable=True)
        posted.update({**FIRST, "procedure": request.GET.get("thu-tuc", "")[:20]})
        return Counter(request, posted).page()
    counter = Counter(request, with_card(_picked(request.POST), today=_today()))
    if request.htmx:  # type: ignore[attr-defined]
        return counter.parts()
    if request.POST.get("act") == "accept":
        return _receive(counter)
    return counter.page()


class Counter:
    """One state of the reception form: what was typed, and what follows from it."""

    def __init__(self, request: StaffRequest, posted: QueryDict) -> None:
        self.request, self.posted, self.at = request, posted, now()
        self.unit: Unit = desk(request)
        ticks = posted.getlist("giay")
        self.sheet = sheet_for(
            self.unit,
            {name: str(value) for name, value in posted.items()},
            ticks,
            at=self.at,
            edition=request.staff.edition,
        )
        if self.sheet and posted.get("act") == "tick":
            for row in self.sheet.papers:
                row.here = row.here or row.component.required
        self.shelf = self._shelf()
        self.form = self._form(bound=False)

    def _shelf(self) -> Shelf | None:
        """What the house may have of a citizen for these papers; those chosen count as handed in."""
        if self.sheet is None or self.posted.get("kind", "0") != str(PersonKind.CITIZEN.value):
            return None
        shelf = shelf_for(
            self.request.staff, self.unit, self.sheet.terms.procedure, self.sheet.case_type.components, self.posted,
            number=plain_number(self.posted.get("number", "")), name=self.posted.get("full_name", "")[:200],
            at=self.at,
        )  # fmt: skip
        for row in self.sheet.papers:
            row.reused = row.key in shelf.components
        return shelf if shelf.kinds else None

    def _form(self, *, bound: bool) -> ReceptionForm:
        channels = [c for c in DESK_CHANNELS if not self.sheet or self._allows(c.name.lower()) or c == 1]
        values = {name: value for name, value in self.posted.items() if name in ReceptionForm.base_fields}
        values["key"] = values.get("key") or str(uuid4())
        options: dict[str, Any] = {"channels": [int(c) for c in channels]}
        return ReceptionForm(values if bound else None, initial=values, **options)

    def _allows(self, channel: str) -> bool:
        return bool(self.sheet and channel in self.sheet.terms.facts.channels)

    def checked(self) -> bool:
        """Bind the form and say what is wrong with it, papers' numbers and fees included."""
        self.form = self._form(bound=True)
        if self.form.is_valid() and self.sheet is None:
            self.form.add_error(
                "procedure", _("Không có thủ tục này trong danh mục. Hãy tìm và chọn lại (F8).")
            )
        if self.sheet:
            self.sheet.taken()
            for sentence in dict.fromkeys(self.sheet.wrong):
                self.form.add_error(None, sentence)
        return not self.form.errors

    def filing(self) -> Filing:
        """What is handed in; only after `checked()`."""
        assert self.sheet is not None
        found = self.form.cleaned_data
        return Filing(
            terms=self.sheet.terms,
            variant=self.sheet.case_type.variant,
            applicant=self.form.applicant(),
            submitter_name=found["submitter_name"],
            subject=found["subject"],
            channel=found["channel"],
            result_by=found["result_by"],
            sets=found["sets"],
            papers=self.sheet.taken(),
            files=self.shelf.enclosed() if self.shelf else (),
            fee=self.sheet.fees.total,
            charges=tuple(as_line(line) for line in self.sheet.fees.lines),
        )

    def refuse(self, refused: Refused) -> HttpResponse:
        """The page again with the sentence and all that was typed; a key spent on another case is renewed."""
        if isinstance(refused, KeyReused):
            self.posted = self.posted.copy()
            self.posted["key"] = str(uuid4())
            self.form = self._form(bound=True)
        self.form.add_error(None, refused.sentence)
        return self.page(status=refused.status)

    def shown(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "sheet": self.sheet,
            "shelf": self.shelf,
            "unit": self.unit,
            "units": desks(self.request),
            "warnings": warnings(self.form, today=_today()),
            "at": self.at,
            "chosen": self.posted.get("procedure", "") if self.sheet else "",
            "chosen_name": self.sheet.terms.facts.short_name
            if self.sheet
            else self.posted.get("procedure_q", ""),
        }

    def parts(self) -> HttpResponse:
        """The parts that changed, for a page that swaps them in."""
        only = self.posted.get("part") or ("tat-ca" if self.posted.get("act") == "update" else "thu-tuc")
        return render(self.request, "counter/reception_parts.html", {**self.shown(), "part": only})

    def page(self, status: int = 200) -> HttpResponse:
        waiting = queue(desk_ids(self.request), at=self.at)
        shown = {
            **self.shown(),
            "queue": waiting,
            "online": [
                (row, accept_by(row.at, self.unit, self.at, get_language() or "vi"))
                for row in waiting.online
                if row.at
            ],
            "found": self._found(),
            "again": AGAIN,
            "bound": self.request.method == "POST",
        }
        return render(self.request, "counter/reception.html", shown, status=status)

    def _found(self) -> list[Findable] | None:
        """Procedures for the words typed, when the page has no script to list them."""
        if self.posted.get("act") != "find":
            return None
        recent = recent_codes(desk_ids(self.request))
        return pick_procedures(self.posted.get("procedure_q", "")[:80], on=_today(), recent=recent, limit=8)


def _receive(counter: Counter) -> HttpResponse:
    if not counter.checked():
        return counter.page(status=422)
    key, staff = counter.form.cleaned_data["key"], counter.request.staff
    try:
        case = receive(counter.unit, by=staff, key=key, filing=counter.filing())
        if counter.shelf and counter.shelf.consent:
            counter.shelf.consent.used_for(case)
        _collect(case, staff, key, counter.form.cleaned_data["receipt"])
    except Refused as refused:
        return counter.refuse(refused)
    if case.channel == Channel.DIRECT:
        show(staff, case, Part.SLIP, at=now())
    return redirect(done_url(case))


def _collect(case: Case, staff: Staff, key: str, receipt: str) -> None:
    """The fee taken at once, when a receipt was written for it."""
    if receipt.strip() and case.fee and case.money_state == 1:
        collect_fee(case, by=staff, key=f"{key}:phi", receipt=receipt)


def done_url(case: Case) -> str:
    """Where an act at the desk ends; its paper is printed on arrival, once."""
    return reverse("counter:done", args=[case.code]) + "?in=1"


def _picked(posted: QueryDict) -> QueryDict:
    """The form with the procedure that was pressed in the list of a page without scripts."""
    if not (code := posted.get("pick")):
        return posted
    filled = posted.copy()
    filled["procedure"] = code[:20]
    return filled


def _today() -> date:
    return working.local(now()).date()
