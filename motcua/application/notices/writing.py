"""Writing the notices of events: which audience reads what, by which channels, in which language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import Exists, OuterRef, Q

from motcua.domain.cases.models import Case, CaseEvent, Follower, How
from motcua.domain.offices.models import Unit
from motcua.domain.people.models import Account, AccountKind
from motcua.foundation.actions import ACTIONS, now
from motcua.foundation.calendar import local
from motcua.foundation.database.rows import insert_all
from motcua.foundation.gateways.sms.segments import without_accents
from motcua.foundation.gateways.zalo.chosen import template_for
from motcua.foundation.text import fold

from .models import Choice, Device, Notice
from .queries import facts
from .rules import Channel, Delivery, Letter, channels_for, habits_on, letters, mobile_number, quiet_until
from .ways import usable

# A linked part's result is handed back with the whole: the applicant is called once, when all of it is there.
WITH_THE_WHOLE = frozenset({"result_ready", "returned"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Owner:
    """Whose a case is: what they chose, the account where it has devices, and the addresses they have proved."""

    channels: list[str] | None = None
    language: str = "vi"
    device: str = ""
    email: str = ""
    phone: str = ""

    def addresses(self, case: Case) -> dict[str, str]:
        """Where they can be told: as stated on the case; by what they have proved where nothing is stated, and for
        whoever chose channels where these need it."""
        if self.channels is None and (case.email or case.phone):
            return {"email": case.email, "phone": case.phone}
        return {"email": case.email or self.email, "phone": case.phone or self.phone}


NOBODY = Owner()
OF_EVENTS = (
    "case", "name", "at", "note", "payload", "due_promised", "due_at", "case__code", "case__parent", "case__procedure",
    "case__received_unit", "case__applicant", "case__applicant_name", "case__email", "case__phone",
    "case__result_by",
)  # fmt: skip


def happened(keys: Sequence[int]) -> list[CaseEvent]:
    """Events with what their letters say of the case, each unit and procedure read once."""
    found = CaseEvent.objects.filter(pk__in=keys).select_related("case").only(*OF_EVENTS)
    return list(found.prefetch_related("case__procedure", "case__received_unit").order_by("pk"))


def write(events: Sequence[CaseEvent]) -> list[int]:
    """Make the notices of events, where they are not there yet, in one statement; the keys of the new ones to send.

    What was made before and still waits is the business of the minute's round.
    """
    at = now()
    owners, have = _owners([event.case for event in events]), usable()
    rows = [row for event in events for row in _of(event, owners.get(event.case_id, NOBODY), have, at)]
    made = insert_all(Notice, rows, returning=("id", "state"))
    return [key for key, state in made if state == Delivery.WAITING]


def _of(event: CaseEvent, owner: Owner, have: set[Channel], at: datetime) -> Iterator[Row]:
    """The notices of one event, each in the words of its channel."""
    for audience, key in ACTIONS[event.name].tell.items():
        if event.case.parent_id and key in WITH_THE_WHOLE:
            continue
        language = owner.language if audience == "applicant" else "vi"
        given = _facts(event, language)
        said = letters(language)[key].written(given)
        for channel, address in _channels(event, audience, key, owner, have).items():
            yield _notice(event, audience, key, said, given, language, channel, address, at)


def _facts(event: CaseEvent, language: str) -> dict[str, str]:
    due = event.due_promised or event.due_at
    return facts(event.case, event.payload, due=due, note=event.note, language=language)


def _notice(
    event: CaseEvent, audience: str, key: str, said: Letter, given: dict[str, str], language: str, channel: Channel,
    address: str, at: datetime,
) -> Row:  # fmt: skip
    """One notice by one channel: on a page it is there at once, elsewhere it waits for the sending."""
    habits = habits_on(local(at).date())
    subject, body = words_for(said, channel, accents=habits.accents)
    here = channel == Channel.PAGE
    if here and audience == "applicant":  # who has proved it reads this on their page
        address = event.case.email.lower() or mobile_number(event.case.phone)
    return {
        "event": event.pk, "case": event.case_id, "audience": audience, "channel": channel.value, "letter": key,
        "language": language, "subject": subject[:200], "body": body, "written_at": event.at, "address": address,
        "reference": uuid4(), "facts": given if channel == Channel.ZALO else {}, "tries": 0, "number": "", "fault": "",
        "state": Delivery.SENT.value if here else Delivery.WAITING.value, "sent_at": event.at if here else None,
        "next_at": None if here else quiet_until(channel, at, habits) or at,
    }  # fmt: skip


def write_instead(notice: Notice) -> list[int]:
    """The same notice by the next channel to the same telephone, after one that can never arrive; its key, if any.

    Feedback is told by one channel only, so there is none.
    """
    if notice.event_id is None:
        return []
    at, channel = now(), Channel(notice.channel)
    order = habits_on(local(at).date()).phone
    later = order[order.index(channel) + 1 :] if channel in order else ()
    other = next((each for each in later if each in usable()), None)
    if other is None:
        return []
    [event] = happened([notice.event_id])
    given = _facts(event, notice.language)
    said = letters(notice.language)[notice.letter].written(given)
    row = _notice(
        event, notice.audience, notice.letter, said, given, notice.language, other, notice.address, at
    )
    return [key for (key,) in insert_all(Notice, [row], returning=["id"])]


def _channels(
    event: CaseEvent, audience: str, key: str, owner: Owner, have: set[Channel]
) -> dict[Channel, str]:
    """Where an audience is told: staff on their pages; the unit an act was directed to by mail as well."""
    habits = habits_on(local(event.at).date())
    if audience == "applicant":
        if Channel.ZALO in have and template_for(key, language="vi", on=local(event.at).date()) is None:
            have = have - {Channel.ZALO}
        return channels_for(
            **owner.addresses(event.case), usable=have, habits=habits,
            chosen=owner.channels, legal=letters()[key].legal, device=owner.device,
        )  # fmt: skip
    to = event.payload.get("to") if audience == "unit" else None
    email = Unit.objects.values_list("email", flat=True).get(pk=to) if to else ""
    return channels_for(email=email, phone="", usable={Channel.MAIL}, habits=habits)


def words_for(said: Letter, channel: Channel, *, accents: bool) -> tuple[str, str]:
    """Subject and body for a channel: a text has no subject, and mostly no accents."""
    if channel == Channel.SMS:
        words = said.short or said.subject
        return said.subject, words if accents else without_accents(words)
    return said.subject, said.short or said.body if channel == Channel.PUSH else said.body


def _owners(cases: Sequence[Case]) -> Mapping[int, Owner]:
    """Whose each case is, as far as they have an account; two statements for all.

    Before all others stands the person whose number and name stand on the case; then whoever has proved the address
    that stands there, by a code, whoever handed the case in; then the account it was filed from.
    """
    emails = {case.email.lower() for case in cases if case.email}
    phones = {f"0{number[2:]}" for case in cases if (number := mobile_number(case.phone))}
    filed = Follower.objects.filter(case__in=[case.pk for case in cases], how=How.FILED)
    filers = dict(filed.values_list("case_id", "account_id"))
    asked = Q(email__in=emails) | Q(phone__in=phones) | Q(pk__in=filers.values())
    asked |= Q(person__in={case.applicant_id for case in cases})
    accounts = Account.objects.filter(asked, kind=AccountKind.CITIZEN, is_active=True)
    device = Exists(Device.objects.filter(account=OuterRef("pk")))
    found: dict[tuple[str, object], Owner] = {}
    for account in accounts.select_related("notice_choice").annotate(has_device=device):
        owner = _owner(account)
        found |= {
            ("account", account.pk): owner,
            ("person", (account.person_id, fold(account.full_name))): owner,
            ("email", account.email.lower()): owner,
            ("phone", mobile_number(account.phone)): owner,
        }
    return {case.pk: found[key] for case in cases for key in _keys(case, filers) if key in found}


def _keys(case: Case, filers: Mapping[int, int]) -> Iterator[tuple[str, object]]:
    """By what the owner of a case is known, the surest last."""
    if case.pk in filers:
        yield "account", filers[case.pk]
    if number := mobile_number(case.phone):
        yield "phone", number
    if case.email:
        yield "email", case.email.lower()
    yield "person", (case.applicant_id, fold(case.applicant_name))


def _owner(account: Account) -> Owner:
    choice: Choice | None = getattr(account, "notice_choice", None)
    device = str(account.pk) if account.has_device else ""  # type: ignore[attr-defined]
    return Owner(
        channels=choice.channels if choice else None, language=choice.language if choice else "vi",
        device=device, email=account.email, phone=account.phone,
    )  # fmt: skip
