"""A case in every place, made once for a module of truth tables and never kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import people, stories
from tests.actions.table import Standing


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing]:
    """Every place of a case at Friday 20/11/2026, in a transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), stories.Clock(), transaction.atomic():
        ward = people.present_ward()
        yield Standing(ward, {place: stories.case_at(ward, place) for place in stories.PLACES})
        transaction.set_rollback(True)
