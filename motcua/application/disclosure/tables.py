"""A published month as flat tables, each with a schema: the same numbers as the page, under names that stay."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.application.reports.counts import COUNTS

from .models import Publication

Document = Mapping[str, Any]
COUNT_NAMES = ("carried", *COUNTS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its type in the words of Frictionless Table Schema, and what it is."""

    name: str
    type: str
    said: str


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its name without ending, its title, its columns, and how its rows come from the document."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Document], list[dict[str, Any]]]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


_SAID = {
    "carried": "Kỳ trước chuyển sang", "open_in_time": "Đang giải quyết, trong hạn", "open_overdue": "Đang giải quyết, quá hạn",
    "paused": "Tạm dừng, chờ người nộp", "paused_overdue": "Tạm dừng, đã quá hạn trước khi dừng",
    "overdue_told": "Trong số quá hạn, kể cả tạm dừng: đã có thư xin lỗi", "to_accept": "Nộp trực tuyến, chờ tiếp nhận",
    "to_accept_late": "Nộp trực tuyến, chậm tiếp nhận", "papers_asked": "Yêu cầu bổ sung trước khi tiếp nhận",
    "direct": "Tiếp nhận trực tiếp", "online": "Tiếp nhận trực tuyến", "postal": "Tiếp nhận qua bưu chính",
    "no_boundary": "Trong số tiếp nhận: phi địa giới", "full_offered": "Trong số tiếp nhận: thủ tục toàn trình",
    "full_online": "Trong số trực tuyến: toàn trình", "early": "Xong trước hạn", "on_time": "Xong đúng hạn",
    "late": "Xong quá hạn", "no_due": "Xong, không có ngày hẹn", "withdrawn": "Rút hồ sơ", "stopped": "Dừng giải quyết",
    "late_told": "Trong số xong quá hạn: đã có thư xin lỗi", "withdrawn_near_due": "Trong số rút: rút sát hoặc sau ngày hẹn",
    "not_accepted": "Không được tiếp nhận", "withdrawn_before": "Rút trước khi tiếp nhận",
    "accepted_late": "Tiếp nhận trực tuyến sau 8 giờ làm việc", "extended": "Văn bản xin lỗi có hẹn lại",
    "apologised": "Văn bản xin lỗi không hẹn lại", "more_rounds": "Yêu cầu bổ sung từ lần thứ hai",
    "handed_back": "Trả kết quả cho người nộp", "reopened": "Thu hồi, đính chính kết quả",
}  # fmt: skip
_COUNT_COLUMNS = tuple(Column(name, "integer", _SAID[name]) for name in COUNT_NAMES)


def _units(document: Document) -> list[dict[str, Any]]:
    of_all = {
        "code": document["unit"]["code"],
        "name": "Tổng số",
        "place": None,
        "points": None,
        "points_of": None,
    }
    rows = [
        {
            "code": unit["code"], "name": unit["name"], "place": unit["place"], "points": _number(unit["points"]),
            "points_of": _number(unit["of"]), **unit["figures"],
        }
        for unit in document["units"]
    ]  # fmt: skip
    return [*rows, {**of_all, **document["figures"]}]


def _months(document: Document) -> list[dict[str, Any]]:
    return [{"month": row["key"], **{name: row[name] for name in COUNT_NAMES}} for row in document["months"]]


def _index(document: Document) -> list[dict[str, Any]]:
    index = document["index"]
    return [
        {
            "number": row["number"], "key": row["key"], "name": row["name"], "state": row["state"],
            "counts": "; ".join(f"{name} = {value:g}" for name, value in (row["counts"] or {}).items()),
            "formula": " ".join(row["formula"].split()), "max": _number(row["max"]), "points": _number(row["points"]),
            "estimated": row["estimated"], "source": row["source"],
        }
        for row in (index["indicators"] if index else ())
    ]  # fmt: skip


_FEEDBACK = {
    "carried": "Kỳ trước chuyển sang", "received": "Nhận trong kỳ", "on_rules": "Trong số nhận: về quy định, thủ tục",
    "on_conduct": "Trong số nhận: về hành vi của cán bộ, cơ quan", "in_time": "Trả lời đúng hạn",
    "late": "Trả lời quá hạn", "declined": "Không thuộc thẩm quyền, đã hướng dẫn", "open": "Chờ trả lời, trong hạn",
    "overdue": "Chờ trả lời, quá hạn",
}  # fmt: skip


