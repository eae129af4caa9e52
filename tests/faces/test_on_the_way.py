"""What goes wrong on the way to a running office: too much is sent, or the database is gone in mid-request."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from motcua.foundation.database import leftovers
from motcua.foundation.database.local import start_local, stop_local
from motcua.foundation.database.places import cluster_folder
from motcua.foundation.database.server import open_server
from tests.faces.counter_forms import typed
from tests.faces.public_pages import VIETNAMESE
from tests.faces.running_office import Browser, Office, code_on, until

MEGABYTE = 1024 * 1024
NAME = "Nguyễn Thị “Ngưỡng” <Tâm>"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    folder = Path(tempfile.mkdtemp(prefix="mc-", dir="/tmp"))
    folder.chmod(0o755)
    office = Office(folder / "office")
    yield office
    office.close()
    stop_local(office.home)
    shutil.rmtree(folder)


def kill_the_server(office: Office) -> None:
    first = psutil.Process(leftovers.holder(cluster_folder(office.home) / "data"))
    for process in [first, *first.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # it may have ended since it was listed
            process.kill()
    first.wait(60)


def waits_for_a_lock(office: Office) -> bool:
    sql = b"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT%'"
    with psycopg.connect(open_server(office.home).admin) as connection:
        return connection.execute(sql).fetchone() == (1,)


def test_thirty_megabytes_of_words_are_heard_out_and_refused_in_a_sentence(office: Office) -> None:
    page = Browser(office).post("/quay/", typed(subject="a" * 30 * MEGABYTE))
    assert page.status == 400
    assert VIETNAMESE.search(page.words)


def test_a_form_on_its_way_when_the_server_is_killed_is_kept_and_makes_one_case(office: Office) -> None:
    minh = Browser(office)
    with ThreadPoolExecutor(1) as other, psycopg.connect(office.url) as holder:
        holder.execute("LOCK TABLE cases_caseevent IN SHARE MODE")  # half of the case is written by then
        sent = other.submit(minh.receive, NAME)
        until(lambda: waits_for_a_lock(office))
        kill_the_server(office)
        with suppress(psycopg.Error):
            holder.rollback()
        page = sent.result()
    for _ in range(2):  # as often as it is tried
        assert page.status == 503
        assert "Máy chủ dữ liệu chưa trả lời. Chưa có gì được ghi" in page.words
        address, fields = page.form()
        assert address == "/quay/"
        assert ("full_name", NAME) in fields
        assert [value for name, value in fields if name == "giay"] == [
            "to-khai",
            "giay-chung-sinh",
            "giay-to-tuy-than",
        ]
        page = minh.again(page)
    assert minh.get("/quay/").status == 503
    start_local(office.home)
    sent_again = minh.again(page)
    while sent_again.status == 503:  # the first after an outage may still meet a broken connection
        sent_again = minh.again(sent_again)
    code = code_on(sent_again)
    assert code_on(minh.again(page)) == code  # a second press
    assert office.rows("SELECT code, applicant_name FROM cases_case") == [(code, NAME)]
    assert office.rows("SELECT count(*) FROM cases_caseevent") == [(1,)]
