"""What feedback is: its kinds and deadlines, its code, how it stands, and what an answer had better not hold."""

import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from motcua.domain.people.rules import email_warnings, read_phone
from motcua.foundation.calendar import Calendar, add_working_days, local
from motcua.foundation.text import TextRefused

LIBRARY = Path(__file__).resolve().parents[3] / "library"
LONGEST = 4000  # letters of what is sent, and of what is answered
# Letters and digits that nobody mistakes for each other when a code is read out, and that make no words.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"


class Kind(StrEnum):
    """What feedback is about; the service index counts the first two apart (Quyết định 766/QĐ-TTg)."""

    BEHAVIOUR = "behaviour"
    RULES = "rules"
    QUESTION = "question"
    IDEA = "idea"


KINDS = {
    Kind.BEHAVIOUR: "Về cách làm việc của cán bộ, cơ quan",
    Kind.RULES: "Về quy định, thủ tục",
    Kind.QUESTION: "Hỏi đáp, cần hướng dẫn",
    Kind.IDEA: "Góp ý để phục vụ tốt hơn",
}


class State(IntEnum):
    """Waiting for its answer; answered; not taken up, with directions where it belongs."""

    NEW = 1
    ANSWERED = 2
    DECLINED = 3


STATES = {
    State.NEW: "Chờ trả lời",
    State.ANSWERED: "Đã trả lời",
    State.DECLINED: "Không xử lý, đã hướng dẫn",
}
Standing = Literal["in_time", "late", "declined", "open", "overdue"]


@dataclass(frozen=True)
class Terms:
    """What holds from a day on: working days to answer each kind, and days for which contacts are kept afterwards."""

    valid_from: date
    basis: str
    confirmed: bool
    days: Mapping[str, int]
    keep_contact_days: int


@dataclass(frozen=True)
class Ground:
    """A reason for not taking feedback up, with the directions its sender is given."""

    key: str
    valid_from: date
    basis: str
    confirmed: bool
    text: str
    text_en: str
    directions: str
    directions_en: str

    def said(self, language: str) -> tuple[str, str]:
        """(the reason, the directions) in a language."""
        return (self.text_en, self.directions_en) if language == "en" else (self.text, self.directions)


def read_terms(toml: str) -> tuple[Terms, ...]:
    """The tables `terms` of a feedback.toml, oldest first; raises ValueError naming a kind that is missing."""
    rows = sorted((Terms(**row) for row in tomllib.loads(toml)["terms"]), key=lambda each: each.valid_from)
    for row in rows:
        if set(row.days) != set(Kind):
            raise ValueError(
                f"feedback.toml, {row.valid_from}: phải ghi thời hạn của đủ các loại {', '.join(Kind)}."
            )
    return tuple(rows)


@cache
def _kept() -> tuple[tuple[Terms, ...], tuple[Ground, ...]]:
    text = (LIBRARY / "feedback.toml").read_text("utf-8")
    grounds: list[dict[str, Any]] = tomllib.loads(text)["grounds"]
    return read_terms(text), tuple(Ground(**row) for row in grounds)


def terms_on(day: date) -> Terms:
    """What holds on a day; before the first table, the first."""
    terms = _kept()[0]
    return next((each for each in reversed(terms) if each.valid_from <= day), terms[0])


def grounds_on(day: date) -> dict[str, Ground]:
    """The reasons for not taking feedback up that may be given on a day, by key."""
    return {each.key: each for each in _kept()[1] if each.valid_from <= day}


def answer_by(sent_at: datetime, kind: str, days: Calendar) -> date:
    """The last day for the answer: the working days of its kind, the day of sending not counted (BLDS 2015, Điều 147)."""
    sent_on = local(sent_at).date()
    return add_working_days(sent_on, terms_on(sent_on).days[kind], days)


def standing(state: int, due_on: date, settled_at: datetime | None, *, on: date) -> Standing:
    """How feedback stands at the end of a day; what was declined is outside the office's competence, so neither."""
    if settled_at is None or local(settled_at).date() > on:
        return "overdue" if on > due_on else "open"
    if state == State.DECLINED:
        return "declined"
    return "late" if local(settled_at).date() > due_on else "in_time"


def new_code(on: date) -> str:
    """PAKN-YYMMDD-XXXX with four characters by chance: whoever has one code cannot count the others."""
    return f"PAKN-{on:%y%m%d}-{''.join(secrets.choice(ALPHABET) for _ in range(4))}"


def read_contact(text: str) -> str:
    """Where the sender wants the answer, as typed: an e-mail address or a telephone number; raises TextRefused."""
    typed = text.strip()
    if not typed:
        return ""
    if "@" in typed:
        if odd := email_warnings(typed):
            raise TextRefused(odd[0])
        return typed.lower()
    if re.search(r"[^\W\d_]", typed):
        raise TextRefused("Xin nhập địa chỉ thư điện tử có dấu @, hoặc số điện thoại; không có thì bỏ trống.")
    return read_phone(typed).number


_PERSONAL = re.compile(
    r"(?<![\d])(?P<identity>\d(?:[ .]?\d){11})(?!\d)|(?<![\d])(?P<phone>(?:\+84|0)(?:[ .\-]?\d){8,10})(?!\d)"
)


def personal_numbers(text: str) -> list[str]:
    """What looks like an identity number (12 digits) or a telephone number in a text, each once, as written."""
    return list(dict.fromkeys(found.group() for found in _PERSONAL.finditer(text)))
