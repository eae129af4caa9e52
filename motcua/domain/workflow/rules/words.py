"""The words of a route in Vietnamese and English, and how its elements are named in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .route import Node

#: role key -> (Vietnamese, English)
ROLES: Mapping[str, tuple[str, str]] = {
    "citizen": ("Người nộp hồ sơ", "Applicant"),
    "reception": ("Cán bộ Một cửa", "One-stop desk"),
    "centre_head": ("Trưởng Bộ phận Một cửa", "Head of the one-stop desk"),
    "officer": ("Chuyên viên thụ lý", "Officer in charge"),
    "dept_head": ("Lãnh đạo phòng chuyên môn", "Head of department"),
    "leader": ("Lãnh đạo cơ quan", "Leader of the office"),
    "clerk": ("Văn thư", "Clerk"),
    "cashier": ("Bộ phận thu phí", "Cashier"),
    "postal": ("Nhân viên bưu chính công ích", "Public postal service"),
    "ptc_control": ("Cán bộ kiểm soát thủ tục", "Procedure control"),
    "inspector": ("Thanh tra", "Inspector"),
    "records": ("Lưu trữ", "Records"),
    "partner": ("Cơ quan phối hợp", "Co-operating agency"),
}

#: unit of a lane -> (Vietnamese, English); `partner:<key>` is named by PARTNERS
UNITS: Mapping[str, tuple[str, str]] = {
    "one_stop": ("Bộ phận Một cửa", "One-stop desk"),
    "department": ("Phòng chuyên môn", "Department in charge"),
    "authority": ("Cơ quan giải quyết", "Deciding office"),
    "origin": ("Nơi tiếp nhận hồ sơ", "Place of reception"),
}

PARTNERS: Mapping[str, tuple[str, str]] = {
    "thue": ("Cơ quan thuế", "Tax office"),
    "cong_an": ("Công an", "Police"),
    "bhxh": ("Cơ quan bảo hiểm xã hội", "Social insurance"),
    "vpdkdd": ("Văn phòng đăng ký đất đai", "Land registration office"),
}

#: case action that completes a step -> (Vietnamese, English)
ACTIONS: Mapping[str, tuple[str, str]] = {
    "hand_over": ("Chuyển hồ sơ", "Hand over"),
    "forward": ("Chuyển bước sau", "Forward"),
    "assign": ("Phân công", "Assign"),
    "approve": ("Ký duyệt", "Sign"),
    "issue_result": ("Phát hành kết quả", "Issue the result"),
    "hand_back": ("Trả kết quả", "Hand back"),
    "give_opinion": ("Cho ý kiến", "Give an opinion"),
}


def role_label(role: str, lang: str = "vi") -> str:
    """What a role is called on a page; an unknown key is shown as it is."""
    return _in(lang, ROLES.get(role, (role, role)))


def unit_label(unit: str, lang: str = "vi") -> str:
    """What the unit of a lane is called on a page."""
    if unit.startswith("partner:"):
        key = unit.removeprefix("partner:")
        return _in(lang, PARTNERS.get(key, (f"Cơ quan phối hợp ({key})", f"Co-operating agency ({key})")))
    return _in(lang, UNITS.get(unit, (unit, unit)))


def holder_label(role: str, unit: str, lang: str = "vi") -> str:
    """Who holds a step: the agency for a co-operating one, else the role."""
    return unit_label(unit, lang) if unit.startswith("partner:") else role_label(role, lang)


def hours_text(hours: Decimal, lang: str = "vi") -> str:
    """Working hours as written in the reader's language: 2,5 giờ làm việc."""
    number = format(hours.normalize(), "f")
    if lang == "vi":
        return f"{number.replace('.', ',')} giờ làm việc"
    return f"{number} working hour" + ("" if hours == 1 else "s")


def short_hours(hours: Decimal, lang: str = "vi") -> str:
    """Working hours where there is little room: 2,5 giờ."""
    number = format(hours.normalize(), "f")
    return f"{number.replace('.', ',')} giờ" if lang == "vi" else f"{number} h"


def called(node: Node) -> str:
    """A node in a sentence: its name, and its id so that it can be found in the file."""
    return naming(node.id, node.name)


def naming(element_id: str, name: str) -> str:
    return f"«{name}» ({element_id})" if name else f"«{element_id}»"


def _in(lang: str, pair: tuple[str, str]) -> str:
    return pair[1] if lang == "en" else pair[0]
