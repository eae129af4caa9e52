"""The story of an office whose disk fills up, for a process that has a small disk to itself; says what it saw as JSON.

Run by test_full_disk.py, with a mount namespace of its own.
"""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from motcua.foundation.database.local import start_local, stop_local
from motcua.foundation.database.server import open_server
from motcua.foundation.files import FileRefused, Store
from tests.faces.running_office import Browser, Office, Page, code_on

SIZE = 256 * 1024 * 1024
PDF = b"%PDF-1.4\n" + b"x" * 100_000 + b"\n%%EOF\n"


def main() -> None:
    folder = Path(sys.argv[1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", folder], check=True)
    (folder / "tmp").mkdir()
    office = Office(folder / "office", TMPDIR=str(folder / "tmp"))
    try:
        json.dump(story(office, folder / "ballast"), sys.stdout)
    finally:
        office.close()
        stop_local(office.home)


def story(office: Office, ballast: Path) -> dict[str, Any]:
    minh = Browser(office)
    acknowledged = [code_on(minh.receive("Trước khi đầy"))]
    minh.upload(PDF * 40)  # from now on the web server knows its folder for temporary files
    fill(ballast)
    refused, more = receive_until_refused(minh)
    acknowledged += more
    seen = {"status": refused.status, "words": refused.words, "kept": dict(refused.form()[1])["full_name"]}
    seen["file"] = sentence_of_the_store(office.home)
    seen["upload"] = minh.upload(PDF * 40).words
    seen["server fell"] = write_until_it_falls(office)
    seen["status, no log"] = minh.receive("Khi không ghi được nhật ký").status
    ballast.unlink()
    if not open_server(office.home).is_alive():  # as the supervisor does every second
        start_local(office.home)
    again = minh.again(refused)
    while again.status == 503:
        again = minh.again(again)
    acknowledged.append(code_on(again))
    rows = office.rows("SELECT code FROM cases_case ORDER BY code")
    return {**seen, "acknowledged": sorted(acknowledged), "kept rows": [code for (code,) in rows]}


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def receive_until_refused(minh: Browser) -> tuple[Page, list[str]]:
    """Cases until one finds no room; (the refusal, the codes that were acknowledged)."""
    codes: list[str] = []
    for n in range(500):
        page = minh.receive(f"Người thứ {n}")
        if page.status == 503:
            return page, codes
        codes.append(code_on(page))
    raise AssertionError("the disk never filled up")


def sentence_of_the_store(home: Path) -> str:
    try:
        Store(home / "files").put(io.BytesIO(PDF), declared_name="a.pdf")
    except (FileRefused, OSError) as refused:
        return f"{type(refused).__name__}: {refused}"
    return "kept"


def write_until_it_falls(office: Office) -> bool:
    """Write to the server's log only, which takes it down when there is no room for the next part of it."""
    try:
        with psycopg.connect(office.url, autocommit=True) as connection:
            for _ in range(200):
                connection.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))")
    except psycopg.OperationalError:
        return True
    return False
