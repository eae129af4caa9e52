"""Helping people at a post point or a desk: filing for them under one's own account."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from motcua.application.citizens.acting import procedures_to_give
from motcua.application.filing.models import Draft, Filed
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

LATELY, SHOWN = timedelta(days=7), 20


@page_for(Staff, roles=("postal",))
def helping(request: StaffRequest) -> HttpResponse:
    """What can be filed for somebody here, what I have begun, what I have filed lately."""
    at = now()
    begun = Draft.objects.filter(helped_by=request.staff).open(on=local(at).date())
    filed = Filed.objects.filter(staff=request.staff, filed_at__gt=at - LATELY)
    shown = {
        "procedures": procedures_to_give(on=local(at).date()),
        "drafts": begun.select_related("terms__procedure").order_by("-saved_at")[:SHOWN],
        "filed": filed.select_related("case__procedure").order_by("-filed_at")[:SHOWN],
    }
    return render(request, "counter/helping.html", shown)
