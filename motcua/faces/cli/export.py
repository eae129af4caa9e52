"""Xuất hồ sơ của một đơn vị và một kỳ ra tệp CSV hoặc Parquet, mỗi hồ sơ một dòng, không có tên người."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .given import day, not_written, unit_until

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("export", help=__doc__, description=__doc__)
    parser.add_argument("--unit", required=True, help="mã đơn vị; gồm các đơn vị bên dưới")
    parser.add_argument("--from", dest="first", required=True, type=day, help="ngày đầu kỳ (YYYY-MM-DD)")
    parser.add_argument("--to", dest="last", required=True, type=day, help="ngày cuối kỳ")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--csv", dest="kind", action="store_const", const="csv")
    kinds.add_argument("--parquet", dest="kind", action="store_const", const="parquet")
    parser.add_argument("--out", required=True, type=Path, help="tệp ghi ra")


def run(args: argparse.Namespace) -> int:
    from motcua.application.exports.queries import expected
    from motcua.application.exports.rules import ExportRefused
    from motcua.application.exports.writing import write
    from motcua.application.reports.queries import Untied
    from motcua.foundation.actions import Refused

    try:
        unit, last = _asked(args)
        of = expected(first=args.first, last=last, path=unit.path)
        made = write(
            args.out, kind=args.kind or "csv", first=args.first, last=last, below=unit.path,
            say=lambda rows: _say(rows, of),
        )  # fmt: skip
    except (ExportRefused, Refused, Untied) as refused:
        print(refused, file=sys.stderr)
        return 1
    except OSError as problem:
        return not_written(args.out, problem)
    _say(made.rows, of, ends=True)
    print(f"{args.out}: {made.rows} hồ sơ, {made.size} byte, SHA-256 {made.sha256}")
    return 0


def _asked(args: argparse.Namespace) -> tuple[Any, date]:
    """The unit, and the last day that figures know of."""
    from motcua.foundation.actions import Refused, now
    from motcua.foundation.calendar import local

    today = local(now()).date()
    if args.last < args.first:
        raise Refused("Ngày cuối phải bằng hoặc sau ngày đầu.")
    if args.first > today:
        raise Refused(f"Kỳ này bắt đầu ngày {args.first:%d/%m/%Y}, chưa có hồ sơ nào.")
    return unit_until(args.unit, args.last, today=today), min(args.last, today)


def _say(rows: int, of: int, *, ends: bool = False) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows} / {of} hồ sơ", end="\n" if ends else "", file=sys.stderr, flush=True)
