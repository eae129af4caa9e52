"""What a whole story needs: a clock that everybody looks at, letters over real SMTP, and the worker's part."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, Token
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from django.db import connection
from procrastinate.contrib.django import app

from motcua.foundation.gateways.mail.fake import FakeMailServer
from tests.stories import moment


class StoryClock:
    """Stands for the kernel's clock in every thread of this process, and goes on by itself from where it was put."""

    def __init__(self, fixed: ContextVar[datetime | None], start: datetime) -> None:
        self.fixed = fixed
        self.go_to(start)

    def go_to(self, at: datetime) -> None:
        self.began, self.since = at, time.monotonic()

    def get(self) -> datetime:
        return self.fixed.get() or self.began + timedelta(seconds=time.monotonic() - self.since)

    def set(self, at: datetime) -> Token[datetime | None]:
        return self.fixed.set(at)

    def reset(self, token: Token[datetime | None]) -> None:
        self.fixed.reset(token)


@dataclass
class Story:
    """A time that passes, and what arrives by e-mail meanwhile."""

    clock: StoryClock
    post: FakeMailServer

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """It is that moment of November 2026, for everybody."""
        self.clock.go_to(moment(day, hour, minute))

    def work(self) -> None:
        """Do what is queued, oldest first, and what that queues, as the worker does: beside the browser's driver."""
        with ThreadPoolExecutor(1) as beside:
            beside.submit(_do_all).result()

    @property
    def subjects(self) -> list[str]:
        """What the letters that arrived are about, oldest first."""
        return [str(letter["Subject"]).strip() for letter in self.post.letters]

    def letter(self, about: str) -> EmailMessage:
        """The last letter whose subject says this."""
        found = [letter for letter in self.post.letters if about in str(letter["Subject"])]
        assert found, f"no letter about {about!r}, only {self.subjects}"
        return found[-1]

    def code(self) -> str:
        """The code to sign in with, as it was sent."""
        return re.findall(r"\b\d{6}\b", str(self.letter("Mã đăng nhập")["Subject"]))[0]

    def link(self, about: str) -> str:
        """The address that a letter leads to."""
        return re.findall(r"https?://\S+", self.letter(about).get_content())[0]


def _do_all() -> None:
    try:
        while job := _next_job():
            name, given = job
            app.tasks[name](**given)
    finally:
        connection.close()


def _next_job() -> tuple[str, dict[str, int]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM procrastinate_jobs WHERE id =
                (SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1)
                RETURNING task_name, args"""
        )
        row = cursor.fetchone()
    return (row[0], json.loads(row[1])) if row else None
