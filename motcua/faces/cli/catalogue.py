"""Danh mục thủ tục: xem, và nhập từ tệp JSON hay CSV sau khi đã thấy những gì thay đổi."""

import argparse
import sys
from pathlib import Path

needs_django = True


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("catalogue", help=__doc__, description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("list", help="các thủ tục đang có hiệu lực")
    show = parts.add_parser("show", help="một thủ tục và các phiên bản của nó")
    show.add_argument("code")
    bring = parts.add_parser("import", help="nhập từ tệp; không có --apply thì chỉ cho xem thay đổi")
    bring.add_argument("file", type=Path)
    bring.add_argument("--format", choices=("json", "csv"), help="mặc định theo đuôi tệp")
    bring.add_argument("--apply", action="store_true", help="áp dụng các thay đổi đã xem")
    bring.add_argument("--unit", help="mã cơ quan nhập, mặc định cơ quan cao nhất")


def run(args: argparse.Namespace) -> int:
    return {"list": _list, "show": _show, "import": _import}[args.part](args)


def _list(args: argparse.Namespace) -> int:
    from motcua.domain.catalogue.models import Procedure
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local

    for procedure in Procedure.objects.in_force(local(now()).date()).select_related("field").order_by("code"):
        print(f"{procedure.code}  {procedure.field.name}: {procedure.short_name}")
    return 0


def _show(args: argparse.Namespace) -> int:
    from motcua.domain.catalogue.models import Procedure
    from motcua.domain.catalogue.rules import allowed_words, fees_words

    procedure = Procedure.objects.filter(code=args.code).first()
    if procedure is None:
        print(f"Danh mục chưa có thủ tục {args.code}.", file=sys.stderr)
        return 1
    print(procedure.name)
    for version in procedure.versions.order_by("number"):
        facts = version.facts
        print(f"\nPhiên bản {version.number}: từ {version.valid_from} đến {version.valid_to or 'nay'}")
        print(f"  Thời hạn: {allowed_words(facts.allowed)}")
        print(f"  Phí, lệ phí: {'; '.join(fees_words(facts.fees)) or 'không'}")
        print(f"  Giấy tờ: {'; '.join(paper.name for paper in facts.components)}")
    return 0


def _import(args: argparse.Namespace) -> int:
    from motcua.domain.catalogue.rules import CatalogueError, describe_diff, diff
    from motcua.foundation.actions import Refused

    try:
        new, known = _read(args)
        changed = [facts for facts in new if diff(known.get(facts.code), facts)]
        for facts in changed:
            print("\n".join(describe_diff(known.get(facts.code), facts)))
        print(f"{len(new)} thủ tục đã đọc, {len(changed)} thay đổi.")
        if changed and args.apply:
            _apply(args, changed)
            print("Đã áp dụng. Hồ sơ đang xử lý giữ phiên bản cũ của mình.")
        elif changed:
            print("Chưa áp dụng gì. Thêm --apply để áp dụng.")
    except CatalogueError as error:
        print(error, file=sys.stderr)
        print(f"Có {len(error.problems)} lỗi; chưa nhập gì. Xin sửa tệp rồi chạy lại.", file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    return 0


def _read(args):  # type: ignore[no-untyped-def]
    """(the file's facts, today's facts by code). Raises CatalogueError, Refused."""
    from motcua.domain.catalogue.models import ProcedureVersion
    from motcua.domain.catalogue.rules import read_import, read_rows
    from motcua.foundation.actions import Refused, now
    from motcua.foundation.calendar import local
    from motcua.foundation.text import decode

    try:
        text = decode(args.file.read_bytes()).text
    except OSError as problem:
        raise Refused(f"Không đọc được {args.file}: {problem.strerror}.") from problem
    today = local(now()).date()
    known = {
        version.facts.code: version.facts
        for version in ProcedureVersion.objects.in_force(today).order_by("number")
    }
    rows = read_import(text, args.format or args.file.suffix.lstrip(".").lower(), args.file.name)
    return read_rows(rows, known, args.file.name), known


def _apply(args, changed) -> None:  # type: ignore[no-untyped-def]
    from motcua.domain.catalogue.actions import adopt
    from motcua.domain.catalogue.queries import library_routes
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import SYSTEM, Refused

    units = Unit.objects.filter(valid_to=None)
    unit = (
        units.filter(code=args.unit).first()
        if args.unit
        else units.filter(parent=None).order_by("id").first()
    )
    if unit is None:
        raise Refused(
            "Chưa có cơ quan nào nhận danh mục. Hãy chạy “motcua found” trước, hoặc xem lại --unit."
        )
    adopt(unit, by=SYSTEM, procedures=changed, routes=library_routes(), source=args.file.name)
