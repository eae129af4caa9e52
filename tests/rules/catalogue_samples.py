"""A small procedure for the catalogue tests, and the library as it is kept."""

from functools import cache
from pathlib import Path

from motcua.domain.catalogue.rules import ProcedureFacts, read_procedure

LIBRARY = Path(__file__).parents[2] / "library" / "procedures"

SMALL = """code = "1.001193"
name = "Thủ tục đăng ký khai sinh"
short_name = "Đăng ký khai sinh"
name_en = "Birth registration"
summary = "Ghi tên con vào sổ hộ tịch."
summary_en = "Records a birth."
aliases = ["ks", "giấy khai sinh"]
field = "Hộ tịch"
department = "justice"
levels = ["commune"]
agency = "UBND cấp xã"
applicants = ["citizen"]
valid_from = 2025-07-01
form_set = "tt03-2025"
online_level = "toan_trinh"
legacy_level = 4
channels = ["direct", "online"]
legal_basis = ["123/2015/NĐ-CP"]
route = "five-steps"
steps = [
  { node = "tiep_nhan", hours = 4 },
  { node = "tham_tra", hours = 16 },
  { node = "ky_duyet", hours = 4 },
]

[allowed]
legal = { value = 3, unit = "working_day" }

[[fees]]
key = "le-phi"
name = "Lệ phí hộ tịch"
kind = "le_phi"
amount = 8000
by_channel = { online = 4000 }
exemptions = [
  { key = "ho-ngheo", name = "Hộ nghèo", percent = 100 },
  { key = "sinh-vien", name = "Sinh viên", percent = 50 },
]

[[components]]
key = "to-khai"
name = "Tờ khai"
channels = ["direct"]

[[components]]
key = "uy-quyen"
name = "Văn bản ủy quyền"
when = "Khi nhờ người khác làm thay"

[[results]]
name = "Giấy khai sinh"

[[variants]]
key = "dung-han"
name = "Đúng hạn"
without = ["le-phi"]

[[variants]]
key = "can-xac-minh"
name = "Cần xác minh"
allowed = { legal = { value = 6, unit = "working_day" } }

[[variants.components]]
key = "to-khai"
name = "Tờ khai có xác nhận"

[[variants.components]]
key = "giay-xac-minh"
name = "Giấy xác minh"
"""


def small(old: str = "", new: str = "") -> str:
    """The small procedure with one piece of its text replaced; the piece must be there."""
    assert old in SMALL
    return SMALL.replace(old, new, 1) if old else SMALL


def facts(old: str = "", new: str = "") -> ProcedureFacts:
    return read_procedure(small(old, new), "procedure.toml")


@cache
def library() -> dict[str, ProcedureFacts]:
    """Every file of the library as read, by its path under library/procedures."""
    return {
        f"{path.parent.name}/{path.name}": read_procedure(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(LIBRARY.glob("*/procedure*.toml"))
    }


def today() -> dict[str, ProcedureFacts]:
    """The versions of today, by code."""
    return {each.code: each for name, each in library().items() if name.endswith("/procedure.toml")}
