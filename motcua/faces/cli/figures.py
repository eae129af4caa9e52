"""Số liệu cộng sẵn: cộng việc đang chờ, cộng lại từ mọi sự kiện, đối chiếu."""

import argparse
import sys

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("figures", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True, metavar="VIỆC")
    parts.add_parser("fold", help="cộng các việc đang chờ ngay, không đợi mỗi phút")
    parts.add_parser(
        "rebuild", help="cộng lại từ mọi sự kiện và sửa chỗ sai; mọi người vẫn làm việc bình thường"
    )
    parts.add_parser("check", help="đối chiếu với cộng lại từ đầu; mã thoát 1 nếu có chỗ khác")


def run(args: argparse.Namespace) -> int:
    return {"fold": _fold, "rebuild": _rebuild, "check": _check}[args.part]()


def _fold() -> int:
    from motcua.application.reports.rollup import fold_all

    print(f"Đã cộng {fold_all(wait=True)} việc.")
    return 0


def _rebuild() -> int:
    from motcua.application.reports.rollup import rebuild

    wrong = rebuild(_say)
    print(
        f"Đã cộng lại từ mọi sự kiện, sửa {wrong} dòng."
        if wrong
        else "Đã cộng lại từ mọi sự kiện, không dòng nào sai."
    )
    return 0


def _check() -> int:
    from motcua.application.reports.rollup import KEY, check

    wrong = check(_say)
    for which, *row in wrong:
        place = ", ".join(f"{name} {value}" for name, value in zip(KEY.split(", "), row, strict=False))
        print(f"{'đang giữ' if which == 'kept' else 'cộng lại'}: {place}: {row[len(KEY.split(', ')) :]}")
    print(
        "Có chỗ khác; chạy “motcua figures rebuild” để sửa."
        if wrong
        else "Số liệu cộng sẵn khớp với mọi sự kiện."
    )
    return 1 if wrong else 0


def _say(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done * 100 // of}%", end="" if done < of else "\n", file=sys.stderr, flush=True)
