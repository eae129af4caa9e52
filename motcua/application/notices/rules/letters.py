"""The words of notices, from library/notices.toml; a placeholder that does not exist is refused when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LIBRARY = Path(__file__).resolve().parents[4] / "library"
PLACEHOLDERS = frozenset(
    {
        "code",
        "procedure",
        "unit",
        "due",
        "reason",
        "missing",
        "answer_by",
        "amount",
        "link",
        "hotline",
        "how",
        "parcel",
        "waybill",
        "receiver",
        "after",
        "answer",
        "directions",
    }
)
LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Letter:
    """One letter: its subject and its body, with {placeholders}; `short` for a text or a push, empty for staff.

    `legal`: it bears on the reader's rights, so it goes by some channel whatever was chosen.
    """

    subject: str
    body: str
    short: str = ""
    legal: bool = False

    def written(self, facts: Mapping[str, str]) -> "Letter":
        return Letter(
            self.subject.format_map(facts),
            self.body.format_map(facts),
            self.short.format_map(facts),
            self.legal,
        )


@cache
def letters(language: str = "vi") -> dict[str, Letter]:
    """Every letter by its key; in Vietnamese what has no words in another language."""
    rows = tomllib.loads((LIBRARY / "notices.toml").read_text("utf-8"))["notice"]
    return {
        key: _letter(f"notice.{key}.{language}", {**row, **row.get(language, {})})
        for key, row in rows.items()
    }


def _letter(where: str, row: Mapping[str, Any]) -> Letter:
    found = Letter(row["subject"].strip(), row["body"].strip(), row.get("short", ""), row.get("legal", False))
    for text in (found.subject, found.body, found.short):
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        if unknown := names - PLACEHOLDERS:
            raise ValueError(f"notices.toml, {where}: không có chỗ điền {', '.join(sorted(unknown))}")
    return found
