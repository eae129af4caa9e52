"""Asking a provider over HTTP, with an end to waiting; no redirects, so that nothing signed goes elsewhere."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from .outcome import NotNow

PATIENCE = 15  # seconds


@dataclass(frozen=True)
class Answer:
    """What a provider answered: the status, and the JSON object of its body, empty where there is none."""

    status: int
    said: dict[str, Any]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **given: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send a body and read the answer, whatever its status. Raises NotNow where nobody answers."""
    status, content = post_bytes(url, body, headers)
    return Answer(status, object_of(content))


def post_bytes(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """As `post`, where the answer is no JSON: the status and the first 100,000 bytes."""
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with _opener.open(request, timeout=PATIENCE) as response:
            return response.status, response.read(100_000)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(100_000)
    except (OSError, http.client.HTTPException) as problem:
        raise NotNow("away", away=True) from problem


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; empty for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
