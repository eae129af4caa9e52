"""Mở văn phòng: chạy thử từ số không, chuẩn bị, phần web, phần việc nền."""

import argparse
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from motcua.foundation.database.places import ROOT, DatabaseProblem, office_home
from motcua.foundation.database.url import database_url

from .phases import open_office
from .running import run_office, web_command

needs_django = False


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("office", help="mở văn phòng: chạy thử, chạy thật, chuẩn bị")
    parts = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    demo = _part(parts, "demo", "từ số không đến một văn phòng có dữ liệu mẫu")
    demo.add_argument("--reset", action="store_true", help="xóa văn phòng cũ rồi làm lại từ đầu")
    demo.add_argument("--no-load", action="store_true", help="không nạp dữ liệu mẫu")
    demo.add_argument("--reload", action="store_true", help="cho người viết mã: tự nạp lại khi mã thay đổi")
    _web_options(demo)
    ready = _part(parts, "prepare", "đưa cơ sở dữ liệu, bảng và tệp giao diện lên bản hiện tại")
    ready.add_argument("--demo", action="store_true", help="nạp cả dữ liệu mẫu")
    _web_options(_part(parts, "serve", "chạy phần web"))
    worker = _part(parts, "worker", "chạy phần việc nền")
    worker.add_argument("--concurrency", type=int, default=4, help="số việc làm cùng lúc (%(default)s)")
    fakes = _part(
        parts, "providers", "cho bản chạy thử: máy chủ thư, tin nhắn, dấu thời gian giả, không gửi đi đâu"
    )
    fakes.add_argument("ports", nargs="+", metavar="KÊNH=CỔNG", help="ví dụ mail=2525")


def run(args: argparse.Namespace) -> int:
    if args.data:
        os.environ["MOTCUA_DATA"] = str(args.data.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        return _ACTIONS[args.action](args)
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(_in_words(problem), file=sys.stderr)
    return 1


def _in_words(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return "Đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại. The disk is full: make room and start again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"Không có quyền với {problem.filename}: hãy chạy bằng tài khoản đã tạo nó, hoặc chọn --data khác. "
            f"No permission for {problem.filename}: use the account that made it, or another --data."
        )
    return str(problem)


def _part(parts: argparse._SubParsersAction, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=words)
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="thư mục dữ liệu (MOTCUA_DATA; mặc định var/demo)"
    )
    return parser


def _web_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="cổng (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="số tiến trình web (%(default)s)")


def _prepare(args: argparse.Namespace) -> int:
    home = office_home()
    url = database_url(home)
    if not url:
        raise DatabaseProblem(
            "Hãy đặt DATABASE_URL, hoặc chạy `motcua database start`. "
            "Set DATABASE_URL, or run `motcua database start` first."
        )
    open_office(url, home, demo=args.demo)
    return 0


def _serve(args: argparse.Namespace) -> int:
    """Become the web server: a service watches one process, not a wrapper of it."""
    os.chdir(ROOT)
    os.execv(sys.executable, web_command(args.host, args.port, args.workers))


def _worker(args: argparse.Namespace) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("procrastinate", "worker", concurrency=args.concurrency)
    return 0


def _providers(args: argparse.Namespace) -> int:
    from motcua.foundation.gateways.fakes import serve

    pairs = (each.partition("=") for each in args.ports)
    ports = {channel: int(port) for channel, _, port in pairs}
    serve(Path(os.environ["MOTCUA_MAILBOX"]), Path(os.environ["MOTCUA_SEALS"]), ports)
    return 0


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": run_office,
    "prepare": _prepare,
    "serve": _serve,
    "worker": _worker,
    "providers": _providers,
}
