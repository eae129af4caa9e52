"""The whole API asked thousands of odd things by schemathesis: no fault, nothing undescribed, nothing of another ward."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motcua.domain.cases.actions.intake import receive
from tests import people, stories
from tests.faces.api_program import token_of

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
          response_headers_conformance, negative_data_rejection]  # fmt: skip
WHO = ("anybody", "minh", "quan")
EXAMPLES = 10
SECRETS = ("Tạ Thị Vắng", "001190777888", "0977888999", "Ngõ Vắng")  # of the other ward's applicant
OWN = ("Nguyễn Văn Tâm", "001090012345", "0912000123", "Số 8 ngõ 21")


@dataclass
class Office:
    """Two wards with a case each, and the tokens of their counters."""

    codes: dict[str, str]
    secrets: list[str]
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """In a transaction that is rolled back after the module, and that no request ends."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), stories.Clock(), transaction.atomic():
        ward = people.present_ward()
        own = stories.examined(ward)
        name, number, phone, address = SECRETS
        applicant = people.Applicant(full_name=name, identity_number=number, phone=phone, address=address)
        filing = people.filing(people.birth_terms(people.SINGLE), authority=ward.other, applicant=applicant)
        other = receive(ward.other_desk, by=ward.quan, filing=filing)
        tokens = {
            "anybody": "",
            "minh": token_of(ward.minh, ward.desk),
            "quan": token_of(ward.quan, ward.other_desk),
        }
        yield Office({"minh": own.code, "quan": other.code}, [own.secret, other.secret], tokens)
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(office: Office, label: str, who: str) -> None:
    operation, token = OPERATIONS[label], office.tokens[who]
    sent: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"}} if token else {}
    places = [
        {},
        *({"path_parameters": {"code": code}} for code in office.codes.values() if "{code}/" in label),
    ]
    asked = st.one_of(
        operation.as_strategy(generation_mode=mode, **sent, **place)
        for place in places
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(case=asked)
    def ask(case: Any) -> None:
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)
        text = response.content.decode()
        if not token and operation.definition.raw.get("security"):
            assert response.status_code == 401
        # What is sent in comes back to the sender; these words are nobody's guess.
        hidden = {"anybody": SECRETS + OWN, "minh": SECRETS, "quan": OWN}[who]
        assert [word for word in hidden if word in text] == []
        if (case.path_parameters or {}).get("code") in {c for w, c in office.codes.items() if w != who}:
            assert response.status_code >= 400

    ask()
