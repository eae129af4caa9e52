"""Bộ chỉ số phục vụ: nhập số liệu từ hệ thống khác, xem điểm của một đơn vị trong một tháng."""

import argparse
import json
import sys
from pathlib import Path

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("index", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    bring = parts.add_parser("import", help="nhập số liệu từ tệp CSV; các cột: xem docs/figures.md")
    bring.add_argument("file", type=Path)
    bring.add_argument("--unit", help="mã cơ quan nhập, mặc định cơ quan cao nhất")
    show = parts.add_parser("show", help="điểm của một đơn vị trong một tháng, từng chỉ số")
    show.add_argument("--unit", help="mã đơn vị, mặc định cơ quan cao nhất")
    show.add_argument("--month", required=True, help="tháng, như 2026-10")
    show.add_argument("--json", action="store_true", help="cho máy đọc")


_STATES = {"missing": "chưa có số liệu", "not_applicable": "không áp dụng cho cấp này"}


def run(args: argparse.Namespace) -> int:
    return {"import": _import, "show": _show}[args.part](args)


def _import(args: argparse.Namespace) -> int:
    from motcua.application.indices.actions import give_counts
    from motcua.application.indices.rules import read_counts
    from motcua.foundation.actions import SYSTEM, Refused
    from motcua.foundation.text import SheetRefused, TextRefused, decode

    try:
        text, _encoding = decode(args.file.read_bytes())
        counts = read_counts(text, file=args.file.name)
        unit = give_counts(_unit(args.unit), by=SYSTEM, counts=counts)
    except OSError as problem:
        print(f"Không đọc được {args.file}: {problem.strerror}.", file=sys.stderr)
        return 1
    except (SheetRefused, TextRefused) as problem:
        print(f"{problem}\nChưa nhập số nào. Xin sửa tệp rồi chạy lại.", file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    print(f"Đã nhập {len(counts)} số liệu cho {unit.name}.")
    return 0


def _show(args: argparse.Namespace) -> int:
    from motcua.application.indices.queries import index_of, score_document
    from motcua.application.indices.rules import points_words
    from motcua.application.reports.queries import Untied
    from motcua.application.reports.rules import PeriodRefused, read_period
    from motcua.foundation.actions import Refused, now
    from motcua.foundation.calendar import local

    try:
        unit, period = _unit(args.unit), read_period(args.month)
        found = index_of(unit, period=period, as_at=local(now()).date())
    except (PeriodRefused, Untied, Refused) as refused:
        print(refused, file=sys.stderr)
        return 1
    if found is None:
        print(f"Chưa có bộ chỉ số nào trong {period.label()}.", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(score_document(unit, period, found), ensure_ascii=False, indent=2))
        return 0
    known = "" if found.complete else f" trên {points_words(found.of)} điểm đã có số liệu"
    print(f"{unit.name}, {period.label()}: {points_words(found.total)} điểm{known}")
    for group in found.groups:
        print(f"\n{group.group.name}: {points_words(group.points)}/{group.group.max}")
        for line in group.lines:
            of = f"/{line.indicator.max}" if line.indicator.max else ""
            estimated = " (ước tính)" if line.estimated else ""
            print(
                f"  {line.indicator.number:>2}. {line.indicator.name}: {points_words(line.points)}{of}{estimated}"
            )
            if line.counts:
                print(f"      {', '.join(f'{name} = {many:g}' for name, many in line.counts.items())}")
            if words := line.problem or line.lacks or _STATES.get(line.state):
                print(f"      {words}")
    return 0


def _unit(code: str | None):  # type: ignore[no-untyped-def]
    """The unit of a code as of today, or the one at the root."""
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import Refused, now
    from motcua.foundation.calendar import local

    today = Unit.objects.in_force(local(now()).date())
    found = today.filter(code=code).first() if code else today.filter(parent=None).order_by("pk").first()
    if found is None:
        raise Refused(f"Không có đơn vị {code}." if code else "Chưa có đơn vị nào.")
    return found
