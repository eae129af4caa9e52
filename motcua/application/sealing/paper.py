"""The result as a paper of our own, where the office's other software gave no file: what was decided, number, day."""

from datetime import datetime, time
from typing import Any

from django.conf import settings

from motcua.domain.cases.models import Result
from motcua.domain.documents.rules.setting_out import VIETNAM
from motcua.domain.documents.rules.typeset import typeset
from motcua.domain.offices.queries import leader_title
from motcua.foundation.calendar import local
from motcua.foundation.text import long_date


def result_pdf(result: Result) -> bytes:
    """The paper of a result; equal results give equal bytes."""
    on = local(result.issued_at).date()
    task = {
        "template": "result.typ",
        "form": {"number": "", "title": result.title, "issued_by": ""},
        "sheet": {"size": "A4", "copies": 1, "longest_word": 0, "longest_in_cell": 0},
        "facts": _facts(result, long_date(on)),
    }
    return typeset(task, at=datetime.combine(on, time(12), VIETNAM))


def _facts(result: Result, phrase: str) -> dict[str, Any]:
    case, authority = result.case, result.case.authority
    above = authority.parent
    page = f"{settings.PUBLIC_URL.rstrip('/')}/kiem-tra-chu-ky"
    return {
        "agency_parent": above.name if above else None, "agency": authority.name,
        "document_number": result.number.partition("/")[0], "place": authority.dated_at,
        "on": {"phrase": phrase}, "case_code": case.code, "title": result.title, "procedure": case.procedure.name,
        "applicant": case.applicant_name, "subject": case.subject or None,
        "received": long_date(local(case.received_at).date()) if case.received_at else None,
        "leader_title": [leader_title(authority, result.signed_by_id)],
        "leader_name": result.signed_by.full_name if result.signed_by else None,
        "page": page, "page_words": page.partition("://")[2],
    }  # fmt: skip
