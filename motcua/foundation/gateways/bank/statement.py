"""A bank's statement as a file: camt.053 (ISO 20022) or CSV. Only credits are read; nothing outside the file is."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from motcua.foundation.calendar import ZONE

from .contract import BankRefused, Credit, checked

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000
# Heads a bank's CSV may have, folded: ours first.
COLUMNS = {
    "transaction_id": ("transaction id", "ma giao dich", "so giao dich", "so tham chieu", "reference"),
    "account": ("account", "so tai khoan", "tai khoan nhan", "tai khoan"),
    "amount": ("amount", "so tien", "ghi co", "so tien ghi co", "credit"),
    "content": ("content", "noi dung", "dien giai", "description"),
    "paid_at": ("paid at", "ngay giao dich", "thoi gian", "ngay", "date"),
}
DATES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Line:
    """One credit of a statement, or why its line cannot be read."""

    number: int
    credit: Credit | None
    problem: str = ""


def read_statement(content: bytes, *, banks: Mapping[str, str], fold: Callable[[str], str]) -> list[Line]:
    """The credits of a file, line by line; `banks` gives the BIN of each of our accounts, `fold` drops accents.

    Raises BankRefused for a file that is neither.
    """
    if len(content) > MOST_BYTES:
        raise BankRefused(
            f"Tệp sao kê lớn hơn {MOST_BYTES // 1024 // 1024} MB; xin tách theo ngày rồi nạp từng tệp."
        )
    if not content.strip():
        raise BankRefused("Tệp sao kê trống.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return list(_camt(content, banks))
    return list(_csv(content, banks, fold))


def _line(number: int, banks: Mapping[str, str], **said: Any) -> Line:
    try:
        bank = banks.get(said["account"])
        if bank is None:
            raise BankRefused(f"Tài khoản {said['account'][:30]} không phải tài khoản thu của cơ quan.")
        return Line(number, checked(Credit(bank=bank, **said)))
    except BankRefused as problem:
        return Line(number, None, str(problem))


# CSV ----------------------------------------------------------------------------------------------------------


def _csv(content: bytes, banks: Mapping[str, str], fold: Callable[[str], str]) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BankRefused("Tệp không phải camt.053, cũng không phải CSV bảng mã UTF-8.") from problem
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        places = _places(next(rows, []), fold)
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise BankRefused(f"Tệp có hơn {MOST_ROWS} dòng; xin tách ra rồi nạp từng tệp.")
            if any(cell.strip() for cell in row):
                yield _row(number, row, places, banks)
    except csv.Error as problem:
        raise BankRefused("Tệp CSV bị hỏng; xin xuất lại từ ngân hàng.") from problem


def _places(heads: list[str], fold: Callable[[str], str]) -> dict[str, int]:
    known = [" ".join(fold(head).split()) for head in heads]
    found = {
        name: next((known.index(each) for each in words if each in known), -1)
        for name, words in COLUMNS.items()
    }
    missing = [name for name, place in found.items() if place < 0]
    if missing:
        raise BankRefused(
            f"Dòng đầu của CSV phải có các cột {', '.join(COLUMNS)}; chưa thấy: {', '.join(missing)}."
        )
    return found


def _row(number: int, row: list[str], places: Mapping[str, int], banks: Mapping[str, str]) -> Line:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    amount = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]00?)?", cells["amount"])
    if amount is None:
        return Line(number, None, f"Số tiền “{cells['amount'][:30]}” không phải số đồng nguyên lớn hơn 0.")
    paid_at = _moment(cells["paid_at"])
    if paid_at is None:
        return Line(number, None, f"Ngày “{cells['paid_at'][:30]}” phải viết như 26/11/2026 09:30.")
    return _line(
        number, banks, account=cells["account"].replace(" ", "").upper(), transaction_id=cells["transaction_id"],
        amount=int(re.sub(r"[.,]", "", amount.group(1))), content=_one_line(cells["content"]), paid_at=paid_at,
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
        return told if told.tzinfo else told.replace(tzinfo=ZONE)
    except ValueError:
        pass
    for form in DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    return None


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]


# camt.053 -----------------------------------------------------------------------------------------------------


def _camt(content: bytes, banks: Mapping[str, str]) -> Iterator[Line]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise BankRefused("Tệp XML bị hỏng; xin tải lại từ ngân hàng.") from problem
    if root.getroottree().docinfo.doctype:
        raise BankRefused("Tệp XML có khai báo DOCTYPE nên không được nhận; xin tải lại từ ngân hàng.")
    if "camt.053" not in (etree.QName(root).namespace or ""):
        raise BankRefused("Tệp XML không phải sao kê camt.053.")
    number = 0
    for statement in root.iterfind("{*}BkToCstmrStmt/{*}Stmt"):
        account = _text(statement, "Acct/Id/Othr/Id") or _text(statement, "Acct/Id/IBAN")
        for entry in statement.iterfind("{*}Ntry"):
            if (
                _text(entry, "CdtDbtInd") == "CRDT"
                and (_text(entry, "Sts/Cd") or _text(entry, "Sts")) == "BOOK"
            ):
                details = entry.findall("{*}NtryDtls/{*}TxDtls") or [entry]
                for detail in details:
                    number += 1
                    yield _entry(number, account, entry, detail, len(details) > 1, banks)


def _entry(number: int, account: str, entry: Any, detail: Any, many: bool, banks: Mapping[str, str]) -> Line:
    """One transaction; where an entry holds several, each has its own amount and id."""
    own = _find(detail, "Amt") if detail is not entry else None
    own = own if own is not None else _find(detail, "AmtDtls/TxAmt/Amt")
    if many and own is None:
        return Line(number, None, "Bút toán gộp nhiều giao dịch mà không ghi số tiền từng giao dịch.")
    amount = own if own is not None else _find(entry, "Amt")
    if (
        amount is None
        or amount.get("Ccy") != "VND"
        or not re.fullmatch(r"\d+(\.0+)?", (amount.text or "").strip())
    ):
        return Line(number, None, "Số tiền không phải số đồng nguyên (Ccy phải là VND).")
    reference = (
        _text(detail, "Refs/AcctSvcrRef") or _text(detail, "Refs/TxId")
        or ("" if many else _text(entry, "AcctSvcrRef")) or _text(detail, "Refs/EndToEndId")
    )  # fmt: skip
    paid_at = _moment(
        _text(entry, "BookgDt/DtTm")
        or _text(entry, "BookgDt/Dt")
        or _text(entry, "ValDt/DtTm")
        or _text(entry, "ValDt/Dt")
    )
    if paid_at is None:
        return Line(number, None, "Bút toán không có ngày ghi sổ (BookgDt).")
    words = " ".join(each.text or "" for each in detail.iterfind("{*}RmtInf/{*}Ustrd")) or _text(
        entry, "AddtlNtryInf"
    )
    return _line(
        number, banks, account=account.replace(" ", "").upper(), transaction_id=reference,
        amount=int((amount.text or "").strip().partition(".")[0]), content=_one_line(words), paid_at=paid_at,
    )  # fmt: skip


def _find(node: Any, path: str) -> Any:
    return node.find("/".join(f"{{*}}{part}" for part in path.split("/")))


def _text(node: Any, path: str) -> str:
    found = _find(node, path)
    return (found.text or "").strip() if found is not None else ""
