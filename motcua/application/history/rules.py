"""The file by which an office moves in: its columns, and what one row of it says of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from motcua.domain.cases.code_rules import CaseCode, parse_case_code
from motcua.domain.cases.history_rules import HistoryRefused, Span, Told
from motcua.domain.cases.rules import Channel
from motcua.foundation.calendar import ZONE, local
from motcua.foundation.text import TextRefused, nfc, short_date, short_moment

# A date without a time: people come in the morning, offices are done by the evening.
MORNING, EVENING = 8, 17


class Column(NamedTuple):
    """One column of the file: its name, whether every file must have it, and what stands in it."""

    name: str
    required: bool
    about: str


COLUMNS = (
    Column("code", True, "Mã hồ sơ, như in trên giấy hẹn"),
    Column("unit", True, "Mã Bộ phận Một cửa đã tiếp nhận"),
    Column("procedure", True, "Mã thủ tục"),
    Column("received_at", True, "Tiếp nhận; trống nếu hồ sơ chưa được tiếp nhận"),
    Column("variant", False, "Trường hợp của thủ tục; trống: trường hợp thường gặp"),
    Column("field", False, "Lĩnh vực, chỉ để đối chiếu với danh mục"),
    Column("channel", False, "direct, online hoặc postal; trống: direct"),
    Column("submitted_at", False, "Nộp trực tuyến"),
    Column("due_at", False, "Hẹn trả đã in trên giấy hẹn; trống: tính theo thời hạn và lịch làm việc"),
    Column("handed_over_at", False, "Chuyển cho nơi giải quyết"),
    Column("supplements", False, "Các lần chờ bổ sung: lúc yêu cầu/lúc nhận đủ; cách nhau dấu ;"),
    Column("payments", False, "Các lần chờ nộp nghĩa vụ tài chính, viết như supplements"),
    Column("extended_at", False, "Xin lỗi và hẹn lại"),
    Column("extended_to", False, "Ngày hẹn lại"),
    Column("finished_at", False, "Có kết quả"),
    Column("returned_at", False, "Trả kết quả"),
    Column("withdrawn_at", False, "Người nộp rút hồ sơ"),
    Column("stopped_at", False, "Dừng giải quyết; phải có reason"),
    Column("refused_at", False, "Từ chối tiếp nhận; phải có reason"),
    Column("reason", False, "Lý do từ chối, dừng, rút"),
    Column("name", False, "Tên người nộp; không cần"),
    Column("phone", False, "Số điện thoại; không cần"),
    Column("subject", False, "Nội dung yêu cầu; không cần"),
)
NAMES = tuple(column.name for column in COLUMNS)
(_CODE, _UNIT, _PROCEDURE, _RECEIVED, _VARIANT, _FIELD, _CHANNEL, _SUBMITTED, _DUE, _HANDED, _SUPPLEMENTS, _PAYMENTS,
 _EXTENDED, _EXTENDED_TO, _FINISHED, _RETURNED, _WITHDRAWN, _STOPPED, _REFUSED, _REASON, _NAME, _PHONE, _SUBJECT) = range(
    len(NAMES)
)  # fmt: skip
_LONGEST = {_NAME: 200, _PHONE: 20, _SUBJECT: 600, _REASON: 2000, _VARIANT: 60}
_CHANNELS = {"": Channel.DIRECT, **{channel.name.lower(): channel for channel in Channel}}
_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, read: which case, where, under which procedure, and what was told of it."""

    code: CaseCode
    unit: str
    procedure: str
    variant: str
    field: str
    told: Told
    began_on: date
    name: str
    phone: str
    subject: str


def wrong_columns(found: Sequence[str]) -> str:
    """A sentence on what is wrong with the head of a file, or nothing."""
    missing = [column.name for column in COLUMNS if column.required and column.name not in found]
    strange = [name for name in found if name not in NAMES]
    twice = sorted({name for name in found if found.count(name) > 1})
    said = []
    if missing:
        said.append(f"thiếu cột {', '.join(missing)}")
    if strange:
        said.append(f"có cột không biết: {', '.join(f'“{name[:40]}”' for name in strange[:5])}")
    if twice:
        said.append(f"có cột lặp lại: {', '.join(twice)}")
    return f"Dòng đầu {'; '.join(said)}. Các cột được dùng: {', '.join(NAMES)}." if said else ""


def read_row(cells: Sequence[str], now: datetime) -> Row:
    """What a row says, its cells in the order of COLUMNS. Raises HistoryRefused with a sentence."""
    told = _told(cells)
    began = told.began_at
    if began is None:
        raise HistoryRefused("Thiếu ngày tiếp nhận (received_at).")
    _refuse_the_future(told, now)
    began_on = local(began).date()
    code = _code(cells[_CODE], told, now)
    if not cells[_UNIT] or not cells[_PROCEDURE]:
        raise HistoryRefused(f"Thiếu {'mã đơn vị (unit)' if not cells[_UNIT] else 'mã thủ tục (procedure)'}.")
    for place, most in _LONGEST.items():
        if len(cells[place]) > most:
            raise HistoryRefused(f"Cột {NAMES[place]} dài quá {most} ký tự.")
    return Row(
        code=code, unit=cells[_UNIT].upper(), procedure=cells[_PROCEDURE], variant=cells[_VARIANT],
        field=cells[_FIELD], told=told, began_on=began_on, name=cells[_NAME], phone=cells[_PHONE],
        subject=cells[_SUBJECT],
    )  # fmt: skip


