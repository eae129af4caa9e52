"""What invented people answer in the forms, by the key of the question; days are given as days before the filing."""

from datetime import date, timedelta
from typing import Any

# A neighbour who files for Tâm, as a paper says that was shown at the post point.
HIEN = {"full_name": "Lê Thị Hiền", "number": "001165000123"}
HERE = {"commune": "00367", "place": "Phường Thanh Xuân, Thành phố Hà Nội"}
TAM: dict[str, Any] = {
    "full_name": "Nguyễn Văn Tâm", "identity_number": "001090001234", "born_on": "1990-08-12", "sex": "nam",
    "phone": "0912000123", "email": "tam@vidu.example",
}  # fmt: skip
NAM: dict[str, Any] = {
    "full_name": "Trần Thị Năm", "identity_number": "001175004321", "born_on": "1975-03-05", "sex": "nu",
    "phone": "0912000456", "email": "nam@vidu.example",
}  # fmt: skip


def home(line: str) -> dict[str, str]:
    """An address in the ward."""
    return {**HERE, "line": line}


def birth(child: str, sex: str, *, on: date, age: int) -> dict[str, Any]:
    """Tâm and his wife register a child of so many days."""
    return {
        **TAM, "relation": "father", "child_born_on": (on - timedelta(days=age)).isoformat(), "registered_before": False,
        "residence": home("Số 9 phố Giấy Dó"), "circumstance": "usual", "child_name": child, "child_sex": sex,
        "child_ethnicity": "Kinh", "child_nationality": "Việt Nam", "birth_place": "Bệnh viện Phụ sản Hà Nội",
        "home_town": "Nam Định", "mother_name": "Lê Thị Bình", "mother_born_on": "1992-02-02",
        "mother_number": "001192012345", "mother_ethnicity": "Kinh", "mother_residence": home("Số 9 phố Giấy Dó"),
        "married": True, "father_known": True, "father_name": TAM["full_name"], "father_born_on": TAM["born_on"],
        "father_number": TAM["identity_number"], "father_ethnicity": "Kinh",
        "father_residence": home("Số 9 phố Giấy Dó"), "result_by": "online",
    }  # fmt: skip


def for_three_agencies(child: str, sex: str, *, on: date, age: int) -> dict[str, Any]:
    """The same, with residence and health insurance."""
    asked = birth(child, sex, on=on, age=age)
    del asked["circumstance"]
    return {
        **asked, "live_with": "mother", "home": home("Số 9 phố Giấy Dó"), "head_name": TAM["full_name"],
        "head_number": TAM["identity_number"], "head_relation": "con", "hospital": "Trạm y tế phường Thanh Xuân",
        "group": "usual", "result_by": "one_stop",
    }  # fmt: skip


def allowance(child: str, *, on: date, age: int) -> dict[str, Any]:
    """Tâm asks for the allowance of a small child."""
    return {
        **TAM, "what": "new", "for_whom": "child", "residence": home("Số 9 phố Giấy Dó"), "subject_name": child,
        "subject_born_on": (on - timedelta(days=age)).isoformat(), "group": "child3", "poor": "near", "receives": False,
        "pay_by": "post", "result_by": "online",
    }  # fmt: skip


def household(name: str, *, on: date) -> dict[str, Any]:
    """Năm opens a shop."""
    return {
        **NAM, "acting": "self", "founders": "one", "has_eid": False, "business_address": home("Số 12 ngõ Đình"),
        "barred": False, "residence": home("Số 12 ngõ Đình"), "business_name": name, "capital": 50_000_000,
        "starts_on": (on + timedelta(days=20)).isoformat(), "tax_method": "declare",
        "lines_of_business": [{"name": "Quán phở, quán ăn nhỏ", "main": True}], "result_by": "online",
    }  # fmt: skip


def eatery(name: str, *, on: date) -> dict[str, Any]:
    """Năm's noodle shop asks for its certificate of safe food."""
    cook = {
        "name": NAM["full_name"],
        "number": NAM["identity_number"],
        "health_on": (on - timedelta(days=60)).isoformat(),
    }
    return {
        **{key: said for key, said in NAM.items() if key != "sex"}, "meals": 80, "street": False, "business_name": name,
        "tax_code": "0109876543", "business_address": home("Số 12 ngõ Đình"), "residence": home("Số 12 ngõ Đình"),
        "dishes": "Quán phở", "floor": 40, "workers": 2, "water": "piped", "cooks": [cook], "result_by": "online",
    }  # fmt: skip
