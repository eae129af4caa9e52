"""In giấy tờ của một hồ sơ, hoặc sổ theo dõi của một bộ phận một cửa, ra tệp PDF hay XLSX."""

import argparse
import sys
from pathlib import Path

from .given import day, put_down

needs_django = True
MOST_ROWS = 20_000


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("paper", help=__doc__, description=__doc__)
    parser.add_argument("code", help="mã hồ sơ; với sổ theo dõi là mã bộ phận một cửa")
    parser.add_argument("--form", required=True, help="số mẫu: 01, 02 … hoặc withdrawal; 07 là sổ theo dõi")
    parser.add_argument(
        "--out", required=True, type=Path, help="tệp ghi ra (.pdf; sổ theo dõi cũng ra .xlsx)"
    )
    parser.add_argument("--size", choices=("A4", "A5"), default="A4")
    parser.add_argument(
        "--copies", type=int, choices=(1, 2), default=1, help="2: cả liên lưu và liên giao khách hàng"
    )
    parser.add_argument("--from", dest="first", type=day, help="sổ theo dõi: từ ngày (YYYY-MM-DD)")
    parser.add_argument("--to", dest="last", type=day, help="sổ theo dõi: đến ngày")


def run(args: argparse.Namespace) -> int:
    from motcua.domain.documents.rules import PaperError
    from motcua.foundation.actions import Refused

    try:
        content = _paper(args)
    except (Refused, PaperError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return put_down(content, args.out)


def _paper(args: argparse.Namespace) -> bytes:
    from motcua.domain.cases.queries.lookup import case_for_shell
    from motcua.domain.cases.queries.papers import case_paper
    from motcua.foundation.actions import Refused, now

    if args.first or args.last:
        return _ledger(args)
    at = now()
    case = case_for_shell(args.code.strip().upper(), at=at)
    if case is None:
        raise Refused(f"Không có hồ sơ {args.code}. Xin xem lại mã in trên giấy hẹn.")
    return case_paper(case, args.form, size=args.size, copies=args.copies, at=at)


def _ledger(args: argparse.Namespace) -> bytes:
    from motcua.application.reports.ledger import ledger
    from motcua.domain.documents.rules import ledger_number, ledger_workbook, render_paper
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import Refused, now
    from motcua.foundation.calendar import local

    unit = Unit.objects.filter(code=args.code).order_by("-valid_from").first()
    if unit is None:
        raise Refused(f"Không có đơn vị mã {args.code}.")
    at = now()
    last = args.last or local(at).date()
    facts, form_set = ledger(
        unit, first=args.first or last.replace(day=1), last=last, now=at, limit=MOST_ROWS
    )
    if len(facts["rows"]) > MOST_ROWS:
        raise Refused(f"Sổ dài hơn {MOST_ROWS} dòng. Hãy chia thành nhiều kỳ ngắn hơn.")
    if args.out.suffix.lower() == ".xlsx":
        return ledger_workbook(facts, form_set=form_set)
    return render_paper(ledger_number(form_set), form_set=form_set, facts=facts)
