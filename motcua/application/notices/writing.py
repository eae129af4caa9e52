"""Writing the notices of events: which audience reads what, by which channels."""

from collections.abc import Iterable, Iterator

from motcua.domain.cases.models import CaseEvent
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import ACTIONS, now

from .models import Notice
from .queries import letter
from .rules import Channel, Delivery, channels_for

# A linked part's result is handed back with the whole: the applicant is called once, when all of it is there.
WITH_THE_WHOLE = frozenset({"result_ready", "returned"})
AT_ONCE = 1000


def write(events: Iterable[CaseEvent]) -> list[int]:
    """The notices of events, made where they are not there yet; the keys of those that wait to be sent."""
    events = list(events)
    rows = [notice for event in events for notice in _of(event)]
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    waiting = Notice.objects.filter(event__in=events, state=Delivery.WAITING)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _of(event: CaseEvent) -> Iterator[Notice]:
    at = now()
    for audience, key in ACTIONS[event.name].tell.items():
        if event.case.parent_id and key in WITH_THE_WHOLE:
            continue
        said = letter(event.case, key, event.payload, due=event.due_promised or event.due_at, note=event.note)
        for channel, address in _channels(event, audience).items():
            notice = Notice(
                event=event, case=event.case, audience=audience, channel=channel, letter=key,
                subject=said.subject[:200], body=said.body, written_at=event.at, address=address,
                state=Delivery.WAITING, next_at=at,
            )  # fmt: skip
            if channel == Channel.PAGE:
                notice.state, notice.next_at, notice.sent_at = Delivery.SENT, None, event.at
            yield notice


def _channels(event: CaseEvent, audience: str) -> dict[Channel, str]:
    """Where an audience is told: staff on their pages; the unit an act was directed to by mail as well."""
    if audience == "applicant":
        return channels_for(email=event.case.email)
    to = event.payload.get("to") if audience == "unit" else None
    return channels_for(email=Unit.objects.values_list("email", flat=True).get(pk=to) if to else "")
