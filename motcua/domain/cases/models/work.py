"""What is kept around a case while it is worked on: steps, supplements, opinions, results, files, numbers."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from motcua.domain.documents.models import File
from motcua.domain.documents.models.upload import holder_named
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import units
from motcua.foundation.database.rows import read
from motcua.foundation.text import nfc

from .case import Case


class StepQuerySet(models.QuerySet["Step"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None)


class Step(models.Model):
    """Who holds the folder now: one visit of a case to a node of its route."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", db_index=False)
    node = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    does = models.CharField(max_length=20)
    role = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="steps", db_index=False)
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="steps", db_index=False)
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # The case's own due date, kept here so that an inbox is one index scan; moves with the case's clock.
    case_due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.CharField(max_length=20, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "node"], condition=Q(done_at=None), name="step_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "case_due_at", "opened_at"],
                condition=Q(done_at=None),
                name="step_inbox",
            ),
            models.Index(fields=["case"]),
            models.Index(fields=["done_by", "-done_at"], condition=~Q(done_by=None), name="step_done"),
        ]


_WAITING = """
SELECT s.*, a.full_name AS assignee_name
  FROM cases_step s LEFT JOIN offices_staff a ON a.id = s.assignee_id
 WHERE s.case_id = %s AND s.done_at IS NULL ORDER BY s.opened_at, s.id
"""


def waiting_steps(case: Case) -> list[Step]:
    """The steps of a case that wait now, oldest first, with unit and assignee; one statement."""
    found = read(Step, _WAITING, [case.pk])
    known = units((step.unit_id for step in found), edition=case.edition)
    for step in found:
        step._state.fields_cache |= {"case": case, "unit": known[step.unit_id]}
        if step.assignee_id:
            name: Any = step.assignee_name  # type: ignore[attr-defined]
            step.assignee = Staff.from_db(step._state.db, ["id", "full_name"], [step.assignee_id, name])
    return found


class Supplement(models.Model):
    """One request for papers or corrections: what, why, on what ground, which round, until when, answered when.

    Until it is sent, what the applicant answers lies under the mark `holder` (files) and in `reply` (words).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    round = models.PositiveSmallIntegerField()
    before_reception = models.BooleanField(default=False)
    missing = models.JSONField()
    reason = models.TextField()
    legal_basis = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="supplement_round_once")]

    @property
    def holder(self) -> UUID:
        return holder_named(f"supplement {self.pk}")

    def writing(self, words: str) -> None:
        """Keep the words of an answer that is not sent yet."""
        self.reply = nfc(words, lines=True)[:2000]
        self.save(update_fields=["reply"])


class Opinion(models.Model):
    """A question put to another unit, with a due date of its own; the applicant's clock goes on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "due_at"], condition=Q(answered_at=None), name="opinion_waiting")
        ]


class Result(models.Model):
    """A signed and numbered result; withdrawn, never changed, when an error is found before it is returned."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="results")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False
    )  # which received the case
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)  # since when it is a file, signed or not
    # Since when `file` is the signed one; what was handed in before it stays among the files of the case.
    sealed_at = models.DateTimeField(null=True)
    # Why the file is not signed yet, in a sentence for the staff; the house goes on trying.
    seal_fault = models.CharField(max_length=300, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "issued_at"], name="result_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file=None, filed_at=None)
                | models.Q(file__isnull=False, filed_at__isnull=False),
                name="result_filed_with_its_file",
            )
        ]

    def not_sealed(self, fault: str) -> None:
        """Keep why it could not be signed this time."""
        Result.objects.filter(pk=self.pk, sealed_at=None).update(seal_fault=fault[:300])


class CaseFile(models.Model):
    """A file on a case: for which paper, under what name, put there by whom; since when its owner agrees that it is
    used again, where it came out of their own documents."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    paper = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)


class CodeCounter(models.Model):
    """The last sequence of case codes of a unit on a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="code_counter_once")]


def next_sequence(unit_id: int, on: date) -> tuple[int, UUID | None]:
    """The next sequence of the unit's day, and the office's edition, which is read with it.

    The row is held until the transaction ends, so no number is lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO cases_codecounter AS c (unit_id, "on", last) VALUES (%s, %s, 1)'
            ' ON CONFLICT (unit_id, "on") DO UPDATE SET last = c.last + 1'
            " RETURNING last, (SELECT mark FROM offices_edition)",
            [unit_id, on],
        )
        return cursor.fetchone()
