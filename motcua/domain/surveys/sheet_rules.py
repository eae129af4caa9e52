"""What a survey found, as the sheet of whoever held it: a line for each way of asking, in all or on one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from motcua.foundation.text import TextRefused, nfc, parse_date, read_sheet

COUNTS = ("sent", "refused", "dissatisfied", "neutral", "satisfied", "very_satisfied")
COLUMNS = ("unit", "first", "last", "way", "question", *COUNTS, "asked_by", "method", "source")
WAYS = {
    "online": "Trực tuyến",
    "direct": "Trực tiếp",
    "paper": "Phiếu giấy",
    "phone": "Điện thoại",
    "": "Không nêu cách hỏi",
}
# As the columns of models.Survey hold them.
LONGEST = {"unit": 40, "question": 200, "asked_by": 200, "method": 500, "source": 200}


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """What one way of asking found from `first` to `last`: in all, or on one `question`.

    None is what the source does not tell, never 0: its scale may have no `neutral` answer, or it may leave the
    `very_satisfied` among the satisfied.
    """

    unit: str
    first: date
    last: date
    way: str
    question: str
    sent: int | None
    refused: int | None
    dissatisfied: int
    neutral: int | None
    satisfied: int
    very_satisfied: int | None
    asked_by: str
    method: str
    source: str

    @property
    def answered(self) -> int:
        return self.dissatisfied + (self.neutral or 0) + self.pleased

    @property
    def pleased(self) -> int:
        return self.satisfied + (self.very_satisfied or 0)


def read_surveys(text: str, *, file: str, today: date) -> list[SurveyLine]:
    """The lines of a CSV with COLUMNS. Raises SheetRefused."""
    return read_sheet(
        text, file=file, columns=COLUMNS, row_of=partial(_line, today=today),
        place_of=lambda line: (line.unit, line.first, line.last, line.way, line.question),
    )  # fmt: skip


def _line(cells: Mapping[str, str], *, today: date) -> SurveyLine | str:
    try:
        words = {name: _words(cells[name], name, most) for name, most in LONGEST.items()}
        counts = {name: _count(cells[name], name) for name in COUNTS}
        first, last = (_day(cells[name], name, today) for name in ("first", "last"))
    except TextRefused as refused:
        return str(refused)
    if last < first:
        return "ngày cuối (last) phải bằng hoặc sau ngày đầu (first)."
    if cells["way"] not in WAYS:
        return f"cột way: «{cells['way'][:20]}» phải là {', '.join(filter(None, WAYS))}, hoặc để trống nếu nguồn không nêu."
    missing = [name for name in ("unit", "asked_by", "source") if not words[name]]
    missing += [name for name in ("dissatisfied", "satisfied") if counts[name] is None]
    if missing:
        return f"cột {', '.join(missing)} không được để trống."
    line = SurveyLine(first=first, last=last, way=cells["way"], **words, **counts)  # type: ignore[arg-type]
    return _untied(line) or line


def _untied(line: SurveyLine) -> str:
    """What cannot be of the counts of one line, as a sentence; empty where they tie."""
    if not line.answered:
        return "không có phiếu trả lời nào: dissatisfied, neutral, satisfied và very_satisfied đều bằng 0."
    back = line.answered + (line.refused or 0)
    if line.sent is not None and back > line.sent:
        return f"trả lời và từ chối cộng lại là {back}, nhiều hơn số phiếu phát ra (sent) {line.sent}."
    return ""


def _words(text: str, name: str, most: int) -> str:
    found = nfc(text)
    if len(found) > most:
        raise TextRefused(f"cột {name}: dài {len(found)} ký tự; xin rút xuống {most} ký tự.")
    return found


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise TextRefused(f"cột {name}: «{text[:20]}» không phải số nguyên; để trống nếu nguồn không nêu.")
    return int(text)


def _day(text: str, name: str, today: date) -> date:
    try:
        return parse_date(text, today)
    except TextRefused as refused:
        raise TextRefused(f"cột {name}: {refused}") from refused


def questions_alone(lines: Sequence[SurveyLine]) -> list[str]:
    """The questions given without the line of the same survey and way in all."""
    whole = {(each.unit, each.first, each.last, each.way) for each in lines if not each.question}
    return sorted(
        {
            each.question
            for each in lines
            if each.question and (each.unit, each.first, each.last, each.way) not in whole
        }
    )
