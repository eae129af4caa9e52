"""Telephone numbers and e-mail addresses as people give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from motcua.domain.people.rules.places import AREA_CODES
from motcua.foundation.text import TextRefused

__all__ = ["PhoneNumber", "email_warnings", "read_phone"]

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_SPECIAL = re.compile(r"1[0-9]{2,5}|1[89]00[0-9]{4,6}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
# Eleven-figure mobile numbers were renumbered in September 2018.
_OLD_MOBILE = {
    **{f"016{n}": f"03{n}" for n in "23456789"},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}


@dataclass(frozen=True)
class PhoneNumber:
    """A telephone number as typed and as dialled inside the country; `place` of a landline."""

    typed: str
    number: str
    kind: Literal["mobile", "landline", "special", "foreign"]
    place: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def international(self) -> str:
        """+84912345678; a special number has no international form and is given as it is."""
        return "+84" + self.number[1:] if self.kind in ("mobile", "landline") else self.number


def read_phone(text: str) -> PhoneNumber:
    """A number typed with any grouping, 0 or +84 in front; raises TextRefused on a bad shape."""
    typed = " ".join(text.split())
    number = re.sub(r"[\s.()\-–/]", "", typed)
    if not re.fullmatch(r"\+?[0-9]{3,15}", number):
        raise TextRefused(
            f"Số điện thoại “{typed[:20]}” không đúng. Hãy gõ 10 số di động, hoặc 02 và mã vùng."
        )
    if re.fullmatch(r"(\+84|0084|84(?=[0-9]{9,10}$))0?[1-9][0-9]+", number):
        number = "0" + re.sub(r"^(\+84|0084|84)0?", "", number)
    if number.startswith(("+", "00")):
        return PhoneNumber(typed, number.replace("00", "+", 1) if number[0] == "0" else number, "foreign")
    if len(number) == 11 and number[:4] in _OLD_MOBILE:
        new = _OLD_MOBILE[number[:4]] + number[4:]
        told = f"Số 11 chữ số này đã đổi từ năm 2018; nay là {new}. Hãy hỏi lại người nộp."
        return PhoneNumber(typed, new, "mobile", warnings=(told,))
    if _MOBILE.fullmatch(number):
        return PhoneNumber(typed, number, "mobile")
    if number.startswith("02"):
        return _landline(typed, number)
    if _SPECIAL.fullmatch(number):
        return PhoneNumber(typed, number, "special")
    raise TextRefused(_why_not(number))


def _landline(typed: str, number: str) -> PhoneNumber:
    place = AREA_CODES.get(number[1:3]) or AREA_CODES.get(number[1:4], "")
    warnings = [] if place else [f"Mã vùng {number[:4]} không có. Mã vùng của Hà Nội là 024, Thanh Hóa 0237."]
    if len(number) != 11:
        warnings.append(f"Số cố định có 11 chữ số kể cả mã vùng; số này có {len(number)}.")
    return PhoneNumber(typed, number, "landline", place, tuple(warnings))


def _why_not(number: str) -> str:
    if number.startswith("0") and len(number) != 10:
        return f"Số di động có 10 chữ số; số vừa gõ có {len(number)} chữ số."
    if number.startswith("0"):
        return f"Không có đầu số {number[:3]}. Số di động bắt đầu bằng 03, 05, 07, 08 hoặc 09."
    return "Số điện thoại thiếu số 0 ở đầu hoặc mã vùng. Hãy gõ đủ, ví dụ 0912345678 hoặc 02373842219."


def email_warnings(text: str) -> list[str]:
    """What is odd about an e-mail address; an empty one is no fault."""
    address = text.strip()
    if not address or (_EMAIL.fullmatch(address) and ".." not in address and len(address) <= 254):
        return []
    if not address.isascii():
        return ["Địa chỉ thư điện tử có chữ tiếng Việt có dấu; thường phải gõ không dấu."]
    if "@" not in address:
        return ["Địa chỉ thư điện tử thiếu dấu @, ví dụ ten@coquan.vn."]
    return ["Địa chỉ thư điện tử không đúng dạng, ví dụ ten@coquan.vn."]
