"""A filing before it is a case, and what was answered once it is one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.domain.cases.models import Case, CaseFile
from motcua.domain.cases.rules import kept_hash, slip_secret
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.mandates.models import Mandate
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.models import Account, Person
from motcua.foundation.calendar import local


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self, *, on: date) -> Self:
        """Not submitted, and not past their last day."""
        return self.filter(case=None, expires_on__gte=on)

    def over(self, *, on: date) -> Self:
        """Past their last day, submitted or not."""
        return self.filter(expires_on__lt=on)

    def held_by(self, secret: str) -> "Draft | None":
        """The draft of a link."""
        found = self.filter(secret_hash=kept_hash(secret.strip().lower()))
        return found.select_related("terms__procedure", "unit__reception_calendar", "case").first()


class Draft(models.Model):
    """An application being filled in. A guest holds it by its secret link, an account owns its drafts; `holder` is
    the mark under which its uploads lie. Once submitted it only points to its case."""

    secret_hash = models.BinaryField(max_length=32, unique=True)
    holder = models.UUIDField(unique=True, default=uuid4)
    terms = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    answers = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    done = models.JSONField(default=list)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="drafts", db_index=False)
    opened_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    # Who fills it in for somebody who is present, at a post point; papers are still handed in as files.
    helped_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    # Who has come to a post point with a mandate of the applicant, who has not come.
    agent = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_on = models.DateField(db_index=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account"], condition=~Q(account=None), name="draft_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(agent=None) | Q(helped_by__isnull=False), name="draft_agent_was_seen_by_helper"
            )
        ]

    def __str__(self) -> str:
        return f"{self.terms.facts.code} {self.holder}"

    @classmethod
    def begin(cls, terms: ProcedureVersion, unit: Unit, *, at: datetime, **more: Any) -> Self:
        """A new draft, kept for some days from its last saving."""
        draft = cls(terms=terms, unit=unit, holder=uuid4(), begun_at=at, saved_at=at, **more)
        draft.secret_hash = kept_hash(draft.secret)
        draft.expires_on = _last_day(at)
        draft.save()
        return draft

    @property
    def secret(self) -> str:
        """The secret of its link, made again from the key whenever its owner asks for it."""
        return slip_secret(settings.SLIP_KEY, f"draft {self.holder}")

    def take(
        self,
        answers: Mapping[str, Any],
        *,
        at: datetime,
        done: str = "",
        sources: Mapping[str, str] | None = None,
    ) -> None:
        """Keep answers beside those that are there; nothing is dropped before the filing is submitted."""
        self.answers = {**self.answers, **answers}
        changed = {key: source for key, source in self.sources.items() if key not in answers}
        self.sources = {**changed, **(sources or {})}
        if done and done not in self.done:
            self.done = [*self.done, done]
        self._touch(at, "answers", "sources", "done")

    def _touch(self, at: datetime, *columns: str) -> None:
        self.saved_at, self.expires_on = at, _last_day(at)
        self.save(update_fields=[*columns, "saved_at", "expires_on"])

    def submitted(self, case: Case) -> None:
        """Point to the case; the answers are kept with it and no longer here."""
        self.case, self.answers, self.sources = case, {}, {}
        self.save(update_fields=["case", "account", "answers", "sources"])


def _last_day(at: datetime) -> date:
    return local(at).date() + timedelta(days=settings.DRAFT_DAYS)


class Filed(models.Model):
    """What was answered when a case was filed: the answers by the form's schema, the same as people read them, to
    which words the filer agreed, and under which mandate somebody filed for the applicant."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="filed")
    form = models.CharField(max_length=40)
    answers = models.JSONField()
    rows = models.JSONField()
    consent = models.TextField()
    filed_at = models.DateTimeField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(consent=""), name="filed_with_consent")]

    @property
    def mandate_paper(self) -> CaseFile | None:
        """The paper of the mandate in the folder of the case, where there is one."""
        paper = self.mandate.paper_id if self.mandate else None
        return self.case.files.filter(file_id=paper).first() if paper else None


def forget_drafts(*, on: date) -> list[UUID]:
    """Remove drafts past their last day; the marks of their uploads, which may go too."""
    over = Draft.objects.over(on=on)
    holders = list(over.values_list("holder", flat=True))
    over.delete()
    return holders
