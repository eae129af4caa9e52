"""Intake: a case is registered, received, accepted, sent back for papers before reception, or refused."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import competent
from motcua.domain.catalogue.rules import Effective, NoSuchVariant, for_variant, papers_for
from motcua.domain.delivery.actions import ask as ask_parcel
from motcua.domain.delivery.models import Home
from motcua.domain.delivery.rules import Direction
from motcua.domain.documents.models import File
from motcua.domain.offices.models import Unit
from motcua.domain.payments.rules import ChargeLine, total
from motcua.domain.people.models import Person, PersonKind
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.database.rows import insert, update
from motcua.foundation.text import fold, nfc

from .. import rules
from ..code_rules import case_code
from ..models import Case, Supplement, calendar_of, next_sequence
from ..rules import Channel, MoneyState, Paper, State
from .money import ask_for, lines_of
from .moving import begin, close_all, first_marking
from .who import citizen, post_worker, reception, reception_of_unit


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The applicant as stated at the desk; text is taken as typed and kept in composed form."""

    full_name: str
    kind: int = PersonKind.CITIZEN
    identity_number: str = ""
    tax_code: str = ""
    born_on: date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file handed in with a filing: for which component, under which name; since when its owner agrees that one
    of their documents is used again."""

    file: File
    paper: str
    name: str
    consented_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What is handed in: for whom, under which terms, with which papers and files, by which channel."""

    terms: ProcedureVersion
    applicant: Applicant
    variant: str = ""
    submitter_name: str = ""
    subject: str = ""
    channel: int = Channel.DIRECT
    result_by: str = "one_stop"
    send_to: Home | None = None  # by post; none: the applicant's own address
    fetch_from: Home | None = None  # papers to be fetched by the post
    sets: int = 1
    papers: tuple[Paper, ...] = ()
    files: tuple[Enclosed, ...] = ()
    fee: int = 0
    charges: tuple[ChargeLine, ...] = ()  # what makes up the fee; none: the published fees of the case type
    authority: Unit | None = field(default=None)
    mandate: int | None = None  # under which `submitter_name` files for the applicant


@action(
    "case.registered",
    label="Ghi nhận hồ sơ nộp trực tuyến",
    who=[reception_of_unit, citizen, post_worker],
    then=State.REGISTERED,
    opens=True,
    tell={"applicant": "registered"},
)
def register(unit: Unit, act: Act, *, filing: Filing) -> Case:
    """Note a filing that came in online; the clock starts when it is accepted, not before."""
    case = _open(unit, act, filing)
    case.submitted_at = act.at
    update(case, "submitted_at")
    days = unit.reception_calendar.working() if unit.reception_calendar else calendar_of(unit)
    act.record(accept_by=rules.accept_by(act.at, days).isoformat())
    if filing.mandate:
        act.record(mandate=filing.mandate)
    if post_worker(act.by, unit):
        act.record(helped=True)  # the applicant's consent is kept with what was answered
    return case


@action(
    "case.received",
    label="Tiếp nhận hồ sơ",
    who=[reception_of_unit],
    then=State.ACCEPTED,
    clock="starts",
    opens=True,
    tell={"applicant": "received"},
)
def receive(unit: Unit, act: Act, *, filing: Filing) -> Case:
    """Receive a complete case at the counter or from the post: Mẫu 01, and the clock starts."""
    case = _open(unit, act, filing)
    _refuse_incomplete(lacking(case.case_type, case.channel, filing.papers))
    _start(case, act)
    return case


@action(
    "case.accepted",
    label="Tiếp nhận hồ sơ trực tuyến",
    who=[reception],
    when=[State.REGISTERED, State.AWAITING_SUPPLEMENT],
    then=State.ACCEPTED,
    clock="starts",
    tell={"applicant": "received"},
)
def accept(case: Case, act: Act, *, papers: tuple[Paper, ...] | None = None) -> None:
    """Accept a filing found complete; due within 8 working hours of its submission."""
    refuse_if(case.received_at, "Hồ sơ đã được tiếp nhận trước đó. Dùng “Xác nhận đã bổ sung” để xử lý tiếp.")
    if papers is not None:
        case.papers = [asdict(p) for p in papers]
    kept = [Paper(**row) for row in case.papers]
    _refuse_incomplete(lacking(case.case_type, case.channel, kept))
    case.supplements.filter(answered_at=None).update(answered_at=act.at)
    _start(case, act)


@action(
    "case.papers_asked_at_desk",
    label="Yêu cầu bổ sung trước khi tiếp nhận",
    who=[reception_of_unit],
    then=State.AWAITING_SUPPLEMENT,
    opens=True,
    tell={"applicant": "supplement_request"},
)
def ask_papers_at_desk(
    unit: Unit, act: Act, *, filing: Filing, missing: list[str], reason: str, legal_basis: str = ""
) -> Case:
    """At the counter: give Mẫu 02 for what is missing; nothing is received yet."""
    case = _open(unit, act, filing)
    case.state = State.AWAITING_SUPPLEMENT
    ask(case, act, missing=missing, reason=reason, before_reception=True, legal_basis=legal_basis)
    update(case, "supplement_rounds")
    return case


