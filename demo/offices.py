"""The offices: a ward of today, and four places that newspapers wrote about when there were still districts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from motcua.domain.catalogue.actions import adopt, set_competence
from motcua.domain.catalogue.queries import LIBRARY, library_procedures, library_routes
from motcua.domain.catalogue.rules import ProcedureFacts
from motcua.domain.offices.actions import adopt_calendar, employ, end_posting, found, take_over
from motcua.domain.offices.models import Posting, Staff, Unit
from motcua.domain.offices.rules import UnitRow, read_units
from motcua.domain.payments.actions import adopt_account
from motcua.foundation.actions import SYSTEM, at_time
from motcua.foundation.calendar import ZONE, document_named

from . import PASSWORD

TODAY = date(2025, 7, 1)
LAST_DISTRICT_DAY = date(2025, 6, 30)
# Departments of the library's procedures (their `department`) by the department of a ward that takes them.
OFFICE, ECONOMY, CULTURE = "van-phong", "kinh-te", "van-hoa"
TAKES = {
    "justice": OFFICE, "inspection": OFFICE, "home_affairs": CULTURE, "welfare": CULTURE, "health": CULTURE,
    "land": ECONOMY, "construction": ECONOMY, "business": ECONOMY, "trade": ECONOMY, "agriculture": ECONOMY,
}  # fmt: skip


@dataclass
class Office:
    """An office of the demonstration and who holds which role in which unit."""

    name: str
    authority: Unit
    desk: Unit
    place: str
    cast: dict[tuple[int, str], list[Staff]] = field(default_factory=dict)

    def who(self, unit_id: int, role: str, turn: int = 0) -> Staff | None:
        people = self.cast.get((unit_id, role), [])
        return people[turn % len(people)] if people else None


def units_by_code() -> dict[str, list[UnitRow]]:
    """Rows of library/units.csv by official code."""
    found_rows: dict[str, list[UnitRow]] = {}
    with (LIBRARY / "units.csv").open(encoding="utf-8", newline="") as lines:
        for row in read_units(lines):
            found_rows.setdefault(row.code, []).append(row)
    return found_rows


class Builder:
    """Builds offices through actions, as of the day each began."""

    def __init__(self) -> None:
        self.rows = units_by_code()
        self.logins: list[tuple[str, str]] = []

    def territory(
        self, parent: Unit | None, code: str, agency: str, *, on: date, place: str, **facts: Any
    ) -> Unit:
        """A territorial unit from the library's table, as it was on a day."""
        row = next(r for r in self.rows[code] if r.in_force(on))
        goes_on = parent is None and any(r.in_force(TODAY) and r.name == row.name for r in self.rows[code])
        return found(
            parent or Unit(), by=SYSTEM, code=agency, name=row.name, kind=row.kind, valid_from=max(row.began_on, SINCE),
            valid_to=None if goes_on else row.valid_to, territory_code=code, place=place, **facts,
        )  # fmt: skip

    def unit(
        self, parent: Unit, code: str, name: str, kind: str, since: date, until: date | None = None
    ) -> Unit:
        facts: dict[str, Any] = {
            "hotline": parent.hotline,
            "address": parent.address,
            "email": parent.email,
        }
        return found(
            parent, by=SYSTEM, code=code, name=name, kind=kind, valid_from=since, valid_to=until, **facts
        )

    def hire(
        self, office: Office, unit: Unit, login: str, name: str, role: str, title: str, since: date
    ) -> Staff:
        employ(
            unit,
            by=SYSTEM,
            login=login,
            password=PASSWORD if since == TODAY else "",  # nobody signs in to an office that is no more
            full_name=name,
            role=role,
            title=title,
            valid_from=since,
        )
        staff = Staff.objects.get(account__login=login)
        office.cast.setdefault((unit.pk, role), []).append(staff)
        return staff


SINCE = date(2016, 1, 1)


