"""Invented values that show every component once, for the catalogue page and the tests that look at it."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

from motcua.foundation.ui.charts import Chart, Series
from motcua.foundation.ui.forms import LooseDateField, PageForm, PartsDateField

__all__ = ["KitchenForm", "kitchen_context"]


class KitchenForm(PageForm):
    """One field of each kind."""

    name = forms.CharField(
        label="Họ, chữ đệm, tên", max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    birth = PartsDateField(label="Ngày sinh", birth=True, help_text="Ví dụ: 12 8 1990")
    married = LooseDateField(label="Ngày kết hôn", required=False)
    sex = forms.ChoiceField(
        label="Giới tính", choices=[("nam", "Nam"), ("nu", "Nữ")], widget=forms.RadioSelect
    )
    notices = forms.MultipleChoiceField(
        label="Nhận tin qua",
        required=False,
        choices=[("sms", "Tin nhắn"), ("mail", "Thư điện tử")],
        widget=forms.CheckboxSelectMultiple,
    )
    ward = forms.ChoiceField(label="Phường, xã", choices=[("", "Chọn phường, xã"), ("1", "Phường An Bình")])
    email = forms.EmailField(label="Thư điện tử", required=False)
    copies = forms.IntegerField(label="Số bản sao", widget=forms.TextInput({"inputmode": "numeric"}))
    reason = forms.CharField(
        label="Lý do", max_length=200, required=False, widget=forms.Textarea({"rows": 3})
    )
    paper = forms.FileField(label="Giấy chứng sinh", help_text="PDF hoặc ảnh chụp, nhiều nhất 25 MB")
    sworn = forms.BooleanField(label="Tôi cam đoan những điều khai trên là đúng")


def kitchen_context() -> dict[str, Any]:
    """A bound form with errors, an empty one, three charts, a long table and its pages."""
    return {
        **_charts(),
        "form": KitchenForm({"birth_0": "31", "birth_1": "2", "birth_2": "1990", "copies": "hai"}),
        "empty_form": KitchenForm(auto_id="trong_%s"),
        "one_field": KitchenForm(auto_id="le_%s")["email"],
        "rows": _rows(),
        "page": Paginator(range(400), 20).page(7),
        "steps": ["Người nộp", "Trẻ được khai", "Cha mẹ", "Giấy tờ", "Kiểm tra"],
        "links": [("Trang đầu", "/"), ("Thủ tục", "/thu-tuc")],
        "trend": [3, 4, 3, 6, 5, 8],
    }


def _charts() -> dict[str, Chart]:
    months = ["12/25", *(f"{month}/26" for month in range(1, 12))]
    said: dict[str, Any] = {"source": "Bộ phận Một cửa phường An Bình", "as_of": "22/11/2026"}
    on_time = Chart(
        title="Tỷ lệ hồ sơ trả đúng hạn hoặc sớm hơn",
        finding="Tăng từ 94,1% lên 99,1%, vượt đích 98% từ tháng 8.",
        unit="%",
        labels=months,
        series=[Series("Đúng hạn", [94.1, 94.8, 95.2, 95, 96.1, 96.9, 97.2, 97, 97.8, 98.3, 98.6, 99.1])],
        target=98,
        low=92,
        key="dung-han",
        **said,
    )
    index = Chart(
        title="Điểm năm nhóm chỉ số phục vụ",
        unit="điểm",
        labels=[
            "Công khai, minh bạch",
            "Tiến độ giải quyết",
            "Số hóa hồ sơ",
            "Dịch vụ trực tuyến",
            "Mức độ hài lòng",
        ],
        series=[Series("Điểm", [16.9, 19.1, 17.2, 17.6, 15.6])],
        key="chi-so",
        **said,
    )
    results = Chart(
        title="Kết quả theo lĩnh vực",
        unit="hồ sơ",
        labels=["Hộ tịch", "Đất đai", "Chứng thực"],
        series=[
            Series("Sớm hạn", [120, 12, 88]),
            Series("Đúng hạn", [40, 31, 9]),
            Series("Trễ hạn", [2, 9, 0]),
        ],
        places=0,
        key="ket-qua",
        **said,
    )
    return {"on_time": on_time, "index": index, "results": results}


def _rows() -> list[dict[str, Any]]:
    states = [
        ("overdue", "quá hạn 1 ngày"),
        ("soon", "còn 1 ngày"),
        ("running", "còn 5 ngày"),
        ("paused", ""),
    ]
    names = ["Nguyễn Thị Ngưỡng", "Phạm Văn Ổn", "Vũ Thị Quế", "Đặng Hữu Nghĩa"]
    return [
        {
            "id": number,
            "state": states[number % 4][0],
            "left": states[number % 4][1],
            "due": "16:30 thứ Hai, 23/11/2026",
            "code": f"H17.29.84-261122-{number:04d}",
            "procedure": "Đăng ký khai sinh",
            "person": names[number % 4],
            "step": "Thẩm định hồ sơ",
            "sender": "Bộ phận Một cửa",
            "url": f"/ban-lam-viec/{number}",
        }
        for number in range(1, 21)
    ]