@action(
    "case.papers_asked",
    label="Yêu cầu bổ sung trước khi tiếp nhận",
    who=[reception],
    when=[State.REGISTERED],
    then=State.AWAITING_SUPPLEMENT,
    tell={"applicant": "supplement_request"},
)
def ask_papers(case: Case, act: Act, *, missing: list[str], reason: str, legal_basis: str = "") -> None:
    """Answer an online filing with what is missing (Mẫu 02) before it is accepted."""
    ask(case, act, missing=missing, reason=reason, before_reception=True, legal_basis=legal_basis)


@action(
    "case.refused_at_desk",
    label="Từ chối tiếp nhận",
    who=[reception_of_unit],
    then=State.NOT_ACCEPTED,
    opens=True,
    legal=True,
    tell={"applicant": "refusal"},
)
def refuse_at_desk(unit: Unit, act: Act, *, filing: Filing, reason: str, legal_basis: str) -> Case:
    """Refuse a case at the counter (Mẫu 03); impossible without a reason and a legal basis."""
    _grounds(act, reason, legal_basis)
    return _open(
        unit, act, replace(filing, result_by="one_stop", fetch_from=None, files=(), fee=0, charges=())
    )


@action(
    "case.not_accepted",
    label="Từ chối tiếp nhận",
    who=[reception],
    when=[State.REGISTERED, State.AWAITING_SUPPLEMENT],
    then=State.NOT_ACCEPTED,
    legal=True,
    tell={"applicant": "refusal"},
)
def refuse(case: Case, act: Act, *, reason: str, legal_basis: str) -> None:
    """Refuse a filing before it was received (Mẫu 03)."""
    refuse_if(
        case.received_at, "Hồ sơ đã được tiếp nhận; muốn dừng xin dùng “Dừng giải quyết” do lãnh đạo ký."
    )
    _grounds(act, reason, legal_basis)
    close_all(case, act, "refused")


def papers_to_ask(case: Case, missing: list[str], reason: str) -> list[str]:
    """The papers named, where they are of the published list and a reason is given."""
    names = [nfc(name) for name in missing if name.strip()]
    refuse_unless(names, "Xin chọn ít nhất một giấy tờ cần bổ sung trong danh mục của thủ tục.")
    refuse_unless(reason.strip(), "Xin ghi lý do cần bổ sung để người nộp hiểu và chuẩn bị đúng một lần.")
    listed = [name for c in case.case_type.components for name in (c.name, *c.one_of)]
    strange = rules.unlisted(names, listed)
    refuse_if(
        strange,
        f"Không được yêu cầu giấy tờ ngoài danh mục đã công khai của thủ tục: {'; '.join(strange)}.",
    )
    return names


def ask(
    case: Case, act: Act, *, missing: list[str], reason: str, before_reception: bool, legal_basis: str = ""
) -> Supplement:
    """Write one supplement request: only papers of the published list, with a reason, within 30 days."""
    names = papers_to_ask(case, missing, reason)
    case.supplement_rounds += 1
    answer_by = local(act.at).date() + timedelta(days=rules.limits_on(local(act.at).date()).supplement_days)
    act.record(missing=names, reason=nfc(reason), legal_basis=legal_basis, round=case.supplement_rounds,
               answer_by=answer_by.isoformat())  # fmt: skip
    return case.supplements.create(
        round=case.supplement_rounds, before_reception=before_reception, missing=names, reason=nfc(reason),
        legal_basis=legal_basis, asked_at=act.at, asked_by_id=act.by.actor_id, answer_by=answer_by,
    )  # fmt: skip


def lacking(case_type: Effective, channel: int, papers: Sequence[Paper]) -> list[str]:
    """Names of the compulsory papers of a case type and channel that are not among `papers`, nor any that serves equally."""
    given = {p.key for p in papers if p.originals or p.certified or p.photos}
    wanted = papers_for(case_type.components, Channel(channel).name.lower())
    return [c.name for c in wanted if c.required and not given.intersection({c.key, *c.one_of})]


def _refuse_unknown_variant(filing: Filing) -> None:
    try:
        for_variant(filing.terms.facts, filing.variant)
    except NoSuchVariant as problem:
        raise Refused(str(problem)) from problem


def _refuse_incomplete(names: list[str]) -> None:
    refuse_if(
        names, f"Còn thiếu giấy tờ bắt buộc: {'; '.join(names)}. Xin lập phiếu yêu cầu bổ sung (Mẫu 02)."
    )


def _start(case: Case, act: Act) -> None:
    case.received_at, case.received_by_id = act.at, act.by.actor_id
    case.turn_clock("starts", act)  # so that the first step already knows the case's due date
    begin(case, act)


