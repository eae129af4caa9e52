"""Lộ trình dịch vụ công trực tuyến: nhập từ tệp CSV, xem kế hoạch và thực tế."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motcua.domain.offices.models import Unit

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("roadmap", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    bring = parts.add_parser("import", help="nhập một tệp CSV, thay cho lộ trình đang có của cơ quan")
    bring.add_argument("file", type=Path)
    bring.add_argument("--unit", required=True, help="mã cơ quan")
    show = parts.add_parser("show", help="kế hoạch và thực tế theo năm, mức")
    show.add_argument("--unit", required=True, help="mã cơ quan")
    show.add_argument("--year", type=int, help="chỉ một năm")
    show.add_argument("--json", action="store_true", help="cho máy đọc")


def run(args: argparse.Namespace) -> int:
    from motcua.domain.offices.models import Unit

    unit = Unit.objects.filter(code=args.unit).order_by("-valid_from").first()
    if unit is None:
        print(f"Không có cơ quan mã {args.unit}.", file=sys.stderr)
        return 1
    return {"import": _import, "show": _show}[args.part](args, unit)


def _import(args: argparse.Namespace, unit: "Unit") -> int:
    from motcua.domain.catalogue.actions import set_roadmap
    from motcua.domain.catalogue.rules import RoadmapRefused, read_roadmap
    from motcua.foundation.actions import SYSTEM, Refused

    try:
        lines = read_roadmap(args.file.read_bytes().decode("utf-8"))
        set_roadmap(unit, by=SYSTEM, lines=lines, source=args.file.name)
    except OSError as problem:
        print(f"Không đọc được {args.file}: {problem.strerror}.", file=sys.stderr)
        return 1
    except UnicodeDecodeError as problem:
        print(
            f"{args.file} không phải UTF-8 (byte thứ {problem.start + 1}). Xin lưu lại dạng CSV UTF-8.",
            file=sys.stderr,
        )
        return 1
    except (RoadmapRefused, Refused) as refused:
        print(f"{args.file}: {refused} Chưa nhập gì.", file=sys.stderr)
        return 1
    print(f"Đã nhập {len(lines)} dòng lộ trình của {unit.name}.")
    return 0


def _show(args: argparse.Namespace, unit: "Unit") -> int:
    from motcua.domain.catalogue.queries import roadmap_lines
    from motcua.domain.catalogue.rules import levels, total_for, untied

    lines, _ = roadmap_lines(unit)
    if not lines:
        print(f"{unit.name} chưa có lộ trình.", file=sys.stderr)
        return 1
    found = [each for each in levels(lines) if args.year in (None, each.year)]
    rows = [
        {
            "year": each.year, "scale": each.scale, "level": each.level, "plan": each.plan, "fact": each.fact,
            "of": (total := total_for(lines, each.year)),
            "plan_percent": round(100 * each.plan / total, 2) if each.plan is not None and total else None,
            "stated_percent": float(each.stated_percent) if each.stated_percent is not None else None,
            "notes": list(each.notes),
        }
        for each in found
    ]  # fmt: skip
    if args.json:
        print(
            json.dumps(
                {"unit": unit.code, "rows": rows, "untied": untied(lines)}, ensure_ascii=False, indent=2
            )
        )
        return 0
    for row in rows:
        plan, fact = (("?" if row[name] is None else row[name]) for name in ("plan", "fact"))
        print(
            f"{row['year']}  {row['scale']} {row['level']}: kế hoạch {plan}, thực tế {fact}, trên tổng {row['of'] or '?'}"
        )
    for sentence in untied(lines):
        print(sentence)
    return 0
