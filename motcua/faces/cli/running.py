"""Keeps one whole office running in the foreground: its database, web and worker, until Ctrl-C."""

import argparse
import contextlib
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from motcua.foundation.database import leftovers
from motcua.foundation.database.local import address_file, start_local, stop_local
from motcua.foundation.database.places import ROOT, DatabaseProblem, cluster_folder, office_home
from motcua.foundation.database.server import Server, open_server

from .beside import free_ports, surroundings_of_fakes
from .children import MARK, Child, spawn, stop_all, sweep
from .phases import is_open_already, phase, say, sign_in_file

_READY_WITHIN = 60
_DUMP_HOUR = 2


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The web server's command line; request lines are never logged, because a path can identify a case."""
    return [
        *(
            sys.executable,
            "-m",
            "config.web",
            "--interface",
            "wsgi",
            "--http",
            "1",
            "--no-ws",
            "--no-access-log",
        ),
        *("--log-level", "warning", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", os.environ.get("MOTCUA_THREADS", "4"), "--workers-kill-timeout", "5"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "config.wsgi:application"),
    ]


def run_office(args: argparse.Namespace) -> int:
    """Open the office of MOTCUA_DATA and keep it open; 0 when it was stopped in order."""
    begun = time.monotonic()
    home = office_home()
    home.mkdir(parents=True, exist_ok=True)
    local = not os.environ.get("DATABASE_URL")
    os.environ.setdefault("MOTCUA_PUBLIC_URL", _address(args))
    with _only_one(home, _address(args)), _stop_signals() as stopping:
        sweep(str(home))
        _refuse_busy_port(args.host, args.port)
        if args.reset:
            _reset(home)
        try:
            server = _open_database(home) if local else None
            _prepare_apart(home, demo=not args.no_load)
            _watch(_parts_of(home, args), server, home, args, begun, stopping)
        except _Stopped:
            say("")
        finally:
            if local:
                say("Đang tắt cơ sở dữ liệu · stopping the database")
                stop_local(home)
    say(f"Đã tắt mọi phần; mọi thứ còn nguyên trong {home}. Stopped; everything is kept there.")
    return 0


class _Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


@contextlib.contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Turn Ctrl-C and SIGTERM into _Stopped wherever we are; a second one while stopping is ignored."""
    received: list[int] = []

    def stop(number: int, frame: object) -> None:
        received.append(number)
        if len(received) == 1:
            raise _Stopped

    before = {
        number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _only_one(home: Path, address: str) -> Iterator[None]:
    """One supervisor per office; the lock goes with the process however it ends."""
    with (home / "office.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip()
            raise DatabaseProblem(
                f"Văn phòng này đang chạy tại {where} (thư mục {home}). "
                f"This office is already running at {where}; stop it with Ctrl-C there, or choose another --data."
            ) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise DatabaseProblem(
                f"Cổng {port} trên {host} không dùng được ({problem.strerror}): hãy thử --port {port + 1}. "
                f"Port {port} on {host} cannot be used: try --port {port + 1}."
            ) from None


def _reset(home: Path) -> None:
    """Delete the office in `home`, but never a folder that no office was ever in."""
    if os.environ.get("DATABASE_URL"):
        raise DatabaseProblem(
            "DATABASE_URL trỏ đến máy chủ bên ngoài: --reset không xóa ở đó. "
            "DATABASE_URL names a server of its own: --reset deletes nothing there."
        )
    others = {entry.name for entry in home.iterdir()} - {"office.lock"}
    if others and not address_file(home).exists() and "postgres" not in others:
        raise DatabaseProblem(f"{home} không phải thư mục của văn phòng nào. No office was ever in {home}.")
    if (home / "postgres").exists():
        stop_local(home)
        leftovers.remove(cluster_folder(home))
    for name in sorted(others):
        entry = home / name
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink(missing_ok=True)


def _open_database(home: Path) -> Server:
    """Start the local server and leave its address for all parts."""
    with phase("PostgreSQL") as note:
        os.environ["DATABASE_URL"] = start_local(home, say=lambda line: say(f"    {line}"))
        server = open_server(home)
        note(f"{server.binaries.major} ({server.binaries.source}), {server.cluster}")
    return server


def _surroundings(home: Path) -> dict[str, str]:
    """The environment of every part."""
    static = os.environ.get("MOTCUA_STATIC", str(home / "static"))
    return {"MOTCUA_DATA": str(home), "MOTCUA_STATIC": static, MARK: str(home), "PYTHONUNBUFFERED": "1"}


def _address(args: argparse.Namespace) -> str:
    """Where a person on this machine opens the office; the codes on slips lead there too."""
    host = "127.0.0.1" if args.host in ("0.0.0.0", "::") else args.host
    return f"http://{host}:{args.port}"


def _prepare_apart(home: Path, *, demo: bool) -> None:
    """Prepare in a process of its own: the supervisor stays small all day."""
    if is_open_already(os.environ["DATABASE_URL"], home, demo=demo):
        return
    command = [sys.executable, "-m", "motcua", "office", "prepare"] + (["--demo"] if demo else [])
    process = spawn(command, _surroundings(home))
    try:
        code = process.wait()
    except _Stopped:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.terminate()
            process.wait(10)
        process.kill()
        raise
    if code:
        raise DatabaseProblem(
            "Chuẩn bị chưa xong, xem các dòng trên; chạy lại bin/demo sẽ làm tiếp. "
            "Preparing did not end well, see above; bin/demo goes on from there."
        )


def _parts_of(home: Path, args: argparse.Namespace) -> list[Child]:
    ports = free_ports()
    around = _surroundings(home) | surroundings_of_fakes(home, ports)
    web = Child("web", web_command(args.host, args.port, args.workers), home / "log" / "web.log", around)
    if args.reload:
        developing = [sys.executable, "-m", "django", "runserver", f"{args.host}:{args.port}"]
        web = Child("web", developing, None, around | {"MOTCUA_DEBUG": "1"})
    work = [sys.executable, "-m", "motcua", "office", "worker"]
    fakes = [sys.executable, "-m", "motcua", "office", "providers", *(f"{c}={p}" for c, p in ports.items())]
    return [
        web,
        Child("worker", work, home / "log" / "worker.log", around),
        Child("providers", fakes, home / "log" / "providers.log", around),
    ]


def _watch(
    children: list[Child],
    server: Server | None,
    home: Path,
    args: argparse.Namespace,
    begun: float,
    stopping: list[int],
) -> None:
    """Start the parts, say when they answer, and keep them running until told to stop."""
    try:
        with phase("Web và việc nền · web and worker"):
            web, *others = children
            web.start()
            _wait_until_it_answers(web, args.host, args.port)
            for child in others:
                child.start()
        _welcome(home, args, time.monotonic() - begun)
        dumped = datetime.now().astimezone().date()
        while not stopping:
            time.sleep(1)
            for child in children:
                child.watch(_said_with_time)
            if server and not server.is_alive():
                _said_with_time("PostgreSQL dừng, bật lại · PostgreSQL fell, starting it again")
                with contextlib.suppress(DatabaseProblem):
                    server.start(_said_with_time)
            now = datetime.now().astimezone()
            if now.hour == _DUMP_HOUR and now.date() != dumped:
                dumped = now.date()
                _dump_apart(home)
    finally:
        say("Đang tắt web và việc nền · stopping web and worker")
        stop_all(children)


def _wait_until_it_answers(web: Child, host: str, port: int) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and web.process and web.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(host, port, timeout=20)
            asked.request("GET", "/")
            if asked.getresponse().status < 500:
                return
            break
        time.sleep(0.1)
    address = f"http://{host}:{port}/"
    raise DatabaseProblem(
        f"{web.last_words()}\nPhần web không trả lời tại {address} , các dòng trên là lời cuối trong {web.log}. "
        "The web part does not answer; the lines above are the last of its log."
    )


def _welcome(home: Path, args: argparse.Namespace, seconds: float) -> None:
    root = _address(args)
    say(f"\nMột cửa đã mở sau {seconds:.1f} giây. The office is open.\n")
    for path, words in (
        ("/", "cổng công khai · public page"),
        ("/tra-cuu", "tra cứu hồ sơ · track a case"),
        ("/quay", "quầy tiếp nhận · counter"),
        ("/ban-lam-viec", "bàn làm việc · desk"),
        ("/cong-khai", "công khai · published figures"),
        ("/hop-thu", "tin đã gửi, chỉ có ở bản chạy thử · what was sent"),
    ):
        say(f"  {root + path:<40} {words}")
    with contextlib.suppress(OSError, ValueError):
        people = json.loads(sign_in_file(home).read_text())
        say("\nĐăng nhập thử (người hư cấu) · sign in as (invented people):")
        for login, password, who in people:
            say(f"  {login:<18} {password:<18} {who}")
    say(f"\nDữ liệu và nhật ký · data and logs: {home}")
    apart = [f"MOTCUA_DATA={home}"] if home != ROOT / "var" / "demo" else []
    apart += (
        [f"MOTCUA_PUBLIC_URL={root}"] if args.port != 8000 else []
    )  # it stands on papers printed by a command
    if apart:
        say(f"Lệnh khác cho văn phòng này · other commands: {' '.join(apart)} bin/motcua …")
    say("Ctrl-C để tắt tất cả · stops everything\n")


def _dump_apart(home: Path) -> None:
    command = [sys.executable, "-m", "motcua", "database", "dump"]
    spawn(command, _surroundings(home))


def _said_with_time(line: str) -> None:
    say(f"{datetime.now().astimezone():%H:%M:%S} {line}")
