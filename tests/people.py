"""The cast: Lan (officer), Minh (counter), Hoa (leader), Vân (clerk), Tâm (applicant), Quân (stranger)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.domain.cases.actions.intake import Applicant, Filing
from motcua.domain.cases.rules import Paper
from motcua.domain.catalogue.actions import adopt, set_competence
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import library_procedures, library_routes, terms_of
from motcua.domain.catalogue.rules import for_variant, papers_for, usual_variant
from motcua.domain.offices.actions import employ, found, post
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import SYSTEM, at_time
from motcua.foundation.calendar import ZONE

SINCE = date(2025, 7, 1)
PASSWORD = "mot-cua-thu-nghiem"
CODES = ("1.001193", "2.000908", "1.000894", "2.000815", "2.000986")


@dataclass
class Ward:
    """A present-day ward with its one-stop desk, a department and two partners, and the people who work there."""

    city: Unit
    ward: Unit
    desk: Unit
    justice: Unit
    other: Unit
    minh: Staff
    lan: Staff
    hoa: Staff
    van: Staff
    quan: Staff
    dung: Staff


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
    """A ward of Hà Nội as it works since 01/7/2025, with a small part of the catalogue."""
    with at_time(datetime(2026, 1, 5, 8, tzinfo=ZONE)):
        city = unit(None, "H26", "Thành phố Hà Nội", "thanh_pho_tw", place="Hà Nội")
        ward = unit(city, "H26.101", "Phường An Bình", "phuong", place="An Bình", hotline="024.1022")
        desk = unit(ward, "H26.101.1", "Trung tâm Phục vụ hành chính công phường An Bình", "trung_tam_pvhcc")
        justice = unit(ward, "H26.101.2", "Phòng Tư pháp – Hộ tịch", "phong")
        other = unit(city, "H26.102", "Phường Yên Hòa", "phuong", place="Yên Hòa")
        desk2 = unit(
            other, "H26.102.1", "Trung tâm Phục vụ hành chính công phường Yên Hòa", "trung_tam_pvhcc"
        )
        cast = {
            "minh": person(desk, "minh", "Trần Quang Minh", "reception", "Cán bộ tiếp nhận"),
            "lan": person(justice, "lan", "Nguyễn Thị Lan", "officer", "Công chức hộ tịch"),
            "hoa": person(ward, "hoa", "Lê Thị Hoa", "leader", "Chủ tịch UBND phường"),
            "van": person(ward, "van", "Phạm Thu Vân", "clerk", "Văn thư"),
            "quan": person(desk2, "quan", "Đỗ Minh Quân", "reception", "Cán bộ tiếp nhận"),
            "dung": person(justice, "dung", "Vũ Đức Dũng", "officer", "Công chức hộ tịch"),
        }
        chosen = [facts for facts in library_procedures() if facts.code in CODES]
        adopt(city, by=SYSTEM, procedures=chosen, routes=library_routes(), source="library")
        set_competence(ward, by=SYSTEM, department=justice, field="Hộ tịch", valid_from=SINCE)
        post(
            desk,
            by=SYSTEM,
            staff=cast["minh"],
            role="centre_head",
            title="Giám đốc",
            valid_from=date(2027, 1, 1),
        )
    return Ward(city=city, ward=ward, desk=desk, justice=justice, other=other, **cast)


def birth_terms(code: str = "1.001193") -> ProcedureVersion:
    terms = terms_of(code, on=date(2026, 11, 20))
    assert terms is not None
    return terms


def filing(terms: ProcedureVersion | None = None, *, name: str = "Nguyễn Văn Tâm", **more: Any) -> Filing:
    """Tâm hands in everything that is compulsory."""
    terms = terms or birth_terms()
    variant = more.pop("variant", usual_variant(terms.facts))
    papers = tuple(
        Paper(key=c.key, name=c.name, originals=1)
        for c in papers_for(for_variant(terms.facts, variant).components, "direct")
        if c.required
    )
    applicant = Applicant(
        full_name=name, identity_number="001090012345", phone="0912000123", address="Số 8 ngõ 21"
    )
    return Filing(terms=terms, variant=variant, applicant=applicant, papers=papers, **more)
