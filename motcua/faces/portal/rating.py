"""C13: how it was, said once by whoever holds the slip, when the result is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.domain.cases.models import Case
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import RATED_WHEN, rate
from motcua.domain.surveys.models import Rating
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local

from .rating_form import RatingForm
from .tracking import nothing_here, private


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, secret: str) -> HttpResponse:
    case = Case.objects.of_slip(secret)
    if case is None:
        return nothing_here(request)
    given = Rating.objects.filter(case=case).first()
    form = RatingForm(request.POST or None, on=local(now()).date())
    if given is None and case.state in RATED_WHEN and form.is_valid():
        try:
            rate(case, by=Citizen(slip=case.code), **form.said)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("portal:rating", secret=secret)
    shown = {
        "case": case,
        "form": form,
        "given": given,
        "early": case.state not in RATED_WHEN,
        "secret": secret,
    }
    response = render(request, "portal/rating.html", shown, status=422 if form.errors else 200)
    private(response)
    # It has a form: with no-referrer a browser sends "Origin: null", and the check of forms refuses it.
    response["Referrer-Policy"] = "same-origin"
    return response
