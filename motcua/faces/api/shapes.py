"""What may be sent: the shapes of requests, with bounds, so that nothing strange reaches an action."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from motcua.foundation.calendar import ZONE
from motcua.foundation.text import LEGACY_LABELS, from_legacy, looks_legacy, nfc

_WRITTEN = re.compile(r"\s*\d{4}-\d\d-\d\d", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2099
MOST_MONEY = 10**12


def readable(text: str) -> str:
    """The text as it will be kept; refuses damaged text and old font encodings with a sentence."""
    if old := looks_legacy(text):
        raise ValueError(
            f"Chữ này theo bảng mã cũ {LEGACY_LABELS[old]}. Xin gửi Unicode: “{from_legacy(text, old)[:80]}”."
        )
    return nfc(text, lines=True)


def of_our_time(day: date) -> date:
    """A day or moment whose year can be reckoned with."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return day


def local_unless_told(moment: datetime) -> datetime:
    """A moment without an offset is meant as Vietnamese time."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def as_written(value: Any) -> Any:
    """Dates come as text, year first: a bare number, which could be read as seconds, is not a day."""
    if not _WRITTEN.match(str(value)):
        raise ValueError("Phải viết ngày dạng 2026-11-20.")
    return value


Name = Annotated[str, Field(max_length=200), AfterValidator(readable)]
Line = Annotated[str, Field(max_length=600), AfterValidator(readable)]
Words = Annotated[str, Field(max_length=4000), AfterValidator(readable)]
Short = Annotated[str, Field(max_length=80), AfterValidator(readable)]
Key = Annotated[str, Field(max_length=60), AfterValidator(readable)]
Day = Annotated[date, BeforeValidator(as_written), AfterValidator(of_our_time)]
Moment = Annotated[
    datetime, BeforeValidator(as_written), AfterValidator(of_our_time), AfterValidator(local_unless_told)
]
Count = Annotated[int, Field(ge=0, le=999, strict=True)]
Money = Annotated[int, Field(ge=0, le=MOST_MONEY, strict=True)]


class Sent(BaseModel):
    """Base of everything sent: a misspelt name is refused, not dropped in silence."""

    model_config = ConfigDict(extra="forbid")


class PaperSent(Sent):
    """One paper handed in; `key` as in the procedure's list of papers."""

    key: Key
    name: Line = Field("", description="Chỉ cần cho giấy tờ ngoài danh mục của thủ tục.")
    originals: Count = Field(0, description="Số bản chính.")
    certified: Count = Field(0, description="Số bản sao có chứng thực.")
    photos: Count = Field(0, description="Số bản chụp.")


class ApplicantSent(Sent):
    """The person or body the case is about, as stated."""

    full_name: Annotated[Name, Field(min_length=1)]
    kind: Literal["citizen", "firm", "household"] = "citizen"
    identity_number: Annotated[Key, Field(max_length=20)] = ""
    tax_code: Annotated[Key, Field(max_length=20)] = ""
    born_on: Day | None = None
    sex: Annotated[Key, Field(max_length=10)] = ""
    phone: Annotated[Key, Field(max_length=20)] = ""
    email: Annotated[str, Field(max_length=254, pattern=r"^([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+)?$")] = ""
    address: Annotated[Line, Field(max_length=400)] = ""


class FilingSent(Sent):
    """A case to be received (direct, postal) or noted as filed online."""

    procedure: Key = Field(description="Mã thủ tục, ví dụ 1.001193.")
    applicant: ApplicantSent
    variant: Key | None = Field(
        None, description="Trường hợp của thủ tục; bỏ trống: trường hợp thường gặp nhất."
    )
    unit: Key | None = Field(None, description="Mã Bộ phận Một cửa; bỏ trống: nơi người giữ token làm việc.")
    authority: Key | None = Field(None, description="Mã cơ quan giải quyết, khi khác nơi thường giải quyết.")
    channel: Literal["direct", "online", "postal"] = "direct"
    papers: Annotated[list[PaperSent], Field(max_length=100)] = []
    subject: Line = Field("", description="Nội dung yêu cầu giải quyết.")
    submitter_name: Name = Field("", description="Người nộp thay, nếu có.")
    result_by: Literal["one_stop", "post", "online"] = "one_stop"
    sets: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    fee: Money | None = Field(
        None, description="Phí, lệ phí thu khi nộp (đồng); bỏ trống: theo biểu phí của thủ tục."
    )


class Proof(Sent):
    """What proves that one holds the slip: its PIN, or the last four digits of the phone or identity number."""

    code: Annotated[Key, Field(min_length=1)] = Field(description="Mã hồ sơ.")
    proof: Annotated[Key, Field(min_length=1, max_length=20)] = Field(
        description="Mã tra cứu 6 số in trên giấy hẹn, hoặc 4 số cuối của số điện thoại hay số định danh đã khai."
    )
