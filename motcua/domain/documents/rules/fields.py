"""What a paper is declared with: its fields, their kinds, its sizes, and the sentence when one is wrong."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["line", "text", "day", "moment", "moment_or_none", "count", "money", "flag", "lines", "rows"]
Size = Literal["A4", "A5", "A6"]

# What a caller gives for each kind; printed in the reference and in refusals.
KIND_WORDS: dict[Kind, str] = {
    "line": "một dòng chữ",
    "text": "đoạn chữ, có thể nhiều dòng",
    "day": "một ngày (date)",
    "moment": "một thời điểm (datetime)",
    "moment_or_none": "một thời điểm (datetime), hoặc None nếu không có ngày hẹn cụ thể",
    "count": "một số đếm từ 0 trở lên",
    "money": "số tiền nguyên, tính bằng đồng",
    "flag": "đúng hoặc sai (True/False)",
    "lines": "danh sách các dòng chữ",
    "rows": "danh sách các dòng của bảng",
}


class PaperError(ValueError):
    """A paper that cannot be printed, as a sentence for the person at the screen."""


@dataclass(frozen=True)
class Field:
    """One thing a paper prints: the key a caller uses, its Vietnamese name, and what may be given."""

    name: str
    label: str
    kind: Kind = "line"
    required: bool = False
    columns: tuple["Field", ...] = ()  # the fields of one row, when kind is "rows"
    note: str = ""
    at_least: int = 0  # rows without which the paper says nothing


@dataclass(frozen=True)
class Form:
    """One official or auxiliary paper of a form set; `template` is a path under library/papers."""

    number: str
    title: str
    sizes: tuple[Size, ...]
    fields: tuple[Field, ...]
    template: str
    issued_by: str = ""  # the circular it belongs to; empty for the auxiliary slips of an office
    copies: int = 2  # liên printed at most

    @property
    def name(self) -> str:
        """How a sentence calls this paper: “Mẫu 01 (Giấy tiếp nhận …)” or its title alone."""
        return f"Mẫu {self.number} ({self.title})" if self.number.isdigit() else self.title


def need(name: str, label: str, kind: Kind = "line", **more: object) -> Field:
    """A field without which the paper is not lawful or of no use."""
    return Field(name, label, kind, required=True, **more)  # type: ignore[arg-type]
