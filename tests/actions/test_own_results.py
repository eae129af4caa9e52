"""A signed result among its owner's documents: whose it is, when it comes, what takes its place, byte for byte."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from motcua.application.sealing.jobs import gather_for, give, seal
from motcua.application.sealing.origins import origins_of
from motcua.domain.cases.actions.deciding import approve, correct, issue_result
from motcua.domain.cases.models import Case, CaseFile, Follower, How
from motcua.domain.cases.rules import MoneyState
from motcua.domain.documents.actions import bound_papers, forget_document, reuse
from motcua.domain.documents.models import Document
from motcua.domain.people.actions import link_identity
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, Person, PersonKind
from motcua.domain.people.rules.identity import ProvedIdentity
from motcua.foundation.actions import Refused, now
from motcua.foundation.gateways.signing import check_signatures
from motcua.foundation.gateways.signing.demo import make_demo_seal
from tests.actions.test_sealing import queued
from tests.handing_in import holder, places
from tests.people import BIRTH, Ward
from tests.stories import Clock, fresh, moment, signed

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["holder", "places"]
NUMBER, NAME = "001090012345", "Nguyễn Văn Tâm"


@pytest.fixture
def sealed(ward: Ward, clock: Clock, places: Path, settings: Any) -> Case:
    """Tâm's birth registration, its result signed by the authority."""
    settings.SEALS = places / "seals"
    case = issue_result(signed(ward, BIRTH), by=ward.van)
    make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
    seal(case.pk)
    return fresh(case)


def proved(name: str = NAME, number: str = NUMBER, level: int = 2) -> Account:
    """An account whose owner a provider has proved to be somebody."""
    account = Account.objects.new_citizen()
    who = ProvedIdentity(number=number, full_name=name, born_on=moment(1).date(), level=level)
    by = Citizen(account_id=account.pk, level=level)
    return link_identity(account, by=by, issuer="https://vi.du", name_there=f"{name}{number}", proved=who)


def owner(account: Account, level: int = 2) -> Citizen:
    return Citizen(account_id=account.pk, person_id=account.person_id if level == 2 else None, level=level)


def documents(account: Account) -> list[Document]:
    return list(account.documents.order_by("pk"))


def test_a_signed_result_lands_with_all_it_says_and_to_the_byte(
    ward: Ward, places: Path, settings: Any, clock: Clock
) -> None:
    account = proved()
    settings.SEALS = places / "seals"
    case = issue_result(signed(ward, BIRTH), by=ward.van)
    make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
    seal(case.pk)
    result, (kept,) = case.results.get(), documents(account)
    assert (kept.source, kept.case_code, kept.number, kept.name) == (
        "result", case.code, result.number, result.title,
    )  # fmt: skip
    assert (kept.issuer, kept.signed_by, kept.procedure) == (
        case.authority.name, ward.hoa.full_name, case.procedure.name,
    )  # fmt: skip
    assert (kept.sealed_at, kept.file, kept.pages) == (result.sealed_at, result.file, 1) and kept.thumbnail
    content = kept.file.read()
    event = case.events.get(name="case.result_sealed")
    assert hashlib.sha256(content).hexdigest() == event.payload["sha256"]
    assert [(s.whole, s.last, s.known) for s in check_signatures(content, settings.SEALS / "roots")] == [
        (True,) * 3
    ]
    seal(case.pk)
    assert documents(account) == [kept]


@pytest.mark.parametrize(
    ("name", "number", "level", "comes"),
    [
        (NAME, NUMBER, 2, True),
        ("NGUYEN VAN TAM", NUMBER, 2, True),  # as some write it
        ("Trần Thị Mai", NUMBER, 2, False),  # a number mistyped at the desk is somebody else's
        (NAME, "001158000077", 2, False),  # a name alone is nobody's
        (NAME, NUMBER, 1, False),
    ],
)
def test_who_makes_an_account_later_finds_it_by_number_and_name(
    sealed: Case, name: str, number: str, level: int, comes: bool
) -> None:
    account = proved(name, number, level)
    gather_for(account.pk)
    assert bool(documents(account)) is comes


def test_linking_an_identity_asks_for_what_was_given_before_and_only_once(sealed: Case) -> None:
    account = proved()
    assert queued_for("sealing.gather", account=account.pk) == 1
    who = ProvedIdentity(number=NUMBER, full_name=NAME, born_on=moment(1).date(), level=2)
    link_identity(account, by=owner(account), issuer="https://khac.vi.du", name_there="a", proved=who)
    assert queued_for("sealing.gather", account=account.pk) == 1


def queued_for(task: str, **args: int) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        [(name, value)] = args.items()
        question = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND args->%s = to_jsonb(%s)"
        cursor.execute(question, [task, name, value])
        return cursor.fetchone()[0]


