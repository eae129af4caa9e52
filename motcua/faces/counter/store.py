"""D3: papers the house keeps of whoever stands at the counter, used again with their consent ("Tái sử dụng từ kho").

Nothing is looked up before the officer has said that the person signed; then only kinds that fit the components of
the procedure at hand are shown, for half an hour, to that officer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motcua.domain.cases.actions.intake import Enclosed
from motcua.domain.cases.actions.reusing import agree, enclosed, reuse_paper
from motcua.domain.cases.models import Case, Consent
from motcua.domain.cases.queries.reuse import Kept, consent_of, papers_agreed
from motcua.domain.cases.reuse_rules import kinds_for
from motcua.domain.catalogue.models import Procedure
from motcua.domain.catalogue.rules import Component
from motcua.domain.offices.models import Staff, Unit
from motcua.faces import uploading
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local

from .place import ROLES, case_here

AGREED, USED = "dong-y", "dung"


@dataclass
class Shelf:
    """What may be looked up for a form, what the person agreed to, and what was found and chosen."""

    kinds: list[str]
    consent: Consent | None = None
    offers: list[tuple[Kept, bool]] = field(default_factory=list)
    problem: str = ""

    @property
    def chosen(self) -> list[Kept]:
        return [kept for kept, is_chosen in self.offers if is_chosen]

    @property
    def components(self) -> set[str]:
        return {kept.component for kept in self.chosen}

    def enclosed(self) -> tuple[Enclosed, ...]:
        return tuple(enclosed(kept, self.consent) for kept in self.chosen) if self.consent else ()


def shelf_for(
    staff: Staff, unit: Unit, procedure: Procedure, components: Sequence[Component], posted: QueryDict,
    *, number: str, name: str, at: datetime, case: Case | None = None,
) -> Shelf:  # fmt: skip
    """The shelf as the form stands; a consent given for somebody or something else does not count."""
    wanted = kinds_for([each.key for each in components], local(at).date())
    shelf = Shelf(list(dict.fromkeys(kind.name for kinds in wanted.values() for kind in kinds)))
    if posted.get("act") == AGREED:
        try:
            shelf.consent = agree(
                staff, unit, procedure, number=number, name=name, components=list(wanted), at=at, case=case
            )
        except Refused as refused:
            shelf.problem = _(refused.sentence)
            return shelf
    else:
        typed = posted.get("dong_y", "")
        found = consent_of(staff, int(typed), at) if typed.isdecimal() and len(typed) < 16 else None
        same = found and (found.identity_number, found.procedure_id) == (number, procedure.pk)
        shelf.consent = found if same else None
    if shelf.consent:
        here = list(case.files.values_list("file", flat=True)) if case else []
        used = posted.getlist(USED)
        papers = papers_agreed(shelf.consent, on=local(at).date(), but=here)
        shelf.offers = [
            (kept, f"{kept.component}:{kept.key}" in used) for kept in papers if kept.component in wanted
        ]
    return shelf


@page_for(Staff, roles=ROLES)
def store(request: StaffRequest, code: str) -> HttpResponse:
    """The same for a case that is there already: agreed to, chosen, put into its folder."""
    case = case_here(request, code)
    if not reuse_paper.permits(request.staff, case):
        raise Refused(_("Hồ sơ này không nhận thêm giấy tờ ở trạng thái hiện nay."))
    shelf = shelf_for(
        request.staff, case.received_unit, case.procedure, case.case_type.components, request.POST,
        number=case.identity_number, name=case.applicant_name, at=now(), case=case,
    )  # fmt: skip
    status = 422 if shelf.problem else 200
    key = request.POST.get("key", "")[:60] or str(uuid4())
    if request.POST.get("act") == USED:
        if shelf.consent and shelf.chosen:
            try:
                return _use(request, case, shelf, key)
            except Refused as refused:
                shelf.problem, status = _(refused.sentence), refused.status
        elif shelf.consent:
            shelf.problem, status = _("Hãy đánh dấu ít nhất một giấy tờ để dùng lại."), 422
        else:
            shelf.problem, status = _("Đã quá 30 phút kể từ lúc khách đồng ý. Xin hỏi lại rồi bấm lại."), 422
    return render(request, "counter/store.html", {"case": case, "shelf": shelf, "key": key}, status=status)


def _use(request: StaffRequest, case: Case, shelf: Shelf, key: str) -> HttpResponse:
    for kept in shelf.chosen:
        reuse_paper(
            case,
            by=request.staff,
            key=f"{key}-{kept.key}",
            component=kept.component,
            agreed=True,
            kept=kept.key,
        )
    count = len(shelf.chosen)
    said = ngettext("Đã dùng lại %(n)d giấy tờ từ kho.", "Đã dùng lại %(n)d giấy tờ từ kho.", count)
    messages.success(request, said % {"n": count})
    return redirect("counter:case", case.code)


@require_safe
@page_for(Staff, roles=ROLES)
def kept_file(request: StaffRequest, consent: int, kept: str) -> Any:
    """One of the papers a consent opens, to be looked at before it is used."""
    given = consent_of(request.staff, consent, now())
    found = papers_agreed(given, on=local(now()).date()) if given else []
    paper = next((each for each in found if each.key == kept), None)
    if paper is None:
        raise Http404
    return uploading.sealed(paper.file, paper.name)
