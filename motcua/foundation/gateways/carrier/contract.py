"""What is ordered of a carrier, and what it tells of a parcel."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KINDS = ("accepted", "in_transit", "failed", "delivered", "returned", "lost", "not_delivered")


class CarrierRefused(ValueError):
    """What a carrier sent cannot be taken; the text is a sentence that says what to send instead."""


class SignatureRefused(CarrierRefused):
    """Nobody knows who sent it."""


@dataclass(frozen=True, slots=True)
class Party:
    """One end of the way."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Order:
    """A parcel to carry; `number` is ours and the same at every try. `fetch`: the post begins at the sender's door."""

    number: str
    sender: Party
    receiver: Party
    payer: str
    fee: int
    grams: int
    fetch: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One thing a carrier tells of a parcel; `event` is the carrier's own id of it, the same at every telling."""

    event: str
    waybill: str
    kind: str
    at: datetime
    place: str = ""
    reason: str = ""
    receiver: str = ""
    relation: str = ""


class Carrier(Protocol):
    def create(self, order: Order) -> str:
        """Order a parcel; the carrier's number of it, the same where it had the order. Raises NotNow or Never."""
        ...

    def cancel(self, number: str, waybill: str) -> None:
        """Take an order back before the parcel is fetched; one that is not known is no matter. Raises NotNow."""
        ...

    def track(self, waybill: str) -> list[Word]:
        """All that is known of a parcel. Raises NotNow, or CarrierRefused for words that cannot be read."""
        ...


def checked(word: Word) -> Word:
    """The word, where it can be one: an id, a number, a kind we know, a moment with its offset."""
    _refuse_unless(
        re.fullmatch(r"[\x21-\x7e]{1,80}", word.event, re.ASCII),
        "Mã sự kiện (event) phải có 1 đến 80 ký tự, không dấu, không dấu cách.",
    )
    _refuse_unless(
        re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{3,49}", word.waybill, re.ASCII),
        "Số hiệu bưu gửi (waybill) phải có 4 đến 50 chữ cái không dấu, chữ số, dấu chấm, gạch ngang.",
    )
    _refuse_unless(word.kind in KINDS, f"Loại sự kiện (kind) phải là một trong: {', '.join(KINDS)}.")
    _refuse_unless(
        word.at.tzinfo and 2000 <= word.at.year < 2100,
        "Thời điểm (at) phải có ngày, giờ và lệch múi giờ, như 2026-11-26T09:30:00+07:00.",
    )
    for name, most in (("place", 200), ("reason", 300), ("receiver", 200), ("relation", 120)):
        words = getattr(word, name)
        _refuse_unless(
            len(words) <= most and words.isprintable(),
            f"Mục {name} không quá {most} ký tự, không có ký tự điều khiển.",
        )
    _refuse_unless(
        word.kind != "delivered" or word.receiver.strip(),
        "Sự kiện delivered phải ghi tên người nhận (receiver).",
    )
    return word


def _refuse_unless(condition: object, sentence: str) -> None:
    if not condition:
        raise CarrierRefused(sentence)
