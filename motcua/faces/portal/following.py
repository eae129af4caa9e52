"""A case as the applicant follows it: the clock in words, the story so far, what comes next. Plain values only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from motcua.domain.cases.queries.promises import Promises
from motcua.domain.cases.queries.tracking import PartStatus, PublicStatus
from motcua.domain.cases.rules import FINAL, RUNNING, State, limits_on, start_of_day
from motcua.domain.delivery.rules import NEXT_FOR_PEOPLE, Direction, ParcelState
from motcua.domain.offices.models import working_calendar
from motcua.foundation import calendar as working
from motcua.foundation.text import money, short_date

from .happened import HAPPENED, NEXT, SENT
from .words import STATES, language, moment


@dataclass(frozen=True, slots=True)
class Clock:
    """A state of the marks, its words, and a sentence that says more."""

    mark: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the story: what, when, where (in Vietnamese), and what the applicant was told then."""

    title: str
    at: str
    unit: str
    step: str
    tone: str = ""
    told: list[tuple[str, str]] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)


def clock_of(status: PublicStatus, now: datetime) -> Clock:
    """How the case stands: paused, ended, without a fixed date, or so many working days before or after the promise."""
    state = State(status.state)
    if state == State.AWAITING_PAYMENT:
        return Clock("paused", _("Tạm dừng, chờ ông/bà nộp tiền"), _paused(status))
    if state == State.AWAITING_SUPPLEMENT:
        own = [ask for ask in status.asked if not ask["part"]]
        sent = bool(own) and all(ask["sent"] for ask in own)
        words = _("Tạm dừng, đang xem giấy tờ đã gửi") if sent else _("Tạm dừng, chờ ông/bà bổ sung")
        return Clock("paused", words, _paused(status))
    if state in FINAL or state == State.FINISHED:
        return _ended(status, state)
    if status.received_at is None:
        hours = limits_on(working.local(now).date()).accept_within_hours
        more = _("Cơ quan trả lời trong %(hours)s giờ làm việc. Thời hạn giải quyết tính từ khi tiếp nhận.")
        return Clock("waiting", _("Chờ kiểm tra"), more % {"hours": hours})
    promised = status.due_promised or status.due_at
    if promised is None:
        return Clock("plain", _("Không có ngày hẹn trả cụ thể theo quy định"))
    left = working.remaining(promised, now, working_calendar(status.calendar_id))
    words = left.text(language())
    if left.overdue:
        return Clock("overdue", _first_upper(words), _("Chúng tôi xin lỗi vì đã để hồ sơ quá ngày hẹn."))
    soon = Promises([status.promise], edition=status.edition).soon(status.promise, promised, now)
    mark = "soon" if left.today or soon <= now else "running"
    return Clock(mark, _first_upper(words))


def _paused(status: PublicStatus) -> str:
    if status.received_at is None or status.stopped_at is None:
        return _("Thời hạn giải quyết tính từ khi hồ sơ được tiếp nhận.")
    more = _("Thời hạn giải quyết dừng từ %(since)s; ngày hẹn trả được tính lại khi hồ sơ được làm tiếp.")
    return more % {"since": moment(status.stopped_at)}


def _ended(status: PublicStatus, state: State) -> Clock:
    if status.outcome == "early":
        return Clock("early", _("Có kết quả trước hạn"))
    if status.outcome == "on_time":
        return Clock("on_time", _("Có kết quả đúng hạn"))
    if status.outcome == "late":
        return Clock("late", _("Có kết quả trễ hạn"), _("Chúng tôi xin lỗi vì đã trả kết quả muộn."))
    if state in (State.FINISHED, State.RETURNED):
        return Clock("done", str(STATES[state]))
    return Clock("refused" if state == State.NOT_ACCEPTED else "stopped", str(STATES[state]))


def story_of(status: PublicStatus) -> list[Entry]:
    """What happened, oldest first."""
    return [_entry(move) for move in status.moves]


def _entry(move: dict[str, Any]) -> Entry:
    told = move["told"] or {}
    lines: list[tuple[str, str]] = []
    if told.get("round") and told["round"] > 1:
        lines.append((_("Lần yêu cầu bổ sung"), str(told["round"])))
    if told.get("amount"):
        lines.append((_("Số tiền"), money(int(told["amount"]))))
    if told.get("reason"):
        lines.append((_("Lý do"), told["reason"]))
    if told.get("again"):
        lines.append((_("Lãnh đạo đồng ý yêu cầu lần nữa vì"), told["again"]))
    if told.get("basis"):
        lines.append((_("Căn cứ"), told["basis"]))
    if told.get("by"):
        lines.append((_("Xin nộp đến hết ngày"), short_date(date.fromisoformat(told["by"]))))
    if told.get("new_due"):
        lines.append((_("Ngày hẹn mới"), moment(datetime.fromisoformat(told["new_due"]))))
    step = move["step"] if move["name"] == "case.forwarded" else ""
    return Entry(
        title=str(HAPPENED[move["name"]]),
        at=moment(move["at"]),
        unit=move["unit"],
        step=step,
        told=lines,
        papers=list(told.get("missing") or []),
    )