def _open(unit: Unit, act: Act, filing: Filing) -> Case:
    refuse_unless(unit.is_one_stop, f"{unit.name} không phải Bộ phận Một cửa nên không tiếp nhận hồ sơ.")
    refuse_unless(filing.applicant.full_name.strip(), "Xin nhập họ và tên người nộp hồ sơ.")
    refuse_unless(filing.channel in list(Channel), "Xin chọn cách nộp: trực tiếp, trực tuyến hoặc bưu chính.")
    refuse_unless(filing.sets >= 1 and filing.fee >= 0, "Số bộ hồ sơ từ 1 trở lên, số tiền không được âm.")
    refuse_unless(
        not filing.charges or total(filing.charges) == filing.fee,
        "Các khoản thu cộng lại không bằng số tiền phải nộp.",
    )
    _refuse_unknown_variant(filing)
    on = local(act.at).date()
    sequence, edition = next_sequence(unit.pk, on)
    code = case_code(unit.code, on, sequence)
    authority, department = competent(
        unit, filing.terms.procedure, asked=filing.authority, on=on, edition=edition
    )
    applicant, facts = _person(filing.applicant, act)
    name = facts.full_name
    case = Case(
        code=code, procedure=filing.terms.procedure, terms=filing.terms, variant=filing.variant, received_unit=unit,
        authority=authority, department=department, applicant=applicant, applicant_name=name,
        submitter_name=nfc(filing.submitter_name), identity_number=facts.identity_number or facts.tax_code,
        phone=facts.phone, email=facts.email, address=facts.address, subject=nfc(filing.subject),
        channel=filing.channel, result_by=filing.result_by, sets=filing.sets,
        papers=[asdict(p) for p in filing.papers], fee=filing.fee,
        received_by_id=act.by.actor_id if act.by.actor_kind == "staff" else None,
        money_state=MoneyState.DUE if filing.fee else MoneyState.NONE, search=fold(f"{name} {filing.subject}")[:320],
        secret_hash=rules.kept_hash(rules.slip_secret(settings.SLIP_KEY, code)),
    )  # fmt: skip
    case.edition = edition
    case.marking = first_marking(case)
    insert(case)
    case._loaded = case._columns()
    case._open_steps = []
    enclose(case, act, filing.files)
    if case.fee:
        ask_for(case, act, filing.charges or lines_of(case))
    _parcels(case, act, filing)
    return case


def _parcels(case: Case, act: Act, filing: Filing) -> None:
    """What the public post is to bring home, and to fetch there."""
    if filing.result_by == "post":
        home = filing.send_to or Home(case.applicant_name, case.phone, case.address)
        ask_parcel(case.received_unit, act, reference=case.code, direction=Direction.OUT, home=home)
    if filing.fetch_from:
        ask_parcel(
            case.received_unit, act, reference=case.code, direction=Direction.IN, home=filing.fetch_from
        )


def enclose(case: Case, act: Act, files: Sequence[Enclosed]) -> None:
    """Put the files that came along into the folder."""
    by = act.by.actor_id if act.by.actor_kind == "staff" else None
    for each in files:
        case.files.create(
            file=each.file, name=nfc(each.name), paper=each.paper, added_at=act.at, added_by_id=by,
            consented_at=each.consented_at,
        )  # fmt: skip
    if files:
        act.record(files=[each.file.sha256 for each in files])
    if reused := [each.name for each in files if each.consented_at]:
        act.record(reused=reused)


def _person(stated: Applicant, act: Act) -> tuple[Person, Person]:
    """Who applies, as known by their number, and the facts for the case.

    Whoever files from home has shown nobody a paper: what is known of a number is then neither changed nor told,
    unless the number was proved to be their own.
    """
    number = stated.identity_number if stated.kind == PersonKind.CITIZEN else stated.tax_code
    known = Person.objects.first_known_as(kind=stated.kind, number=number) if number else None
    if known is None:
        insert(person := _told(Person(kind=stated.kind), stated))
        return person, person
    if act.by.actor_kind == "citizen" and not (act.by.level == 2 and act.by.person_id == known.pk):
        return known, _told(Person(kind=stated.kind), stated)
    before = dict(vars(known))
    if vars(_told(known, stated)) != before:
        known.save()
    return known, known


def _told(person: Person, stated: Applicant) -> Person:
    person.named(stated.full_name)
    for name in ("identity_number", "tax_code", "born_on", "sex", "phone", "email", "address"):
        value: Any = getattr(stated, name)
        if value:
            setattr(person, name, nfc(value) if isinstance(value, str) else value)
    return person


def _grounds(act: Act, reason: str, legal_basis: str) -> None:
    refuse_unless(reason.strip(), "Xin ghi lý do từ chối bằng lời để người nộp hiểu.")
    refuse_unless(
        legal_basis.strip(),
        "Không thể từ chối khi chưa nêu căn cứ pháp lý. Xin chọn hoặc nhập điều khoản áp dụng.",
    )
    act.record(reason=nfc(reason), legal_basis=nfc(legal_basis))
