"""Telling the applicant: written once, mailed by the worker to a real mail server, tried again, never twice."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Notice
from motcua.application.notices.queries import told_to
from motcua.application.notices.rules import letters
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.models import Case
from motcua.foundation.actions import ACTIONS
from motcua.foundation.gateways.mail.fake import FakeMailServer
from tests import people, stories
from tests.faces.desk_pages import signed_in, words
from tests.people import Ward

ROOT = Path(__file__).resolve().parents[2]
Work = Callable[[], None]
TAM = Applicant(full_name="Nguyễn Văn Tâm", identity_number="001090012345", email="tam@vidu.example")


@pytest.fixture
def sink() -> Iterator[FakeMailServer]:
    with FakeMailServer() as server:
        yield server


@pytest.fixture
def work(sink: FakeMailServer) -> Work:
    """The worker, as an office runs it, until it has nothing left to do."""
    at = connection.settings_dict
    keys = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    url = " ".join(f"{key}={at[name]}" for key, name in keys.items() if at[name])
    around = {
        **os.environ, "DATABASE_URL": url, "MOTCUA_SMTP_HOST": "127.0.0.1", "MOTCUA_SMTP_PORT": str(sink.port),
        "MOTCUA_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }  # fmt: skip

    def run() -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"], cwd=ROOT, env=around,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]

    return run


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    """The ward in a database that the worker sees, with no job left by other tests."""
    run_sql("TRUNCATE procrastinate_jobs CASCADE")
    return people.present_ward()


def received(ward: Ward) -> Case:
    return stories.received(ward, people.BIRTH, applicant=TAM)


def jobs() -> list[tuple[str, int]]:
    """(status, attempts) of every job that tells people, oldest first."""
    sql = "SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = 'notices.tell' ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def run_sql(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_worker_mails_the_applicant_once_and_the_case_says_so(
    ward: Ward, clock: Any, sink: FakeMailServer, work: Work
) -> None:
    case = received(ward)
    page = words(signed_in(ward.minh).get(f"/ho-so/{case.code}"))
    assert "Đã báo người nộp" not in page
    work()
    assert [str(letter["To"]) for letter in sink.letters] == ["tam@vidu.example"]
    body = sink.letters[0].get_content()
    assert str(sink.letters[0]["Subject"]).strip() == f"Đã tiếp nhận hồ sơ {case.code}"
    assert "Đăng ký khai sinh" in body and f"/tra-cuu/{case.secret}" in body
    page = words(signed_in(ward.minh).get(f"/ho-so/{case.code}"))
    assert (
        "Đã báo người nộp" in page
        and "đã gửi Thư điện tử t**@vidu.example" in page
        and "tam@vidu.example" not in page.partition("Đã báo người nộp")[2]
    )
    event = stories.last_event(case)
    tell(event.pk)  # the job runs again, after all was done
    kept = Notice.objects.filter(event=event, audience="applicant").order_by("channel")
    assert len(sink.letters) == 1 and [notice.channel for notice in kept] == ["mail", "page"]


def test_a_mail_server_that_refuses_is_asked_again_and_the_page_says_so_meanwhile(
    ward: Ward, clock: Any, sink: FakeMailServer, work: Work
) -> None:
    sink.refusals = 1
    case = received(ward)
    work()
    assert sink.letters == [] and jobs() == [("succeeded", 1)]
    assert "chưa gửi được Thư điện tử t**@vidu.example, đã thử 1 lần, sẽ thử lại" in words(
        signed_in(ward.minh).get(f"/ho-so/{case.code}")
    )
    run_sql("UPDATE notices_notice SET next_at = now() WHERE state = 'waiting'")  # the five minutes pass
    every_minute()
    work()
    assert len(sink.letters) == 1
    notice = told_to(case, "applicant")[0].ways[0]
    assert (notice.state, notice.tries) == ("sent", 2)
    assert sink.letters[0]["Message-ID"] == f"<{notice.reference}@localhost>"


def every_minute() -> None:
    """What the queue does by itself every minute."""
    from procrastinate.contrib.django import app

    app.configure_task("notices.send_waiting").defer(timestamp=0)


def test_a_job_whose_worker_died_is_done_by_the_next(
    ward: Ward, clock: Any, sink: FakeMailServer, work: Work
) -> None:
    from procrastinate.contrib.django import app

    received(ward)
    run_sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")  # begun by one that is gone
    app.configure_task("jobs.retry_stalled").defer(timestamp=0)  # as the queue does by itself every minute
    work()
    if not sink.letters:  # found again after this worker had looked
        work()
    assert len(sink.letters) == 1 and jobs() == [("succeeded", 2)]


@pytest.mark.django_db
def test_every_event_writes_one_notice_to_each_audience_it_names(clock: Any) -> None:
    ward = people.present_ward()
    case = stories.stop(
        stories.examined(ward), by=ward.hoa, reason="Không đủ điều kiện", legal_basis=stories.BASIS
    )
    event = stories.last_event(case)
    for _run in range(2):
        tell(event.pk)
    kept = Notice.objects.filter(event=event).order_by("audience")
    assert [(notice.audience, notice.channel, notice.letter) for notice in kept] == [
        ("applicant", "page", "stopped"),
        ("counter", "page", "stopped"),
    ]
    assert "Lý do: Không đủ điều kiện" in kept[0].body
    page = words(signed_in(ward.hoa).get(f"/ho-so/{case.code}"))
    assert "không có thư điện tử xin gọi điện" in page


def test_every_letter_an_action_names_is_written() -> None:
    named = {key for action in ACTIONS.values() for key in action.tell.values()}
    assert named <= set(letters())


@pytest.mark.parametrize("name", ["jobs.retry_stalled", "jobs.forget_finished"])
def test_the_queue_looks_after_itself(name: str) -> None:
    from procrastinate.contrib.django import app

    regular = app.periodic_registry
    assert name in {task.task.name for task in regular.periodic_tasks.values()}
