"""Checks that need more than one value of a procedure: keys, hours, links."""

from collections import Counter
from collections.abc import Iterable

from . import words
from .facts import Allowed, Component, Fee, ProcedureFacts, Span, Step
from .ledger import Ledger
from .lines import Path

HOURS_PER_DAY = 8


def working_hours(span: Span) -> int | None:
    """The working hours an allowance leaves the office: days x 8, calendar days at five working days of seven.

    None for clock hours, which do not follow sessions.
    """
    if span.unit == "hour":
        return None
    if span.unit == "working_hour":
        return span.value
    days = {"working_day": span.value, "calendar_day": round(span.value * 5 / 7), "month": span.value * 22}
    return days[span.unit] * HOURS_PER_DAY


def path_hours(steps: Iterable[Step]) -> int:
    """The working hours from first step to last; of steps beside each other the longest counts."""
    total = last = 0
    for step in steps:
        total += max(0, step.hours - last) if step.beside else step.hours
        last = max(last, step.hours) if step.beside else step.hours
    return total


def check_keys(facts: ProcedureFacts, ledger: Ledger) -> None:
    """Keys stand once in their list; what a variant leaves out must be there to leave out."""
    _once(("fees",), (fee.key for fee in facts.fees), ledger)
    _once(("components",), (paper.key for paper in facts.components), ledger)
    _once(("variants",), (variant.key for variant in facts.variants), ledger)
    _once(("steps",), (step.node for step in facts.steps), ledger)
    shared = {paper.key for paper in facts.components} | {fee.key for fee in facts.fees}
    for index, variant in enumerate(facts.variants):
        path: Path = ("variants", index)
        _once((*path, "fees"), (fee.key for fee in variant.fees), ledger)
        _once((*path, "components"), (paper.key for paper in variant.components), ledger)
        for key in variant.without:
            if key not in shared:
                ledger.fault(
                    (*path, "without"), f"Không có giấy tờ hay khoản thu chung nào mang khóa «{key}» để bớt."
                )
    _papers(("components",), facts.components, ledger)
    _fees(("fees",), facts.fees, ledger)
    for index, variant in enumerate(facts.variants):
        _papers(("variants", index, "components"), variant.components, ledger)
        _fees(("variants", index, "fees"), variant.fees, ledger)


def check_hours(facts: ProcedureFacts, ledger: Ledger) -> None:
    """Warn when the hours of the steps are not the hours of the allowance."""
    _hours(("steps",), facts.steps, facts.allowed.legal, ledger)
    for index, variant in enumerate(facts.variants):
        _hours(("variants", index, "steps"), variant.steps, (variant.allowed or facts.allowed).legal, ledger)
    for path, allowed in _allowances(facts):
        legal, promised = working_hours(allowed.legal), working_hours(allowed.promised)
        if legal is not None and promised is not None and promised > legal:
            ledger.fault(
                (*path, "promised"), "Thời hạn cam kết dài hơn thời hạn theo quy định; hãy rút ngắn lại."
            )


def check_links(facts: ProcedureFacts, ledger: Ledger) -> None:
    """A linked procedure has at least two parts, and is not a part of itself."""
    if facts.linked is None:
        return
    path: Path = ("linked", "children")
    _once(path, (child.key for child in facts.linked.children), ledger)
    if len(facts.linked.children) < 2:
        ledger.fault(path, "Thủ tục liên thông cần ít nhất hai thủ tục thành phần.")
    if any(child.procedure == facts.code for child in facts.linked.children):
        ledger.fault(path, "Thủ tục không thể là thành phần của chính nó.")


def check_unconfirmed(facts: ProcedureFacts, ledger: Ledger) -> None:
    """What is marked unconfirmed must be something a procedure has."""
    for name in facts.unconfirmed:
        if not all(part in words.FIELDS for part in name.split(".")):
            ledger.fault(("unconfirmed",), f"Không có mục tên «{name}» để đánh dấu chưa kiểm chứng.")


def _allowances(facts: ProcedureFacts) -> Iterable[tuple[Path, Allowed]]:
    yield ("allowed",), facts.allowed
    for index, variant in enumerate(facts.variants):
        if variant.allowed:
            yield ("variants", index, "allowed"), variant.allowed


def _once(path: Path, keys: Iterable[str], ledger: Ledger) -> None:
    seen: Counter[str] = Counter()
    for index, key in enumerate(keys):
        seen[key] += 1
        if seen[key] == 2:
            ledger.fault(
                (*path, index), f"Khóa «{key}» đã dùng ở trên; mỗi khóa chỉ dùng một lần trong danh sách."
            )


def _papers(path: Path, papers: tuple[Component, ...], ledger: Ledger) -> None:
    for index, paper in enumerate(papers):
        if paper.originals + paper.copies == 0:
            ledger.fault(
                (*path, index), f"Giấy tờ «{paper.name}» có 0 bản; hãy ghi số bản chính hoặc bản sao."
            )
        if paper.when and paper.required:
            ledger.fault(
                (*path, index, "required"),
                "Giấy tờ chỉ cần trong một số trường hợp thì không thể luôn bắt buộc.",
            )


def _fees(path: Path, fees: tuple[Fee, ...], ledger: Ledger) -> None:
    for index, fee in enumerate(fees):
        if fee.tiers and fee.per != "page":
            ledger.fault(
                (*path, index, "tiers"), 'Mức thu theo bậc chỉ dùng khi tính theo trang (per = "page").'
            )


def _hours(path: Path, steps: tuple[Step, ...], span: Span, ledger: Ledger) -> None:
    hours, expected = path_hours(steps), working_hours(span)
    if steps and expected is not None and hours != expected:
        ledger.warn(
            path,
            f"Tổng số giờ các bước là {hours}, còn thời hạn {span.value} {words.UNITS[span.unit]}"
            f" tương ứng {expected} giờ làm việc.",
        )
