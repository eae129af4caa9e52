"""What happened to a case, act by act."""

from datetime import UTC, datetime
from typing import Any

from django.db import models

from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import ACTIONS
from motcua.foundation.events.models import Event

# The dates of a case, kept with every event as they stood after it.
CLOCK = (
    "received_at", "due_original", "due_at", "due_promised", "stopped_at", "pauses", "extended_to", "extended_at",
    "finished_at", "outcome",
)  # fmt: skip
APOLOGIES = ("case.extended", "case.apologised")


class CaseEvent(Event):
    """One act on a case, with the dates as they stood after it: figures as at any day are read from here."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="events", db_index=False)
    actor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField(null=True)
    due_original = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_promised = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    extended_to = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="case_event_order")]
        indexes = [
            models.Index(fields=["at", "name"]),
            models.Index(
                fields=["case", "n"], condition=models.Q(name__in=APOLOGIES), name="case_event_apology"
            ),
        ]

    def actor_key(self) -> list[Any]:
        return [self.actor_id, self.on_behalf_of_id, self.unit_id]

    def said(self) -> dict[str, Any]:
        return {**super().said(), "dates": {name: _plain(getattr(self, name)) for name in CLOCK}}

    @property
    def label(self) -> str:
        """The action's Vietnamese label, for history."""
        return ACTIONS[self.name].label if self.name in ACTIONS else self.name


def apology_draft(case: Any) -> CaseEvent | None:
    """The sheet of apology that waits for a signature, or None; drafting again replaces it, signing takes it away."""
    names = ("case.apology_drafted", *APOLOGIES)
    last = CaseEvent.objects.filter(case=case, name__in=names).select_related("actor").order_by("-n").first()
    return last if last and last.name == names[0] else None


def supplement_proposed(case: Any) -> CaseEvent | None:
    """The second request for papers that waits for a leader, or None; a request that was made takes it away."""
    names = ("case.supplement_proposed", "case.supplement_requested")
    last = CaseEvent.objects.filter(case=case, name__in=names).select_related("actor").order_by("-n").first()
    return last if last and last.name == names[0] else None


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
