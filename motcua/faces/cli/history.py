"""Hồ sơ cũ: nạp hồ sơ và diễn biến của chúng từ tệp do hệ thống trước xuất ra."""

import argparse
import sys
from pathlib import Path

needs_django = True
SOME_REFUSED = 3


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("history", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    bring = parts.add_parser(
        "import",
        help="nạp tệp .csv hoặc .parquet; nạp lại cùng tệp thì không thêm gì, dừng giữa chừng thì chạy lại để nạp tiếp",
    )
    bring.add_argument("file", type=Path)
    bring.add_argument("--refused", type=Path, metavar="FILE", help="nơi ghi các dòng bị từ chối và lý do")
    bring.add_argument("--unit", help="mã cơ quan nhận hồ sơ cũ, mặc định cơ quan cao nhất")
    parts.add_parser("columns", help="các cột của tệp")


def run(args: argparse.Namespace) -> int:
    return _columns() if args.part == "columns" else _import(args)


def _columns() -> int:
    from motcua.application.history.rules import COLUMNS

    for column in COLUMNS:
        print(f"{column.name:<16}{'bắt buộc' if column.required else '':<10}{column.about}")
    return 0


def _import(args: argparse.Namespace) -> int:
    from motcua.application.history.files import FileRefused
    from motcua.application.history.importing import bring_in
    from motcua.foundation.actions import SYSTEM, Refused

    from .phases import Bar

    try:
        brought = bring_in(
            args.file, by=SYSTEM, unit=receiving_unit(args.unit), refused=args.refused, progress=Bar().show
        )
    except FileRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"Không ghi được {problem.filename}: {problem.strerror}.", file=sys.stderr)
        return 1
    return tell(brought)


def receiving_unit(code: str | None):  # type: ignore[no-untyped-def]
    """The office named, or the highest there is. Raises Refused."""
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import Refused

    units = Unit.objects.filter(code=code) if code else Unit.objects.filter(parent=None, valid_to=None)
    unit = units.order_by("valid_to", "id").first()
    if unit is None:
        raise Refused(
            "Chưa có cơ quan nào để nhận hồ sơ. Hãy chạy “motcua found” trước, hoặc xem lại --unit."
        )
    return unit


def tell(brought) -> int:  # type: ignore[no-untyped-def]
    """Print what came of a file; the exit code."""
    from motcua.foundation.text import short_moment, thousands

    load = brought.load
    if brought.already:
        print(f"Tệp này đã được nạp lúc {short_moment(load.finished_at)}; không nạp lại.")
        return 0
    print(f"Đã nạp {thousands(load.loaded)} hồ sơ trong {thousands(load.rows)} dòng.")
    if brought.refusals is None:
        return 0
    print(f"{thousands(load.refused)} dòng bị từ chối, từng dòng và lý do ở {brought.refusals}.")
    return SOME_REFUSED
