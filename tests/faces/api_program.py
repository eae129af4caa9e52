"""A program that talks to the API; every answer it gets is held against the published description."""

import hashlib
import json
import re
from typing import Any

import jsonschema_rs
from django.test import Client

from motcua.domain.offices.actions import give_token
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.api.urls import _description
from motcua.foundation.actions import SYSTEM
from tests.faces.public_pages import VIETNAMESE

DOCUMENT: dict[str, Any] = json.loads(_description())


def token_of(staff: Staff, unit: Unit, **more: Any) -> str:
    """A token that acts as the member of staff, given by the house."""
    secret = f"khoa-{staff.pk}"
    digest = hashlib.sha256(secret.encode()).digest()
    give_token(unit, by=SYSTEM, staff=staff, name="Cổng tỉnh", digest=digest, **more)
    return secret


class Answer:
    """What came back, read."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.text = response.content.decode()
        self.json: Any = json.loads(self.text) if self.text else None

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def sentence(self) -> str:
        return str(self.json["sentence"])


class Program:
    """Another system with a token, or with none."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Answer:
        return self.ask("GET", path, self.client.get(f"/api/v1{path}", query, **self.headers))

    def post(self, path: str, sent: Any = None, *, key: str = "") -> Answer:
        body = b"" if sent is None else json.dumps(sent).encode()
        return self.post_bytes(path, body, key=key)

    def post_bytes(
        self, path: str, body: bytes, *, key: str = "", content_type: str = "application/json"
    ) -> Answer:
        more = {**self.headers, **({"HTTP_IDEMPOTENCY_KEY": key} if key else {})}
        given = self.client.generic("POST", f"/api/v1{path}", body, content_type, **more)
        return self.ask("POST", path, given)

    @staticmethod
    def ask(method: str, path: str, response: Any) -> Answer:
        answer = Answer(response)
        wrong = faults(method, f"/api/v1{path}", answer)
        assert not wrong, f"{method} {path}: {answer.status} {wrong}\n{answer.text[:500]}"
        return answer


def faults(method: str, path: str, answer: Answer) -> list[str]:
    """Where the answer is not as the description says; every refusal has a Vietnamese sentence."""
    found = []
    if answer.headers["Content-Type"] != "application/json" or answer.headers["Cache-Control"] != "no-store":
        found.append("not JSON, or may be kept")
    if answer.status >= 400:
        found += faults_of_shape("Problem", answer.json)
        if not VIETNAMESE.search(answer.sentence) or re.search("Error|Exception|Traceback", answer.text):
            found.append("no sentence")
    operation = described(path).get(method.lower())
    if operation is None:
        return found if answer.status in (404, 405) else [*found, "not described"]
    if str(answer.status) not in operation["responses"]:
        return [*found, "status not described"]
    shape = operation["responses"][str(answer.status)]["content"]["application/json"]["schema"]["$ref"]
    return found + faults_of_shape(shape.rpartition("/")[2], answer.json)


def described(path: str) -> dict[str, Any]:
    """The operations the description has at an address."""
    for template, operations in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path.partition("?")[0]):
            return dict(operations)
    return {}


def faults_of_shape(name: str, content: Any) -> list[str]:
    shape = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    check = jsonschema_rs.validator_for(shape, validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in check.iter_errors(content)]
