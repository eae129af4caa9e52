"""Ngân hàng: tài khoản thu, khóa ký báo có, đối soát tệp sao kê."""

import argparse
import sys
from pathlib import Path

from .given import day

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("bank", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    bring = parts.add_parser(
        "import", help="đối soát tệp sao kê camt.053 hoặc CSV; không có --write thì chỉ xem trước"
    )
    bring.add_argument("file", type=Path)
    bring.add_argument("--write", action="store_true", help="ghi; nạp lại cùng tệp thì không thêm gì")
    account = parts.add_parser("account", help="khai báo tài khoản thu của một đơn vị từ một ngày")
    account.add_argument("--unit", required=True, help="mã đơn vị")
    account.add_argument("--bank", required=True, help="mã BIN, như 970436")
    account.add_argument("--number", required=True, help="số tài khoản")
    account.add_argument("--holder", required=True, help="tên chủ tài khoản")
    account.add_argument("--from", dest="since", required=True, type=day, help="từ ngày, như 2026-12-01")
    account.add_argument("--tax-code", default="", help="mã số thuế của đơn vị thu, in trên biên lai")
    secret = parts.add_parser("secret", help="khóa để ngân hàng ký báo có; giao cho ngân hàng qua đường kín")
    secret.add_argument("bank", help="mã BIN, như 970436")


def run(args: argparse.Namespace) -> int:
    from motcua.foundation.actions import Refused
    from motcua.foundation.gateways.bank.contract import BankRefused

    try:
        return {"import": _import, "account": _account, "secret": _secret}[args.part](args)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
    except BankRefused as refused:
        print(refused, file=sys.stderr)
    except OSError as problem:
        print(f"Không đọc được {args.file}: {problem.strerror}.", file=sys.stderr)
    return 1


def _import(args: argparse.Namespace) -> int:
    from motcua.application.collecting.reconciling import LABELS, reconcile
    from motcua.foundation.actions import now
    from motcua.foundation.text import money

    report = reconcile(args.file.read_bytes(), at=now(), write=args.write)
    for line in report.lines:
        amount = money(line.credit.amount) if line.credit else ""
        print(f"{line.number:>6}  {line.label:<16} {line.case_code:<24} {amount:>16}  {line.sentence}")
    for payment in report.missing:
        print(f"{'':>6}  {'Sao kê không có':<16} {payment.transaction_id:<24} {money(payment.amount):>16}")
    said = ", ".join(f"{LABELS[kind].lower()} {count}" for kind, count in report.counts.items())
    print(f"{said}. {'Đã ghi.' if args.write else 'Chưa ghi gì; thêm --write để ghi.'}")
    return 0


def _account(args: argparse.Namespace) -> int:
    from motcua.domain.offices.queries import unit_by_code
    from motcua.domain.payments.actions import adopt_account
    from motcua.foundation.actions import SYSTEM, Refused

    unit = unit_by_code(args.unit, on=args.since)
    if unit is None:
        raise Refused(f"Không có đơn vị mã {args.unit} vào ngày {args.since:%d/%m/%Y}.")
    adopt_account(
        unit, by=SYSTEM, bank=args.bank, number=args.number, holder=args.holder, valid_from=args.since,
        tax_code=args.tax_code,
    )  # fmt: skip
    print(f"{unit.name} thu vào tài khoản {args.number} từ {args.since:%d/%m/%Y}.")
    return 0


def _secret(args: argparse.Namespace) -> int:
    from django.conf import settings

    from motcua.foundation.gateways.bank.contract import secret_of

    print(secret_of(settings.BANK_KEY, args.bank))
    return 0
