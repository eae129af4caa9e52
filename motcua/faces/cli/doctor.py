"""Khám văn phòng: mọi thứ cần cho một ngày làm việc có đủ và đúng không, thiếu gì thì làm gì."""

import argparse
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from motcua.foundation.database.dump import saved
from motcua.foundation.database.local import address_file
from motcua.foundation.database.places import ROOT, office_home
from motcua.foundation.database.prepare import missing, schema_name
from motcua.foundation.database.url import database_url

GOOD, WARNING, BAD = "✓", "!", "✗"
ENOUGH_DISK = 2 * 2**30
OLDEST_DUMP = timedelta(hours=26)
LARGEST_DRIFT = timedelta(seconds=2)


class Finding(NamedTuple):
    """One thing looked at: a mark, what was found, and what to do if it is not good."""

    mark: str
    words: str
    advice: str = ""


Findings = Iterator[Finding]


def register(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("doctor", help="khám văn phòng và cho lời khuyên")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="thư mục dữ liệu của văn phòng (MOTCUA_DATA)"
    )


def run(args: argparse.Namespace) -> int:
    if args.data:
        os.environ["MOTCUA_DATA"] = str(args.data.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    worst = GOOD
    for look in (_machine, _disk, _clock, _database, _dumps, _application, _papers, _forms, _uploads):
        for finding in _surely(look):
            print(f"{finding.mark} {finding.words}")
            if finding.advice:
                print(f"    → {finding.advice}")
            worst = max(worst, finding.mark, key=(GOOD, WARNING, BAD).index)
    print(
        {
            GOOD: "\nMọi thứ đều tốt. All is well.",
            WARNING: "\nChạy được; nên xem các dòng có dấu “!”. It works; look at the lines marked “!”.",
            BAD: "\nCó việc phải sửa trước (dấu “✗”). Put right the lines marked “✗” first.",
        }[worst]
    )
    return 1 if worst == BAD else 0


def _surely(look: Callable[[], Findings]) -> Findings:
    """An examination that breaks is itself a finding; the others go on."""
    try:
        yield from look()
    except Exception as problem:
        words = str(problem).strip().splitlines() or [type(problem).__name__]
        yield Finding(
            BAD, f"{look.__name__.strip('_')}: {words[0]}", "Xem docs/running.md · see docs/running.md"
        )


def _machine() -> Findings:
    yield Finding(GOOD, f"Python {sys.version.split()[0]}, {ROOT}")
    if os.geteuid() == 0:
        yield Finding(
            WARNING,
            "Đang chạy bằng root · running as root",
            "Chạy thật nên có tài khoản riêng (deploy/) · use an account of its own",
        )
    address = address_file(office_home())
    if address.exists() and address.stat().st_mode & 0o077:
        yield Finding(BAD, f"{address} người khác đọc được · others may read it", f"chmod 600 {address}")


def _disk() -> Findings:
    folder = office_home()
    while not folder.exists():
        folder = folder.parent
    room = shutil.disk_usage(folder)
    words = f"Đĩa của {folder}: còn {room.free / 2**30:.1f} GB · free"
    if room.free < ENOUGH_DISK:
        yield Finding(BAD, words, "Giải phóng chỗ trước khi đĩa đầy · make room before it is full")
    else:
        yield Finding(GOOD if room.free > room.total / 10 else WARNING, words)


def _clock() -> Findings:
    timedatectl = shutil.which("timedatectl")
    if timedatectl:
        asked = [timedatectl, "show", "-p", "NTPSynchronized", "--value"]
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=10).stdout.strip()
        if answer == "no":
            yield Finding(
                WARNING,
                "Đồng hồ máy không đồng bộ · the clock is not synchronised",
                "sudo timedatectl set-ntp true: giờ hẹn trả phụ thuộc đồng hồ này · due times depend on it",
            )
            return
    yield Finding(GOOD, f"Đồng hồ · clock: {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %Z}")


def _database() -> Findings:
    url = database_url()
    if not url:
        yield Finding(
            BAD, "Chưa có cơ sở dữ liệu · no database", "bin/demo, hoặc đặt DATABASE_URL · or set it"
        )
        return
    try:
        connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as problem:
        words = str(problem).strip().splitlines()[-1]
        start = (
            "systemctl status postgresql"
            if os.environ.get("DATABASE_URL")
            else "bin/demo, motcua database start"
        )
        yield Finding(BAD, f"Cơ sở dữ liệu không trả lời · the database does not answer: {words}", start)
        return
    with connection:
        yield _source(connection)
        yield from _preparation(connection)
        yield from _safety(connection)
        drift = abs(datetime.now(UTC) - _one(connection, "SELECT clock_timestamp()"))
        if drift > LARGEST_DRIFT:
            seconds = drift.total_seconds()
            yield Finding(
                BAD, f"Giờ máy chủ dữ liệu lệch {seconds:.0f} s · clocks differ", "Đồng bộ NTP · use NTP"
            )


def _source(connection: psycopg.Connection[Any]) -> Finding:
    version = _one(connection, "SHOW server_version")
    if os.environ.get("DATABASE_URL"):
        return Finding(GOOD, f"PostgreSQL {version} ({connection.info.host}, DATABASE_URL)")
    return Finding(
        WARNING,
        f"PostgreSQL {version}, máy chủ riêng của văn phòng · the office's own server",
        "Đủ cho chạy thử, tập huấn; chạy thật nên dùng gói postgresql của hệ điều hành (bản vá qua apt) · "
        "for real operation use the distribution's postgresql: docs/running.md",
    )


