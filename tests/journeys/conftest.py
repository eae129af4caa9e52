"""A real browser before the live server; each test has its own window, and pages must not complain."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from motcua.faces import frame
from motcua.foundation.actions import clock
from motcua.foundation.gateways.mail.fake import FakeMailServer
from motcua.foundation.gateways.signing.demo import make_demo_seal
from tests.journeys.browsing import LAUNCH
from tests.journeys.living import Story, StoryClock
from tests.people import Ward, present_ward
from tests.stories import FRIDAY

# The browser's driver keeps an event loop in this thread; the database is only used between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

Opener = Callable[..., Page]
PATIENCE = 30_000  # milliseconds, for what must come about on a busy machine; nothing here is timed
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run (MOTCUA_CHROMIUM, else the one on the path)."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(**LAUNCH)
        yield found
        found.close()


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    """The ward and its people, in a database that the live server sees."""
    frame.forget()  # pages keep the office for a minute; the one of the test before is gone
    return present_ward()


@pytest.fixture
def open_page(browser: Browser, live_server: Any, settings: Any) -> Iterator[Opener]:
    """Opens windows: `open_page(width=390, theme="dark", scripts=False)`; at the end nothing may have complained.

    The theme is what the machine prefers, light, unless one was chosen.
    """
    settings.PUBLIC_URL = live_server.url
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(*, width: int = 1366, height: int = 768, theme: str = "auto", scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        contexts.append(context)
        context.add_cookies([{"name": "giao_dien", "value": theme, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def story(ward: Ward, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """A time of its own for this process, an empty queue, real SMTP on the loopback, and a seal for the ward."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    for name in ("FILES", "QUARANTINE", "SEALS"):
        setattr(settings, name, tmp_path / name.lower())
    make_demo_seal(ward.ward.code, ward.ward.name, settings.SEALS)
    running = StoryClock(clock._fixed, FRIDAY)
    monkeypatch.setattr(clock, "_fixed", running)
    with FakeMailServer() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield Story(running, post)


@pytest.fixture
def page(open_page: Opener) -> Page:
    """A window of a counter's screen: 1366 x 768, light."""
    return open_page()


def _is_complaint(said: Any) -> bool:
    """Errors of scripts and of the content policy; a refused form or an outage told in words is no fault of the page."""
    return said.type == "error" and not re.search(
        r"responded with a status of (4\d\d|503)|ERR_INTERNET_DISCONNECTED", said.text
    )
