"""The cast: Minh (counter), Lan and Dũng (officers), Thảo (their head), Hoa (leader), Vân (clerk), Tâm (applicant).

Beside them Hải (head of the centre), Khoa (cashier), An (administrator), Tuấn (inspector), Cường and Bích (police
and insurance), Quân and Sơn (counter and leader of another ward): people who should, or should not, be able to act.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from motcua.domain.cases.actions.intake import Applicant, Filing
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.catalogue.actions import adopt, set_competence
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import LIBRARY, library_routes, terms_of
from motcua.domain.catalogue.rules import for_variant, papers_for, read_procedure, usual_variant
from motcua.domain.offices.actions import employ, found, post
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import SYSTEM, at_time
from motcua.foundation.calendar import ZONE

SINCE = date(2025, 7, 1)
PASSWORD = "mot-cua-thu-nghiem"
BIRTH, SINGLE, MARRIAGE, COPY, REGISTER_COPY = "1.001193", "1.004873", "1.000894", "2.000815", "2.000908"
LINKED, RESIDENCE, LAND = "2.000986", "1.004222", "1.013949"
CODES = (BIRTH, SINGLE, MARRIAGE, COPY, REGISTER_COPY, LINKED, RESIDENCE, LAND)


@dataclass
class Ward:
    """A present-day ward: its one-stop desk, two departments, partners beside it, and who works there."""

    city: Unit
    ward: Unit
    desk: Unit
    justice: Unit
    land: Unit
    police: Unit
    insurance: Unit
    tax: Unit
    registry: Unit
    other: Unit
    other_desk: Unit
    minh: Staff
    hai: Staff
    khoa: Staff
    lan: Staff
    dung: Staff
    thao: Staff
    hoa: Staff
    van: Staff
    an: Staff
    tuan: Staff
    cuong: Staff
    bich: Staff
    hung: Staff
    nga: Staff
    quan: Staff
    son: Staff

    def again(self) -> "Ward":
        """The same ward with everybody read afresh, as every request reads them: duties are kept per reading."""
        return present_ward()


CODE_OF = {
    "city": "H26", "ward": "H26.101", "desk": "H26.101.1", "justice": "H26.101.2", "land": "H26.101.3",
    "police": "H26.111", "insurance": "H26.112", "tax": "H26.113", "registry": "H26.114", "other": "H26.102",
    "other_desk": "H26.102.1",
}  # fmt: skip


def present_ward() -> Ward:
    """The ward as it is kept; built first where it is not there."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=CODE_OF.values())}
    if not units:
        return build_ward()
    people = {s.account.login: s for s in Staff.objects.select_related("account").exclude(account=None)}
    names = [field.name for field in fields(Ward) if field.name not in CODE_OF]
    return Ward(
        **{name: units[code] for name, code in CODE_OF.items()}, **{name: people[name] for name in names}
    )


def unit(parent: Unit | None, code: str, name: str, kind: str, **facts: Any) -> Unit:
    return found(parent or Unit(), by=SYSTEM, code=code, name=name, kind=kind, valid_from=SINCE, **facts)


def person(where: Unit, login: str, name: str, role: str, title: str) -> Staff:
    employ(
        where,
        by=SYSTEM,
        login=login,
        password=PASSWORD,
        full_name=name,
        role=role,
        title=title,
        valid_from=SINCE,
    )
    return Staff.objects.get(account__login=login)


def build_ward() -> Ward:
    """A ward of Hà Nội as it works since 01/7/2025, with a small part of the library's catalogue."""
    with at_time(datetime(2026, 1, 5, 8, tzinfo=ZONE)):
        units = _units()
        cast = _cast(units)
        adopt(units["city"], by=SYSTEM, procedures=procedures(), routes=library_routes(), source="library")
        _competences(units)
        post(
            units["desk"],
            by=SYSTEM,
            staff=cast["minh"],
            role="centre_head",
            title="Giám đốc",
            valid_from=date(2027, 1, 1),
        )
    return Ward(**units, **cast)


def procedures(codes: tuple[str, ...] = CODES) -> list[Any]:
    """The library's present facts of some procedures."""
    folder = LIBRARY / "procedures"
    return [read_procedure((folder / code / "procedure.toml").read_text("utf-8"), code) for code in codes]


def adopt_more(ward: Ward, *codes: str) -> Ward:
    """More of the library's procedures for the ward."""
    with at_time(datetime(2026, 1, 5, 9, tzinfo=ZONE)):
        adopt(ward.city, by=SYSTEM, procedures=procedures(codes), routes=library_routes(), source="library")
    return ward


