"""What is true of a case: states and their groups, the secrets of a slip, what a due date follows from."""

import hashlib
import hmac
import tomllib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from functools import cache
from pathlib import Path

from motcua.foundation import calendar as working

LIBRARY = Path(__file__).resolve().parents[3] / "library"


class State(IntEnum):
    """The ten states of the national portal (TrangThai); the law sees these and no others."""

    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROGRESS = 4
    AWAITING_SUPPLEMENT = 5
    AWAITING_PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.REGISTERED: "Mới đăng ký",
    State.ACCEPTED: "Được tiếp nhận",
    State.NOT_ACCEPTED: "Không được tiếp nhận",
    State.IN_PROGRESS: "Đang xử lý",
    State.AWAITING_SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    State.AWAITING_PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    State.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.FINISHED: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}
FINAL = frozenset({State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED, State.RETURNED})
RUNNING = frozenset({State.ACCEPTED, State.IN_PROGRESS})
WAITING = frozenset({State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT})
OPEN = RUNNING | WAITING | {State.REGISTERED}


class MoneyState(IntEnum):
    """Tài chính: a machine of its own, so that money never hides where the case is."""

    NONE = 0
    DUE = 1
    PAID = 2
    EXEMPT = 3


class HandOver(IntEnum):
    """Giao nhận hồ sơ và kết quả giữa Bộ phận Một cửa và nơi giải quyết."""

    AT_DESK = 0
    GIVEN = 1
    TAKEN = 2
    RESULT_BACK = 3
    GIVEN_TO_APPLICANT = 4


class Sync(IntEnum):
    """Đồng bộ với Cổng Dịch vụ công quốc gia."""

    NOT_NEEDED = 0
    WAITING = 1
    SENT = 2
    FAILED = 3


class Channel(IntEnum):
    """KenhThucHien of the national interface."""

    DIRECT = 1
    ONLINE = 2
    POSTAL = 3

    @property
    def label(self) -> str:
        return {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính công ích"}[self.value]


# What a procedure's terms say of a pause → how the calendar lays the rest.
RESUMES = {"remaining_hours": "relay", "shift_days": "shift", "restart": "restart"}


@dataclass(frozen=True)
class Limits:
    """Numbers the law sets for handling a case during a time; unconfirmed ones are data, so they can be corrected."""

    valid_from: date
    basis: str
    confirmed: bool
    supplement_rounds: int
    supplement_days: int
    extensions: int
    accept_within_hours: int
    hand_over_cut_off: time
    unclaimed_reminders: tuple[int, ...]


def read_limits(toml: str) -> tuple[Limits, ...]:
    """Every set of limits in a limits.toml, oldest first."""
    rows = tomllib.loads(toml)["limits"]
    found = [Limits(**{**row, "unclaimed_reminders": tuple(row["unclaimed_reminders"])}) for row in rows]
    return tuple(sorted(found, key=lambda each: each.valid_from))


@cache
def _kept_limits() -> tuple[Limits, ...]:
    return read_limits((LIBRARY / "limits.toml").read_text("utf-8"))


@cache
def late_causes() -> tuple[str, ...]:
    """The causes of lateness to choose from (biểu II.06g)."""
    return tuple(tomllib.loads((LIBRARY / "limits.toml").read_text("utf-8"))["causes"]["labels"])


@cache
def fault_causes() -> tuple[str, ...]:
    """Faults other than lateness for which an office apologises as well (spec: §4.7)."""
    return tuple(tomllib.loads((LIBRARY / "limits.toml").read_text("utf-8"))["causes"]["faults"])


def limits_on(day: date) -> Limits:
    """The limits in force on a day; before the first set, the first."""
    in_force = [each for each in _kept_limits() if each.valid_from <= day]
    return in_force[-1] if in_force else _kept_limits()[0]


def accept_by(submitted_at: datetime, days: working.Calendar) -> datetime:
    """Until when a filing must be accepted or answered: the hours of the limits, by the desk's reception calendar."""
    hours = limits_on(working.local(submitted_at).date()).accept_within_hours
    return working.add_working_minutes(submitted_at, hours * 60, days)


PauseRow = Sequence[str | None]
"""A pause as kept: [ISO start, ISO end or None, cause]."""


@dataclass(frozen=True)
class Clock:
    """The dates of a case after an act; all aware or None."""

    due_original: datetime | None
    due_at: datetime | None
    due_promised: datetime | None


def start_of_day(moment: datetime) -> datetime:
    """Local midnight of the day of `moment`: what was due before it is overdue by date."""
    return working.local(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def pauses_of(rows: Sequence[PauseRow]) -> list[working.Pause]:
    """Kept pause rows as values to reckon with."""
    return [
        working.Pause(
            start=datetime.fromisoformat(str(start)),
            end=datetime.fromisoformat(end) if end else None,
            cause=str(cause or ""),
        )
        for start, end, cause in rows
    ]


def reckon(
    *,
    received_at: datetime,
    allowance: working.Allowance | None,
    days: working.Calendar,
    pauses: Sequence[PauseRow],
    extended_to: datetime | None = None,
    extended_at: datetime | None = None,
) -> Clock:
    """The dates owed: first promise, the same after pauses (None while stopped), and the date last told.

    An extension never moves the first promise (NĐ 61/2018 Đ.19; the case stays late in reports), it only
    moves the date told; pauses after it move that date on by the working time they took.
    """
    if allowance is None:
        return Clock(None, None, None)
    stops = pauses_of(pauses)
    owed = working.due(received_at, allowance, days, stops)
    return Clock(owed.original, owed.at, told_after(owed.at, stops, days, extended_to, extended_at))


def told_after(
    owed: datetime | None,
    stops: Sequence[working.Pause],
    days: working.Calendar,
    extended_to: datetime | None,
    extended_at: datetime | None,
) -> datetime | None:
    """The date last told: what is owed, or after an extension its date, moved on by the pauses that followed it."""
    if not (extended_to and extended_at) or owed is None:
        return owed
    later = sum(
        working.working_minutes_between(p.start, p.end, days)
        for p in stops
        if p.end and p.start >= extended_at
    )
    return working.add_working_minutes(extended_to, later, days) if later else extended_to


def slip_secret(key: str, code: str) -> str:
    """The 128-bit secret of a case's slip, as 26 base32 letters for the QR; made again from the key for a reprint."""
    raw = hmac.new(key.encode(), f"slip\0{code}".encode(), hashlib.sha256).digest()[:16]
    return b32encode(raw).decode().rstrip("=").lower()


def slip_pin(key: str, code: str) -> str:
    """The six digits printed on the slip for following the case by hand."""
    raw = hmac.new(key.encode(), f"pin\0{code}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(raw[:8], 'big') % 1_000_000:06d}"


def kept_hash(secret: str) -> bytes:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def last_four(text: str) -> str:
    """The last four digits of a phone or identity number, or nothing if there are fewer than eight."""
    digits = "".join(c for c in text if c.isdigit())
    return digits[-4:] if len(digits) >= 8 else ""


@dataclass(frozen=True)
class Paper:
    """One paper handed in: how many of each kind (LoaiBan: bản chính, bản chứng thực, bản chụp)."""

    key: str
    name: str
    originals: int = 0
    certified: int = 0
    photos: int = 0


def unlisted(names: Sequence[str], published: Sequence[str]) -> list[str]:
    """The papers asked for that are not in the procedure's published list."""
    allowed = set(published)
    return [name for name in names if name not in allowed]
