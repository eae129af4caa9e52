"""Tắt xác minh hai bước của một người đã mất điện thoại và mã dự phòng, khi không còn quản trị nào vào được."""

import argparse
import sys

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("second-step", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    off = parts.add_parser("off", help="tắt; người ấy lại đăng nhập bằng mật khẩu")
    off.add_argument("--login", required=True, help="tên đăng nhập")


def run(args: argparse.Namespace) -> int:
    from motcua.domain.offices.actions import remove_second_step
    from motcua.domain.offices.models import Staff
    from motcua.foundation.actions import SYSTEM, Refused

    staff = Staff.objects.select_related("account").filter(account__login=args.login.lower()).first()
    held = staff.postings.select_related("unit").order_by("valid_from", "id") if staff else ()
    posting = next(iter(held), None)
    if staff is None or posting is None:
        print(f"Không có cán bộ nào với tên đăng nhập {args.login}.", file=sys.stderr)
        return 1
    try:
        remove_second_step(posting.unit, by=SYSTEM, staff=staff)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    print(f"Đã tắt xác minh hai bước của {staff.full_name}; việc này được ghi ở {posting.unit.name}.")
    return 0