def _told(cells: Sequence[str]) -> Told:
    channel = _CHANNELS.get(cells[_CHANNEL].lower())
    if channel is None:
        raise HistoryRefused(
            f"Cách nộp (channel) “{cells[_CHANNEL][:20]}” phải là direct, online hoặc postal."
        )

    def at(place: int, hour: int = EVENING) -> datetime | None:
        return read_moment(cells[place], NAMES[place], hour) if cells[place] else None

    if bool(cells[_EXTENDED]) != bool(cells[_EXTENDED_TO]):
        raise HistoryRefused("Xin lỗi và hẹn lại phải có cả extended_at và extended_to.")
    return Told(
        channel=int(channel), submitted_at=at(_SUBMITTED, MORNING), received_at=at(_RECEIVED, MORNING), due_at=at(_DUE),
        handed_over_at=at(_HANDED), supplements=_spans(cells[_SUPPLEMENTS], "supplements"),
        payments=_spans(cells[_PAYMENTS], "payments"), extended_at=at(_EXTENDED), extended_to=at(_EXTENDED_TO),
        finished_at=at(_FINISHED), returned_at=at(_RETURNED), withdrawn_at=at(_WITHDRAWN), stopped_at=at(_STOPPED),
        refused_at=at(_REFUSED), reason=nfc(cells[_REASON]),
    )  # fmt: skip


def read_moment(text: str, column: str, hour: int = EVENING) -> datetime:
    """A moment as ISO 8601 or as people here write it, Vietnamese time where no other is said."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _as_written_here(text, column)
    if ":" not in text:
        found = found.replace(hour=hour)
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def _as_written_here(text: str, column: str) -> datetime:
    written = _VIETNAMESE.fullmatch(text)
    try:
        if written is None:
            raise ValueError(text)
        day, month, year, hour, minute, second = (int(part or 0) for part in written.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the caller gives it its zone
    except ValueError:
        raise HistoryRefused(
            f"Cột {column}: “{text[:30]}” không phải ngày giờ. Viết 2016-03-01 08:30 hoặc 01/03/2016 08:30."
        ) from None


def _spans(text: str, column: str) -> tuple[Span, ...]:
    if not text:
        return ()
    found = []
    for part in text.split(";"):
        start, slash, end = part.strip().partition("/")
        if not slash or not start:
            raise HistoryRefused(
                f"Cột {column}: “{part[:50]}” phải viết lúc bắt đầu/lúc kết thúc, "
                "ví dụ 2016-03-01 08:30/2016-03-04 10:00; còn chờ thì để trống sau dấu /. "
                "Trong cột này ngày viết theo kiểu 2016-03-01."
            )
        begun = read_moment(start.strip(), column)
        ended = read_moment(end.strip(), column) if end.strip() else None
        if ended and ended < begun:
            raise HistoryRefused(f"Cột {column}: “{part[:50]}” kết thúc trước khi bắt đầu.")
        found.append(Span(begun, ended))
    return tuple(found)


def _moments(told: Told) -> Sequence[datetime | None]:
    return (
        told.submitted_at, told.received_at, told.handed_over_at, told.extended_at, told.finished_at, told.returned_at,
        told.withdrawn_at, told.stopped_at, told.refused_at,
        *(moment for span in (*told.supplements, *told.payments) for moment in span),
    )  # fmt: skip


def _refuse_the_future(told: Told, now: datetime) -> None:
    for moment in _moments(told):
        if moment and moment > now:
            raise HistoryRefused(f"Có ngày {short_moment(moment)} chưa tới; tệp chỉ nhận việc đã xảy ra.")


def _code(text: str, told: Told, now: datetime) -> CaseCode:
    if not text:
        raise HistoryRefused("Thiếu mã hồ sơ (code).")
    try:
        code = parse_case_code(text, local(now).date())
    except TextRefused as problem:
        raise HistoryRefused(str(problem)) from None
    if len(code.text) > 50:
        raise HistoryRefused("Mã hồ sơ dài quá 50 ký tự.")
    days = {
        local(moment).date() for moment in (told.submitted_at, told.received_at, told.refused_at) if moment
    }
    if code.received_on not in days:
        raise HistoryRefused(
            f"Mã hồ sơ ghi ngày {short_date(code.received_on)}, nhưng tệp ghi nộp hoặc tiếp nhận ngày "
            f"{short_date(min(days))}."
        )
    return code
