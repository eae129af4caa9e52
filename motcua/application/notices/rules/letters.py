"""The words of notices, from library/notices.toml; a placeholder that does not exist is refused when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

LIBRARY = Path(__file__).resolve().parents[4] / "library"
PLACEHOLDERS = frozenset(
    {
        "code", "procedure", "unit", "due", "reason", "missing", "answer_by", "amount", "link", "hotline",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """One letter: its subject and its body, with {placeholders}."""

    subject: str
    body: str

    def written(self, facts: Mapping[str, str]) -> "Letter":
        return Letter(self.subject.format_map(facts), self.body.format_map(facts))


@cache
def letters() -> dict[str, Letter]:
    """Every letter by its key."""
    rows = tomllib.loads((LIBRARY / "notices.toml").read_text("utf-8"))["notice"]
    found = {key: Letter(row["subject"].strip(), row["body"].strip()) for key, row in rows.items()}
    for key, letter in found.items():
        names = {
            name
            for text in (letter.subject, letter.body)
            for _, name, _, _ in Formatter().parse(text)
            if name
        }
        if unknown := names - PLACEHOLDERS:
            raise ValueError(f"notices.toml, notice.{key}: không có chỗ điền {', '.join(sorted(unknown))}")
    return found
