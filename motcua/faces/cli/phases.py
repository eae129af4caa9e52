"""What an office needs before it opens: a prepared database, its tables, its static files, the demo's people."""

import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import psycopg
from psycopg import sql

from motcua.foundation.database.places import ROOT, DatabaseProblem
from motcua.foundation.database.prepare import prepare, schema_name

WIDTH = 24


def say(line: str) -> None:
    """Print one line; a terminal that is gone must not keep an office from stopping in order."""
    with suppress(OSError):
        print(line, flush=True)


@contextmanager
def phase(words: str) -> Iterator[Callable[[str], None]]:
    """Print `words`, then what came of it and the seconds it took."""
    notes: list[str] = []
    begun = time.monotonic()
    say(f"  · {words} …")
    yield notes.append
    told = f": {notes[-1]}" if notes else ""
    say(f"  ✓ {words}{told} ({time.monotonic() - begun:.1f} s)")


class Bar:
    """A bar that redraws itself on a terminal and prints a line at each quarter elsewhere."""

    def __init__(self) -> None:
        self.quarter = 0

    def show(self, words: str, done: int, total: int) -> None:
        share = done / total if total else 1.0
        if sys.stdout.isatty():
            full = int(share * WIDTH)
            line = f"\r    [{'█' * full}{'·' * (WIDTH - full)}] {done}/{total} {words[:48]:<48}"
            print(line, end="\n" if done >= total else "", flush=True)
        elif int(share * 4) > self.quarter:
            say(f"    {done}/{total} {words}")
        self.quarter = int(share * 4) if done < total else 0


def open_office(url: str, home: Path, *, demo: bool) -> None:
    """Bring database, tables and static files up to date; tell the demo's stories if they are not told yet."""
    with phase("Cơ sở dữ liệu · database") as note:
        note(f"{len(prepare(url))} việc mới · new")
    import django

    django.setup()
    with phase("Bảng và chỉ mục · tables") as note:
        note(f"{_migrate()} bước mới · new steps")
    with phase("Số liệu cộng sẵn · sums of figures") as note:
        note(_complete_sums())
    from motcua.foundation.gateways.push.keys import make_key

    make_key()
    with phase("Tệp giao diện · static files") as note:
        note(_collect_static())
    half_told = home / "demo.unfinished"
    if demo:
        with phase("Dữ liệu mẫu · demo") as note:
            if half_told.exists():
                _begin_again(url)
            note(_tell_demo(half_told))
        _leave_sign_in(home)
    half_told.unlink(missing_ok=True)
    _leave_mark(url, demo=demo)


def is_open_already(url: str, home: Path, *, demo: bool) -> bool:
    """Was this database opened before with the very files that are here now? Then there is nothing to prepare.

    The mark stands in the database, so that a restored or a fresh one is prepared whatever the files say.
    """
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute("SELECT obj_description(to_regnamespace(%s))", [schema_name()]).fetchone()
    return bool(row and row[0] in (_mark(demo=True), _mark(demo=demo))) and (home / "static").is_dir()


def _leave_mark(url: str, *, demo: bool) -> None:
    order = sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
        sql.Identifier(schema_name()), sql.Literal(_mark(demo=demo))
    )
    # A schema that a superuser made cannot be marked by us; then every start looks at everything.
    with (
        suppress(psycopg.errors.InsufficientPrivilege),
        psycopg.connect(url, connect_timeout=10) as connection,
    ):
        connection.execute(order)


def _mark(*, demo: bool) -> str:
    """Changes whenever a file of the program changes: looking at their times takes some 20 milliseconds."""
    seen = hashlib.sha256()
    for folder in ("motcua", "config", "demo", "library", "requirements"):
        for file in sorted((ROOT / folder).rglob("*")):
            if "__pycache__" not in file.parts and file.is_file():
                found = file.stat()
                seen.update(f"{file}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return f"opened with {seen.hexdigest()[:32]}{', demo' if demo else ''}"


def sign_in_file(home: Path) -> Path:
    """Who may sign in to the demo, left for the process that prints it."""
    return home / "sign-in.json"


def _migrate() -> int:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", interactive=False, verbosity=0)
    return steps


def _complete_sums() -> str:
    """A version that keeps sums of another length builds them here, some minutes for millions of cases."""
    from motcua.application.reports.rollup import complete

    bar = Bar()
    rebuilt = complete(lambda done, of: bar.show("hồ sơ · cases", done, of))
    return "cộng lại từ mọi sự kiện · built anew" if rebuilt else "đủ · all there"


def _collect_static() -> str:
    """Collect only when a source changed since the last time: hashing all names takes milliseconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    count = 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            seen.update(f"{name}:{found.st_size}:{found.st_mtime_ns}\n".encode())
            count += 1
    stamp = root / ".sources"
    if not (stamp.exists() and stamp.read_text() == seen.hexdigest()):
        call_command("collectstatic", interactive=False, verbosity=0)
        root.mkdir(parents=True, exist_ok=True)
        stamp.write_text(seen.hexdigest())
    return f"{count} tệp · files"


def _begin_again(url: str) -> None:
    """A telling that was killed half way is told anew: the office has not opened since, so nobody's work is lost."""
    from django.conf import settings
    from django.db import connection

    say(
        "    Lần nạp trước bị dừng giữa chừng, nạp lại từ đầu · the last loading was cut short, beginning again"
    )
    with connection.cursor() as cursor:
        for schema in (settings.SCHEMA, settings.JOBS_SCHEMA):
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema)} CASCADE")
    prepare(url)
    _migrate()


def _tell_demo(half_told: Path) -> str:
    load = of_the_demo("demo.load")
    if load.loaded():
        return "đã có · already there"
    half_told.touch()
    load.load(Bar().show)
    half_told.unlink()
    return "xong · loaded"


def _leave_sign_in(home: Path) -> None:
    people = [list(person) for person in of_the_demo("demo").people_to_sign_in_as()]
    sign_in_file(home).write_text(json.dumps(people, ensure_ascii=False))


def of_the_demo(name: str) -> ModuleType:
    """A module of the demonstration, which the program itself does not know."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name and problem.name.split(".")[0] == "demo":
            raise DatabaseProblem(
                f"Bản cài này không kèm dữ liệu mẫu ({problem.name}): hãy thêm --no-load. "
                f"This copy comes without the demo ({problem.name}): add --no-load."
            ) from None
        raise
