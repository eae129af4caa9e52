"""Khóa API: cấp cho một cán bộ, xem, thu hồi. Khóa chỉ hiện một lần khi cấp."""

import argparse
import hashlib
import secrets
import sys

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("token", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    create = parts.add_parser("create", help="cấp khóa mới")
    create.add_argument("--login", required=True, help="tên đăng nhập của cán bộ mà khóa hành động thay")
    create.add_argument("--name", required=True, help="khóa dùng cho hệ thống nào")
    parts.add_parser("list", help="các khóa đã cấp")
    revoke = parts.add_parser("revoke", help="thu hồi một khóa")
    revoke.add_argument("id", type=int)


def run(args: argparse.Namespace) -> int:
    return {"create": _create, "list": _list, "revoke": _revoke}[args.part](args)


def _create(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Staff, Token
    from motcua.foundation.actions import now

    staff = Staff.objects.filter(account__login=args.login.lower(), is_active=True).first()
    if staff is None:
        print(f"Không có cán bộ đang làm việc với tên đăng nhập {args.login}.", file=sys.stderr)
        return 1
    secret = secrets.token_urlsafe(32)
    Token.objects.create(
        staff=staff, hash=hashlib.sha256(secret.encode()).digest(), name=args.name, created_at=now()
    )
    print(secret)
    return 0


def _list(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Token

    for token in Token.objects.select_related("staff").order_by("id"):
        print(f"{token.pk:4}  {token.created_at:%d/%m/%Y}  {token.staff.full_name}  {token.name}")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Token

    if not Token.objects.filter(pk=args.id).delete()[0]:
        print(f"Không có khóa số {args.id}.", file=sys.stderr)
        return 1
    print("Đã thu hồi.")
    return 0
