"""Whether the server and its database answer: asked before a form leaves the page, so that nothing typed is lost."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for


@require_safe
@page_for(Staff)
def alive(request: StaffRequest) -> HttpResponse:
    """204 when this person's session could be read from the database."""
    return HttpResponse(status=204)