def _units() -> dict[str, Unit]:
    centre = "Trung tâm Phục vụ hành chính công phường"
    rows = {
        "city": ("", "Thành phố Hà Nội", "thanh_pho_tw", {"place": "Hà Nội"}),
        "ward": ("city", "Phường An Bình", "phuong", {"place": "An Bình", "hotline": "024.1022"}),
        "other": ("city", "Phường Yên Hòa", "phuong", {"place": "Yên Hòa"}),
        "desk": ("ward", f"{centre} An Bình", "trung_tam_pvhcc", {}),
        "justice": ("ward", "Phòng Tư pháp – Hộ tịch", "phong", {}),
        "land": ("ward", "Phòng Kinh tế, Hạ tầng và Đô thị", "phong", {}),
        "police": ("city", "Công an phường An Bình", "co_quan_nganh_doc", {}),
        "insurance": ("city", "Bảo hiểm xã hội cơ sở An Bình", "co_quan_nganh_doc", {}),
        "tax": ("city", "Thuế cơ sở 1", "co_quan_nganh_doc", {}),
        "registry": ("city", "Chi nhánh Văn phòng Đăng ký đất đai", "don_vi_su_nghiep", {}),
        "other_desk": ("other", f"{centre} Yên Hòa", "trung_tam_pvhcc", {}),
    }
    made: dict[str, Unit] = {}
    for key, (above, name, kind, facts) in rows.items():
        made[key] = unit(made.get(above), CODE_OF[key], name, kind, **facts)
    return made


def _cast(at: dict[str, Unit]) -> dict[str, Staff]:
    return {
        "minh": person(at["desk"], "minh", "Trần Quang Minh", "reception", "Cán bộ tiếp nhận"),
        "hai": person(at["desk"], "hai", "Bùi Thanh Hải", "centre_head", "Giám đốc Trung tâm"),
        "khoa": person(at["desk"], "khoa", "Đặng Đình Khoa", "cashier", "Kế toán"),
        "lan": person(at["justice"], "lan", "Nguyễn Thị Lan", "officer", "Công chức hộ tịch"),
        "dung": person(at["justice"], "dung", "Vũ Đức Dũng", "officer", "Công chức hộ tịch"),
        "thao": person(at["justice"], "thao", "Hoàng Phương Thảo", "dept_head", "Trưởng phòng"),
        "hoa": person(at["ward"], "hoa", "Lê Thị Hoa", "leader", "Chủ tịch UBND phường"),
        "van": person(at["ward"], "van", "Phạm Thu Vân", "clerk", "Văn thư"),
        "an": person(at["ward"], "an", "Ngô Văn An", "sysadmin", "Quản trị hệ thống"),
        "tuan": person(at["city"], "tuan", "Mai Anh Tuấn", "inspector", "Thanh tra viên"),
        "cuong": person(at["police"], "cuong", "Trịnh Quốc Cường", "partner", "Cán bộ cư trú"),
        "bich": person(at["insurance"], "bich", "Lý Ngọc Bích", "partner", "Chuyên viên cấp thẻ"),
        "hung": person(at["tax"], "hung", "Đỗ Mạnh Hùng", "partner", "Công chức thuế"),
        "nga": person(at["registry"], "nga", "Cao Thúy Nga", "partner", "Cán bộ đăng ký"),
        "quan": person(at["other_desk"], "quan", "Đỗ Minh Quân", "reception", "Cán bộ tiếp nhận"),
        "son": person(at["other"], "son", "Phan Hồng Sơn", "leader", "Chủ tịch UBND phường"),
    }


def _competences(at: dict[str, Unit]) -> None:
    for field in ("Hộ tịch", "Chứng thực"):
        set_competence(at["ward"], by=SYSTEM, department=at["justice"], field=field, valid_from=SINCE)
    set_competence(at["ward"], by=SYSTEM, department=at["land"], field="Đất đai", valid_from=SINCE)
    partners = {"cong_an": "police", "bhxh": "insurance", "thue": "tax", "vpdkdd": "registry"}
    for key, name in partners.items():
        set_competence(at["ward"], by=SYSTEM, department=at[name], partner_key=key, valid_from=SINCE)


def birth_terms(code: str = BIRTH) -> ProcedureVersion:
    terms = terms_of(code, on=date(2026, 11, 20))
    assert terms is not None
    return terms


def filing(terms: ProcedureVersion | None = None, *, name: str = "Nguyễn Văn Tâm", **more: Any) -> Filing:
    """Tâm hands in everything that is compulsory."""
    terms = terms or birth_terms()
    variant = more.pop("variant", usual_variant(terms.facts))
    channel = Channel(more.setdefault("channel", Channel.DIRECT)).name.lower()
    papers = tuple(
        Paper(key=c.key, name=c.name, originals=1)
        for c in papers_for(for_variant(terms.facts, variant).components, channel)
        if c.required
    )
    applicant = Applicant(
        full_name=name, identity_number="001090012345", phone="0912000123", address="Số 8 ngõ 21"
    )
    given = {"papers": papers, "applicant": applicant, **more}
    return Filing(terms=terms, variant=variant, **given)
