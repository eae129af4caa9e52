"""Whether this office sends by Zalo, by its settings; templates and faults are data of the library."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from .contract import ZaloGateway
from .zns import Zns


@dataclass(frozen=True)
class Template:
    """An approved template, from a day on: which placeholder of ours fills which of its own."""

    valid_from: date
    letter: str
    language: str
    number: str
    fields: dict[str, str]


def zalo_gateway() -> ZaloGateway | None:
    """The office's way in, or None where it has no official account."""
    if not settings.ZALO_APP:
        return None
    faults = {int(number): fault for number, fault in _library()["faults"]["meaning"].items()}
    return Zns(
        settings.ZALO_API, settings.ZALO_OAUTH, settings.ZALO_APP, settings.ZALO_SECRET, settings.ZALO_REFRESH, faults
    )  # fmt: skip


def template_for(letter: str, *, language: str, on: date) -> Template | None:
    """The template of a letter as approved on a day; in Vietnamese where there is none in another language."""
    found = [
        template for template in _templates() if template.letter == letter and template.valid_from <= on
        and template.language in (language, "vi")
    ]  # fmt: skip
    return max(found, key=lambda each: (each.language == language, each.valid_from), default=None)


@cache
def _templates() -> tuple[Template, ...]:
    return tuple(Template(**row) for row in _library()["template"])


@cache
def _library() -> dict[str, Any]:
    return tomllib.loads(Path(settings.ZALO_FILE).read_text("utf-8"))
