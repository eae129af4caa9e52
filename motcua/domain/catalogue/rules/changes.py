"""What differs between two versions of a procedure, as rows and as sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.foundation.text import money

from . import words
from .documents import to_document
from .facts import ProcedureFacts

VALUE_LABELS: Mapping[str, Mapping[Any, str]] = {
    "department": words.DEPARTMENTS,
    "levels": words.LEVELS,
    "former_level": words.LEVELS,
    "applicants": words.APPLICANTS,
    "life_event": words.LIFE_EVENTS,
    "letter": words.LETTERS,
    "form_set": words.FORM_SETS,
    "online_level": words.ONLINE_LEVELS,
    "channels": words.CHANNELS,
    "start": words.STARTS,
    "resume": words.RESUMES,
    "kind": words.FEE_KINDS,
    "set_by": words.SETTERS,
    "per": words.PER,
    "collect_at": words.COLLECT_AT,
    "form": words.PAPER_FORMS,
    "submit_or_present": words.SUBMISSIONS,
    "due": words.LINKED_DUE,
    "unit": words.UNITS,
}
MONEY = {"amount", "cap"}
NAMED_BY = ("key", "node", "code", "name", "from")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `field` is a path such as fees[le-phi].amount; None stands for 'was not there'."""

    field: str
    before: Any
    after: Any


def diff(old: ProcedureFacts | None, new: ProcedureFacts) -> list[Change]:
    """Every field that differs, in the order of the file; rows of a list are matched by key, not by place."""
    return list(_compare("", to_document(old) if old else {}, to_document(new)))


def describe_diff(old: ProcedureFacts | None, new: ProcedureFacts) -> list[str]:
    """The differences as Vietnamese lines, the first naming the procedure."""
    if old is None:
        return [f"+ {new.code} {new.short_name}: thủ tục mới, {_count(new)}."]
    changes = diff(old, new)
    if not changes:
        return [f"= {new.code} {new.short_name}: không thay đổi."]
    return [
        f"~ {new.code} {new.short_name}: {len(changes)} thay đổi",
        *(f"    {describe(change)}" for change in changes),
    ]


def describe(change: Change) -> str:
    """One change as a line: Thời hạn giải quyết › Thời hạn theo quy định: 3 ngày làm việc → 1 ngày làm việc."""
    first, *inner = _parts(change.field)
    where = " › ".join([words.label(first), *map(_inner, inner)])
    last = change.field.rsplit(".", 1)[-1]
    if change.before is None:
        return f"{where}: thêm {_shown(last, change.after)}"
    if change.after is None:
        return f"{where}: bỏ {_shown(last, change.before)}"
    return f"{where}: {_shown(last, change.before)} → {_shown(last, change.after)}"


def _compare(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not _is_span(after):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _compare(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif _is_rows(before) and _is_rows(after):
        old_rows, new_rows = _by_name(before), _by_name(after)
        for name in [*new_rows, *(name for name in old_rows if name not in new_rows)]:
            yield from _compare(f"{path}[{name}]", old_rows.get(name), new_rows.get(name))
    else:
        yield Change(path, before, after)


def _is_span(value: Mapping[str, Any]) -> bool:
    return value.keys() == {"value", "unit"}


def _is_rows(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and all(isinstance(row, Mapping) for row in value)
    )


def _by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        name = str(next(row[key] for key in NAMED_BY if key in row))
        while name in named:
            name += "+"
        named[name] = row
    return named


def _parts(field: str) -> list[str]:
    """fees[le-phi].amount → fees, [le-phi], amount; dots inside brackets stay."""
    parts, depth = [""], 0
    for letter in field:
        if letter == "[" and depth == 0:
            parts.append("")
        depth += (letter == "[") - (letter == "]")
        if letter == "." and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part]


def _inner(part: str) -> str:
    if part.startswith("["):
        return part
    return "Tên" if part == "name" else words.label(part)


def _shown(field: str, value: Any) -> str:
    if isinstance(value, Mapping):
        if _is_span(value):
            return f"{value['value']} {words.UNITS[value['unit']]}"
        return str(
            value.get("name") or ", ".join(f"{words.label(k)} {_shown(k, v)}" for k, v in value.items())
        )
    if isinstance(value, list):
        return "; ".join(_shown(field, item) for item in value) or "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if field in MONEY:
        return money(value)
    return VALUE_LABELS.get(field, {}).get(value, str(value))


def _count(facts: ProcedureFacts) -> str:
    return f"{len(facts.components)} giấy tờ, {len(facts.fees)} khoản thu, {len(facts.variants)} trường hợp"
