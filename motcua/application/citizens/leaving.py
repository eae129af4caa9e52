"""What an account holds of a person, as a file of theirs; and leaving."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from motcua.application.filing.models import Draft, Filed
from motcua.application.notices.models import Choice
from motcua.application.notices.queries import told_citizen
from motcua.domain.cases.models import Case, How
from motcua.domain.cases.queries.mine import OwnCase, OwnLook, cases_of, looks_of, purpose_of
from motcua.domain.delivery.models import Parcel
from motcua.domain.documents.actions import forget_document
from motcua.domain.documents.models import Document
from motcua.domain.feedback.models import Feedback
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.queries import mandates_of
from motcua.domain.people.actions import close
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, Person
from motcua.foundation.calendar import local

MOST_LOOKS = MOST_TOLD = 5000
# What a case holds of its applicant, for who filed it or has proved to be that person; a slip alone is not enough.
OF_APPLICANT = ("applicant_name", "identity_number", "phone", "email", "address")


def held_of(account: Account, citizen: Citizen, *, at: datetime) -> dict[str, Any]:
    """All that is kept under an account, as JSON values: the copy that the law on personal data gives everybody a right to."""
    cases = cases_of(citizen)
    own = [case.code for case in cases if case.how in ("", How.FILED)]
    return {
        "at": at.isoformat(),
        "account": {"email": account.email, "phone": account.phone, "full_name": account.full_name},
        "person": _stated(account.person) if account.person and citizen.person_id else None,
        **_means(account),
        "drafts": [
            {"procedure": draft.terms.facts.code, "saved_at": _iso(draft.saved_at), "answers": draft.answers}
            for draft in account.drafts.filter(case=None).select_related("terms").order_by("begun_at")
        ],
        "documents": [
            {
                "name": each.name,
                "of_whom": each.of_whom,
                "number": each.number,
                "issuer": each.issuer,
                "kept_at": _iso(each.kept_at),
            }
            for each in Document.objects.visible_to(citizen).order_by("kept_at")
        ],
        "cases": _cases(cases, own),
        "filings": _filings(account),
        "parcels": [
            _parcel(each) for each in Parcel.objects.filter(reference__in=own).order_by("asked_at", "pk")
        ],
        "telling": _telling(account),
        "told": [
            {"case": each.code, "at": _iso(each.written_at), "subject": each.subject, "body": each.body}
            for each in told_citizen(citizen, account, limit=MOST_TOLD)
        ],
        "feedback": [_feedback(each) for each in account.feedback.select_related("unit").order_by("sent_at")],
        "mandates": [_mandate(each) for each in mandates_of(citizen.person_id)],
        "looks": [_look(look) for look in looks_of(citizen, limit=MOST_LOOKS)],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _stated(person: Person) -> dict[str, Any]:
    names = ("full_name", "identity_number", "sex", "phone", "email", "address")
    born_on = person.born_on.isoformat() if person.born_on else None
    return {**{name: getattr(person, name) for name in names}, "born_on": born_on}


def _means(account: Account) -> dict[str, Any]:
    keys = account.passkeys.order_by("added_at")
    return {
        "identities": [
            {"issuer": each.issuer, "level": each.level, "linked_at": _iso(each.linked_at)}
            for each in account.identities.order_by("linked_at")
        ],
        "passkeys": [
            {"name": key.name, "added_at": _iso(key.added_at), "used_at": _iso(key.used_at)} for key in keys
        ],
        "changes": [{"name": event.name, "at": _iso(event.at)} for event in account.events.order_by("n")],
    }


def _case(case: OwnCase) -> dict[str, Any]:
    return {
        "code": case.code,
        "procedure": case.title,
        "state": case.state_label,
        "unit": case.unit,
        "received_at": _iso(case.received_at),
        "finished_at": _iso(case.finished_at),
    }


def _cases(cases: list[OwnCase], own: list[str]) -> list[dict[str, Any]]:
    """The cases of the list; with what stands on them of the applicant, where that is the person themselves."""
    rows = {row["code"]: row for row in Case.objects.filter(code__in=own).values("code", *OF_APPLICANT)}
    return [{**_case(case), **rows.get(case.code, {})} for case in cases]


def _filings(account: Account) -> list[dict[str, Any]]:
    """What was answered from this account, and to which words its owner agreed."""
    return [
        {"case": each.case.code, "filed_at": _iso(each.filed_at), "answers": each.answers, "consent": each.consent}
        for each in Filed.objects.filter(account=account).select_related("case").order_by("filed_at")
    ]  # fmt: skip


def _parcel(parcel: Parcel) -> dict[str, Any]:
    """Where something was sent to or fetched from, and who took it."""
    names = ("number", "reference", "direction", "name", "phone", "address", "receiver", "relation")
    said = {name: getattr(parcel, name) for name in names}
    return {**said, "state": parcel.state_label, "asked_at": _iso(parcel.asked_at)}


def _telling(account: Account) -> dict[str, Any]:
    """How the owner wants to be told, and on which browsers: of these, whose service it is and since when."""
    choice = Choice.of(account)
    return {
        "channels": choice.channels if choice else None,
        "language": choice.language if choice else None,
        "devices": [
            {"service": urlsplit(each.endpoint).hostname, "since": _iso(each.since)}
            for each in account.devices.order_by("since")
        ],
    }


def _feedback(feedback: Feedback) -> dict[str, Any]:
    looks = feedback.readings.select_related("unit").order_by("at", "pk")
    return {
        "code": feedback.code,
        "unit": feedback.unit.name,
        **{
            name: getattr(feedback, name)
            for name in ("kind", "text", "name", "contact", "case_code", "answer")
        },
        "sent_at": _iso(feedback.sent_at),
        "due_on": feedback.due_on.isoformat(),
        "settled_at": _iso(feedback.settled_at),
        "looks": [{"unit": look.unit.name, "at": _iso(look.at)} for look in looks],
    }


def _mandate(mandate: Mandate) -> dict[str, Any]:
    return {
        "grantor": mandate.grantor.full_name,
        "agent": mandate.agent.full_name,
        "procedures": mandate.procedures,
        "valid_from": mandate.valid_from.isoformat(),
        "valid_to": mandate.valid_to.isoformat(),
        "state": mandate.state_label,
    }


def _look(look: OwnLook) -> dict[str, Any]:
    return {
        "case": look.code,
        "unit": look.unit,
        "purpose": purpose_of(look.through),
        "at": _iso(look.last_at),
        "times": look.times,
    }


def leave(account: Account, *, by: Citizen, at: datetime) -> None:
    """Close an account, with its list, its documents, the browsers it is told on and what it had begun; drafts go with
    the next night's clearing."""
    with transaction.atomic():
        close(account, by=by)
        account.followed.all().delete()
        account.devices.all().delete()
        Choice.objects.filter(account=account).delete()
        # Answered to the contact that was left, and nobody's in particular.
        account.feedback.update(account=None)
        for document in account.documents.all():
            forget_document(account.documents.all(), document.pk)
        drafts = Draft.objects.filter(account=account, case=None)
        drafts.update(answers={}, sources={}, expires_on=local(at).date() - timedelta(days=1))
