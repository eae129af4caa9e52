"""A filled report as what is handed out: the same table as JSON, workbook and PDF."""

from datetime import date
from typing import Any

from motcua.domain.documents.rules.report import HeadCell, ReportTable
from motcua.foundation.text import short_date

from .form_rules import heads
from .periodic import Report


def printable(report: Report, *, on: date) -> ReportTable:
    """The report as a table to print; `on` is the day printed above the signature."""
    form, unit = report.form, report.unit
    above = unit.parent
    return ReportTable(
        number=form.number, title=form.title, basis=form.basis, agency=unit.name,
        place=unit.dated_at,
        period=period_words(report), counted_in=form.counted_in, rows_head=form.rows_head,
        heads=[HeadCell(h.row, h.column, h.rows, h.columns, h.words) for h in heads([c.head for c in form.columns])],
        lines=report.rows,
        on=on, receiver=above.name if above else "", notes=form.notes,
    )  # fmt: skip


def period_words(report: Report) -> str:
    """“từ ngày 01/10/2026 đến ngày 31/10/2026”, and until when where the period was still running."""
    words = f"từ ngày {short_date(report.first)} đến ngày {short_date(report.last)}"
    return (
        f"{words}, số liệu đến hết ngày {short_date(report.as_at)}" if report.as_at < report.last else words
    )


def document(report: Report) -> dict[str, Any]:
    """The report for machines: the keys of the columns and their numbers, row by row."""
    form = report.form
    return {
        "report": form.key, "number": form.number, "title": form.title, "confirmed": form.confirmed,
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "from": report.first.isoformat(), "to": report.last.isoformat(), "as_at": report.as_at.isoformat(),
        "columns": [{"key": c.key, "head": list(c.head)} for c in form.columns],
        "rows": [
            {"number": row.number, "name": row.words, "sum": row.is_sum,
             **dict(zip((c.key for c in form.columns), row.cells, strict=True))}
            for row in report.rows
        ],
        "notes": list(form.notes),
    }  # fmt: skip
