"""The case code: unit, day of reception, number of that day at that unit (TT 01/2018 Đ.19)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from motcua.domain.offices.rules import AgencyCode, parse_agency_code
from motcua.foundation.text import TextRefused, nfc, short_date

_MOST_A_DAY = 99_999
_CODE = re.compile(r"([0-9A-Z.]+)-(\d{2})(\d{2})(\d{2})-(\d{4,5})")
_DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")
_EXAMPLE = "ví dụ H26.23-261120-0012"


@dataclass(frozen=True)
class CaseCode:
    """A case code taken apart; `str()` gives it back as typed, in capitals."""

    text: str
    unit: AgencyCode
    received_on: date
    sequence: int

    def __str__(self) -> str:
        return self.text


def case_code(unit_code: str, on: date, sequence: int) -> str:
    """The code of the `sequence`-th case (from 1) a unit receives on a day; raises TextRefused."""
    if not 1 <= sequence <= _MOST_A_DAY:
        raise TextRefused(f"Số thứ tự hồ sơ trong ngày phải từ 1 đến {_MOST_A_DAY}, không phải {sequence}.")
    if not 2000 <= on.year <= 2099:
        raise TextRefused(f"Mã hồ sơ chỉ ghi được các năm 2000-2099, không phải {on.year}.")
    return f"{parse_agency_code(unit_code)}-{on:%y%m%d}-{sequence:04d}"


def parse_case_code(text: str, today: date) -> CaseCode:
    """A case code of either style as typed or scanned; raises TextRefused saying what is wrong."""
    code = _DASHES.sub("-", nfc(text)).upper().replace(" ", "")
    if not code:
        raise TextRefused(f"Hãy gõ mã hồ sơ in trên giấy hẹn, {_EXAMPLE}.")
    found = _CODE.fullmatch(code)
    if not found:
        raise TextRefused(
            f"Mã hồ sơ “{text.strip()[:60]}” không đúng dạng. Mã gồm mã cơ quan, ngày nhận và số thứ tự, {_EXAMPLE}."
        )
    unit_text, year, month, day, sequence = found.groups()
    received_on = _reception_day(year, month, day, today)
    if int(sequence) < 1:
        raise TextRefused(f"Số thứ tự ở cuối mã hồ sơ phải từ 0001 trở lên, không phải {sequence}.")
    return CaseCode(code, parse_agency_code(unit_text), received_on, int(sequence))


def _reception_day(year: str, month: str, day: str, today: date) -> date:
    try:
        found = date(2000 + int(year), int(month), int(day))
    except ValueError:
        raise TextRefused(
            f"Trong mã hồ sơ, {year}{month}{day} không phải là một ngày (năm, tháng, ngày). Hãy xem lại giấy hẹn."
        ) from None
    if found > today:
        raise TextRefused(f"Mã hồ sơ ghi ngày nhận {short_date(found)}, chưa tới. Hãy xem lại giấy hẹn.")
    return found
