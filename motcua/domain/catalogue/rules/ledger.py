"""Reading one table of a source: every value is checked as it is taken, every fault is written down."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from motcua.foundation.text import LEGACY_LABELS, TextRefused, looks_legacy, nfc

from .facts import Problem
from .lines import Path, dotted, line_of

T = TypeVar("T")


class Ledger:
    """The faults and warnings of one source."""

    def __init__(self, file: str, lines: Mapping[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def fault(self, path: Path, message: str) -> None:
        self.problems.append(self._problem(path, message))

    def warn(self, path: Path, message: str) -> None:
        self.warnings.append(self._problem(path, message))

    def _problem(self, path: Path, message: str) -> Problem:
        return Problem(self.file, line_of(path, self.lines), dotted(path), message)


class Table:
    """One table being read. Each method takes a key once; `done` complains about keys nobody asked for."""

    def __init__(self, values: object, path: Path, ledger: Ledger) -> None:
        if not isinstance(values, Mapping):
            ledger.fault(path, "Mục này phải là một bảng có các khóa bên trong.")
            values = {}
        self.values: Mapping[str, Any] = values
        self.path = path
        self.ledger = ledger
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def text(
        self, key: str, *, required: bool = False, most: int = 2000, pattern: str = "", hint: str = ""
    ) -> str:
        """A NFC text without outer spaces; `pattern` must match all of it, `hint` says how it should look."""
        value = self._take(key, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            return self._refuse(key, "Cần một đoạn chữ đặt trong dấu nháy kép.", "")
        tidy = self._tidy(key, value)
        if required and not tidy:
            self.ledger.fault((*self.path, key), "Mục này đang để trống; hãy điền nội dung.")
        if len(tidy) > most:
            self.ledger.fault((*self.path, key), f"Dài {len(tidy)} ký tự; tối đa {most} ký tự.")
        if tidy and pattern and not re.fullmatch(pattern, tidy):
            self.ledger.fault((*self.path, key), f"«{tidy}» không đúng dạng. {hint}")
        return tidy

    def choice(
        self, key: str, allowed: Mapping[str, str], *, required: bool = False, default: str = ""
    ) -> str:
        value = self.text(key, required=required)
        if value and value not in allowed:
            self.ledger.fault(
                (*self.path, key), f"Không có giá trị «{value}». Hãy dùng: {', '.join(allowed)}."
            )
        return value or default

    def choices(self, key: str, allowed: Mapping[str, str], *, required: bool = False) -> tuple[str, ...]:
        values = self.texts(key, required=required)
        for value in values:
            if value not in allowed:
                self.ledger.fault(
                    (*self.path, key), f"Không có giá trị «{value}». Hãy dùng: {', '.join(allowed)}."
                )
        return values

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self._take(key, required)
        if value is None:
            return ()
        if (
            isinstance(value, str)
            or not isinstance(value, Sequence)
            or not all(isinstance(v, str) for v in value)
        ):
            return self._refuse(key, 'Cần một danh sách chữ, ví dụ ["a", "b"].', ())
        texts = tuple(self._tidy(key, text) for text in value)
        if required and not texts:
            self.ledger.fault((*self.path, key), "Danh sách đang trống; hãy ghi ít nhất một giá trị.")
        if len(set(texts)) < len(texts):
            self.ledger.fault((*self.path, key), "Danh sách có giá trị lặp lại; mỗi giá trị chỉ ghi một lần.")
        return texts

    def integer(self, key: str, *, required: bool = False, default: int = 0, least: int = 0) -> int:
        value = self.optional_integer(key, required=required, least=least)
        return default if value is None else value

    def optional_integer(self, key: str, *, required: bool = False, least: int = 0) -> int | None:
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            return self._refuse(key, "Cần một số nguyên, viết không có dấu chấm và không có nháy.", None)
        if value < least:
            what = "không được là số âm" if least == 0 else f"phải từ {least} trở lên"
            self.ledger.fault((*self.path, key), f"Giá trị {value} {what}.")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._take(key, required=False)
        if value is None:
            return default
        return value if isinstance(value, bool) else self._refuse(key, "Chỉ nhận true hoặc false.", default)

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._take(key, required)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return self._refuse(key, "Cần một ngày có thật, viết theo dạng 2025-07-01.", None)

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        value = self._take(key, required)
        return None if value is None else Table(value, (*self.path, key), self.ledger)

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        value = self._take(key, required)
        if value is None:
            return []
        if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            return self._refuse(key, f"Cần một danh sách bảng, mỗi bảng mở đầu bằng [[{key}]].", [])
        return [Table(row, (*self.path, key, index), self.ledger) for index, row in enumerate(value)]

    def numbers(self, key: str, allowed: Collection[str]) -> tuple[tuple[str, int], ...]:
        """A small table of whole numbers by name, in the order written."""
        inner = self.table(key)
        if inner is None:
            return ()
        pairs = tuple((name, inner.integer(name)) for name in allowed if inner.has(name))
        inner.done()
        return pairs

    def done(self) -> None:
        """Complain about keys that nobody asked for: most are misspelt."""
        for key in self.values:
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, 1)
                guess = f" Có phải «{near[0]}» không?" if near else ""
                self.ledger.fault((*self.path, key), f"Không có mục tên «{key}».{guess}")

    def _take(self, key: str, required: bool) -> Any:
        self.asked.add(key)
        value = self.values.get(key)
        if value is None and required:
            self.ledger.fault((*self.path, key), f"Thiếu mục «{key}»; hãy ghi thêm.")
        return value

    def _tidy(self, key: str, text: str) -> str:
        """The text in clean composed Unicode; text in an old font encoding is a fault."""
        if encoding := looks_legacy(text):
            message = (
                f"Chữ đang ở bảng mã cũ ({LEGACY_LABELS[encoding]}); hãy chuyển sang Unicode rồi nhập lại."
            )
            return self._refuse(key, message, "")
        try:
            return nfc(text)
        except TextRefused as refused:
            return self._refuse(key, str(refused), "")

    def _refuse(self, key: str, message: str, instead: T) -> T:
        self.ledger.fault((*self.path, key), message)
        return instead