def build(builder: Builder) -> Office:
    """All offices, those of the past first; the ward of today is given back."""
    hanoi, past = build_past(builder)
    with at_time(datetime(2025, 7, 1, 8, tzinfo=ZONE)):
        _adopt(hanoi, [facts for facts in _library() if facts.valid_from > SINCE])
        ward = _ward_of_today(builder, hanoi)
        take_over(ward.authority, by=SYSTEM, predecessor=past[0].authority, on=TODAY)
        for office in past:
            for posting in Posting.objects.filter(
                unit__path__startswith=office.authority.path, valid_to=None
            ):
                end_posting(posting.unit, by=SYSTEM, posting=posting, last_day=LAST_DISTRICT_DAY)
    return ward


def build_past(builder: Builder) -> tuple[Unit, list[Office]]:
    """The city, and the offices newspapers wrote about, with the procedures of their time."""
    with at_time(datetime(2016, 1, 2, 8, tzinfo=ZONE)):
        hanoi = builder.territory(None, "01", "H26", on=SINCE, place="Hà Nội", hotline="024.1022")
        _adopt(hanoi, [facts for facts in _library() if facts.valid_from <= SINCE])
        past = [
            _thanh_xuan(builder, hanoi),
            _hoang_mai(builder, hanoi),
            _man_thai(builder),
            _thieu_hoa(builder),
        ]
    return hanoi, past


@cache
def _library() -> list[ProcedureFacts]:
    return library_procedures()


def _adopt(office: Unit, procedures: list[ProcedureFacts]) -> None:
    adopt(office, by=SYSTEM, procedures=procedures, routes=library_routes(), source="library")


def _ward_of_today(builder: Builder, hanoi: Unit) -> Office:
    ward = builder.territory(
        hanoi, "00367", "H26.367", on=TODAY, place="Thanh Xuân", hotline="024.3858.0001",
        address="Số 1 phố Giấy Dó, phường Thanh Xuân, thành phố Hà Nội", email="motcua@thanhxuan.example",
    )  # fmt: skip
    desk = builder.unit(
        ward, "H26.367.1", "Trung tâm Phục vụ hành chính công phường Thanh Xuân", "trung_tam_pvhcc", TODAY
    )
    office = Office("Phường Thanh Xuân", ward, desk, "phường Thanh Xuân, thành phố Hà Nội")
    departments = {
        OFFICE: builder.unit(ward, "H26.367.2", "Văn phòng HĐND và UBND phường Thanh Xuân", "phong", TODAY),
        ECONOMY: builder.unit(
            ward, "H26.367.3", "Phòng Kinh tế, Hạ tầng và Đô thị phường Thanh Xuân", "phong", TODAY
        ),
        CULTURE: builder.unit(ward, "H26.367.4", "Phòng Văn hóa – Xã hội phường Thanh Xuân", "phong", TODAY),
    }
    partners = {
        "cong_an": builder.unit(ward, "G01.26.367", "Công an phường Thanh Xuân", "co_quan_nganh_doc", TODAY),
        "bhxh": builder.unit(ward, "G18.26.5", "Bảo hiểm xã hội cơ sở Thanh Xuân", "co_quan_nganh_doc", TODAY),
        "thue": builder.unit(ward, "G12.26.5", "Thuế cơ sở Thanh Xuân", "co_quan_nganh_doc", TODAY),
        "vpdkdd": builder.unit(ward, "G10.26.5", "Chi nhánh Văn phòng đăng ký đất đai Thanh Xuân", "don_vi_su_nghiep",
                               TODAY),
    }  # fmt: skip
    for key, unit in partners.items():
        set_competence(ward, by=SYSTEM, department=unit, valid_from=TODAY, partner_key=key)
    for facts in {f.field: f for f in _library()}.values():
        unit = partners["cong_an"] if facts.department == "police" else departments[TAKES[facts.department]]
        set_competence(ward, by=SYSTEM, department=unit, field=facts.field, valid_from=TODAY)
    reception = document_named("vn-saturday-reception")
    adopt_calendar(desk, by=SYSTEM, document=reception, processing=False, reception=True)
    adopt_calendar(ward, by=SYSTEM, document=document_named("vn-standard"), processing=True, reception=False)
    ward.refresh_from_db()
    adopt_account(
        ward, by=SYSTEM, bank="970436", number="0011001234567", holder="UBND PHUONG THANH XUAN", valid_from=TODAY,
        tax_code="0109876543",
    )  # fmt: skip
    _people_of_today(builder, office, departments, partners)
    return office


