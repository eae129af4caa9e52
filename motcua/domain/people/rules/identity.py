"""What a provider of identity says of somebody, read with the names its agreement gives."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from motcua.domain.people.rules.numbers import read_citizen_number
from motcua.foundation.text import TextRefused, nfc, parse_date

__all__ = ["ClaimNames", "ProvedIdentity", "claim_names_on", "read_claim_names", "read_identity"]

LIBRARY = Path(__file__).resolve().parents[4] / "library"
NAME_LETTERS = 200


@dataclass(frozen=True)
class ClaimNames:
    """Under which names a provider says what, and which of its values is which level."""

    valid_from: date
    number: str
    full_name: str
    born_on: str
    level: str
    levels: Mapping[str, int]
    confirmed: bool = False


@dataclass(frozen=True)
class ProvedIdentity:
    """Somebody as a provider knows them. Number and day of birth are sure at level 2 only, and empty below it."""

    level: int
    full_name: str
    number: str = ""
    born_on: date | None = None


def read_claim_names(text: str) -> tuple[ClaimNames, ...]:
    """The names of library/identity.toml, oldest first."""
    rows = []
    for row in tomllib.loads(text)["claims"]:
        facts = {key: row[key] for key in ("valid_from", "number", "full_name", "born_on", "level", "levels")}
        if not set(facts["levels"].values()) <= {1, 2}:
            raise ValueError("levels are 1 and 2")
        rows.append(ClaimNames(confirmed=row["confirmed"], **facts))
    return tuple(sorted(rows, key=lambda each: each.valid_from))


@cache
def _kept() -> tuple[ClaimNames, ...]:
    return read_claim_names((LIBRARY / "identity.toml").read_text("utf-8"))


def claim_names_on(day: date) -> ClaimNames:
    """The names in force on a day; before the first, the first."""
    return next((each for each in reversed(_kept()) if each.valid_from <= day), _kept()[0])


def read_identity(claims: Mapping[str, Any], names: ClaimNames, *, today: date) -> ProvedIdentity:
    """Who the claims are of; raises TextRefused with what is missing or wrong, and what to do about it."""
    full_name = _text(claims.get(names.full_name))
    if not full_name:
        raise TextRefused(_missing("họ và tên"))
    level = names.levels.get(_text(claims.get(names.level)), 1)
    if level < 2:
        return ProvedIdentity(1, full_name)
    said = _text(claims.get(names.number))
    if not said:
        raise TextRefused(_missing("số định danh cá nhân"))
    born_on = _day(_text(claims.get(names.born_on)), today)
    try:
        number = read_citizen_number(said)
    except TextRefused as odd:
        raise TextRefused(f"Tài khoản định danh gửi một số định danh không đúng. {odd} {_ASK}") from None
    if number.birth_year != born_on.year:
        raise TextRefused(f"Tài khoản định danh gửi số định danh và ngày sinh không khớp nhau. {_ASK}")
    return ProvedIdentity(2, full_name, number.number, born_on)


_ASK = "Xin báo nơi cấp tài khoản định danh, hoặc đăng nhập bằng thư điện tử, số điện thoại."


def _missing(what: str) -> str:
    return f"Tài khoản định danh không cho biết {what}, nên chưa đăng nhập được. {_ASK}"


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = nfc(str(value)).strip()
    return text if len(text) <= NAME_LETTERS else ""


def _day(text: str, today: date) -> date:
    if not text:
        raise TextRefused(_missing("ngày sinh"))
    try:
        return parse_date(text, today=today)
    except TextRefused:
        raise TextRefused(f"Tài khoản định danh gửi ngày sinh “{text[:20]}” không đọc được. {_ASK}") from None
