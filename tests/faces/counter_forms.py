"""The reception form as Minh fills it in, for tests that post it without a browser."""

import re
from typing import Any

from django.test import Client

from motcua.domain.offices.models import Staff
from tests.people import BIRTH

CARD = "001190012345|012345678|Nguyễn Thị Ngưỡng|12081990|Nữ|Số 8 ngõ 21, phường An Bình|01022022|more"
REQUIRED = ["to-khai", "giay-chung-sinh", "giay-to-tuy-than"]


def typed(**more: Any) -> dict[str, Any]:
    """A complete "Đăng ký khai sinh"; keywords replace fields (`papers` for the ticks), None leaves one out."""
    fields: dict[str, Any] = {
        "kind": "0",
        "number": "001190012345",
        "full_name": "Nguyễn Thị Ngưỡng",
        "born_on": "12/08/1990",
        "sex": "Nữ",
        "address": "Số 8 ngõ 21, phường An Bình",
        "phone": "0912 000 123",
        "procedure": BIRTH,
        "procedure_q": "Đăng ký khai sinh",
        "papers_of": BIRTH,
        "variant": "dung-han",
        "channel": "1",
        "result_by": "one_stop",
        "sets": "1",
        "key": "khoa-1",
        "giay": more.pop("papers", REQUIRED),
        "act": "accept",
        **{f"chinh.{key}": "1" for key in REQUIRED},
    }
    fields.update(more)
    return {name: value for name, value in fields.items() if value is not None}


def signed_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff.account)
    return client


def words(response: Any) -> str:
    """What a person reads on the page, with single spaces."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&amp;", "&").replace("&quot;", '"').replace("&#x27;", "'").split())


def value_of(response: Any, name: str) -> str:
    """The value of a hidden or text field of the page."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', response.content.decode())
    return found.group(1) if found else ""
