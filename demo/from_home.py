"""What people filed from home, by the forms: drafts, a case that waits for its fee, one paid by VietQR, one answered."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from motcua.application.citizens.acting import holder_of, keep_picture
from motcua.application.collecting.receiving import receive as bank_tells
from motcua.application.filing.actions import submit
from motcua.application.filing.answering import send_answer
from motcua.application.filing.models import Draft
from motcua.application.filing.standing import standing
from motcua.application.sealing.jobs import seal
from motcua.domain.cases.actions import intake, letters, processing
from motcua.domain.cases.actions.answering import asked_papers, open_request
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.documents.actions import keep_as_documents, reuse, upload_whole
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Document
from motcua.domain.documents.models.own import RESULT
from motcua.domain.documents.rules.samples import drawing, sample_for
from motcua.domain.mandates.actions import note_paper
from motcua.domain.mandates.models import Evidence
from motcua.domain.mandates.rules import PAPER
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import staff_of_account
from motcua.domain.payments.models import Charge, account_of
from motcua.domain.people.actions import link_identity
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from motcua.domain.people.rules import Address
from motcua.domain.people.rules.identity import ProvedIdentity
from motcua.foundation.actions import at_time, now
from motcua.foundation.calendar import ZONE, Calendar, add_working_days, local
from motcua.foundation.gateways.bank.contract import Credit

from .answers import HIEN, NAM, TAM, allowance, birth, eatery, for_three_agencies, household
from .lives import Life
from .offices import Office

CONSENT = (
    "Tôi cam đoan những điều đã khai là đúng và chịu trách nhiệm trước pháp luật về lời khai.\n"
    "Tôi đồng ý để cơ quan dùng những điều đã khai và giấy tờ kèm theo để giải quyết hồ sơ này."
)
ISSUER = "https://dinh-danh.vidu.example"
BIRTH, FAMILY, SHOP, FOOD = "1.001193", "2.000986", "1.001612", "1.014230"
ALLOWANCE, SHOWS = "1.001776", "giay-to-doi-chieu"


class Home:
    """One person before their telephone, with an account; what they do and when."""

    def __init__(self, ward: Office, who: Mapping[str, Any], *, since: datetime) -> None:
        self.ward = ward
        proved = ProvedIdentity(
            level=2, full_name=who["full_name"], number=who["identity_number"],
            born_on=date.fromisoformat(who["born_on"]),
        )  # fmt: skip
        with at_time(since):
            account = Account.objects.at_address(Address("email", who["email"]))
            by = Citizen(account_id=account.pk, level=2)
            self.account: Account = link_identity(
                account, by=by, issuer=ISSUER, name_there=who["email"], proved=proved
            )

    @property
    def citizen(self) -> Citizen:
        return Citizen(account_id=self.account.pk, level=1)

    def begin(
        self, code: str, answers: Mapping[str, Any], *, at: datetime, pages: int | None = None
    ) -> Draft:
        """Fill in a form, all of it or its first pages only."""
        terms = terms_of(code, on=local(at).date())
        assert terms is not None
        with at_time(at):
            draft = Draft.begin(terms, self.ward.desk, at=at, account=self.account)
            for _page in range(pages if pages is not None else 20):
                found = standing(draft, on=local(at).date())
                topic = found.undone if found else None
                if topic is None:
                    break
                said = {q.key: answers[q.key] for q in topic.questions if q.key in answers}
                draft.take(said, at=at, done=topic.key)
        return draft

    def file(self, code: str, answers: Mapping[str, Any], *, at: datetime) -> Case:
        """Fill in a form, hand in its papers, submit it."""
        draft = self.begin(code, answers, at=at)
        with at_time(at):
            found = standing(draft, on=local(at).date())
            assert found is not None
            for paper in found.papers_missing:
                self.hand_in(draft, paper.key, at)
            draft.take({}, at=at, done="giay-to")
            with transaction.atomic():
                return submit(draft, by=self.citizen, consent=CONSENT)

    def hand_in(self, draft: Draft, key: str, at: datetime) -> None:
        """A signed result where the paper may be one; else a picture, sent once and kept to be used again."""
        result = Document.objects.owned_by(self.account.pk).filter(source=RESULT).first()
        if result and key == SHOWS:
            reuse(draft.holder, key, document=result, at=at)
            return
        sample = sample_for(key)
        title = sample.title if sample else "Giấy tờ khác"
        own = Document.objects.owned_by(self.account.pk).filter(name=title).first()
        if own:
            reuse(draft.holder, key, document=own, at=at)
            return
        kept = sample.key if sample else "to-khai"
        sent = SimpleUploadedFile(f"{kept}.png", drawing(kept), "image/png")
        check(upload_whole(draft.holder, key, sent=sent, at=at).pk)
        keep_as_documents(self.account, draft.holder, key, name=title, at=at)

    def pay(self, case: Case, *, at: datetime) -> None:
        """By the VietQR of the page; the bank tells it twice."""
        charge = Charge.objects.of(case.code).get()
        account = account_of(charge.unit, local(at).date())
        assert account is not None
        credit = Credit(
            bank=account.bank, account=account.number, transaction_id=f"FT{charge.payment_key}", amount=charge.owed,
            content=f"CT {charge.payment_key}", paid_at=at,
        )  # fmt: skip
        with at_time(at):
            for _time in range(2):
                bank_tells(credit, told_by="call_back")

    def answer(self, case: Case, *, at: datetime) -> None:
        """Send the paper that was asked for, with a word."""
        asked = open_request(case)
        own = Document.objects.owned_by(self.account.pk).first()
        assert asked is not None and own is not None
        (key, _name), *_more = asked_papers(case, asked)
        with at_time(at):
            reuse(asked.holder, key, document=own, at=at)
            by = Citizen(self.account.pk, level=1, slip=case.code)
            send_answer(asked, by=by, key=f"demo {asked.holder}", words="Tôi đã chụp lại, rõ bốn góc.")


def tell_from_home(ward: Office, rng: Random, days: Calendar) -> None:
    """Tâm and Năm, on the evenings and mornings of the last days."""
    until = now() - timedelta(minutes=3)
    today = local(until).date()

    def when(ago: int, hour: int, minute: int = 0) -> datetime:
        day = add_working_days(today, -ago, days)
        return min(datetime.combine(day, time(hour, minute), tzinfo=ZONE), until)

    def life(case: Case, at: datetime) -> Life:
        found = Life(ward, rng, days, until)
        found.case, found.at = case, at
        return found

    _mandate(when(8, 9))
    tam, nam = Home(ward, TAM, since=when(9, 20)), Home(ward, NAM, since=when(9, 20))
    _birth_with_letter(tam, life, when)
    _shop_answered(nam, life, when)
    # The birth certificate that came home is handed in again, for an allowance.
    tam.file(ALLOWANCE, allowance("Nguyễn Hoài An", on=today, age=15), at=when(1, 19, 50))
    asked = for_three_agencies("Nguyễn Minh Khang", "nam", on=today, age=12)
    tam.file(FAMILY, asked, at=when(1, 20, 15))
    nam.file(FOOD, eatery("Hộ kinh doanh Phở Bà Năm", on=today), at=when(1, 21, 5))
    tam.begin(BIRTH, birth("Nguyễn Minh Khang", "nam", on=today, age=12), at=when(1, 20, 2), pages=3)
    nam.begin(SHOP, household("Hộ kinh doanh Bún Bà Năm", on=today), at=when(0, 6, 40), pages=2)


def _mandate(at: datetime) -> None:
    """Tâm's neighbour has shown a certified paper at the post point; whatever is filed under it has it by itself."""
    thuy = staff_of_account(Account.objects.get(login="buudien").pk, at=at)
    assert thuy is not None
    sample = sample_for(PAPER)
    sent = SimpleUploadedFile("giay uy quyen.png", drawing(sample.key if sample else "to-khai"), "image/png")
    with at_time(at):
        made = note_paper(
            Unit.objects.get(pk=thuy.duties[0].unit_id), by=thuy, grantor_name=TAM["full_name"],
            grantor_number=TAM["identity_number"], evidence=Evidence.NOTARISED, valid_from=local(at).date(),
            evidence_number="512/2026, Phòng Công chứng số 3", valid_to=local(at).date() + timedelta(days=180), full_name=HIEN["full_name"],
            number=HIEN["number"],
        )  # fmt: skip
        check(upload_whole(holder_of(made), PAPER, sent=sent, at=at).pk)
        keep_picture(made, by=thuy)


