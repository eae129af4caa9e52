"""What an export holds and for how long it is kept. Pure: no Django, no clock.

One row is one case that stands in the figures of the period: standing open or waiting to be accepted at its end, or
ended within it, all as known at the end of the last day. No name, number, telephone or address of anybody.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[3] / "library"
KINDS = {"csv": "CSV", "parquet": "Parquet"}
MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


class ExportRefused(ValueError):
    """No file could be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file; `kind` is its type in Parquet, `words` what it means."""

    key: str
    kind: str
    words: str


COLUMNS = (
    Column("code", "VARCHAR", "Mã hồ sơ"),
    Column("unit_code", "VARCHAR", "Mã đơn vị tiếp nhận"),
    Column("unit", "VARCHAR", "Đơn vị tiếp nhận"),
    Column("authority_code", "VARCHAR", "Mã cơ quan giải quyết"),
    Column("authority", "VARCHAR", "Cơ quan giải quyết"),
    Column("procedure_code", "VARCHAR", "Mã thủ tục"),
    Column("procedure", "VARCHAR", "Thủ tục"),
    Column("field", "VARCHAR", "Lĩnh vực"),
    Column("channel", "VARCHAR", "Cách nộp: direct (trực tiếp), online (trực tuyến), postal (bưu chính)"),
    Column(
        "filed_at", "TIMESTAMPTZ", "Lúc nộp trực tuyến; trống nếu nộp cách khác hoặc nộp sau ngày cuối kỳ"
    ),
    Column("received_at", "TIMESTAMPTZ", "Lúc tiếp nhận; trống nếu chưa tiếp nhận"),
    Column("due_at", "TIMESTAMPTZ", "Ngày hẹn trả; trống khi thời hạn đang dừng hoặc không có hạn"),
    Column("finished_at", "TIMESTAMPTZ", "Lúc có kết quả, rút hoặc dừng; trống nếu chưa xong"),
    Column("returned_at", "TIMESTAMPTZ", "Lúc trả kết quả cho người nộp; trống nếu chưa trả"),
    Column("state", "SMALLINT", "Trạng thái của hồ sơ, 1 đến 10 như Cổng Dịch vụ công quốc gia"),
    Column("place", "VARCHAR", "Chỗ đứng trong số liệu: open (đang làm), paused (tạm dừng), early (trước hạn), on_time (đúng hạn), "
           "late (quá hạn), no_due (không có hạn), withdrawn (rút), stopped (dừng), to_accept (chờ tiếp nhận), papers_asked "
           "(chờ bổ sung trước tiếp nhận), not_accepted (không tiếp nhận), withdrawn_before (rút trước tiếp nhận)"),
    Column("overdue", "BOOLEAN", "Đang mở mà đã quá hạn, hoặc chờ tiếp nhận quá giờ quy định"),
    Column("days_late", "INTEGER", "Số ngày (kể cả ngày nghỉ) từ ngày hẹn đến ngày xong hoặc đến cuối kỳ; trống nếu không trễ "
           "hoặc thời hạn đang dừng"),
    Column("carried", "BOOLEAN", "Từ kỳ trước chuyển sang"),
    Column("apologised", "BOOLEAN", "Đã có thư xin lỗi về việc chậm, có hoặc không có ngày hẹn mới"),
    Column("near_due", "BOOLEAN", "Rút sát ngày hẹn hoặc sau ngày hẹn"),
    Column("no_boundary", "BOOLEAN", "Nhận ngoài địa giới của cơ quan giải quyết"),
    Column("full_offered", "BOOLEAN", "Thủ tục làm trực tuyến toàn trình được"),
)  # fmt: skip


def file_name(unit_code: str, first: date, last: date, kind: str) -> str:
    """The name the file is offered under."""
    return f"ho-so-{unit_code}-{first.isoformat()}-{last.isoformat()}.{kind}"


@cache
def _kept() -> tuple[tuple[date, int], ...]:
    rows = tomllib.loads((LIBRARY / "figures.toml").read_text("utf-8"))["export"]
    return tuple(sorted(((row["valid_from"], int(row["kept_days"])) for row in rows), reverse=True))


def kept_days(on: date) -> int:
    """For how many days a file written on a day is kept (library/figures.toml)."""
    return next((days for since, days in _kept() if since <= on), _kept()[-1][1])
