"""By which channels a notice goes and at what hours, how it stands there, and how often it is tried."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from motcua.domain.people.rules import read_phone
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, mask

from .letters import LIBRARY

# Tried every five minutes for four hours; then a person has to look at it.
TRIES, WAIT = 48, timedelta(minutes=5)


class Channel(StrEnum):
    """A way of telling somebody. `page` is what they read here: the tracking page, the account, the desk."""

    PAGE = "page"
    MAIL = "mail"
    SMS = "sms"
    ZALO = "zalo"
    PUSH = "push"


NAMES = {
    Channel.PAGE: "Trang theo dõi",
    Channel.MAIL: "Thư điện tử",
    Channel.SMS: "SMS",
    Channel.ZALO: "Zalo",
    Channel.PUSH: "Thông báo trên máy",
}


class Delivery(StrEnum):
    """How one notice stands on one channel."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    STUCK = "stuck"


@dataclass(frozen=True)
class Habits:
    """How the office tells people, during a time; chosen by the office, so it is data."""

    valid_from: date
    basis: str
    confirmed: bool
    quiet: frozenset[Channel]
    quiet_from: time
    quiet_to: time
    phone: tuple[Channel, ...]
    accents: bool


def read_habits(toml: str) -> tuple[Habits, ...]:
    """Every table of a channels.toml, oldest first."""
    rows = tomllib.loads(toml)["channels"]
    found = [
        Habits(
            **{
                **row,
                "quiet": frozenset(map(Channel, row["quiet"])),
                "phone": tuple(map(Channel, row["phone"])),
            }
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.valid_from))


@cache
def _kept_habits() -> tuple[Habits, ...]:
    return read_habits((LIBRARY / "channels.toml").read_text("utf-8"))


def habits_on(day: date) -> Habits:
    """What holds on a day; before the first table, the first."""
    in_force = [each for each in _kept_habits() if each.valid_from <= day]
    return in_force[-1] if in_force else _kept_habits()[0]


def quiet_until(channel: Channel, at: datetime, habits: Habits) -> datetime | None:
    """When the office's quiet hours end for a channel, or None if `at` is not among them."""
    here = local(at)
    start, end = habits.quiet_from, habits.quiet_to
    over_night = start > end
    inside = here.time() >= start or here.time() < end if over_night else start <= here.time() < end
    if channel not in habits.quiet or not inside:
        return None
    morning = here.date() + timedelta(days=1 if over_night and here.time() >= start else 0)
    return datetime.combine(morning, end, tzinfo=here.tzinfo)


def channels_for(
    *, email: str, phone: str, usable: Collection[Channel], habits: Habits, chosen: Collection[str] | None = None,
    legal: bool = False, device: str = "",
) -> dict[Channel, str]:  # fmt: skip
    """The channels of an applicant and the address on each: what they gave, what the office has, what they chose.

    Of the channels to a telephone one is used, the first that can be. Nobody is left without a legal notice: if what
    was chosen reaches nowhere, it goes as to somebody who chose nothing. `device`: the account that has some.
    """
    found: dict[Channel, str] = {}
    if email:
        found[Channel.MAIL] = email
    number = mobile_number(phone)
    if number:
        found |= dict.fromkeys(habits.phone, number)
    if device:
        found[Channel.PUSH] = device
    found = {channel: address for channel, address in found.items() if channel in usable}
    wanted = {channel: address for channel, address in found.items() if chosen is None or channel in chosen}
    if legal and not wanted:
        wanted = found
    for later in [channel for channel in habits.phone if channel in wanted][1:]:
        del wanted[later]
    return {Channel.PAGE: "", **wanted}


def mobile_number(phone: str) -> str:
    """0912 345 678 → 84912345678; empty for what is no mobile number of this country."""
    try:
        read = read_phone(phone)
    except TextRefused:
        return ""
    return read.international.removeprefix("+") if read.kind == "mobile" else ""


def hidden_address(address: str) -> str:
    """An address as it may be shown to staff: tam@vidu.example → "t**@vidu.example", 84912345678 → "849******78"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{'*' * max(2, len(name) - 1)}@{domain}" if at else mask(address)
