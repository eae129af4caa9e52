"""VietQR: the text of a payment QR code as EMVCo MPM and NAPAS lay it down, byte for byte."""

import re

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
VND, VIETNAM = "704", "VN"
MOST_AMOUNT = 10**13 - 1  # tag 54 holds 13 characters
LONGEST_PURPOSE = 25


class QrRefused(ValueError):
    """Something that no payment QR may hold; the text is a sentence."""


def vietqr(*, bank: str, account: str, amount: int, purpose: str) -> str:
    """A dynamic transfer to an account: bank by its BIN, amount in đồng, purpose in unaccented capitals."""
    _refuse_unless(re.fullmatch(r"\d{6}", bank, re.ASCII), "Mã BIN của ngân hàng phải có 6 chữ số.")
    _refuse_unless(
        re.fullmatch(r"[A-Z0-9]{1,19}", account, re.ASCII), "Số tài khoản chỉ gồm 1 đến 19 chữ số, chữ hoa."
    )
    _refuse_unless(
        1 <= amount <= MOST_AMOUNT, "Số tiền trong mã VietQR phải từ 1 đồng và không quá 13 chữ số."
    )
    _refuse_unless(
        re.fullmatch(rf"[A-Z0-9 ]{{1,{LONGEST_PURPOSE}}}", purpose, re.ASCII),
        f"Nội dung chuyển khoản chỉ gồm chữ hoa không dấu, chữ số, dấu cách; nhiều nhất {LONGEST_PURPOSE} ký tự.",
    )
    receiver = _field("00", bank) + _field("01", account)
    napas = _field("00", NAPAS) + _field("01", receiver) + _field("02", TO_ACCOUNT)
    text = (
        _field("00", "01") + _field("01", "12") + _field("38", napas) + _field("53", VND)
        + _field("54", str(amount)) + _field("58", VIETNAM) + _field("62", _field("08", purpose)) + "6304"
    )  # fmt: skip
    return f"{text}{crc16(text.encode('ascii')):04X}"


def crc16(content: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF, not reflected; of “123456789” it is 0x29B1."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _refuse_unless(condition: object, sentence: str) -> None:
    if not condition:
        raise QrRefused(sentence)