def dates_of(status: PublicStatus) -> list[tuple[str, str]]:
    """The dates that matter, as label and words; a new promise stands beside the first one, never in its place."""
    rows = [(_("Tiếp nhận"), moment(status.received_at))]
    moved = bool(status.due_promised and status.due_original and status.due_promised != status.due_original)
    first = _("Hẹn trả ban đầu") if moved or status.stopped_at else _("Hẹn trả kết quả")
    rows.append((first, moment(status.due_original)))
    if moved:
        label = _("Hẹn lại") if status.extensions else _("Hẹn trả, đã trừ thời gian tạm dừng")
        rows.append((label, moment(status.due_promised)))
    rows.append((_("Có kết quả"), moment(status.finished_at) if status.outcome else ""))
    return [(label, words) for label, words in rows if words]


def asked_of(status: PublicStatus, parts: list[PartStatus]) -> list[tuple[dict[str, Any], str, str]]:
    """Each request not closed yet, with the last day to answer and the linked part that asks, if it is one."""
    titles = {part.code: part.title for part in parts}
    return [
        (ask, short_date(date.fromisoformat(ask["by"])), titles.get(ask["part"], "")) for ask in status.asked
    ]


@dataclass(frozen=True, slots=True)
class ParcelStory:
    """A parcel as the applicant follows it: where it is, what happens next, and its way so far."""

    number: str
    title: str
    state: str
    next: str
    moves: list[tuple[str, str, str, str]]


def parcels_of(status: PublicStatus) -> list[ParcelStory]:
    """Every parcel of the case in words, oldest first; who took it is said by their relation only."""
    return [_parcel(each) for each in status.parcels]


def _parcel(said: dict[str, Any]) -> ParcelStory:
    state = ParcelState(said["state"])
    words = _(state.label) + (f" ({said['relation']})" if said["relation"] else "")
    moves = [
        (_(ParcelState(move["state"]).label), moment(move["at"]), move["place"], move["reason"])
        for move in said["moves"]
    ]
    return ParcelStory(
        said["number"], _(Direction.LABELS[said["direction"]]), words, _(NEXT_FOR_PEOPLE[said["direction"]][state]), moves
    )  # fmt: skip


def next_of(status: PublicStatus) -> str:
    """What happens now and what the applicant has to do, if anything."""
    if asked := [ask for ask in status.asked if ask["open"]]:  # by the case itself or by a linked part
        return str(SENT if all(ask["sent"] for ask in asked) else NEXT[State.AWAITING_SUPPLEMENT])
    sent = [parcel for parcel in status.parcels if parcel["direction"] == Direction.OUT]
    if status.state == State.FINISHED and sent and sent[-1]["state"] != ParcelState.CANCELLED:
        return _(NEXT_FOR_PEOPLE[Direction.OUT][ParcelState(sent[-1]["state"])])
    return str(NEXT[State(status.state)])


def promise_of(status: PublicStatus) -> str:
    """The day of return that still lies ahead, in words, or nothing."""
    return moment(status.due_promised) if status.state in RUNNING else ""


def part_lines(parts: list[PartStatus], now: datetime) -> list[tuple[PartStatus, str, str, bool]]:
    """Each linked part with its state, the day that matters, and whether that day has passed."""
    return [
        (
            part,
            str(STATES[State(part.state)]),
            moment(part.finished_at if part.outcome else part.due_at),
            part.state in RUNNING and part.due_at is not None and part.due_at < start_of_day(now),
        )
        for part in parts
    ]


def holders_of(status: PublicStatus, parts: list[PartStatus]) -> str:
    """Which units have the folder now; those of the running parts while the main case waits for them."""
    return status.held_by or "; ".join(dict.fromkeys(part.unit for part in parts if part.state in RUNNING))


def ics_of(status: PublicStatus, *, address: str, now: datetime, answer_by: datetime | None = None) -> str:
    """The day of return as one calendar entry (RFC 5545), or, before reception, the day of the office's answer."""
    due = status.due_promised or status.due_at or answer_by
    if due is None:
        return ""
    code = _("Mã hồ sơ") + f" {status.code}. "
    if due is answer_by:
        summary, place = _("Cơ quan trả lời hồ sơ"), ""
        about = code + _("Chậm nhất lúc này, cơ quan tiếp nhận hoặc nói rõ cần bổ sung gì.")
    else:
        summary, place = (
            _("Nhận kết quả"),
            ", ".join(part for part in (status.received_unit, address) if part),
        )
        about = code + _("Xin mang theo giấy hẹn và giấy tờ tùy thân.")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//motcua//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "BEGIN:VEVENT", f"UID:{status.code}@motcua", f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(due)}",
        f"DTEND:{_utc(due + timedelta(minutes=30))}",
        f"SUMMARY:{_plain(f'{summary}: {status.title}')}",
        f"DESCRIPTION:{_plain(about)}",
        *([f"LOCATION:{_plain(place)}"] if place else []),
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", f"DESCRIPTION:{_plain(status.title)}", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(_folded(line) for line in lines)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never inside a letter."""
    lines, room = [""], 75
    for char in line:
        if len((lines[-1] + char).encode()) > room:
            lines.append("")
            room = 74
        lines[-1] += char
    return "\r\n ".join(lines) + "\r\n"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
