"""Xem diễn biến một hồ sơ, và kiểm tra chuỗi nhật ký của nó có bị sửa hay không."""

import argparse
import sys

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("case", help=__doc__, description=__doc__)
    parser.add_argument("code", help="mã hồ sơ")
    parser.add_argument(
        "--verify", action="store_true", help="chỉ kiểm tra chuỗi nhật ký; mã thoát 3 nếu bị sửa"
    )


def run(args: argparse.Namespace) -> int:
    from motcua.domain.cases.models import Case
    from motcua.domain.cases.queries.history import history
    from motcua.domain.cases.queries.lookup import case_for_shell
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local
    from motcua.foundation.events.models import broken_link

    code = args.code.strip().upper()
    # Whether the chain holds says nothing of the case; what happened to it does, and is noted as read.
    case = Case.objects.filter(code=code).first() if args.verify else case_for_shell(code, at=now())
    if case is None:
        print(f"Không có hồ sơ {args.code}.", file=sys.stderr)
        return 1
    broken = broken_link(list(case.events.order_by("n")), case.code)
    if not args.verify:
        print(f"{case.code}  {case.procedure.short_name}  {case.state_label}")
        for line in history(case):
            who = f"{line.actor} thay {line.on_behalf_of}" if line.on_behalf_of else line.actor
            print(f"{line.n:3}  {local(line.at):%d/%m/%Y %H:%M}  {line.label}  {who}  {line.step}")
    if broken:
        print(f"Nhật ký bị sửa từ dòng {broken}.", file=sys.stderr)
        return 3
    print(f"Nhật ký nguyên vẹn: {case.version} dòng.")
    return 0
