"""Turns the facts of a case into the words a template prints, refusing what is missing or of the wrong kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from motcua.foundation.text import (
    amount_in_words,
    long_date,
    long_moment,
    money,
    short_date,
    short_moment,
    thousands,
)

from .clean import TextRefused, clean_text
from .fields import KIND_WORDS, Field, Form, Kind, PaperError

LONGEST_LINE = 1_000
LONGEST_TEXT = 20_000
MOST_ROWS = 20_000
MOST_MONEY = 10**15  # đồng; words for more would mean a mistake

VIETNAM = timezone(timedelta(hours=7))  # no summer time; typst wants a fixed offset


def set_out(form: Form, facts: Mapping[str, object]) -> dict[str, object]:
    """Every declared field as printable words, None where nothing was given; keys not declared are passed over.

    Raises PaperError naming the first compulsory field that is missing or a value of the wrong kind.
    """
    return _record(form.name, form.fields, facts)


def _record(owner: str, fields: Sequence[Field], facts: Mapping[str, object]) -> dict[str, object]:
    return {field.name: _value(owner, field, facts) for field in fields}


def _value(owner: str, field: Field, facts: Mapping[str, object]) -> object:
    given = facts.get(field.name)
    undated = field.kind == "moment_or_none" and field.name in facts
    if given is None:
        if field.required and not undated:
            raise _missing(owner, field)
        return None
    words = _rows(owner, field, given) if field.kind == "rows" else _SETTERS[field.kind](owner, field, given)
    if words == "" or (words == [] and field.kind == "lines"):
        if field.required:
            raise _missing(owner, field)
        return None
    return words


def _missing(owner: str, field: Field) -> PaperError:
    return PaperError(f"{owner} còn thiếu {field.label} ({field.name}). Hãy bổ sung rồi in lại.")


def _wrong(owner: str, field: Field) -> PaperError:
    return PaperError(f"{owner}: {field.label} ({field.name}) phải là {KIND_WORDS[field.kind]}.")


def _line(owner: str, field: Field, given: object) -> str:
    return _bounded(owner, field, given, LONGEST_LINE, lines=False)


def _text(owner: str, field: Field, given: object) -> str:
    return _bounded(owner, field, given, LONGEST_TEXT, lines=True)


def _bounded(owner: str, field: Field, given: object, longest: int, *, lines: bool) -> str:
    if not isinstance(given, str):
        raise _wrong(owner, field)
    if len(given) > longest:
        raise PaperError(f"{owner}: {field.label} ({field.name}) dài quá {thousands(longest)} ký tự.")
    try:
        return clean_text(given, lines=lines)
    except TextRefused as fault:
        raise PaperError(f"{owner}: {field.label} ({field.name}): {fault}") from fault


def _lines(owner: str, field: Field, given: object) -> list[str]:
    if isinstance(given, str):
        given = given.splitlines()
    if not isinstance(given, Sequence):
        raise _wrong(owner, field)
    return [words for words in (_line(owner, field, item) for item in given) if words]


def _day(owner: str, field: Field, given: object) -> dict[str, str]:
    if isinstance(given, datetime):
        given = local_moment(given).date()
    if not isinstance(given, date):
        raise _wrong(owner, field)
    return {"phrase": long_date(given), "short": short_date(given), "day": short_date(given)}


def _moment(owner: str, field: Field, given: object) -> dict[str, str]:
    if not isinstance(given, datetime):
        raise _wrong(owner, field)
    local = local_moment(given)
    return {
        "phrase": long_moment(local),
        "short": short_moment(local),
        "day": short_date(local),
        "day_phrase": long_date(local),
    }


def _count(owner: str, field: Field, given: object) -> str:
    # Padded, so that no digit can be added in front by hand.
    return f"{_whole(owner, field, given):02d}"


def _money(owner: str, field: Field, given: object) -> dict[str, object]:
    return priced(_whole(owner, field, given))


def _whole(owner: str, field: Field, given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise _wrong(owner, field)
    return given


def _flag(owner: str, field: Field, given: object) -> bool:
    if not isinstance(given, bool):
        raise _wrong(owner, field)
    return given


def _rows(owner: str, field: Field, given: object) -> list[dict[str, object]]:
    if isinstance(given, Sequence) and len(given) < field.at_least:
        raise _missing(owner, field)
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        raise _wrong(owner, field)
    if len(given) > MOST_ROWS:
        raise PaperError(f"{owner}: {field.label} ({field.name}) có quá {thousands(MOST_ROWS)} dòng.")
    return [_row(owner, field, number, row) for number, row in enumerate(given, start=1)]


def _row(owner: str, field: Field, number: int, row: object) -> dict[str, object]:
    """One row of a table; a bare string stands for its first column."""
    if isinstance(row, str):
        row = {field.columns[0].name: row}
    if not isinstance(row, Mapping):
        raise _wrong(owner, field)
    return _record(f"{owner}, {field.label}, dòng {number}", field.columns, row)


_SETTERS: dict[Kind, Callable[[str, Field, object], object]] = {
    "line": _line,
    "text": _text,
    "day": _day,
    "moment": _moment,
    "moment_or_none": _moment,
    "count": _count,
    "money": _money,
    "flag": _flag,
    "lines": _lines,
}


def priced(amount: int) -> dict[str, object]:
    """An amount in đồng as figure and words; raises PaperError when no paper could mean it."""
    if amount >= MOST_MONEY:
        raise PaperError(f"Số tiền {money(amount)} lớn quá mức ghi được trên giấy. Hãy kiểm tra lại.")
    return {"amount": amount, "figure": money(amount), "words": amount_in_words(amount)}


def local_moment(at: datetime) -> datetime:
    """The same moment on the clock of Vietnam; a moment without a zone is taken as already local."""
    return at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at.astimezone(VIETNAM)


def page_to_type(address: str) -> str:
    """The short address a person can type: host and first step of the path, never the secret after it."""
    parts = urlsplit(address)
    step = parts.path.strip("/").split("/")[0]
    return f"{parts.netloc}/{step}" if step else parts.netloc
