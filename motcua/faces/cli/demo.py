"""Dữ liệu mẫu lớn: những năm báo chí đã viết tới, đủ số hồ sơ, nạp như một tệp hồ sơ cũ."""

import argparse
import sys

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    seed = parts.add_parser("seed", help="viết tệp hồ sơ của một nơi rồi nạp; nạp lại thì không thêm gì")
    seed.add_argument("name", nargs="?", metavar="TÊN", help="tên dữ liệu, xem --list")
    seed.add_argument("--list", action="store_true", help="các tên có sẵn")


def run(args: argparse.Namespace) -> int:
    from motcua.application.history.files import FileRefused
    from motcua.foundation.actions import Refused
    from motcua.foundation.database.places import DatabaseProblem, office_home

    from .history import tell
    from .phases import Bar, of_the_demo

    try:
        seeds = of_the_demo("demo.seeds")
        known = seeds.names()
        if args.list or args.name not in known:
            return _list(known, args.name, asked=args.list)
        return tell(seeds.plant(args.name, office_home() / "seeds", Bar().show))
    except (FileRefused, DatabaseProblem) as refused:
        print(refused, file=sys.stderr)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
    return 1


def _list(known: dict[str, str], name: str | None, *, asked: bool) -> int:
    width = max(map(len, known))
    listed = "\n".join(f"{each:<{width}}  {about}" for each, about in known.items())
    if asked:
        print(listed)
        return 0
    said = f"Không có dữ liệu mẫu “{name}”." if name else "Hãy chọn một tên."
    print(f"{said} Các tên có sẵn:\n{listed}", file=sys.stderr)
    return 2
