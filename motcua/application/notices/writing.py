"""Writing the notices of events: which audience reads what, by which channels, in which language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import ACTIONS, now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.sms.segments import without_accents
from motcua.foundation.gateways.zalo.chosen import template_for

from .models import Choice, Notice
from .queries import facts
from .rules import Channel, Delivery, Letter, channels_for, habits_on, letters, mobile_number, quiet_until
from .ways import usable

# A linked part's result is handed back with the whole: the applicant is called once, when all of it is there.
WITH_THE_WHOLE = frozenset({"result_ready", "returned"})
AT_ONCE = 1000


def write(events: Iterable[CaseEvent]) -> list[int]:
    """The notices of events, made where they are not there yet; the keys of those that wait to be sent."""
    events, at = list(events), now()
    chosen = _choices([event.case for event in events])
    rows = [notice for event in events for notice in _of(event, chosen.get(event.case_id), at)]
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    waiting = Notice.objects.filter(event__in=events, state=Delivery.WAITING)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _of(event: CaseEvent, choice: Choice | None, at: datetime) -> Iterator[Notice]:
    """The notices of one event, each in the words of its channel."""
    for audience, key in ACTIONS[event.name].tell.items():
        if event.case.parent_id and key in WITH_THE_WHOLE:
            continue
        language = choice.language if choice and audience == "applicant" else "vi"
        given = _facts(event, language)
        said = letters(language)[key].written(given)
        for channel, address in _channels(event, audience, key, choice).items():
            yield _notice(event, audience, key, said, given, language, channel, address, at)


def _facts(event: CaseEvent, language: str) -> dict[str, str]:
    due = event.due_promised or event.due_at
    return facts(event.case, event.payload, due=due, note=event.note, language=language)


def _notice(
    event: CaseEvent, audience: str, key: str, said: Letter, given: dict[str, str], language: str, channel: Channel,
    address: str, at: datetime,
) -> Notice:  # fmt: skip
    """One notice by one channel: on a page it is there at once, elsewhere it waits for the sending."""
    habits = habits_on(local(at).date())
    subject, body = _words(said, channel, accents=habits.accents)
    here = channel == Channel.PAGE
    return Notice(
        event=event, case=event.case, audience=audience, channel=channel, letter=key, language=language,
        subject=subject[:200], body=body, written_at=event.at, address=address,
        facts=given if channel == Channel.ZALO else {}, state=Delivery.SENT if here else Delivery.WAITING,
        sent_at=event.at if here else None, next_at=None if here else quiet_until(channel, at, habits) or at,
    )  # fmt: skip


def write_instead(notice: Notice) -> list[int]:
    """The same notice by the next channel to the same telephone, after one that can never arrive; its key, if any."""
    at = now()
    order = habits_on(local(at).date()).phone
    later = order[order.index(channel) + 1 :] if (channel := Channel(notice.channel)) in order else ()
    for other in later:
        if other in usable():
            event = CaseEvent.objects.select_related("case__procedure", "case__received_unit").get(
                pk=notice.event_id
            )
            given = _facts(event, notice.language)
            said = letters(notice.language)[notice.letter].written(given)
            row = _notice(
                event, notice.audience, notice.letter, said, given, notice.language, other, notice.address, at
            )
            Notice.objects.bulk_create([row], ignore_conflicts=True)
            made = Notice.objects.filter(event=event, audience=notice.audience, channel=other)
            return list(made.filter(state=Delivery.WAITING).values_list("pk", flat=True))
    return []


def _channels(event: CaseEvent, audience: str, key: str, choice: Choice | None) -> dict[Channel, str]:
    """Where an audience is told: staff on their pages; the unit an act was directed to by mail as well."""
    habits = habits_on(local(event.at).date())
    if audience == "applicant":
        have = usable()
        if template_for(key, language="vi", on=local(event.at).date()) is None:
            have.discard(Channel.ZALO)
        return channels_for(
            email=event.case.email, phone=event.case.phone, usable=have, habits=habits,
            chosen=choice.channels if choice else None, legal=letters()[key].legal,
        )  # fmt: skip
    to = event.payload.get("to") if audience == "unit" else None
    email = Unit.objects.values_list("email", flat=True).get(pk=to) if to else ""
    return channels_for(email=email, phone="", usable={Channel.MAIL}, habits=habits)


def _words(said: Letter, channel: Channel, *, accents: bool) -> tuple[str, str]:
    """Subject and body for a channel: a text has no subject, and mostly no accents."""
    if channel == Channel.SMS:
        words = said.short or said.subject
        return said.subject, words if accents else without_accents(words)
    return said.subject, said.short or said.body if channel == Channel.PUSH else said.body


def _choices(cases: list[Case]) -> Mapping[int, Choice]:
    """What the owners of the cases' addresses have chosen, by case; one statement for all.

    An address on an account was proved by a code, so whoever owns it says how it is used, whoever handed the case in.
    """
    emails = {case.email.lower() for case in cases if case.email}
    phones = {case.phone for case in cases if case.phone}
    found: dict[str | int, Choice] = {}
    asked = Q(account__email__in=emails) | Q(account__phone__in=phones)
    asked |= Q(account__person__in={case.applicant_id for case in cases})
    for choice in Choice.objects.filter(asked, account__is_active=True).select_related("account"):
        account = choice.account
        keys = (account.person_id, account.email.lower(), mobile_number(account.phone))
        found |= {key: choice for key in keys if key}
    return {
        case.pk: found[key]
        for case in cases
        for key in (mobile_number(case.phone), case.email.lower(), case.applicant_id)
        if key and key in found
    }