def test_results_are_seen_only_in_a_session_that_has_proved_the_number(sealed: Case) -> None:
    account, stranger = proved(), proved("Trần Thị Mai", "001158000077")
    gather_for(account.pk)
    (kept,) = documents(account)
    visible = Document.objects.visible_to
    assert list(visible(owner(account))) == [kept]
    assert not visible(owner(account, level=1)) and not visible(owner(stranger)) and not visible(None)
    forget_document(visible(owner(account, level=1)), kept.pk)
    forget_document(visible(owner(stranger)), kept.pk)
    assert documents(account) == [kept]
    forget_document(visible(owner(account)), kept.pk)
    assert not documents(account) and sealed.results.get().file.read()  # type: ignore[union-attr]
    give(sealed.pk)


def test_what_is_owed_is_paid_before_the_result_comes(sealed: Case) -> None:
    Case.objects.filter(pk=sealed.pk).update(fee=8_000, money_state=MoneyState.DUE)
    account = proved()
    gather_for(account.pk)
    give(sealed.pk)
    assert not documents(account)
    Case.objects.filter(pk=sealed.pk).update(money_state=MoneyState.PAID)
    give(sealed.pk)
    assert len(documents(account)) == 1


def test_a_result_that_was_taken_back_says_so_at_once_and_points_to_the_one_in_its_place(
    ward: Ward, clock: Clock, sealed: Case, holder: Any
) -> None:
    account = proved()
    gather_for(account.pk)
    (first,) = documents(account)
    reuse(holder, "to-khai", document=first, at=now())
    clock.wait(hours=1)
    case = correct(sealed, by=ward.hoa, reason="Sai ngày sinh", to_node="ky_duyet")
    first.refresh_from_db()
    assert (first.withdrawn_at, first.replaced_by) == (now(), None)
    with pytest.raises(Refused, match="thu hồi"):
        reuse(holder, "giay-khac", document=first, at=now())
    with pytest.raises(Refused, match="thu hồi giấy tờ"):
        bound_papers(holder, at=now())
    clock.wait(hours=1)
    case = issue_result(approve(case, by=ward.hoa), by=ward.van)
    seal(case.pk)
    old, new = documents(account)
    assert (old.pk, old.replaced_by, new.withdrawn_at) == (first.pk, new, None)
    assert (old.number != new.number) and list(Document.objects.usable()) == [new]


def test_a_result_used_again_is_the_same_file_and_known_as_the_authoritys(
    ward: Ward, clock: Clock, sealed: Case, holder: Any, settings: Any, tmp_path: Path
) -> None:
    account = proved()
    gather_for(account.pk)
    (kept,) = documents(account)
    at = now()
    reuse(holder, "giay-khai-sinh", document=kept, at=at)
    (bound,) = bound_papers(holder, at=now())
    assert (bound.file, bound.consented_at) == (sealed.results.get().file, at)
    other = signed(ward, BIRTH)
    files = [CaseFile(case=other, file=bound.file, name=bound.name)]
    origin = origins_of(other, files)[bound.file.pk]
    assert (origin.number, origin.authority, origin.holds, origin.withdrawn_at) == (
        kept.number, kept.issuer, True, None,
    )  # fmt: skip
    assert origins_of(sealed, files) == {}  # in its own case it is no paper that came from elsewhere
    sealed.results.update(withdrawn_at=at)
    assert origins_of(other, files)[bound.file.pk].withdrawn_at == at
    settings.SEALS = tmp_path / "elsewhere"
    assert not origins_of(other, files)[bound.file.pk].holds


def test_the_payment_of_what_was_owed_gives_what_waited_for_it(ward: Ward, sealed: Case) -> None:
    from motcua.domain.cases.actions.money import take_fee

    Case.objects.filter(pk=sealed.pk).update(fee=8_000, money_state=MoneyState.DUE)
    take_fee(fresh(sealed), by=ward.minh, amount=8_000, means="cash")
    assert queued_for("sealing.give", case=sealed.pk) == 1 and queued(sealed) == 1


def as_household(case: Case) -> None:
    Person.objects.filter(pk=case.applicant_id).update(
        kind=PersonKind.HOUSEHOLD, identity_number="", tax_code="0109876543"
    )


def test_the_result_of_a_household_business_lands_apart_with_the_account_that_filed_it(sealed: Case) -> None:
    as_household(sealed)
    filer, holder_of_slip, unproved = (
        proved("Trần Thị Năm", "001175004321"), proved(), Account.objects.new_citizen(),
    )  # fmt: skip
    Follower.objects.note(sealed, holder_of_slip.pk, how=How.SLIP, at=now())
    Follower.objects.note(sealed, unproved.pk, how=How.FILED, at=now())
    give(sealed.pk)
    assert not Document.objects.exists()
    Follower.objects.note(sealed, filer.pk, how=How.FILED, at=now())
    give(sealed.pk)
    (kept,) = documents(filer)
    assert (kept.of_whom, kept.source) == (sealed.applicant_name, "result") and Document.objects.count() == 1
    assert not Document.objects.visible_to(owner(filer, 1)).exists()
    forget_document(filer.documents.all(), kept.pk)
    gather_for(filer.pk)
    assert [each.of_whom for each in documents(filer)] == [sealed.applicant_name]