def _people_of_today(
    builder: Builder, office: Office, departments: dict[str, Unit], partners: dict[str, Unit]
) -> None:
    hire = builder.hire
    ward, desk, since = office.authority, office.desk, TODAY
    hire(office, desk, "minh", "Trần Quang Minh", "reception", "Cán bộ tiếp nhận và trả kết quả", since)
    hire(office, desk, "thao", "Lê Thị Thảo", "reception", "Cán bộ tiếp nhận và trả kết quả", since)
    hire(office, desk, "giang", "Đỗ Thu Giang", "centre_head", "Giám đốc Trung tâm", since)
    hire(office, desk, "khoa", "Đặng Đình Khoa", "cashier", "Kế toán, thu phí", since)
    post_point = builder.unit(ward, "G22.26.5", "Điểm bưu điện – văn hóa Thanh Xuân", "diem_buu_dien", since)
    hire(office, post_point, "buudien", "Lương Thanh Thủy", "postal", "Nhân viên bưu chính công ích", since)
    hire(office, ward, "hoa", "Lê Thị Hoa", "leader", "Chủ tịch UBND phường", since)
    hire(office, ward, "thanh", "Phạm Công Thành", "leader", "Phó Chủ tịch UBND phường", since)
    hire(office, ward, "van", "Phạm Thu Vân", "clerk", "Văn thư", since)
    hire(office, ward, "quantri", "Hồ Minh Khôi", "sysadmin", "Quản trị hệ thống", since)
    hire(office, ward, "kiemsoat", "Võ Thanh Hà", "ptc_control", "Cán bộ kiểm soát thủ tục hành chính", since)
    hire(office, ward, "kiemtoan", "Đinh Quang Huy", "auditor", "Kiểm toán nhật ký", since)
    for key, officer, second, head in (
        (OFFICE, ("lan", "Nguyễn Thị Lan"), ("dung", "Vũ Đức Dũng"), ("nam", "Ngô Hữu Nam")),
        (ECONOMY, ("son", "Hoàng Văn Sơn"), ("yen", "Đặng Ngọc Yến"), ("dat", "Bùi Minh Đạt")),
        (CULTURE, ("trang", "Dương Mai Trang"), ("phuc", "Lý Văn Phúc"), ("hanh", "Phan Thanh Hạnh")),
    ):
        unit = departments[key]
        hire(office, unit, *officer, "officer", "Công chức thụ lý", since)
        hire(office, unit, *second, "officer", "Công chức thụ lý", since)
        hire(office, unit, *head, "dept_head", "Trưởng phòng", since)
    for key, name in (
        ("cong_an", "Trần Văn Lâm"),
        ("bhxh", "Vũ Thị Nga"),
        ("thue", "Lê Minh Hải"),
        ("vpdkdd", "Hồ Thị Chi"),
    ):
        unit = partners[key]
        login = key.replace("_", "")
        hire(office, unit, login, name, "partner", "Cán bộ phối hợp", since)
        for role in ("officer", "dept_head", "clerk"):
            office.cast.setdefault((unit.pk, role), []).extend(office.cast[unit.pk, "partner"])
    police = office.cast[partners["cong_an"].pk, "partner"][0]
    from motcua.domain.offices.actions import post

    for role in ("officer", "dept_head"):
        post(
            partners["cong_an"],
            by=SYSTEM,
            staff=police,
            role=role,
            title="Cán bộ quản lý cư trú",
            valid_from=since,
        )


