"""What every test may ask for: a prepared database, the ward and its people, a case in any state."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from motcua.domain.cases.models import Case
from motcua.foundation.database.local import start_local, stop_local
from motcua.foundation.database.url import database_settings
from tests import people, stories

OWN_SERVER = Path(__file__).resolve().parent.parent / "var" / "test"


def has_its_own_server() -> bool:
    """Without DATABASE_URL the tests start a server under var/test; an office that runs here is left alone."""
    return not os.environ.get("DATABASE_URL", "").strip()


def pytest_configure(config: pytest.Config) -> None:
    # A real hash takes 50 ms by design; here it is asked for a dozen people a run.
    # Each process has a database of its own, in which the same numbers stand for other files.
    settings.QUARANTINE = settings.QUARANTINE.with_name(f"quarantine-{os.getpid()}")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the rooms and the schema promise holds on the oldest server too; what asks for a database gets one."""
    for item in items:
        # Tests whose module keeps a transaction of its own; pytest-django looks at marks only.
        if "django_db_setup" in getattr(item, "fixturenames", ()):
            item.add_marker("django_db")
        if "tests/actions" in item.path.as_posix() or item.path.name == "test_schema.py":
            item.add_marker("postgres15")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(settings.QUARANTINE, ignore_errors=True)
    if not hasattr(config, "workerinput") and has_its_own_server():
        stop_local(OWN_SERVER)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The server of DATABASE_URL, else one of the tests' own; every worker has a database for itself."""
    connection = connections["default"]
    if has_its_own_server():
        _use_its_own_server(connection)
    # Fifty threads wait for eight connections; on a busy machine longer than a visitor would.
    connection.settings_dict["OPTIONS"]["pool"]["timeout"] = 120


def _use_its_own_server(connection: BaseDatabaseWrapper) -> None:
    before, named = connection.settings_dict["NAME"], connection.settings_dict["TEST"].get("NAME")
    connection.settings_dict.update(database_settings(_own_server()))
    if named:
        connection.settings_dict["TEST"]["NAME"] = named.replace(before, connection.settings_dict["NAME"])


def _own_server() -> str:
    """Started by the first worker; the others wait, for starting twice at once gives the role two passwords."""
    OWN_SERVER.mkdir(parents=True, exist_ok=True)
    with (OWN_SERVER / "starting").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return start_local(OWN_SERVER, durable=False)


@pytest.fixture(scope="session")
def _kept_ward(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        people.present_ward()


@pytest.fixture
def ward(_kept_ward: None, db: None) -> people.Ward:
    """An Bình ward and its people, read afresh; built again after a test that emptied the database."""
    return people.present_ward()


@pytest.fixture
def no_office(db: None) -> None:
    """No office yet: the ward that other tests of the run have is away until the end of this one."""
    # Numbers go on, so that nothing a process keeps by number is taken for something else.
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


@pytest.fixture
def case_in(ward: people.Ward) -> Callable[..., Case]:
    """`case_in("4")`: a case brought there through actions; see tests/stories.py for the places."""

    def bring(place: str, **given: Any) -> Case:
        return stories.case_at(ward, place, **given)

    return bring


@pytest.fixture
def clock() -> Iterator[stories.Clock]:
    """A clock that stands at Friday 20/11/2026 09:30 and moves when it is told to."""
    with stories.Clock() as running:
        yield running
