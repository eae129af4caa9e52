"""Cơ sở dữ liệu: bật, tắt, chuẩn bị, sao lưu, phục hồi."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

import psycopg

from motcua.foundation.database.binaries import USUAL_ORDER, find
from motcua.foundation.database.dump import KEPT, dump, restore, saved
from motcua.foundation.database.local import start_local, stop_local
from motcua.foundation.database.places import DatabaseProblem, office_home
from motcua.foundation.database.prepare import prepare
from motcua.foundation.database.url import database_url

needs_django = False


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("database", help="cơ sở dữ liệu: bật, tắt, sao lưu, phục hồi")
    parser.set_defaults(action=None)
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    start = _action(actions, "start", "bật máy chủ PostgreSQL riêng của văn phòng, in địa chỉ")
    start.add_argument(
        "--throwaway", action="store_true", help="không ghi chắc xuống đĩa; chỉ dùng khi kiểm thử"
    )
    start.add_argument("--order", default=",".join(USUAL_ORDER), help="thứ tự tìm PostgreSQL (%(default)s)")
    _action(actions, "stop", "tắt máy chủ riêng của văn phòng")
    _action(actions, "url", "in địa chỉ (có mật khẩu)")
    _action(actions, "prepare", "tạo phần mở rộng, lược đồ và các mặc định còn thiếu")
    _action(actions, "shell", "mở psql")
    save = _action(actions, "dump", "sao lưu toàn bộ")
    save.add_argument("--keep", type=int, default=KEPT, metavar="N", help="giữ N bản mới nhất (%(default)s)")
    save.add_argument(
        "--to", type=Path, metavar="THƯ_MỤC", help="nơi giữ (mặc định: backup trong thư mục dữ liệu)"
    )
    back = _action(actions, "restore", "phục hồi từ bản sao lưu; cơ sở cũ được giữ dưới tên khác")
    back.add_argument("file", type=Path, nargs="?", help="tệp .dump (mặc định: bản mới nhất)")


def run(args: argparse.Namespace) -> int:
    if args.data:
        os.environ["MOTCUA_DATA"] = str(args.data.expanduser().absolute())
    try:
        return int(_ACTIONS[args.action](args) or 0)
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
    except psycopg.OperationalError as problem:
        why = str(problem).strip().splitlines()[-1]
        print(f"Không kết nối được cơ sở dữ liệu ({why}).", file=sys.stderr)
        print(
            "The database does not answer: run `motcua database start`, or check DATABASE_URL.",
            file=sys.stderr,
        )
    return 1


def _action(actions: argparse._SubParsersAction, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="thư mục dữ liệu của văn phòng (MOTCUA_DATA)"
    )
    return parser


def _start(args: argparse.Namespace) -> None:
    def say(line: str) -> None:
        print(line, file=sys.stderr)

    print(start_local(office_home(), args.order.split(","), durable=not args.throwaway, say=say))


def _stop(args: argparse.Namespace) -> None:
    print("Đã tắt · stopped" if stop_local(office_home()) else "Không chạy · it was not running")


def _url(args: argparse.Namespace) -> None:
    print(_wanted_url())


def _prepare(args: argparse.Namespace) -> None:
    for line in prepare(_wanted_url()):
        print(" ".join(line.split()))
    print("Cơ sở dữ liệu đã sẵn sàng · the database is ready")


def _shell(args: argparse.Namespace) -> None:
    # The password is in the address: it goes by the environment, not by the command line that all can read.
    parts = psycopg.conninfo.conninfo_to_dict(_wanted_url())
    secret = {"PGPASSWORD": str(parts.pop("password"))} if parts.get("password") else {}
    psql = find()["psql"]
    os.execve(psql, [psql, psycopg.conninfo.make_conninfo("", **parts)], os.environ | secret)


def _dump(args: argparse.Namespace) -> None:
    folder = args.to or office_home() / "backup"
    print(dump(_wanted_url(), folder, at=datetime.now().astimezone(), keep=args.keep))


def _restore(args: argparse.Namespace) -> None:
    files = [args.file] if args.file else saved(office_home() / "backup")
    if not files or not files[0].is_file():
        raise DatabaseProblem("Không thấy bản sao lưu. There is no such dump: name the file.")
    before = restore(_wanted_url(), files[0], at=datetime.now().astimezone())
    print(f"Đã phục hồi từ {files[0]}; cơ sở trước đó được giữ với tên {before}.")
    print(f"Restored; the database of before is kept as {before}. Start web and worker again now.")


def _wanted_url() -> str:
    url = database_url()
    if not url:
        raise DatabaseProblem(
            "Chưa có cơ sở dữ liệu: hãy chạy bin/demo hoặc đặt DATABASE_URL. "
            "There is no database yet: run bin/demo or set DATABASE_URL."
        )
    return url


_ACTIONS = {
    "start": _start,
    "stop": _stop,
    "url": _url,
    "prepare": _prepare,
    "shell": _shell,
    "dump": _dump,
    "restore": _restore,
}
