"""What colleagues of one office tell each other about a case: kept beside it, never part of it."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from django.db import models

from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import Duty, office_of
from motcua.foundation.text import nfc

from .case import READERS, Case


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, staff: Staff) -> Self:
        """Those of the person's own offices; whether they may see the case is asked of the case."""
        return self.filter(office__in={_office(duty, staff).pk for duty in _reading(staff)})


class Note(models.Model):
    """A private note on a case, read in the office of whoever wrote it and nowhere else; never changed or removed.

    Not an event: it belongs to no paper, no history of the case that another agency reads, and to no figure.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    text = models.TextField()
    key = models.UUIDField(unique=True)  # a form sent twice is written once

    objects = NoteQuerySet.as_manager()

    @classmethod
    def write(cls, case: Case, text: str, *, by: Staff, at: datetime, key: UUID) -> "Note":
        """Keep a note; the same words of the same form again are the same note. `by` may see the case."""
        words = nfc(text, lines=True)
        duty = next(iter(_reading(by)))
        return cls.objects.get_or_create(
            key=uuid5(key, words),
            defaults={"case": case, "office": _office(duty, by), "by": by, "at": at, "text": words},
        )[0]


def _reading(staff: Staff) -> list[Duty]:
    return [duty for duty in staff.duties if duty.role in READERS]


def _office(duty: Duty, staff: Staff) -> Unit:
    return office_of(duty.unit_path, edition=staff.edition)
