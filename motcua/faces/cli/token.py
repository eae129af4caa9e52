"""Khóa API: cấp cho một cán bộ, xem, thu hồi. Khóa chỉ hiện một lần khi cấp."""

import argparse
import hashlib
import secrets
import sys
from datetime import timedelta

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("token", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    create = parts.add_parser("create", help="cấp khóa mới")
    create.add_argument("--login", required=True, help="tên đăng nhập của cán bộ mà khóa hành động thay")
    create.add_argument("--name", required=True, help="khóa dùng cho hệ thống nào")
    create.add_argument("--days", type=int, help="số ngày có hiệu lực; mặc định đến khi thu hồi")
    parts.add_parser("list", help="các khóa đã cấp")
    revoke = parts.add_parser("revoke", help="thu hồi một khóa")
    revoke.add_argument("id", type=int, help="số của khóa, xem bằng motcua token list")


def run(args: argparse.Namespace) -> int:
    from motcua.foundation.actions import Refused

    try:
        return {"create": _create, "list": _list, "revoke": _revoke}[args.part](args)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1


def _create(args: argparse.Namespace) -> int:
    from motcua.domain.offices.actions import give_token
    from motcua.domain.offices.models import Staff
    from motcua.foundation.actions import SYSTEM, Refused, now

    staff = Staff.objects.filter(account__login=args.login.lower(), is_active=True).first()
    if staff is None:
        raise Refused(f"Không có cán bộ đang làm việc với tên đăng nhập {args.login}.")
    if args.days is not None and not 1 <= args.days <= 3650:
        raise Refused("Số ngày có hiệu lực từ 1 đến 3650.")
    secret = secrets.token_urlsafe(32)
    until = now() + timedelta(days=args.days) if args.days else None
    digest = hashlib.sha256(secret.encode()).digest()
    give_token(_unit_of(staff), by=SYSTEM, staff=staff, name=args.name, digest=digest, expires_at=until)
    print(secret)
    print(f"Khóa của {staff.full_name} cho “{args.name}”. Xin cất ngay: không xem lại được.", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Token
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local

    at = now()
    for token in Token.objects.select_related("staff").order_by("id"):
        ended = token.expires_at is not None and token.expires_at <= at
        until = f"hết hạn {local(token.expires_at):%d/%m/%Y}" if token.expires_at else "còn hiệu lực"
        print(f"{token.pk:4}  {local(token.created_at):%d/%m/%Y}  {'đã thu hồi, ' if ended else ''}{until}  "
              f"{token.staff.full_name}  {token.name}")  # fmt: skip
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from motcua.domain.offices.actions import withdraw_token
    from motcua.domain.offices.models import Token
    from motcua.foundation.actions import SYSTEM, Refused

    token = Token.objects.filter(pk=args.id).select_related("staff").first()
    if token is None:
        raise Refused(f"Không có khóa số {args.id}.")
    withdraw_token(_unit_of(token.staff), by=SYSTEM, token=token)
    print("Đã thu hồi.")
    return 0


def _unit_of(staff):  # type: ignore[no-untyped-def]
    """The unit that keeps the record: where the person was posted first."""
    from motcua.foundation.actions import Refused

    posting = staff.postings.select_related("unit").order_by("valid_from", "id").first()
    if posting is None:
        raise Refused(f"{staff.full_name} chưa được bố trí vị trí nào.")
    return posting.unit
