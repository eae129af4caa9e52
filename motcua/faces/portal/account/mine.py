"""C15: what is mine – how I sign in, my cases, and who has looked at them."""

from django.http import HttpResponse
from django.shortcuts import render

from motcua.domain.people.actor import Citizen
from motcua.faces.audience import CitizenRequest, page_for


@page_for(Citizen)
def account(request: CitizenRequest) -> HttpResponse:
    return render(request, "portal/account/mine.html", {"account": request.account})
