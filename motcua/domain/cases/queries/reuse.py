"""Papers the house keeps of a person: what they keep here themselves, results given to them, scans of their cases.

Asked only for the kinds that fit components of a procedure, and only by whoever holds the person's consent
(`Consent`). Whose a paper is, is said by number and name together, as for results that come home by themselves.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from motcua.domain.documents.models import Document, File
from motcua.domain.documents.models.own import HANDED_IN
from motcua.domain.offices.models import Staff
from motcua.domain.people.models import Account, AccountKind, Person, PersonKind
from motcua.foundation.calendar import local
from motcua.foundation.text import fold

from ..models import CaseFile, Consent, Result
from ..reuse_rules import Kind, kinds_for
from ..rules import MoneyState, State

MOST = 3  # of one component, the latest
Wanted = Mapping[str, tuple[Kind, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept paper that may stand for a component: what it is, of when, from where. `key` names it in a form."""

    key: str
    component: str
    name: str
    issued_on: date
    where: str
    file: File
    number: str = ""

    @property
    def is_result(self) -> bool:
        return self.key.startswith("r")


def consent_of(staff: Staff, number: int, at: datetime) -> Consent | None:
    """The consent of this number, while it opens anything to this officer."""
    found = Consent.objects.select_related("case").filter(pk=number, staff=staff).first()
    if found is None:
        return None
    still = Consent.objects.open_to(
        staff, procedure_id=found.procedure_id, number=found.identity_number, at=at
    )
    return found if still.filter(pk=found.pk).exists() else None


def papers_agreed(consent: Consent, *, on: date, but: Collection[int] = ()) -> list[Kept]:
    """What a consent opens: the latest papers for each of its components, without the files `but`."""
    return known_papers(
        consent.identity_number, consent.full_name, kinds_for(consent.components, on), on=on, but=but
    )


def known_papers(
    number: str, name: str, wanted: Wanted, *, on: date, but: Collection[int] = ()
) -> list[Kept]:
    """The latest papers of whoever has this personal number and this name that fit a component."""
    if not number or not wanted:
        return []
    found: dict[str, dict[int, Kept]] = {component: {} for component in wanted}
    for read in (_results, _own, _scans):
        for kept in read(number, fold(name), wanted, on):
            if kept.file.pk not in but:
                found[kept.component].setdefault(kept.file.pk, kept)
    return [
        kept
        for papers in found.values()
        for kept in sorted(papers.values(), key=lambda each: each.issued_on, reverse=True)[:MOST]
    ]


def _results(number: str, folded: str, wanted: Wanted, on: date) -> Iterator[Kept]:
    """Signed results that were given to them and not taken back."""
    codes = {code for kinds in wanted.values() for kind in kinds for code in kind.results}
    rows = Result.objects.filter(
        case__applicant__in=_persons(number), case__procedure__code__in=codes, withdrawn_at=None,
        sealed_at__isnull=False, file__isnull=False, case__state__in=[State.FINISHED, State.RETURNED],
    ).exclude(case__money_state=MoneyState.DUE)  # fmt: skip
    for row in rows.select_related("case__procedure", "case__authority", "file"):
        if row.file is None or fold(row.case.applicant_name) != folded:
            continue
        issued_on, code = local(row.issued_at).date(), row.case.procedure.code
        for component, kinds in wanted.items():
            if any(code in kind.results and kind.is_good(issued_on, on) for kind in kinds):
                where = row.case.authority.name
                yield Kept(f"r{row.pk}", component, row.title, issued_on, where, row.file, row.number)


def _own(number: str, folded: str, wanted: Wanted, on: date) -> Iterator[Kept]:
    """What they keep in their account; one proved to be theirs."""
    accounts = Account.objects.filter(person__in=_persons(number), kind=AccountKind.CITIZEN, is_active=True)
    owners = [account.pk for account in accounts if fold(account.full_name) == folded]
    rows = Document.objects.usable().filter(account__in=owners, source=HANDED_IN, component__in=list(wanted))
    for row in rows.select_related("file"):
        kept_on = local(row.kept_at).date()
        if any(kind.is_good(kept_on, on) for kind in wanted[row.component]):
            yield Kept(f"d{row.pk}", row.component, row.name, kept_on, "Giấy tờ của tôi", row.file)


def _scans(number: str, folded: str, wanted: Wanted, on: date) -> Iterator[Kept]:
    """Files of their cases that were received, by the component they were handed in for."""
    serving = {each for kinds in wanted.values() for kind in kinds for each in kind.components}
    rows = CaseFile.objects.filter(
        case__applicant__in=_persons(number), case__received_at__isnull=False, paper__in=serving
    )
    for row in rows.select_related("case__received_unit", "file"):
        if fold(row.case.applicant_name) != folded:
            continue
        added_on = local(row.added_at).date()
        for component, kinds in wanted.items():
            if any(row.paper in kind.components and kind.is_good(added_on, on) for kind in kinds):
                yield Kept(f"f{row.pk}", component, row.name, added_on, row.case.received_unit.name, row.file)


def _persons(number: str) -> QuerySet[Person]:
    return Person.objects.filter(kind=PersonKind.CITIZEN, identity_number=number)
