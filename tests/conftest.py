"""What every test may ask for: a prepared database, the ward and its people, a case in any state."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from motcua.domain.cases.models import Case
from motcua.faces import frame
from motcua.foundation.database.local import start_local, stop_local
from motcua.foundation.database.url import database_settings, database_url
from tests import people, stories

OWN_SERVER = Path(__file__).resolve().parent.parent / "var" / "test"


def pytest_configure(config: pytest.Config) -> None:
    # A real hash takes 50 ms by design; here it is asked for a dozen people a run.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not database_url():
        stop_local(OWN_SERVER)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """DATABASE_URL's server, else the one of the office here, else a server of the tests' own under var/test."""
    if database_url():
        return
    connection = connections["default"]
    name = connection.settings_dict["TEST"].get("NAME")
    connection.settings_dict.update(database_settings(start_local(OWN_SERVER, durable=False)))
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(autouse=True)
def _frame_read_afresh() -> None:
    """Pages keep the office for a minute; a test's office may be gone with its database."""
    frame.forget()


@pytest.fixture(scope="session")
def _kept_ward(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        people.present_ward()


@pytest.fixture
def ward(_kept_ward: None, db: None) -> people.Ward:
    """An Bình ward and its people, read afresh; built again after a test that emptied the database."""
    return people.present_ward()


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