def _preparation(connection: psycopg.Connection[Any]) -> Findings:
    schema = schema_name()
    lacking = list(missing(connection, schema=schema, jobs_schema=f"jobs_{schema}"))
    path = _one(connection, "SHOW search_path").replace('"', "")
    if lacking:
        yield Finding(
            BAD, f"Cơ sở dữ liệu còn thiếu {len(lacking)} việc · things lack", "motcua database prepare"
        )
    elif path != f"{schema}, jobs_{schema}, public":
        yield Finding(
            BAD,
            f"search_path là “{path}” · is not the office's",
            "Kết nối cũ hoặc pgbouncer giữ giá trị cũ: hãy khởi động lại · an old connection: restart the pooler",
        )
    else:
        yield Finding(GOOD, f"Phần mở rộng, hàm, lược đồ · extensions, function, schemas: {path}")


def _safety(connection: psycopg.Connection[Any]) -> Findings:
    loose = [
        name
        for name in ("fsync", "full_page_writes", "synchronous_commit")
        if _one(connection, f"SHOW {name}") == "off"
    ]
    if loose:
        yield Finding(
            BAD, f"Máy chủ tắt {', '.join(loose)}: mất điện sẽ mất hồ sơ", "Bật lại · turn it on again"
        )
    if _one(connection, "SHOW is_superuser") == "on":
        yield Finding(
            WARNING,
            "DATABASE_URL dùng siêu người dùng · is a superuser",
            "Dùng tài khoản thường · use an ordinary role",
        )
    if _one(connection, "SHOW data_checksums") == "off":
        yield Finding(
            WARNING, "Máy chủ không kiểm tổng trang dữ liệu · no data checksums", "pg_checksums --enable"
        )


def _dumps() -> Findings:
    folder = office_home() / "backup"
    files = saved(folder)
    if not files:
        yield Finding(
            WARNING, f"Chưa có bản sao lưu nào trong {folder} · no dump yet", "motcua database dump"
        )
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(files[0].stat().st_mtime, UTC)
    words = f"Sao lưu mới nhất · latest dump: {files[0].name}, {age.total_seconds() / 3600:.0f} h"
    late = "Bộ hẹn giờ sao lưu có chạy không? · is the dump timer running?"
    yield Finding(GOOD, words) if age < OLDEST_DUMP else Finding(WARNING, words, late)


def _application() -> Findings:
    import django
    from django.conf import settings

    django.setup()
    public = str(getattr(settings, "PUBLIC_URL", ""))
    secure = public.startswith("https://")
    if settings.DEBUG:
        yield Finding(
            BAD if secure else WARNING, "MOTCUA_DEBUG đang bật · is on", "Bỏ MOTCUA_DEBUG · unset it"
        )
    if len(settings.SECRET_KEY) < 32:
        yield Finding(
            BAD, "MOTCUA_SECRET_KEY quá ngắn · too short", "Ít nhất 50 ký tự ngẫu nhiên · 50 random letters"
        )
    if not secure:
        yield Finding(
            WARNING, f"Địa chỉ công khai {public} không phải https", "Chạy thật cần https: docs/running.md"
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            BAD, "MOTCUA_ALLOWED_HOSTS có “*” · allows any host", "Ghi tên miền của cơ quan · name the hosts"
        )
    waiting = _waiting_migrations()
    if waiting is None:
        return
    if waiting:
        yield Finding(BAD, f"{waiting} bước dữ liệu chưa chạy · migrations wait", "motcua office prepare")
    else:
        yield Finding(GOOD, "Bảng dữ liệu đúng bản · tables are current")


def _waiting_migrations() -> int | None:
    """How many steps wait; None while the database is away, which was said before."""
    try:
        psycopg.connect(database_url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return None
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _papers() -> Findings:
    fonts = sorted(path.name for path in (ROOT / "library" / "papers" / "fonts").glob("*.[to]tf"))
    importlib.import_module("typst")
    if fonts:
        yield Finding(GOOD, f"Phông chữ của giấy tờ · fonts of the papers: {', '.join(fonts)}")
    else:
        yield Finding(
            BAD,
            "Thiếu phông chữ trong library/papers/fonts · fonts are missing",
            "Lấy lại bản cài · reinstall",
        )


def _forms() -> Findings:
    from motcua.application.filing.standing import library_forms

    found, wrong = library_forms()
    yield Finding(GOOD, f"Mẫu đơn trực tuyến · forms: {len(found)}")
    for sentence in wrong:
        yield Finding(
            BAD, sentence, "Sửa tệp, hoặc bỏ tệp để thủ tục chỉ nộp tại quầy · correct or remove it"
        )


def _one(connection: psycopg.Connection[Any], question: str) -> Any:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def _uploads() -> Findings:
    """What looks at files of citizens: a scanner where one is named, and LibreOffice for Word and Excel."""
    from django.conf import settings

    from motcua.foundation.files import scanner_answers
    from motcua.foundation.files.remaking.office import can_turn

    if not settings.CLAMAV:
        advice = "apt-get install clamav-daemon, MOTCUA_CLAMAV=/var/run/clamav/clamd.ctl"
        yield Finding(WARNING, "Tệp người dân nộp không được quét vi-rút · files are not scanned", advice)
    elif scanner_answers(settings.CLAMAV):
        yield Finding(GOOD, f"ClamAV trả lời tại {settings.CLAMAV} · answers")
    else:
        words = f"ClamAV không trả lời tại {settings.CLAMAV}: tệp nộp lên phải chờ · files wait"
        yield Finding(BAD, words, "systemctl start clamav-daemon")
    if can_turn():
        yield Finding(GOOD, "LibreOffice: tệp Word, Excel được chuyển thành PDF · turned to PDF")
    else:
        advice = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
        yield Finding(
            WARNING,
            "Không có LibreOffice: người nộp tệp Word được xin nộp PDF · Word is asked as PDF",
            advice,
        )
