"""Identity numbers and tax codes, checked as a clerk would."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from motcua.domain.people.rules.places import BIRTH_PLACES
from motcua.foundation.text import TextRefused, nfc, short_date

Sex = Literal["male", "female"]
ApplicantKind = Literal["citizen", "firm", "household"]

SEX_LABELS: dict[Sex, str] = {"male": "Nam", "female": "Nữ"}
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_GROUPING = re.compile(r"[\s.\-]+")
_OLD_IDENTITY_LAST_DAY = date(2024, 12, 31)  # Luật Căn cước 26/2023/QH15 Đ.46


@dataclass(frozen=True)
class CitizenNumber:
    """A 12-digit personal number read apart; `place` is empty when the code is not in the list."""

    number: str
    place: str
    sex: Sex
    birth_year: int


@dataclass(frozen=True)
class IdentityNumber:
    """An identity paper's number by its shape; "other" may be a foreign passport."""

    kind: Literal["citizen_number", "old_identity", "passport", "other"]
    number: str


def sex_from(text: str) -> Sex | None:
    """The sex meant by a word on a card or in a form, or None."""
    words: dict[str, Sex] = {"nam": "male", "male": "male", "m": "male"}
    words |= {"nữ": "female", "nu": "female", "female": "female", "f": "female"}
    return words.get(nfc(text).lower())


def read_citizen_number(text: str) -> CitizenNumber:
    """PPP G YY NNNNNN: place, century with sex, year (Luật Căn cước); raises TextRefused if not 12 digits."""
    number = _plain(text)
    if not re.fullmatch(r"[0-9]{12}", number):
        if not re.fullmatch(r"[0-9]*", number):
            raise TextRefused("Số định danh cá nhân chỉ gồm 12 chữ số, không có chữ cái hay dấu.")
        raise TextRefused(f"Số định danh cá nhân có 12 chữ số; số vừa gõ có {len(number)} chữ số.")
    century_and_sex = int(number[3])
    return CitizenNumber(
        number=number,
        place=BIRTH_PLACES.get(number[:3], ""),
        sex="female" if century_and_sex % 2 else "male",
        birth_year=1900 + 100 * (century_and_sex // 2) + int(number[4:6]),
    )


def citizen_number_warnings(
    text: str, *, today: date, born_on: date | None = None, sex: Sex | None = None
) -> list[str]:
    """What in a 12-digit number disagrees with the birth date and sex; raises TextRefused on a bad shape."""
    found = read_citizen_number(text)
    warnings = []
    if not found.place:
        warnings.append(f"Ba số đầu {found.number[:3]} không phải mã nơi đăng ký khai sinh nào.")
    if found.birth_year > today.year:
        warnings.append(f"Số định danh ghi năm sinh {found.birth_year}, chưa tới.")
    elif born_on and born_on.year != found.birth_year:
        warnings.append(
            f"Số định danh ghi năm sinh {found.birth_year}, khác ngày sinh {short_date(born_on)} vừa nhập."
        )
    if sex and sex != found.sex:
        warnings.append(
            f"Số định danh ghi giới tính {SEX_LABELS[found.sex]}, khác giới tính {SEX_LABELS[sex]} vừa nhập."
        )
    return warnings


def read_identity_number(text: str) -> IdentityNumber:
    """Which paper a number is of: 12 digits, CMND of 9, passport; raises TextRefused if it cannot be one."""
    number = _plain(nfc(text)).upper()
    if re.fullmatch(r"[0-9]{12}", number):
        return IdentityNumber("citizen_number", number)
    if re.fullmatch(r"[0-9]{9}", number):
        return IdentityNumber("old_identity", number)
    if re.fullmatch(r"[A-Z][0-9]{7}", number):
        return IdentityNumber("passport", number)
    if re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]{5,12}", number):
        return IdentityNumber("other", number)
    raise TextRefused(
        f"Số giấy tờ “{text.strip()[:20]}” không đúng: số định danh có 12 chữ số, chứng minh nhân dân cũ 9 chữ số, "
        "hộ chiếu một chữ cái và 7 chữ số."
    )


def identity_number_warnings(
    text: str, *, today: date, born_on: date | None = None, sex: Sex | None = None
) -> list[str]:
    """What is odd about the number of any identity paper; raises TextRefused if it cannot be one."""
    paper = read_identity_number(text)
    if paper.kind == "citizen_number":
        return citizen_number_warnings(paper.number, today=today, born_on=born_on, sex=sex)
    if paper.kind == "old_identity" and today > _OLD_IDENTITY_LAST_DAY:
        return [
            f"Chứng minh nhân dân 9 số chỉ có giá trị đến hết {short_date(_OLD_IDENTITY_LAST_DAY)}. "
            "Hãy hỏi số định danh 12 số nếu có."
        ]
    if paper.kind == "other":
        return [
            "Hộ chiếu Việt Nam gồm một chữ cái và 7 chữ số; hãy đối chiếu nếu không phải hộ chiếu nước ngoài."
        ]
    return []


def tax_code_warnings(text: str) -> list[str]:
    """What is odd about a tax code of 10, 10-3 or 12 digits (TT 105/2020/TT-BTC); raises TextRefused on a bad shape."""
    code = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{12}", code):
        place = BIRTH_PLACES.get(code[:3])
        return [] if place else [f"Ba số đầu {code[:3]} không phải của một số định danh cá nhân."]
    found = re.fullmatch(r"([0-9]{10})(?:-?([0-9]{3}))?", code)
    if not found:
        raise TextRefused(
            "Mã số thuế có 10 chữ số, 10 chữ số kèm 3 số của chi nhánh (0100047516-001), "
            "hoặc là số định danh 12 chữ số của cá nhân, hộ kinh doanh."
        )
    warnings = []
    if not _tax_check_holds(found.group(1)):
        warnings.append(
            "Mã số thuế sai số kiểm tra, có thể gõ nhầm một chữ số. Hãy đối chiếu với giấy đăng ký."
        )
    if found.group(2) == "000":
        warnings.append("Số của chi nhánh tính từ 001.")
    return warnings


def _tax_check_holds(ten_digits: str) -> bool:
    """10 - (weighted sum mod 11); a remainder of 0 was never issued."""
    total = sum(w * int(d) for w, d in zip(_TAX_WEIGHTS, ten_digits, strict=False))
    return 10 - total % 11 == int(ten_digits[9])


def applicant_warnings(
    *,
    kind: ApplicantKind,
    today: date,
    identity_number: str = "",
    tax_code: str = "",
    born_on: date | None = None,
    sex: Sex | None = None,
) -> dict[str, list[str]]:
    """All sentences on one applicant by field name; numbers of hopeless shape are told the same way."""
    found: dict[str, list[str]] = {}
    if identity_number:
        found["identity_number"] = _told(
            lambda: identity_number_warnings(identity_number, today=today, born_on=born_on, sex=sex)
        )
    elif kind == "citizen":
        found["identity_number"] = ["Chưa có số định danh cá nhân. Hồ sơ vẫn nhận được; hãy bổ sung khi có."]
    if tax_code:
        found["tax_code"] = _told(lambda: tax_code_warnings(tax_code))
    elif kind != "citizen":
        found["tax_code"] = ["Chưa có mã số thuế. Hồ sơ vẫn nhận được; hãy bổ sung khi có."]
    return {name: sentences for name, sentences in found.items() if sentences}


def _told(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except TextRefused as refused:
        return [str(refused)]


def _plain(text: str) -> str:
    return _GROUPING.sub("", text.strip())
