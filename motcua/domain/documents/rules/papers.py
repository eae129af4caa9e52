"""Prints one official paper from the facts of a case."""

from collections.abc import Mapping
from datetime import date, datetime, time

from .codes import barcode_picture, qr_picture
from .fields import PaperError
from .forms import form_for
from .setting_out import VIETNAM, local_moment, page_to_type, priced, set_out
from .typeset import drawn, typeset


def render_paper(
    form: str, *, form_set: str, facts: Mapping[str, object], size: str = "", copies: int = 1
) -> bytes:
    """The paper as PDF bytes, the same bytes for the same facts; on the first size it has where none is named.

    `copies=2` prints both liên of Mẫu 01 (lưu, giao khách hàng), 3 those of a receipt, any other paper as often.
    Raises PaperError, a sentence for the screen, when a compulsory field is missing or a value cannot be printed.
    """
    task, at = _task(form, form_set, facts, size, copies)
    return typeset(task, at=at)


def draw_paper(form: str, *, form_set: str, facts: Mapping[str, object], size: str = "") -> list[bytes]:
    """One copy of the paper as SVG pages; raises PaperError as render_paper does."""
    task, at = _task(form, form_set, facts, size, 1)
    return drawn(task, at=at)


def _task(
    form: str, form_set: str, facts: Mapping[str, object], size: str, copies: int
) -> tuple[dict[str, object], datetime]:
    """What the template is given, and the day of the paper."""
    chosen = form_for(form_set, form)
    size = size or chosen.sizes[0]
    if size not in chosen.sizes:
        raise PaperError(
            f"{chosen.name} chỉ in được trên khổ {' hoặc '.join(chosen.sizes)}, không phải {size}."
        )
    if not 1 <= copies <= chosen.copies:
        raise PaperError(f"Mỗi lần chỉ in 1 hoặc {chosen.copies} liên.")
    printable = set_out(chosen, facts)
    task: dict[str, object] = {
        "template": chosen.template,
        "form": {"number": chosen.number, "title": chosen.title, "issued_by": chosen.issued_by},
        "sheet": {"size": size, "copies": copies, **_longest_words(printable)},
        "facts": printable | _derived(printable),
    }
    return task, made_at(facts)


def _derived(printable: Mapping[str, object]) -> dict[str, object]:
    """What follows from the facts: pictures of the codes, the sum of the fees, the dateline."""
    derived: dict[str, object] = {"barcode": None, "qr": None}
    if code := printable.get("waybill") or printable.get("case_code"):
        derived["barcode"] = barcode_picture(str(code))
    if address := printable.get("tracking_url"):
        derived["qr"] = qr_picture(str(address))
        derived["lookup_link"] = printable.get("lookup_link") or page_to_type(str(address))
    fees = printable.get("fees")
    if isinstance(fees, list):
        total = sum(fee["amount"]["amount"] for fee in fees)
        derived["fees_total"] = priced(total)
    return derived


def _longest_words(printable: Mapping[str, object]) -> dict[str, int]:
    """Letters of the longest unbroken word in running text and in table cells: long ones may break anywhere."""
    cells = [
        cell
        for rows in printable.values()
        if isinstance(rows, list)
        for cell in rows
        if isinstance(cell, dict)
    ]
    prose = [words for words in printable.values() if isinstance(words, str | list)]
    return {"longest_word": _longest(prose), "longest_in_cell": _longest(cells)}


def _longest(words: object) -> int:
    if isinstance(words, str):
        return max(map(len, words.replace("-", " ").split()), default=0)
    if isinstance(words, Mapping):
        return max(map(_longest, words.values()), default=0)
    return max(map(_longest, words), default=0) if isinstance(words, list) else 0


def made_at(facts: Mapping[str, object]) -> datetime:
    """Noon of the day printed on the paper: does not depend on when it is printed, and is that day in any reader's zone."""
    on = facts["on"]
    day = local_moment(on).date() if isinstance(on, datetime) else on
    assert isinstance(day, date)  # set_out has refused anything else
    return datetime.combine(day, time(12), VIETNAM)
