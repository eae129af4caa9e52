"""Báo cáo định kỳ (06a, 06b, 06g, 07a, 07a-2020, 766-progress, 766-online …) của một đơn vị: JSON, XLSX hoặc PDF."""

import argparse
import json
import sys
from pathlib import Path

from .given import day, put_down, unit_until

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("report", help=__doc__, description=__doc__)
    parser.add_argument("form", help="biểu: 06a, 06b, 06g, 07a, 07a-2020, 766-progress, 766-online …")
    parser.add_argument("--unit", required=True, help="mã đơn vị báo cáo; gồm các đơn vị bên dưới")
    parser.add_argument("--from", dest="first", required=True, type=day, help="ngày đầu kỳ (YYYY-MM-DD)")
    parser.add_argument("--to", dest="last", required=True, type=day, help="ngày cuối kỳ")
    parser.add_argument("--as-at", type=day, help="số liệu biết đến ngày này; mặc định hôm nay")
    parser.add_argument("--reading", default="", help="cách đọc khác của biểu, ví dụ printed")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--json", dest="kind", action="store_const", const="json")
    kinds.add_argument("--xlsx", dest="kind", action="store_const", const="xlsx")
    kinds.add_argument("--pdf", dest="kind", action="store_const", const="pdf")
    parser.add_argument("--out", type=Path, help="tệp ghi ra; XLSX và PDF cần có, JSON mặc định ra màn hình")


def run(args: argparse.Namespace) -> int:
    from motcua.application.reports.form_rules import FormRefused
    from motcua.application.reports.queries import Untied
    from motcua.foundation.actions import Refused

    kind = args.kind or "json"
    if kind != "json" and not args.out:
        print("Xin cho biết tệp ghi ra: --out FILE.", file=sys.stderr)
        return 2
    try:
        content = _content(args, kind)
    except (FormRefused, Untied, Refused) as refused:
        print(refused, file=sys.stderr)
        return 1
    if not args.out:
        print(content.decode())
        return 0
    return put_down(content, args.out)


def _content(args: argparse.Namespace, kind: str) -> bytes:
    from motcua.application.reports.form_rules import form
    from motcua.application.reports.periodic import report
    from motcua.application.reports.printing import document, printable
    from motcua.domain.documents.rules.report import report_pdf, report_workbook
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local

    today = local(now()).date()
    made = report(
        form(args.form).read_as(args.reading), unit=unit_until(args.unit, args.last, today=today), first=args.first, last=args.last,
        as_at=min(args.as_at or today, today),
    )  # fmt: skip
    if kind == "json":
        return json.dumps(document(made), ensure_ascii=False, indent=2).encode()
    table = printable(made, on=today)
    return report_pdf(table) if kind == "pdf" else report_workbook(table)
