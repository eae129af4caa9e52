"""Runs the typst compiler over the templates of library/papers, with our font only."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typst

from .fields import PaperError
from .glyphs import FONTS, LIBRARY

if TYPE_CHECKING:
    from typst import PDFStandard

# PDF/A-2a for the archive, PDF/UA-1 for screen readers; both make typst refuse a paper without title, language or alt.
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]

# A compiler may not be entered twice at once (it answers "Already borrowed"), so each thread keeps its own.
_thread = threading.local()


def typeset(task: Mapping[str, object], *, at: datetime) -> bytes:
    """The PDF of one task (template, form, sheet, facts); equal tasks give equal bytes.

    `at` becomes the creation date. People's words travel as JSON values, so typst never reads them as markup.
    """
    pdf = _compiled(task, at=at, format="pdf", pdf_standards=STANDARDS)
    assert isinstance(pdf, bytes)
    return pdf


def drawn(task: Mapping[str, object], *, at: datetime) -> list[bytes]:
    """The same pages as SVG drawings, letters as outlines: for printing from a page of the browser."""
    pages = _compiled(task, at=at, format="svg")
    return [pages] if isinstance(pages, bytes) else [bytes(page) for page in pages]


def _compiled(task: Mapping[str, object], *, at: datetime, **wanted: Any) -> Any:
    spelled = json.dumps(task, ensure_ascii=False, sort_keys=True)
    try:
        return compiler().compile(
            input=LIBRARY / "paper.typ", sys_inputs={"task": spelled}, timestamp=at, **wanted
        )
    except typst.TypstError as fault:
        raise PaperError(f"Mẫu giấy trong library/papers không dựng được: {fault.message}") from fault


def compiler() -> typst.Compiler:
    """This thread's compiler, made at first use: a forked worker never inherits one."""
    if not hasattr(_thread, "kept"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        _thread.kept = typst.Compiler(root=LIBRARY, font_paths=fonts)
    kept: typst.Compiler = _thread.kept
    return kept
