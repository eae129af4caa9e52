"""What one person can let another do here, and the paper on which that rests."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.application.filing.rules.form import NOTHING
from motcua.application.filing.standing import library_forms
from motcua.domain.catalogue.models import Procedure
from motcua.domain.documents.actions import bound_papers, forget_uploads
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import holder_named
from motcua.domain.mandates.actions import keep_paper
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.rules import mandate_limits_on
from motcua.foundation.actions import now, refuse_unless
from motcua.foundation.text import sort_key


@cache
def _with_form() -> tuple[str, ...]:
    """Procedures whose form is not for the counter only."""
    forms, _wrong = library_forms()
    return tuple(sorted(form.code for form in forms if form.counter_only == NOTHING))


def procedures_to_give(*, on: date) -> list[tuple[str, str]]:
    """(code, name) of the procedures that can be filed from home for somebody else, in Vietnamese order; one statement."""
    codes = set(_with_form()) - mandate_limits_on(on).in_person
    rows = Procedure.objects.filter(code__in=codes).values_list("code", "short_name")
    return sorted(rows, key=lambda row: sort_key(row[1]))


def holder_of(mandate: Mandate) -> UUID:
    """The mark under which the pages of its paper lie until they are kept."""
    return holder_named(f"mandate {mandate.pk}")


def keep_picture(mandate: Mandate, *, by: Any) -> None:
    """Keep the pages that were sent as the paper of a mandate, bound together."""
    holder = holder_of(mandate)
    with transaction.atomic():
        Upload.hold(holder)
        bound = [paper for paper in bound_papers(holder, at=now()) if paper.pages]
        refuse_unless(
            len(bound) == 1, "Xin gửi giấy ủy quyền thành một tệp PDF, hoặc các ảnh chụp liền nhau, rồi lưu."
        )
        keep_paper(mandate, by=by, file=bound[0].file)
        forget_uploads([holder])
