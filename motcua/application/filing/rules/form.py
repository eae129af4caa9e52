"""A form as its file says it: topics of questions, when each is asked, and how answers become a filing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Text = tuple[str, str]
"""The same words in Vietnamese and in English."""

NOTHING: Text = ("", "")
KINDS = (
    "line", "lines", "name", "identity", "phone", "email", "date", "yes_no", "choice", "many", "integer", "money",
    "address", "group",
)  # fmt: skip
# What a condition reads where nothing was answered.
BLANKS: dict[str, Any] = {
    "yes_no": False,
    "many": [],
    "integer": 0,
    "money": 0,
    "address": {"commune": "", "place": "", "line": ""},
    "group": [],
}


class FormRefused(ValueError):
    """A form file that cannot be used; `sentences` names each place and what to do."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `when` is a condition in CEL, empty where it is always asked; `items` are asked for each row
    of a group; `prefill` names where a first answer may come from, `prefill_when` in which case."""

    key: str
    kind: str
    label: Text
    hint: Text = NOTHING
    optional: bool = False
    when: str = ""
    prefill: str = ""
    prefill_when: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    items: tuple["Question", ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def blank(self) -> Any:
        return BLANKS.get(self.kind, "")

    @property
    def most(self) -> int:
        """The most rows of a group."""
        return int(self.schema.get("maxItems", 20))


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing can be filed with these answers, and what to do instead."""

    when: str
    say: Text


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of questions that belong together."""

    key: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text = NOTHING
    when: str = ""
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose commune decides: the address asked in `question` must lie within the office's commune, or its province."""

    question: str
    within: str = "commune"
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PaperRule:
    """How a component of the procedure is handed in: by the form itself, or as a file, in which case."""

    key: str
    by_form: bool = False
    when: str = ""
    hint: Text = NOTHING


@dataclass(frozen=True, slots=True)
class VariantRule:
    """The case type these answers make; the first whose condition holds."""

    key: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form; `digest` tells one edition of its files from another."""

    code: str
    digest: str
    schema: Mapping[str, Any]
    topics: tuple[Topic, ...]
    subject: str = ""
    counter_only: Text = NOTHING  # why this is not filed from home
    applicant: Mapping[str, str] = field(default_factory=dict)
    kind: str = "citizen"
    place: Place | None = None
    variants: tuple[VariantRule, ...] = ()
    papers: Mapping[str, PaperRule] = field(default_factory=dict)
    library: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for topic in self.topics for question in topic.questions)

    def topic(self, key: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.key == key), None)
