"""An office as it runs for real: a PostgreSQL of its own, the web server before it, and a browser without scripts."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from lxml import html

from motcua.faces.cli.running import web_command
from motcua.foundation.database.local import start_local
from tests.faces.counter_forms import typed
from tests.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 60  # seconds, for what is waited for; nothing here is timed
MAKE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.people import build_ward
build_ward()
"""


class Office:
    """The ward of tests/people.py in a folder, with its web server at `port`."""

    def __init__(self, home: Path, **around: str) -> None:
        self.home = home
        self.url = start_local(home)
        self.port = _free_port()
        self.around = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "MOTCUA_DATA": str(home),
            "DATABASE_URL": self.url, "MOTCUA_STATIC": str(home / "static"), **around,
        }  # fmt: skip
        # The web server logs to its standard output, which is here kept for what the story tells (2: with the errors).
        subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=self.around, check=True, stdout=2)
        self.web = subprocess.Popen(
            web_command("127.0.0.1", self.port, 1), cwd=ROOT, env=self.around, stdout=2
        )
        until(self._answers)

    def close(self) -> None:
        self.web.terminate()
        self.web.wait(WITHIN)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql.encode()).fetchall()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def until(holds: Any) -> None:
    """Wait for something that must come about."""
    last = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < last, "it did not come about"
        time.sleep(0.05)


class Page:
    """What came back: a status and a page."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status
        self.address: str = response.url
        self.text: str = response.read().decode()

    @property
    def words(self) -> str:
        return " ".join(html.fromstring(self.text).text_content().split())

    def form(self) -> tuple[str, list[tuple[str, str]]]:
        """Address and fields of the form that is posted."""
        for form in html.fromstring(self.text).forms:
            if form.method == "POST" and form.xpath('.//button[contains(., "Gửi lại")]'):
                return str(form.action), list(form.form_values())
        raise AssertionError("there is nothing to send again")


class Browser:
    """Minh's browser, signed in at the counter."""

    def __init__(self, office: Office) -> None:
        self.root = f"http://127.0.0.1:{office.port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/dang-nhap")
        page = self.post("/dang-nhap", {"login": "minh", "password": PASSWORD, "tiep": "/quay/"})
        assert page.status == 200, page.words
        assert page.address.endswith("/quay/"), page.words

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(self.root + path))

    def post(self, path: str, fields: Any) -> Page:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        pairs = [
            *(pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"),
            ("csrfmiddlewaretoken", token),
        ]
        return self._open(urllib.request.Request(self.root + path, urlencode(pairs, doseq=True).encode()))

    def receive(self, name: str) -> Page:
        return self.post("/quay/", typed(full_name=name, key=f"khoa {name}"))

    def upload(self, content: bytes) -> Page:
        """Send a file, larger than is kept in memory, with a form."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        parts = [("csrfmiddlewaretoken", b"", token.encode()), ("file", b'; filename="a.pdf"', content)]
        body = b"".join(
            b'--x\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n' % (name.encode(), more, value)
            for name, more, value in parts
        )
        request = urllib.request.Request(self.root + "/quay/", body + b"--x--\r\n")
        request.add_header("Content-Type", "multipart/form-data; boundary=x")
        return self._open(request)

    def again(self, page: Page) -> Page:
        """Press the button of a page that gave the form back."""
        return self.post(*page.form())

    def _open(self, request: urllib.request.Request) -> Page:
        request.add_header("Accept", "text/html")
        try:
            return Page(self.opener.open(request, timeout=WITHIN))
        except urllib.error.HTTPError as answer:
            return Page(answer)


def code_on(page: Page) -> str:
    """The code of the case whose slip is shown."""
    found = re.search(r"H26\.101\.1-\d{6}-\d{4}", page.address + page.text)
    assert page.status == 200, page.words[:500]
    assert found, page.words[:500]
    return found.group()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
