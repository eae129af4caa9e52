"""The worker that shows a page without a connection: what it may keep, when it changes, under which policy."""

import re
from typing import Any

import pytest
from django.test import Client

from motcua.domain.offices.models import Unit
from motcua.faces import frame
from tests.faces.desk_pages import signed_in
from tests.people import Ward

pytestmark = pytest.mark.django_db


def test_the_worker_keeps_the_offline_page_and_files_and_nothing_else(client: Client, ward: Ward) -> None:
    said = client.get("/sw.js")
    assert (
        said["Content-Type"] == "text/javascript; charset=utf-8" and "max-age=86400" in said["Cache-Control"]
    )
    text = said.content.decode()
    pages = re.search(r"const PAGES = (.*);", text)
    assert pages and pages[1] == '{ vi: "/mat-mang", en: "/en/mat-mang" }'
    assert text.count(".open(KEPT)") == text.count("addAll") == 1 and ".put(" not in text
    assert "omit" in text


def test_it_is_the_same_for_everybody_and_asks_for_no_cookie(client: Client, ward: Ward) -> None:
    anybody = client.get("/sw.js").content
    assert signed_in(ward.quan).get("/sw.js").content == anybody
    assert not client.get("/mat-mang").cookies


def test_a_change_of_the_office_changes_the_worker(client: Client, ward: Ward) -> None:
    before = client.get("/sw.js").content
    Unit.objects.filter(pk=ward.ward.pk).update(hotline="024.9999")
    frame.forget()
    assert client.get("/sw.js").content != before
    assert b"tel:0249999" in client.get("/mat-mang").content


@pytest.mark.parametrize("address", ["/mat-mang", "/sw.js"])
def test_the_strict_policy_holds_for_both(client: Client, ward: Ward, address: str) -> None:
    policy: Any = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
