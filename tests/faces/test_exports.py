"""The pages on which cases are taken away as a file: asked, watched, downloaded, gone on with where it broke off."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from motcua.application.exports.jobs import write_export
from motcua.application.exports.models import Export
from tests import stories
from tests.people import Ward
from tests.stories import Clock

PAGE = "/bao-cao/xuat"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORTS = tmp_path
    return tmp_path


@pytest.fixture
def hoa(ward: Ward, clock: Clock) -> Client:
    stories.received(ward)
    return signed_in(ward, "hoa")


def signed_in(ward: Ward, who: str) -> Client:
    client = Client()
    client.force_login(getattr(ward, who).account)
    return client


def form(ward: Ward, **more: str) -> dict[str, str]:
    return {
        "key": "k1",
        "unit": str(ward.ward.pk),
        "first": "1/11/2026",
        "last": "30/11/2026",
        "kind": "csv",
        **more,
    }


def test_a_file_is_asked_for_watched_and_downloaded(ward: Ward, hoa: Client) -> None:
    answer = hoa.post(PAGE, form(ward))
    found = Export.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}/{found.pk}")
    watched = hoa.get(answer["Location"])
    assert watched["Refresh"] == "3" and "0 trong 1, 0 phần trăm" in watched.content.decode()
    assert hoa.get(f"{PAGE}/{found.pk}/tep").status_code == 404
    write_export(found.pk)
    watched = hoa.get(answer["Location"])
    assert not watched.has_header("Refresh") and f"{PAGE}/{found.pk}/tep" in watched.content.decode()
    file = hoa.get(f"{PAGE}/{found.pk}/tep")
    body = b"".join(file)
    assert (file.status_code, file["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert body == found.path.read_bytes() and file["Content-Length"] == str(len(body))
    assert "ho-so-H26.101-2026-11-01-2026-11-20.csv" in file["Content-Disposition"]
    assert file["Cache-Control"] == "no-store"


def test_a_download_that_broke_off_goes_on_where_it_stopped(ward: Ward, hoa: Client) -> None:
    hoa.post(PAGE, form(ward))
    found = Export.objects.get()
    write_export(found.pk)
    address, whole = f"{PAGE}/{found.pk}/tep", found.path.read_bytes()
    mark = hoa.get(address)["ETag"]
    rest = hoa.get(address, headers={"Range": "bytes=100-", "If-Range": mark})
    assert rest.status_code == 206 and b"".join(rest) == whole[100:]
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert rest["Content-Length"] == str(len(whole) - 100)
    other = hoa.get(address, headers={"Range": "bytes=100-", "If-Range": '"khác"'})
    assert other.status_code == 200 and b"".join(other) == whole
    beyond = hoa.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_nothing_typed_is_lost_when_it_is_refused(ward: Ward, hoa: Client) -> None:
    answer = hoa.post(PAGE, form(ward, first="1/12/2026", kind="parquet"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Ngày cuối phải bằng hoặc sau ngày đầu." in page
    assert 'value="30/11/2026"' in page and "checked" in page.partition('value="parquet"')[2][:200]
    wrong = hoa.post(PAGE, form(ward, unit=str(ward.other.pk)))
    assert wrong.status_code == 422 and not Export.objects.exists()


def test_a_file_of_somebody_else_is_not_there(ward: Ward, hoa: Client) -> None:
    hoa.post(PAGE, form(ward))
    number = Export.objects.get().pk
    for address in (f"{PAGE}/{number}", f"{PAGE}/{number}/tep"):
        assert signed_in(ward, "tuan").get(address).status_code == 404
        assert signed_in(ward, "lan").get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_a_file_whose_days_are_over_is_told_so(ward: Ward, hoa: Client) -> None:
    hoa.post(PAGE, form(ward))
    found = Export.objects.get()
    write_export(found.pk)
    Export.objects.update(kept_until=date(2026, 11, 19))
    answer = hoa.get(f"{PAGE}/{found.pk}/tep")
    assert answer.status_code == 410 and "đã hết hạn giữ" in answer.content.decode()
    Export.objects.update(kept_until=date(2026, 11, 29))
    found.path.unlink()
    answer = hoa.get(f"{PAGE}/{found.pk}/tep")
    assert answer.status_code == 410 and "không còn trên máy chủ" in answer.content.decode()