def _feedback(document: Document) -> list[dict[str, Any]]:
    """Nothing in editions of before there was feedback, nor in a month without any."""
    found = document["feedback"]
    if not found or not any(found["figures"].values()):
        return []
    rows = [{"code": unit["code"], "name": unit["name"], **unit["figures"]} for unit in found["units"]]
    return [*rows, {"code": document["unit"]["code"], "name": "Tổng số", **found["figures"]}]


_LATE = (
    Column("case", "string", "Bốn số cuối của mã hồ sơ"),
    Column("procedure", "string", "Thủ tục"),
    Column("field", "string", "Lĩnh vực"),
    Column("unit", "string", "Đơn vị tiếp nhận"),
    Column("unit_code", "string", "Mã đơn vị"),
    Column("step", "string", "Bước đang giữ hồ sơ"),
    Column("due_on", "date", "Hạn trả, hoặc hạn tiếp nhận"),
    Column("days", "integer", "Số ngày làm việc quá hạn"),
    Column("told_on", "date", "Ngày gửi thư xin lỗi gần nhất"),
    Column("cause", "string", "Lý do nêu trong thư"),
    Column("paused", "boolean", "Đang tạm dừng, quá hạn từ trước"),
)
TABLES = {
    table.key: table
    for table in (
        Table(
            "don-vi", "Từng đơn vị",
            (
                Column("code", "string", "Mã đơn vị"), Column("name", "string", "Tên đơn vị"),
                Column("place", "integer", "Thứ bậc trong kỳ"), Column("points", "number", "Điểm chỉ số phục vụ"),
                Column("points_of", "number", "Số điểm đã có số liệu"), *_COUNT_COLUMNS,
            ),
            _units,
        ),
        Table("thang", "Mười hai tháng", (Column("month", "string", "Tháng"), *_COUNT_COLUMNS), _months),
        Table("qua-han", "Hồ sơ đang quá hạn", _LATE, lambda document: list(document["late_to_handle"])),
        Table("cham-tiep-nhan", "Hồ sơ chậm tiếp nhận", _LATE, lambda document: list(document["late_to_accept"])),
        Table(
            "phan-anh", "Phản ánh, kiến nghị",
            (
                Column("code", "string", "Mã đơn vị"), Column("name", "string", "Tên đơn vị"),
                *(Column(name, "integer", said) for name, said in _FEEDBACK.items()),
            ),
            _feedback,
        ),
        Table(
            "chi-so", "Bộ chỉ số phục vụ",
            (
                Column("number", "integer", "Số thứ tự"), Column("key", "string", "Mã chỉ số"),
                Column("name", "string", "Tên chỉ số"),
                Column("state", "string", "scored, missing, empty, shown, not_applicable"),
                Column("counts", "string", "Các số đếm"), Column("formula", "string", "Công thức (CEL)"),
                Column("max", "number", "Điểm tối đa"), Column("points", "number", "Điểm"),
                Column("estimated", "boolean", "Ước tính"), Column("source", "string", "Nguồn số liệu"),
            ),
            _index,
        ),
    )
}  # fmt: skip


def schema(publication: Publication) -> dict[str, Any]:
    """A Frictionless Data Package that describes every table of an edition: columns, licence, source, moment."""
    document = publication.document
    licence = document["licence"]
    return {
        "profile": "tabular-data-package",
        "name": f"cong-bo-{publication.month:%Y-%m}",
        "title": f"{document['unit']['name']}, {document['period']['label']}",
        "created": document["reckoned_at"],
        "version": str(publication.edition),
        "licenses": [{"name": licence["name"], "path": licence["url"]}],
        "sources": [{"title": document["source"]}],
        "hash": publication.digest,
        "resources": [
            {
                "name": table.key, "title": table.title, "path": f"{table.key}.csv", "format": "csv", "encoding": "utf-8-sig",
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [
                        {"name": column.name, "type": column.type, "description": column.said}
                        for column in table.columns
                    ],
                    "missingValues": [""],
                },
            }
            for table in TABLES.values()
        ],
    }  # fmt: skip


_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def parquet(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> bytes:
    """The rows as Parquet, with types."""
    import duckdb  # a tenth of a second to load, and few ask for it

    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        made = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in columns)
        connection.execute(f"CREATE TABLE rows ({made})")
        if rows:
            places = ", ".join("?" for _ in columns)
            connection.executemany(
                f"INSERT INTO rows VALUES ({places})", [[row[c.name] for c in columns] for row in rows]
            )
        target = Path(folder) / "rows.parquet"
        connection.execute(f"COPY rows TO '{target}' (FORMAT parquet)")
        return target.read_bytes()


def _number(said: str | None) -> float | None:
    return None if said is None else float(said)
