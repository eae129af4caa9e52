"""From a source to facts: `read_procedure` takes a procedure.toml, or one object of an import."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from . import words
from .checks import check_hours, check_keys, check_links, check_unconfirmed
from .facts import (
    Allowed,
    CatalogueError,
    Component,
    Exemption,
    Fee,
    Linked,
    LinkedChild,
    Problem,
    ProcedureFacts,
    Result,
    Span,
    Step,
    Tier,
    Variant,
)
from .ledger import Ledger, Table
from .lines import Path, toml_lines

T = TypeVar("T")
CODE = r"\d\.\d{6}"
KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NODE = r"[a-z][a-z0-9_]*"
CODE_HINT = "Mã có một chữ số, dấu chấm rồi sáu chữ số, ví dụ 1.001193."
KEY_HINT = "Chỉ dùng chữ thường không dấu, chữ số và gạch nối, ví dụ to-khai."
SUMMARY_MOST = 240


def read_procedure(
    source: str | Mapping[str, Any], file: str, *, lines: Mapping[Path, int] | None = None
) -> ProcedureFacts:
    """The facts written in a TOML text or table. Raises CatalogueError with every fault found.

    `file` is the name shown to people; `lines` gives the lines of a table that came from another format.
    """
    table = parse_toml(source, file) if isinstance(source, str) else source
    ledger = Ledger(file, toml_lines(source) if isinstance(source, str) else lines or {})
    root = Table(table, (), ledger)
    values = _identity(root) | _content(root)
    root.done()
    if ledger.problems:
        raise CatalogueError(tuple(ledger.problems))
    facts = ProcedureFacts(**values)
    check_keys(facts, ledger)
    check_hours(facts, ledger)
    check_links(facts, ledger)
    check_unconfirmed(facts, ledger)
    if ledger.problems:
        raise CatalogueError(tuple(ledger.problems))
    return ProcedureFacts(**values, warnings=tuple(ledger.warnings))


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises CatalogueError naming the line where it stops being TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        message = "Tệp viết sai cú pháp TOML ở chỗ này; hãy xem lại dấu nháy, dấu ngoặc và dấu bằng."
        raise CatalogueError((Problem(file, line, "", message),)) from error


def _identity(root: Table) -> dict[str, Any]:
    valid_from = root.day("valid_from", required=True) or date.min
    valid_to = root.day("valid_to")
    if valid_to and valid_to < valid_from:
        root.ledger.fault(
            ("valid_to",), "Ngày hết hiệu lực đứng trước ngày có hiệu lực; hãy sửa một trong hai ngày."
        )
    return {
        "code": root.text("code", required=True, pattern=CODE, hint=CODE_HINT),
        "name": root.text("name", required=True),
        "short_name": root.text("short_name", required=True, most=90),
        "name_en": root.text("name_en", required=True, most=200),
        "summary": root.text("summary", required=True, most=SUMMARY_MOST),
        "summary_en": root.text("summary_en", required=True, most=SUMMARY_MOST),
        "field": root.text("field", required=True, most=120),
        "department": root.choice("department", words.DEPARTMENTS, required=True),
        "levels": root.choices("levels", words.LEVELS, required=True),
        "former_level": root.choice("former_level", words.LEVELS),
        "ministry": root.text("ministry", most=120),
        "agency": root.text("agency", required=True, most=300),
        "applicants": root.choices("applicants", words.APPLICANTS, required=True),
        "life_event": root.choice("life_event", words.LIFE_EVENTS, default="other"),
        "letter": root.choice("letter", words.LETTERS),
        "aliases": root.texts("aliases"),
        "keywords": root.texts("keywords"),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "publication_decision": root.text("publication_decision", most=80),
        "form_set": root.choice("form_set", words.FORM_SETS, required=True),
        "online_level": root.choice("online_level", words.ONLINE_LEVELS, required=True),
        "legacy_level": _legacy_level(root),
        "channels": root.choices("channels", words.CHANNELS, required=True),
        "route": root.text("route", required=True, pattern=KEY, hint=KEY_HINT),
        "unconfirmed": root.texts("unconfirmed"),
    }


def _content(root: Table) -> dict[str, Any]:
    allowed = root.table("allowed", required=True)
    linked = root.table("linked")
    return {
        "number_of_sets": root.integer("number_of_sets", default=1, least=1),
        "allowed": _allowed(allowed) if allowed else Allowed(Span(0, ""), Span(0, "")),
        "fees": _each(root.tables("fees"), _fee),
        "components": _each(root.tables("components", required=True), _component),
        "results": _each(root.tables("results", required=True), _result),
        "legal_basis": root.texts("legal_basis", required=True),
        "variants": _each(root.tables("variants"), _variant),
        "steps": _each(root.tables("steps"), _step),
        "linked": _linked(linked) if linked else None,
    }


def _legacy_level(root: Table) -> int:
    level = root.integer("legacy_level", required=True, default=1, least=1)
    if level > 4:
        root.ledger.fault(("legacy_level",), "Mức độ cũ chỉ từ 1 đến 4.")
    return level


def _allowed(table: Table) -> Allowed:
    legal_table, promised_table = table.table("legal", required=True), table.table("promised")
    legal = _span(legal_table) if legal_table else Span(0, "")
    allowed = Allowed(
        legal=legal,
        promised=_span(promised_table) if promised_table else legal,
        start=table.choice("start", words.STARTS, default="next_day"),
        resume=table.choice("resume", words.RESUMES, default="remaining_hours"),
        fixed_date=table.flag("fixed_date", default=True),
    )
    table.done()
    return allowed


def _span(table: Table) -> Span:
    span = Span(
        table.integer("value", required=True, least=1), table.choice("unit", words.UNITS, required=True)
    )
    table.done()
    return span


def _fee(table: Table) -> Fee:
    amount = table.optional_integer("amount")
    set_by = table.choice("set_by", words.SETTERS, default="state")
    if amount is None and set_by == "state":
        table.ledger.fault(
            (*table.path, "amount"),
            'Thiếu mức thu; hãy ghi số đồng, hoặc ghi set_by = "province" nếu tỉnh quy định.',
        )
    return Fee(
        key=table.text("key", required=True, pattern=KEY, hint=KEY_HINT),
        name=table.text("name", required=True, most=200),
        kind=table.choice("kind", words.FEE_KINDS, required=True),
        amount=amount,
        set_by=set_by,
        per=table.choice("per", words.PER, default="case"),
        basis=table.text("basis", most=200),
        collect_at=_collect_at(table),
        by_channel=table.numbers("by_channel", words.CHANNELS),
        tiers=_each(table.tables("tiers"), _tier),
        cap=table.optional_integer("cap"),
        exemptions=_each(table.tables("exemptions"), _exemption),
    )


def _collect_at(table: Table) -> int:
    moment = table.integer("collect_at", default=1)
    if moment not in words.COLLECT_AT:
        table.ledger.fault(
            (*table.path, "collect_at"), "Chỉ nhận 1 (tiếp nhận), 2 (bổ sung) hoặc 4 (trả kết quả)."
        )
    return moment


def _tier(table: Table) -> Tier:
    return Tier(table.integer("from", required=True, least=2), table.integer("amount", required=True))


def _exemption(table: Table) -> Exemption:
    percent = table.integer("percent", default=100, least=1)
    if percent > 100:
        table.ledger.fault((*table.path, "percent"), "Tỷ lệ giảm chỉ từ 1 đến 100.")
    return Exemption(
        key=table.text("key", required=True, pattern=KEY, hint=KEY_HINT),
        name=table.text("name", required=True, most=200),
        percent=percent,
        evidence=table.text("evidence", most=200),
    )


def _component(table: Table) -> Component:
    when = table.text("when", most=300)
    originals = table.optional_integer("originals")
    copies = table.integer("copies")
    return Component(
        key=table.text("key", required=True, pattern=KEY, hint=KEY_HINT),
        name=table.text("name", required=True, most=400),
        form=table.choice("form", words.PAPER_FORMS, default="original"),
        originals=1 if originals is None else originals,
        copies=copies,
        group=table.text("group", most=200),
        required=table.flag("required", default=not when),
        submit_or_present=table.choice("submit_or_present", words.SUBMISSIONS, default="submit"),
        when=when,
        channels=table.choices("channels", words.CHANNELS),
        one_of=table.texts("one_of"),
    )


def _result(table: Table) -> Result:
    return Result(
        name=table.text("name", required=True, most=400),
        code=table.text("code", most=40),
        electronic=table.flag("electronic"),
        refusal=table.flag("refusal"),
    )


def _step(table: Table) -> Step:
    node = table.text(
        "node", required=True, pattern=NODE, hint="Ghi mã bước như trong quy trình, ví dụ tham_tra."
    )
    return Step(node, table.integer("hours", required=True), table.flag("beside"))


def _variant(table: Table) -> Variant:
    allowed = table.table("allowed")
    return Variant(
        key=table.text("key", required=True, pattern=KEY, hint=KEY_HINT),
        name=table.text("name", required=True, most=200),
        allowed=_allowed(allowed) if allowed else None,
        fees=_each(table.tables("fees"), _fee),
        components=_each(table.tables("components"), _component),
        without=table.texts("without"),
        steps=_each(table.tables("steps"), _step),
    )


def _linked(table: Table) -> Linked:
    linked = Linked(
        due=table.choice("due", words.LINKED_DUE, required=True),
        children=_each(table.tables("children", required=True), _child),
    )
    table.done()
    return linked


def _child(table: Table) -> LinkedChild:
    allowed = table.table("allowed")
    return LinkedChild(
        key=table.text("key", required=True, pattern=KEY, hint=KEY_HINT),
        name=table.text("name", required=True, most=200),
        agency=table.text("agency", required=True, most=200),
        procedure=table.text("procedure", pattern=CODE, hint=CODE_HINT),
        allowed=_span(allowed) if allowed else None,
    )


def _each(tables: Iterable[Table], read: Callable[[Table], T]) -> tuple[T, ...]:
    """Read every table and complain about its unknown keys."""
    found = []
    for table in tables:
        found.append(read(table))
        table.done()
    return tuple(found)
