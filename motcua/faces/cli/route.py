"""Quy trình BPMN: kiểm tra, xem các bước, vẽ hình, tạo từ bảng bước."""

import argparse
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

from motcua.domain.workflow import rules

needs_django = False


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("route", help="quy trình BPMN: kiểm tra, vẽ, tạo từ bảng bước")
    parser.set_defaults(action=None)
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    check = actions.add_parser("check", help="kiểm tra tệp, in các bước")
    check.add_argument("files", type=Path, nargs="+", metavar="TỆP.bpmn")
    check.add_argument("--hours", type=_hours, help="thời hạn giải quyết, tính bằng giờ làm việc")
    draw = actions.add_parser("draw", help="vẽ hình SVG của quy trình")
    draw.add_argument("file", type=Path, metavar="TỆP.bpmn")
    draw.add_argument("--narrow", action="store_true", help="hình hẹp cho điện thoại")
    draw.add_argument("--lang", choices=["vi", "en"], default="vi", help="ngôn ngữ của nhãn (%(default)s)")
    draw.add_argument("--out", type=Path, metavar="TỆP.svg", help="nơi ghi (mặc định: in ra màn hình)")
    make = actions.add_parser("make", help="tạo các tệp BPMN từ bảng bước (TOML)")
    make.add_argument("tables", type=Path, metavar="BẢNG.toml")
    make.add_argument("folder", type=Path, metavar="THƯ_MỤC")


def run(args: argparse.Namespace) -> int:
    """0 if all is well; 1 with the faults on the error stream."""
    try:
        return {"check": _check, "draw": _draw, "make": _make}[args.action](args)
    except rules.RouteError as fault:
        return _refuse("quy trình", fault.problems)
    except UnicodeDecodeError:
        return _refuse("tệp", ["Không phải chữ UTF-8. Hãy lưu lại tệp bằng bảng mã UTF-8."])
    except OSError as fault:
        return _refuse("tệp", [f"Không đọc hoặc ghi được: {fault}"])


def _check(args: argparse.Namespace) -> int:
    refused = 0
    for file in args.files:
        try:
            route = rules.compile_route(file.read_bytes())
            found = rules.problems(route, args.hours)
        except rules.RouteError as fault:
            found = fault.problems
        if found:
            refused = _refuse(str(file), found)
            continue
        total = rules.hours_text(rules.longest_hours(route))
        print(f"{file}: «{route.name}» dùng được, đường dài nhất {total}.")
        for line in rules.steps(route):
            print(
                f"  {line.order:>2}. {line.name} – {line.role} – {rules.hours_text(line.hours)} [{line.node_id}]"
            )
    return refused


def _draw(args: argparse.Namespace) -> int:
    route = rules.compile_route(args.file.read_bytes())
    drawn = rules.draw(route, lang=args.lang, narrow=args.narrow)
    if args.out is None:
        print(drawn)
    else:
        args.out.write_text(drawn, encoding="utf-8")
    return 0


def _make(args: argparse.Namespace) -> int:
    tables = rules.read_tables(args.tables.read_text(encoding="utf-8"))
    # All are made before the first is written: a fault leaves the folder as it was.
    made = {
        key: rules.bpmn_from_steps(steps, key, name, about) for key, (name, about, steps) in tables.items()
    }
    args.folder.mkdir(parents=True, exist_ok=True)
    for key, xml in made.items():
        (args.folder / f"{key}.bpmn").write_bytes(xml)
        print(args.folder / f"{key}.bpmn")
    return 0


def _refuse(what: str, sentences: list[str]) -> int:
    print(f"{what}: không dùng được.", *(f"  - {one}" for one in sentences), sep="\n", file=sys.stderr)
    return 1


def _hours(written: str) -> Decimal:
    try:
        return Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError("số giờ làm việc, như 8 hoặc 2,5") from None
