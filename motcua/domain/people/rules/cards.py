"""The QR code of an identity card, as a desk scanner or a camera hands it over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from motcua.domain.people.rules.numbers import Sex, identity_number_warnings, read_citizen_number, sex_from
from motcua.foundation.text import TextRefused, nfc, parse_date

__all__ = ["TYPING_PROGRAM", "CardScan", "read_card"]

TYPING_PROGRAM = (
    "Chữ trong thẻ bị mất dấu. Tắt bộ gõ khi quét, hoặc đọc thẻ bằng máy ảnh; "
    "hãy đối chiếu họ tên và địa chỉ với thẻ."
)
_FEWEST_FIELDS = 6


@dataclass(frozen=True)
class CardScan:
    """What a card says: empty or None where it cannot be read; the number alone is trusted from a scanner."""

    number: str
    old_number: str = ""
    full_name: str = ""
    born_on: date | None = None
    sex: Sex | None = None
    address: str = ""
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()


def read_card(text: str, today: date) -> CardScan:
    """The fields number|old number|name|ddmmyyyy|sex|address|ddmmyyyy|…; raises TextRefused if it is no card.

    Newer cards carry more fields: what follows the seventh is left out. Addresses stay as printed,
    also where they name a district that is no more.
    """
    fields = [field.strip() for field in text.strip().split("|")]
    if len(fields) < _FEWEST_FIELDS:
        raise TextRefused(
            f"Mã vừa quét không phải của thẻ căn cước (chỉ có {len(fields)} phần). "
            "Hãy quét mã QR ở mặt trước thẻ, hoặc gõ tay."
        )
    warnings: list[str] = []
    number = read_citizen_number(fields[0]).number
    name, address = _text(fields[2], "Họ tên", warnings), _text(fields[5], "Địa chỉ", warnings)
    born_on = _day(fields[3], "Ngày sinh", today, warnings)
    issued_on = _day(fields[6], "Ngày cấp", today, warnings) if len(fields) > _FEWEST_FIELDS else None
    sex = sex_from(fields[4])
    if sex is None:
        warnings.append(f"Không đọc được giới tính “{fields[4][:10]}”. Hãy chọn theo thẻ.")
    if _lost_marks(name, fields[4], address):
        warnings.insert(0, TYPING_PROGRAM)
    warnings += identity_number_warnings(number, today=today, born_on=born_on, sex=sex)
    old_number = fields[1] if re.fullmatch(r"[0-9]{9}|[0-9]{12}", fields[1]) else ""
    return CardScan(number, old_number, name, born_on, sex, address, issued_on, tuple(warnings))


def _text(typed: str, what: str, warnings: list[str]) -> str:
    try:
        text = nfc(typed)
    except TextRefused:
        text = ""
    if not text:
        warnings.append(f"{what} trên thẻ không đọc được. Hãy gõ theo thẻ.")
    return text


def _day(typed: str, what: str, today: date, warnings: list[str]) -> date | None:
    try:
        return parse_date(typed, today)
    except TextRefused:
        warnings.append(f"{what} “{typed[:12]}” trên thẻ không đọc được. Hãy gõ theo thẻ.")
        return None


def _lost_marks(name: str, sex: str, address: str) -> bool:
    """No marked letter in all of it: a name alone may have none, an address with it hardly ever."""
    return bool(name or address) and f"{name}{sex}{address}".isascii()
