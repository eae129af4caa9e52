"""“Mở mẫu đơn”: the forms of the portal, opened at the desk for somebody who stands there."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motcua.application.filing.models import Draft
from motcua.application.filing.standing import form_of
from motcua.domain.catalogue.queries import terms_in_force, terms_of
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import collate

from .place import ROLES, desk

MOST = 500


@page_for(Staff, roles=ROLES)
def forms(request: StaffRequest) -> HttpResponse:
    """Every procedure with a form; pressing one opens it for whoever stands at the desk."""
    at = now()
    if request.method == "POST":
        terms = terms_of(
            request.POST.get("thu-tuc", "")[:20], on=local(at).date(), edition=request.staff.edition
        )
        if terms is None or form_of(terms) is None:
            raise Http404
        draft = Draft.begin(terms, desk(request), at=at, opened_by=request.staff)
        return redirect("portal:draft", draft.secret)
    known = [each for each in terms_in_force(on=local(at).date(), limit=MOST) if form_of(each)]
    fields: dict[str, list[tuple[str, str]]] = {}
    for each in sorted(known, key=lambda version: collate(version.facts.short_name)):
        fields.setdefault(each.facts.field, []).append((each.facts.code, each.facts.short_name))
    shown = {"fields": sorted(fields.items(), key=lambda pair: collate(pair[0]))}
    return render(request, "counter/forms.html", shown)
