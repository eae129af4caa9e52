"""Lập một văn phòng thật từ bảng đơn vị hành chính: cơ quan, bộ phận một cửa, danh mục, lịch, quản trị."""

import argparse
import secrets
import sys
from datetime import date

needs_django = True

USUAL_DEPARTMENTS = (
    ("Văn phòng HĐND và UBND", ("justice", "inspection", "home_affairs")),
    ("Phòng Kinh tế", ("land", "construction", "business", "trade", "agriculture")),
    ("Phòng Văn hóa – Xã hội", ("welfare", "health", "police")),
)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("found", help=__doc__, description=__doc__)
    parser.add_argument(
        "--territory", required=True, help="mã đơn vị hành chính (5 chữ số cấp xã, 2 chữ số cấp tỉnh)"
    )
    parser.add_argument("--agency-code", required=True, help="mã định danh cơ quan, ví dụ H26.367")
    parser.add_argument(
        "--parent-code", help="mã định danh cơ quan cấp trên, mặc định phần đầu của --agency-code"
    )
    parser.add_argument("--admin", default="quantri", help="tên đăng nhập quản trị đầu tiên")
    parser.add_argument("--admin-name", default="Quản trị hệ thống")
    parser.add_argument("--hotline", default="")
    parser.add_argument("--address", default="")
    parser.add_argument(
        "--levels", nargs="*", default=["commune"], help="cấp thủ tục được nhập: commune province …"
    )


def run(args: argparse.Namespace) -> int:
    from django.db import transaction

    from motcua.domain.catalogue.rules import CatalogueError
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import Refused

    if Unit.objects.filter(code=args.agency_code, valid_to=None).exists():
        print(
            f"Cơ quan {args.agency_code} đã có. Dùng trang Quản trị để thêm đơn vị và cán bộ.",
            file=sys.stderr,
        )
        return 1
    password = secrets.token_urlsafe(9)
    try:
        with transaction.atomic():
            office, count = _found(args, password)
    except (Refused, CatalogueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"Đã lập {office}, nhập {count} thủ tục.")
    print(f"Đăng nhập quản trị: {args.admin} / {password}")
    print("Mật khẩu chỉ hiện một lần. Vào /quan-tri để thêm cán bộ.")
    return 0


def _found(args: argparse.Namespace, password: str) -> tuple[str, int]:
    from motcua.domain.catalogue.actions import adopt
    from motcua.domain.catalogue.queries import library_procedures, library_routes
    from motcua.domain.offices.actions import adopt_calendar, employ, found
    from motcua.foundation.actions import SYSTEM, now
    from motcua.foundation.calendar import document_named, local

    today = local(now()).date()
    row, above = _rows(args.territory, today)
    parent = _parent(args, above, today)
    contact = {"hotline": args.hotline, "address": args.address}
    office = found(
        parent, by=SYSTEM, code=args.agency_code, name=row.name, kind=row.kind, valid_from=row.began_on,
        territory_code=row.code, place=row.name.split(" ", 1)[-1], **contact,
    )  # fmt: skip
    desk = found(
        office, by=SYSTEM, code=f"{args.agency_code}.1", kind="trung_tam_pvhcc", valid_from=row.began_on,
        name=f"Trung tâm Phục vụ hành chính công {row.name[0].lower()}{row.name[1:]}", **contact,
    )  # fmt: skip
    procedures = [f for f in library_procedures() if f.valid_to is None and set(f.levels) & set(args.levels)]
    adopt(office, by=SYSTEM, procedures=procedures, routes=library_routes(), source="library")
    _departments(args, office, procedures, row.began_on)
    adopt_calendar(
        office, by=SYSTEM, document=document_named("vn-standard"), processing=True, reception=False
    )
    adopt_calendar(desk, by=SYSTEM, document=document_named("vn-standard"), processing=False, reception=True)
    employ(
        office, by=SYSTEM, login=args.admin, password=password, full_name=args.admin_name, role="sysadmin",
        title="Quản trị hệ thống", valid_from=today,
    )  # fmt: skip
    return office.name, len(procedures)


def _departments(args, office, procedures, since: date) -> None:  # type: ignore[no-untyped-def]
    from motcua.domain.catalogue.actions import set_competence
    from motcua.domain.offices.actions import found
    from motcua.foundation.actions import SYSTEM

    fields = {f.field: f.department for f in procedures}
    for number, (name, takes) in enumerate(USUAL_DEPARTMENTS, start=2):
        unit = found(
            office, by=SYSTEM, code=f"{args.agency_code}.{number}", name=name, kind="phong", valid_from=since
        )
        for field, department in fields.items():
            if department in takes:
                set_competence(office, by=SYSTEM, department=unit, field=field, valid_from=since)


def _rows(territory: str, on: date):  # type: ignore[no-untyped-def]
    from motcua.domain.catalogue.queries import LIBRARY
    from motcua.domain.offices.rules import read_units
    from motcua.foundation.actions import Refused

    with (LIBRARY / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in read_units(lines) if row.in_force(on)]
    row = next((r for r in rows if r.code == territory), None)
    if row is None:
        raise Refused(f"Không có đơn vị hành chính mã {territory} đang hoạt động. Xem library/units.csv.")
    return row, next((r for r in rows if r.code == row.parent), None)


def _parent(args, above, on: date):  # type: ignore[no-untyped-def]
    from motcua.domain.offices.actions import found
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import SYSTEM

    if above is None:
        return Unit()
    code = args.parent_code or args.agency_code.split(".")[0]
    known = Unit.objects.in_force(on).filter(code=code).first()
    return known or found(
        Unit(), by=SYSTEM, code=code, name=above.name, kind=above.kind, valid_from=above.began_on,
        territory_code=above.code, place=above.name.split(" ", 1)[-1],
    )  # fmt: skip