def _birth_with_letter(tam: Home, life: Any, when: Any) -> None:
    """Filed in the evening, accepted in the morning; the signed certificate and a letter came by e-mail."""
    on = when(6, 20).date()
    case = tam.file(BIRTH, birth("Nguyễn Hoài An", "nu", on=on, age=9), at=when(6, 20, 15))
    told = life(case, when(5, 8, 10))
    with told.moment(told.at):
        told.case = intake.accept(case, by=told.desk())
    told.go(finish=told.part(0.7))
    with told.moment(told.later(20)):
        seal(case.pk)
        case.refresh_from_db()
        letters.send_letter(case, by=told.desk(), asked=True)


def _shop_answered(nam: Home, life: Any, when: Any) -> None:
    """Paid by VietQR in the evening; asked once for a paper, which she sent from home; the desk has not looked yet."""
    case = nam.file(SHOP, household("Hộ kinh doanh Phở Bà Năm", on=when(4, 19).date()), at=when(4, 19, 40))
    nam.pay(case, at=when(4, 19, 46))
    case.refresh_from_db()
    told = life(case, when(3, 8, 20))
    with told.moment(told.at):
        told.case = intake.accept(case, by=told.desk())
    step = told.go(stop_with="officer", finish=told.part(0.3)).open_step()
    wanted = [c.name for c in told.case.case_type.components if c.key == "ban-sao-can-cuoc"]
    with told.moment(told.later(30)):
        told.case = processing.request_supplement(
            told.case,
            by=told.holder(step),
            missing=wanted,
            reason="Ảnh mặt sau bị mờ, không đọc được ngày cấp",
        )
    nam.answer(told.case, at=max(when(1, 19, 30), told.at + timedelta(minutes=5)))
