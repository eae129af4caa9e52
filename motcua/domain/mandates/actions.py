"""Declaring and revoking a mandate: by the person who gives it, or at a desk that has seen the paper."""

from datetime import date
from typing import Any

from motcua.domain.documents.models import File
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.domain.people.models import Person, PersonKind
from motcua.domain.people.rules import read_citizen_number
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, fold, nfc, short_date

from .models import IN_FORCE, REVOKED, Evidence, Mandate
from .rules import last_day, mandate_limits_on

WITH_PAPER = ("reception", "centre_head", "postal")  # who has a paper before them


def grantor(person: Any, who: Any) -> Any:
    """Người ủy quyền, đã xác thực danh tính mức 2."""
    giving = who.grantor_id if isinstance(who, Mandate) else who.pk
    return _proved(person, giving)


def agent(person: Any, mandate: Mandate) -> Any:
    """Người được ủy quyền, đã xác thực danh tính mức 2."""
    return _proved(person, mandate.agent_id)


def desk(person: Any, place: Any) -> Duty | None:
    """Bộ phận Một cửa đã xem văn bản ủy quyền."""
    desks = [duty for duty in person.duties if duty.role in ("reception", "centre_head")]
    if isinstance(place, Mandate):
        return next(iter(desks), None)
    return next((duty for duty in desks if place.path.startswith(duty.unit_path)), None)


def post_point(person: Any, place: Any) -> Duty | None:
    """Điểm bưu chính đã xem văn bản ủy quyền."""
    posts = (duty for duty in person.duties if duty.role == "postal")
    return next((duty for duty in posts if place.path.startswith(duty.unit_path)), None)


def noter(person: Any, mandate: Mandate) -> Duty | None:
    """Người đã ghi văn bản ủy quyền này."""
    if person.actor_kind != "staff" or not Mandate.objects.noted_by(person).filter(pk=mandate.pk).exists():
        return None
    return next((duty for duty in person.duties if duty.role in WITH_PAPER), None)


def _proved(person: Any, key: int) -> Any:
    known = person.actor_kind == "citizen" and person.level >= 2 and person.person_id == key
    return person if known else None


@action("mandate.declared", label="Ủy quyền", who=[grantor], opens=True, legal=True)
def declare(
    giving: Person, act: Act, *, number: str, full_name: str, valid_from: date, valid_to: date,
    procedures: tuple[str, ...] = (),
) -> Mandate:  # fmt: skip
    """Let somebody, named by personal number and name, act for the person whose identity is proved."""
    taking, time = _known(number, full_name), (valid_from, valid_to)
    return _given(giving, taking, act, evidence=Evidence.DECLARED, paper="", time=time, procedures=procedures)


@action("mandate.noted", label="Ghi văn bản ủy quyền", who=[desk, post_point], opens=True, legal=True)
def note_paper(
    unit: Unit, act: Act, *, grantor_number: str, grantor_name: str, number: str, full_name: str, valid_from: date,
    valid_to: date, evidence: str, evidence_number: str, procedures: tuple[str, ...] = (),
) -> Mandate:  # fmt: skip
    """Note at a desk or a post point a mandate whose paper was seen there: its number, and who certified it."""
    refuse_unless(
        evidence in (Evidence.NOTARISED, Evidence.FAMILY) and evidence_number.strip(),
        "Ủy quyền ghi tại quầy phải dựa trên giấy tờ: xin ghi số và nơi công chứng, chứng thực.",
    )
    giving, taking = _known(grantor_number, grantor_name), _known(number, full_name)
    time = (valid_from, valid_to)
    return _given(
        giving, taking, act, evidence=evidence, paper=evidence_number, time=time, procedures=procedures
    )


@action("mandate.paper_kept", label="Lưu giấy ủy quyền", who=[noter], when=[IN_FORCE])
def keep_paper(mandate: Mandate, act: Act, *, file: File) -> None:
    """Keep the picture of the paper with its mandate; a clearer one may take its place."""
    mandate.paper = file
    act.record(file=file.sha256)


@action(
    "mandate.revoked",
    label="Chấm dứt ủy quyền",
    who=[grantor, agent, desk],
    when=[IN_FORCE],
    then=REVOKED,
    legal=True,
)
def revoke(mandate: Mandate, act: Act) -> None:
    """End a mandate at once; either side may (Bộ luật Dân sự 2015, Điều 569). What was done under it stands."""
    mandate.revoked_at = act.at


def _given(
    giving: Person, taking: Person, act: Act, *, evidence: str, paper: str, time: tuple[date, date],
    procedures: tuple[str, ...],
) -> Mandate:  # fmt: skip
    valid_from, valid_to = time
    _check_time(valid_from, valid_to, today=local(act.at).date())
    in_person = sorted(set(procedures) & mandate_limits_on(valid_from).in_person)
    refuse_if(in_person, f"Việc này phải tự mình làm, không ủy quyền được: {', '.join(in_person)}.")
    refuse_if(taking.pk == giving.pk, "Không thể ủy quyền cho chính mình.")
    mandate: Mandate = Mandate.objects.create(
        grantor=giving, agent=taking, procedures=sorted(set(procedures)), valid_from=valid_from, valid_to=valid_to,
        evidence=evidence, evidence_number=nfc(paper), declared_at=act.at,
    ).lock()  # fmt: skip
    act.record(
        grantor=giving.pk, agent=taking.pk, procedures=mandate.procedures, valid_from=valid_from.isoformat(),
        valid_to=valid_to.isoformat(), evidence=str(evidence),
    )  # fmt: skip
    return mandate


def _check_time(begins: date, ends: date, *, today: date) -> None:
    refuse_if(ends < begins, "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    refuse_if(ends < today, "Ngày kết thúc đã qua. Xin chọn một ngày sau hôm nay.")
    most = last_day(begins, mandate_limits_on(begins).longest_years)
    refuse_if(
        ends > most,
        f"Một lần ủy quyền dài nhất tới hết ngày {short_date(most)}; hết hạn có thể ủy quyền lại.",
    )


def _known(number: str, full_name: str) -> Person:
    """Who has a number; the name has to be theirs where they are known here, so that a mistyped one is found."""
    refuse_unless(full_name.strip(), "Xin nhập họ và tên của cả hai người.")
    try:
        found = read_citizen_number(number).number
    except TextRefused as refused:
        raise Refused(str(refused)) from refused
    known = Person.objects.first_known_as(kind=PersonKind.CITIZEN, number=found)
    if known is None:
        known = Person(kind=PersonKind.CITIZEN, identity_number=found).named(full_name)
        known.save()
        return known
    refuse_if(
        known.folded != fold(nfc(full_name)),
        f"Số định danh {found} và họ tên đã nhập không khớp với nhau. Xin xem lại căn cước của người ấy.",
    )
    return known
