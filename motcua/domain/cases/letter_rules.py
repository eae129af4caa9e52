"""Letters that go with a result: congratulation, condolence; words of the library, dated, filled in for one case."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

LIBRARY = Path(__file__).resolve().parents[3] / "library" / "letters"
PLACES = frozenset({"applicant", "unit", "occasion"})


@dataclass(frozen=True)
class Letter:
    """One letter with its {places}; `occasions` says what is celebrated, by life event."""

    title: str
    greeting: str
    body: tuple[str, ...]
    closing: str
    valid_from: date
    occasions: Mapping[str, str]

    def written(self, *, applicant: str, unit: str, life_event: str) -> "Letter":
        """The letter to one person. Raises KeyError where the event has no words: then no letter is written."""
        occasion = self.occasions[life_event] if self.occasions else ""
        facts = {"applicant": applicant, "unit": unit, "occasion": occasion}
        filled = (self.greeting, *self.body, self.closing)
        greeting, *body, closing = (text.format_map(facts) for text in filled)
        return Letter(self.title, greeting, tuple(body), closing, self.valid_from, self.occasions)


def read_letter(toml: str, name: str) -> Letter:
    """A letter of the library; raises ValueError naming the file and what is wrong with it."""
    try:
        said = tomllib.loads(toml)
        text = said["text"]
        letter = Letter(
            said["title"], text["greeting"], tuple(text["body"]), text["closing"], said["valid_from"],
            said.get("by_life_event", {}),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"letters/{name}.toml: {problem}") from problem
    places = {
        place
        for words in (letter.greeting, *letter.body, letter.closing)
        for _, place, _, _ in Formatter().parse(words)
        if place is not None
    }
    if unknown := places - PLACES:
        raise ValueError(f"letters/{name}.toml: không có chỗ điền {', '.join(sorted(unknown))}")
    return letter


@cache
def letter_of(kind: str) -> Letter:
    """The letter of a kind: congratulation or condolence."""
    return read_letter((LIBRARY / f"{kind}.toml").read_text("utf-8"), kind)
