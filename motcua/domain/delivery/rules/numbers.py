"""Numbers of parcels as scanned or typed; of a number in the postal union's shape the check digit has to fit."""

import re

_S10 = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})", re.ASCII)
_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9-]{5,29}", re.ASCII)
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class NumberRefused(ValueError):
    """What was typed is no number of a parcel; the text is a sentence."""


def read_number(typed: str) -> str:
    """The number in capitals without spaces and dots. Raises NumberRefused with a sentence."""
    number = re.sub(r"[\s.]", "", typed).upper()
    if not _SHAPE.fullmatch(number):
        raise NumberRefused("Số hiệu bưu gửi có 6 đến 30 chữ cái không dấu, chữ số, như EK123456785VN.")
    found = _S10.fullmatch(number)
    if found and check_digit(found.group(2)) != found.group(3):
        raise NumberRefused(f"Số hiệu {number} sai chữ số kiểm tra. Xin quét lại hoặc gõ lại từng chữ.")
    return number


def check_digit(serial: str) -> str:
    """The ninth digit of a number as the Universal Postal Union lays it down (S10): weighted sum, modulus 11."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))
