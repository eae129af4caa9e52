"""Facts as a plain JSON document and back, and the digest that says whether two versions are the same.

A document has the keys of procedure.toml; values that equal the default are left out.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from hashlib import sha256
from typing import Any

from .facts import (
    Allowed,
    Component,
    Exemption,
    Fee,
    Linked,
    LinkedChild,
    ProcedureFacts,
    Result,
    Span,
    Step,
    Tier,
    Variant,
)

Document = dict[str, Any]

_NAMES = {(Tier, "start"): "from"}


def to_document(facts: ProcedureFacts) -> Document:
    """The facts as plain JSON values, for a jsonb column or an export."""
    return _plain(facts)


def digest(facts: ProcedureFacts) -> str:
    """SHA-256 of the document in canonical form, 64 hexadecimal digits; warnings do not count."""
    text = json.dumps(to_document(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def from_document(document: Mapping[str, Any]) -> ProcedureFacts:
    """The facts of a document that `to_document` wrote; quick, and without checks."""
    values = dict(document)
    values["valid_from"] = date.fromisoformat(values["valid_from"])
    if values.get("valid_to"):
        values["valid_to"] = date.fromisoformat(values["valid_to"])
    values["allowed"] = _allowed(values["allowed"])
    for name, read in _LISTS.items():
        if name in values:
            values[name] = tuple(read(row) for row in values[name])
    if values.get("linked"):
        values["linked"] = _linked(values["linked"])
    for name in _TEXT_LISTS & values.keys():
        values[name] = tuple(values[name])
    return ProcedureFacts(**values)


def _allowed(row: Mapping[str, Any]) -> Allowed:
    values = dict(row)
    values["legal"] = Span(**values["legal"])
    values["promised"] = Span(**values["promised"]) if "promised" in values else values["legal"]
    return Allowed(**values)


def _fee(row: Mapping[str, Any]) -> Fee:
    values = dict(row)
    if "by_channel" in values:
        values["by_channel"] = tuple(values["by_channel"].items())
    if "tiers" in values:
        values["tiers"] = tuple(Tier(tier["from"], tier["amount"]) for tier in values["tiers"])
    if "exemptions" in values:
        values["exemptions"] = tuple(Exemption(**exemption) for exemption in values["exemptions"])
    return Fee(**values)


def _component(row: Mapping[str, Any]) -> Component:
    values = dict(row)
    for name in ("channels", "one_of"):
        if name in values:
            values[name] = tuple(values[name])
    return Component(**values)


def _variant(row: Mapping[str, Any]) -> Variant:
    values = dict(row)
    if "allowed" in values:
        values["allowed"] = _allowed(values["allowed"])
    for name, read in (("fees", _fee), ("components", _component), ("steps", _step)):
        if name in values:
            values[name] = tuple(read(row) for row in values[name])
    values["without"] = tuple(values.get("without", ()))
    return Variant(**values)


def _result(row: Mapping[str, Any]) -> Result:
    return Result(**row)


def _step(row: Mapping[str, Any]) -> Step:
    return Step(**row)


def _linked(row: Mapping[str, Any]) -> Linked:
    return Linked(row["due"], tuple(_child(child) for child in row["children"]))


def _child(row: Mapping[str, Any]) -> LinkedChild:
    values = dict(row)
    if "allowed" in values:
        values["allowed"] = Span(**values["allowed"])
    return LinkedChild(**values)


_LISTS = {"fees": _fee, "components": _component, "results": _result, "variants": _variant, "steps": _step}
_TEXT_LISTS = {
    "levels", "applicants", "channels", "legal_basis", "aliases", "keywords", "unconfirmed",
}  # fmt: skip


def _plain(value: Any) -> Any:
    """A frozen value as JSON: tables lose their defaults, dates become ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    kept: Document = {}
    for name, default in _defaults(type(value)):
        item = getattr(value, name)
        if item != default and not (name == "promised" and item == value.legal):
            kept[_NAMES.get((type(value), name), name)] = dict(item) if name == "by_channel" else _plain(item)
    return kept


def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (each.name, each.default if each.default is not MISSING else _NOTHING)
        for each in fields(kind)
        if each.compare
    )


_NOTHING = object()
