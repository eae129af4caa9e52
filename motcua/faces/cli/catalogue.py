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
    parts.add_parser("diff", help="thư viện đi kèm khác danh mục đang dùng ở đâu")
    bring = parts.add_parser("import", help="nhập từ tệp; không có --apply thì chỉ cho xem thay đổi")
    bring.add_argument("file", type=Path)
    bring.add_argument("--format", choices=("json", "csv"), help="mặc định theo đuôi tệp")
    bring.add_argument("--apply", action="store_true", help="áp dụng các thay đổi đã xem")
    bring.add_argument("--yes", action="store_true", help="không hỏi lại trước khi áp dụng")
    bring.add_argument("--unit", help="mã cơ quan nhập, mặc định cơ quan cao nhất")


def run(args: argparse.Namespace) -> int:
    from motcua.domain.catalogue.rules import CatalogueError
    from motcua.foundation.actions import Refused

    try:
        return {"list": _list, "show": _show, "diff": _diff, "import": _import}[args.part](args)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        print(f"Có {len(error.problems)} lỗi; chưa nhập gì. Xin sửa tệp rồi chạy lại.", file=sys.stderr)
    except Refused as refused:
        print(refused.sentence, file=sys.stderr)
    return 1


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


def _diff(args: argparse.Namespace) -> int:
    from motcua.domain.catalogue.queries import library_procedures

    # The library keeps former versions too; the last of each code is the present one.
    present = {facts.code: facts for facts in library_procedures()}
    _show_changes(list(present.values()), _known())
    return 0


def _import(args: argparse.Namespace) -> int:
    new, known = _read(args)
    changed = _show_changes(new, known)
    if not changed:
        return 0
    if not args.apply:
        print("Chưa áp dụng gì. Thêm --apply để áp dụng.")
    elif args.yes or not sys.stdin.isatty() or _agreed():
        _apply(args, changed)
        print("Đã áp dụng. Hồ sơ đang xử lý giữ phiên bản cũ của mình.")
    else:
        print("Chưa áp dụng gì.")
    return 0


def _read(args):  # type: ignore[no-untyped-def]
    """(the file's facts, the known facts by code). Raises CatalogueError, Refused."""
    from motcua.domain.catalogue.rules import read_import, read_rows
    from motcua.foundation.actions import Refused
    from motcua.foundation.text import TextRefused, decode

    try:
        text, encoding = decode(args.file.read_bytes())
    except FileNotFoundError as problem:
        raise Refused(f"Không có tệp {args.file}. Xin xem lại tên và thư mục.") from problem
    except OSError as problem:
        raise Refused(f"Không đọc được {args.file}: {problem.strerror}.") from problem
    except TextRefused as problem:
        raise Refused(f"{args.file}: {problem}") from problem
    if encoding != "utf-8":
        print(f"{args.file.name}: bảng mã {encoding}, đã đổi sang Unicode; xin xem kỹ chữ có dấu bên dưới.")
    known = _known()
    rows = read_import(text, args.format or args.file.suffix.lstrip(".").lower(), args.file.name)
    return read_rows(rows, known, args.file.name), known


def _known():  # type: ignore[no-untyped-def]
    """The facts in force or adopted for later, by code: what is imported a second time changes nothing."""
    from django.db.models import Q

    from motcua.domain.catalogue.models import ProcedureVersion
    from motcua.foundation.actions import now
    from motcua.foundation.calendar import local

    not_ended = Q(valid_to=None) | Q(valid_to__gte=local(now()).date())
    versions = ProcedureVersion.objects.filter(not_ended).order_by("number")
    return {version.facts.code: version.facts for version in versions}


def _show_changes(new, known):  # type: ignore[no-untyped-def]
    """The facts that differ from the known ones, shown line by line."""
    from motcua.domain.catalogue.rules import describe_diff, diff

    changed = [facts for facts in new if diff(known.get(facts.code), facts)]
    for facts in changed:
        print("\n".join(describe_diff(known.get(facts.code), facts)))
    print(f"{len(new)} thủ tục đã đọc, {len(changed)} thay đổi.")
    return changed


def _agreed() -> bool:
    try:
        return input("Áp dụng các thay đổi trên? (c/k) ").strip().lower() in ("c", "có", "co", "y", "yes")
    except EOFError:
        return False


def _apply(args, changed) -> None:  # type: ignore[no-untyped-def]
    from motcua.domain.catalogue.actions import adopt
    from motcua.domain.catalogue.queries import library_routes
    from motcua.domain.offices.models import Unit
    from motcua.domain.workflow.models import RouteVersion
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
    shared = {facts.route for facts in changed}
    kept = set(RouteVersion.objects.filter(key__in=shared).values_list("key", flat=True))
    # A procedure's own route comes with it; shared ones in use stay as they are, lacking ones are brought in.
    wanted = {facts.code for facts in changed} | (shared - kept)
    routes = {key: bpmn for key, bpmn in library_routes().items() if key in wanted}
    adopt(unit, by=SYSTEM, procedures=changed, routes=routes, source=args.file.name)
