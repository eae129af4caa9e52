"""Numbers and money as they are read and written in Vietnamese papers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

__all__ = ["amount_in_words", "decimal_number", "mask", "money", "number_in_words", "percent", "thousands"]

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_MOST = 10**15  # "một triệu tỷ": beyond any receipt


def amount_in_words(amount: int, unit: str = "đồng") -> str:
    """An amount for a receipt: 1250000 → "Một triệu hai trăm năm mươi nghìn đồng"."""
    words = f"{number_in_words(amount)} {unit}"
    return words[0].upper() + words[1:]


def number_in_words(number: int) -> str:
    """A whole number below 10^15 in words, small letters; raises ValueError beyond."""
    if abs(number) >= _MOST:
        raise ValueError("Số quá lớn để viết bằng chữ.")
    if number < 0:
        return "âm " + number_in_words(-number)
    return " ".join(_read(number)) or _DIGITS[0]


def thousands(number: int) -> str:
    """3430 → "3.430"."""
    return f"{number:,}".replace(",", ".")


def money(amount: int) -> str:
    """1250000 → "1.250.000 đồng"; Vietnamese money has no smaller unit."""
    return f"{thousands(amount)} đồng"


def decimal_number(value: float | Decimal, places: int = 2) -> str:
    """1234.5 → "1.234,5": rounded half up to `places`, zeros at the end dropped."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}".translate(str.maketrans(",.", ".,"))
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(share: float | Decimal, places: int = 2) -> str:
    """0.9957 → "99,57%"."""
    return f"{decimal_number(Decimal(str(share)) * 100, places)}%"


def mask(number: str) -> str:
    """An identity or phone number that may be shown: 001099123456 → "001*******56"."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def _read(number: int, *, follows: bool = False) -> list[str]:
    """Words of a number; `follows` a larger part, so that empty hundreds are said."""
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        return [*_read(high, follows=follows), "tỷ", *_read(low, follows=True)]
    words: list[str] = []
    for scale, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            words += _read_group(group, follows=follows or bool(words))
            words += [name] if name else []
    return words


def _read_group(group: int, *, follows: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    return [*words, _ones(tens, ones)] if ones else words


def _ones(tens: int, ones: int) -> str:
    """một → mốt and bốn → tư after mươi; năm → lăm after mười and mươi."""
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
    return _DIGITS[ones]
