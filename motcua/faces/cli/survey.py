"""Kết quả khảo sát sự hài lòng: nhập từ tệp CSV của người đã khảo sát."""

import argparse
import sys
from pathlib import Path

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("survey", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    bring = parts.add_parser("import", help="nhập kết quả từ tệp CSV; các cột: xem docs/figures.md")
    bring.add_argument("file", type=Path)
    bring.add_argument(
        "--unit", required=True, help="mã cơ quan nhập; các đơn vị trong tệp thuộc cơ quan này"
    )


def run(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Unit
    from motcua.domain.surveys.actions import give_surveys
    from motcua.domain.surveys.sheet_rules import read_surveys
    from motcua.foundation.actions import SYSTEM, Refused, now
    from motcua.foundation.calendar import local
    from motcua.foundation.text import SheetRefused, TextRefused, decode

    unit = Unit.objects.filter(code=args.unit).order_by("-valid_from").first()
    if unit is None:
        print(f"Không có cơ quan mã {args.unit}.", file=sys.stderr)
        return 1
    try:
        text, _encoding = decode(args.file.read_bytes())
        lines = read_surveys(text, file=args.file.name, today=local(now()).date())
        give_surveys(unit, by=SYSTEM, lines=lines)
    except OSError as problem:
        print(f"Không đọc được {args.file}: {problem.strerror}.", file=sys.stderr)
        return 1
    except (SheetRefused, TextRefused, Refused) as refused:
        print(f"{refused}\nChưa nhập dòng nào. Xin sửa tệp rồi chạy lại.", file=sys.stderr)
        return 1
    print(f"Đã nhập {len(lines)} dòng kết quả khảo sát của {unit.name}.")
    return 0
