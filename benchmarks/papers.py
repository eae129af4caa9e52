"""How long each official paper takes once warm, beside an empty page from the same typst in the same run.

Run: python -m benchmarks.papers [--rounds 40]. Every round prints another case, so nothing comes from a cache of
finished pages; CPU is that of the whole process, typst's own threads included.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from motcua.domain.documents.rules import FORMS, ledger_number, ledger_workbook, render_paper
from motcua.domain.documents.rules.typeset import STANDARDS, compiler
from tests.rules.paper_samples import BY_TITLE, LEDGER, LEDGER_ROW

WARMING = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    print(f"{'paper':<37}{'median ms':>10}{'p95 ms':>9}{'CPU ms':>9}{'KB':>7}")
    _report("empty page, typst alone", _empty_page, rounds)
    _report("one line in our font, PDF/A, PDF/UA", _one_line, rounds)
    for form_set, forms in FORMS.items():
        for number, form in forms.items():
            for size in form.sizes:
                facts = BY_TITLE[form.title]
                _report(f"{form_set} {number} {size}", _printer(number, form_set, size, facts), rounds)
    for rows in (20, 200, 2_000):
        facts = LEDGER | {"rows": [LEDGER_ROW | {"case_code": _code(n)} for n in range(rows)]}
        form_set = "tt03-2025"
        fewer = max(2, min(rounds, 2_000 // rows))
        _report(f"ledger PDF, {rows} rows", _printer(ledger_number(form_set), form_set, "A4", facts), fewer)
        _report(f"ledger XLSX, {rows} rows", _sheeter(facts, form_set), fewer)


def _report(label: str, make: Callable[[int], bytes], rounds: int) -> None:
    for number in range(WARMING if rounds > WARMING else 1):
        make(-1 - number)
    spans, kilobytes = [], 0.0
    cpu = time.process_time()
    for number in range(rounds):
        start = time.perf_counter()
        kilobytes = len(make(number)) / 1024
        spans.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / rounds
    p95 = sorted(spans)[int(0.95 * (len(spans) - 1))]
    print(f"{label:<37}{statistics.median(spans):>10.1f}{p95:>9.1f}{cpu:>9.1f}{kilobytes:>7.0f}")


def _code(number: int) -> str:
    return f"H26.101-261120-{abs(number) % 10_000:04d}"


def _printer(number: str, form_set: str, size: str, facts: dict[str, Any]) -> Callable[[int], bytes]:
    def make(turn: int) -> bytes:
        changed: dict[str, Any] = {
            "case_code": _code(turn),
            "applicant_name": f"Nguyễn Thị Tâm {turn}",
            "period": f"kỳ {turn}",
        }
        changed["tracking_url"] = f"https://motcua.dinhcong.example.vn/tra-cuu#{abs(turn):032x}"
        if "rows" in facts:
            changed["rows"] = [row | {"case_code": _code(turn + at)} for at, row in enumerate(facts["rows"])]
        return render_paper(number, form_set=form_set, size=size, facts=facts | changed)

    return make


def _sheeter(facts: dict[str, Any], form_set: str) -> Callable[[int], bytes]:
    return lambda turn: ledger_workbook(facts | {"period": f"kỳ {turn}"}, form_set=form_set)


def _empty_page(turn: int) -> bytes:
    return _typst(f'#set document(title: "{turn}")', [])


def _one_line(turn: int) -> bytes:
    return _typst(
        f'#set text(font: "Tinos", lang: "vi")\n#set document(title: "{turn}")\n= Hồ sơ {turn}', STANDARDS
    )


def _typst(source: str, standards: list[Any]) -> bytes:
    page = compiler().compile(input=source.encode(), format="pdf", timestamp=0, pdf_standards=standards)
    assert isinstance(page, bytes)
    return page


if __name__ == "__main__":
    main()