def _past(builder: Builder, authority: Unit, desk_code: str, desk: str, key: str, place: str) -> Office:
    until = authority.valid_to
    one_stop = builder.unit(authority, desk_code, desk, "bo_phan_mot_cua", SINCE, until)
    office = Office(authority.name, authority, one_stop, place)
    hire = builder.hire
    names = {"tx": ("Hà", "Tú"), "hm": ("Loan", "Bình"), "mt": ("Diệu", "Phước"), "th": ("Xuân", "Hợi")}[key]
    hire(office, one_stop, f"{key}.tiepnhan", f"Nguyễn Thu {names[0]}", "reception", "Cán bộ một cửa", SINCE)
    hire(office, authority, f"{key}.thuly", f"Trần Văn {names[1]}", "officer", "Chuyên viên", SINCE)
    hire(office, authority, f"{key}.phong", f"Lê Đình {names[1]}", "dept_head", "Trưởng phòng", SINCE)
    hire(office, authority, f"{key}.lanhdao", f"Vũ Ngọc {names[0]}", "leader", "Phó Chủ tịch", SINCE)
    hire(office, authority, f"{key}.vanthu", f"Đặng Thị {names[0]}", "clerk", "Văn thư", SINCE)
    return office


def _thanh_xuan(builder: Builder, hanoi: Unit) -> Office:
    district = builder.territory(hanoi, "009", "000.00.23.H26", on=SINCE, place="Thanh Xuân")
    wards = [
        c for c, rows in builder.rows.items() if any(r.parent == "009" and r.in_force(SINCE) for r in rows)
    ]
    for number, code in enumerate(sorted(wards), start=30):
        builder.territory(district, code, f"000.{number}.23.H26", on=SINCE, place="Thanh Xuân")
    return _past(builder, district, "000.01.23.H26", "Bộ phận Tiếp nhận và Trả kết quả quận Thanh Xuân", "tx",
                 "quận Thanh Xuân, thành phố Hà Nội")  # fmt: skip


def _hoang_mai(builder: Builder, hanoi: Unit) -> Office:
    district = builder.territory(hanoi, "008", "000.00.24.H26", on=SINCE, place="Hoàng Mai")
    wards = [
        c for c, rows in builder.rows.items() if any(r.parent == "008" and r.in_force(SINCE) for r in rows)
    ]
    for number, code in enumerate(sorted(wards), start=30):
        builder.territory(district, code, f"000.{number}.24.H26", on=SINCE, place="Hoàng Mai")
    office = _past(builder, district, "000.01.24.H26", "Bộ phận Một cửa quận Hoàng Mai", "hm",
                   "quận Hoàng Mai, thành phố Hà Nội")  # fmt: skip
    document = document_named("vn-saturday-reception")  # "từ thứ 2 đến thứ 7"
    adopt_calendar(office.desk, by=SYSTEM, document=document, processing=False, reception=True)
    return office


def _man_thai(builder: Builder) -> Office:
    city = builder.territory(None, "48", "H17", on=SINCE, place="Đà Nẵng")
    district = builder.territory(city, "493", "000.00.13.H17", on=SINCE, place="Sơn Trà")
    code = next(
        c for c, rows in builder.rows.items() if any(r.parent == "493" and "Mân Thái" in r.name for r in rows)
    )
    ward = builder.territory(district, code, "000.31.13.H17", on=SINCE, place="Mân Thái")
    return _past(builder, ward, "001.31.13.H17", "Bộ phận Một cửa phường Mân Thái", "mt",
                 "phường Mân Thái, quận Sơn Trà, thành phố Đà Nẵng")  # fmt: skip


def _thieu_hoa(builder: Builder) -> Office:
    province = builder.territory(None, "38", "H56", on=SINCE, place="Thanh Hóa")
    code = next(c for c, rows in builder.rows.items() if any("Huyện Thiệu Hóa" in r.name for r in rows))
    district = builder.territory(
        province, code, "000.00.25.H56", on=SINCE, place="Thiệu Hóa", hotline="0237.3842219"
    )
    return _past(builder, district, "000.01.25.H56", "Bộ phận Một cửa huyện Thiệu Hóa", "th",
                 "huyện Thiệu Hóa, tỉnh Thanh Hóa")  # fmt: skip
