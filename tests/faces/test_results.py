"""The signed result on the applicant's own page, and the page where anybody checks a signature."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.application.sealing.jobs import seal
from motcua.domain.cases.actions.deciding import correct, issue_result
from motcua.domain.cases.models import Case
from motcua.faces.portal.result import CHECKS_PER_ADDRESS
from motcua.faces.portal.tracking import WINDOW
from motcua.foundation.gateways.signing.demo import STAMPER, make_demo_seal, make_demo_stamps
from motcua.foundation.gateways.signing.fake import FakeStamps
from motcua.foundation.limits.models import count_try
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import BIRTH, Ward
from tests.stories import Clock, fresh, signed


@pytest.fixture
def sealed(ward: Ward, clock: Clock, tmp_path: Path, settings: Any) -> Case:
    settings.SEALS, settings.FILES = tmp_path / "seals", tmp_path / "files"
    case = issue_result(signed(ward, BIRTH), by=ward.van)
    make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
    seal(case.pk)
    return fresh(case)


def file_of(client: Client, case: Case) -> Any:
    return client.get(f"/tra-cuu/{case.secret}/ket-qua.pdf")


def checked(client: Client, content: bytes, lang: str = "") -> Any:
    return client.post(f"{lang}/kiem-tra-chu-ky", {"file": SimpleUploadedFile("a.pdf", content)})


def test_the_applicant_finds_and_keeps_the_signed_result(client: Client, sealed: Case) -> None:
    followed = page_of(client.get(f"/tra-cuu/{sealed.secret}"))
    assert followed.xpath(f"//a[@href='/tra-cuu/{sealed.secret}/ket-qua']")
    assert "Kết quả đã ký số" in words_of(followed)
    page = client.get(f"/tra-cuu/{sealed.secret}/ket-qua")
    words = words_of(page_of(page))
    assert "Chữ ký hợp lệ, tệp không bị sửa" in words and sealed.authority.name in words
    assert page["Cache-Control"] == "no-store"
    answer = file_of(client, sealed)
    assert answer.content.startswith(b"%PDF") and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert left_in_vietnamese(page_of(client.get(f"/en/tra-cuu/{sealed.secret}/ket-qua"))) == []


def test_nobody_else_finds_it(client: Client, ward: Ward, sealed: Case) -> None:
    other = signed(ward, BIRTH)
    for secret in ("a" * 26, other.secret):
        assert client.get(f"/tra-cuu/{secret}/ket-qua").status_code == 404
        assert client.get(f"/tra-cuu/{secret}/ket-qua.pdf").status_code == 404


def test_what_is_owed_comes_first(client: Client, sealed: Case) -> None:
    Case.objects.filter(pk=sealed.pk).update(money_state=1)
    words = words_of(page_of(client.get(f"/tra-cuu/{sealed.secret}/ket-qua")))
    assert "còn khoản phải nộp" in words and "Chữ ký hợp lệ" not in words
    assert file_of(client, sealed).status_code == 404


def test_anybody_checks_a_file(client: Client, sealed: Case) -> None:
    content = file_of(client, sealed).content
    words = words_of(page_of(checked(client, content)))
    assert "Chữ ký hợp lệ" in words and sealed.authority.name in words and "giờ của máy ký" in words
    assert "Không có dấu thời gian" in words
    place = content.index(b"/MediaBox")
    changed = content[: place + 12] + b"9" + content[place + 13 :]
    assert "Tệp đã bị sửa sau khi ký" in words_of(page_of(checked(client, changed)))
    assert left_in_vietnamese(page_of(checked(client, content, "/en"))) == []


def test_the_page_says_who_vouches_for_the_time(
    client: Client, ward: Ward, clock: Clock, tmp_path: Path, settings: Any
) -> None:
    settings.SEALS, settings.FILES = tmp_path / "seals", tmp_path / "files"
    case = issue_result(signed(ward, BIRTH), by=ward.van)
    make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
    make_demo_stamps(settings.SEALS / "stamps", settings.SEALS / "roots")
    with FakeStamps(settings.SEALS / "stamps") as server:
        settings.TIME_STAMPS = server.url
        seal(case.pk)
    content = file_of(client, fresh(case)).content
    words = words_of(page_of(checked(client, content)))
    assert f"{STAMPER}, bằng dấu thời gian" in words and "giờ của máy ký" not in words
    assert left_in_vietnamese(page_of(checked(client, content, "/en"))) == []
    (settings.SEALS / "roots" / "stamps.pem").unlink()
    words = words_of(page_of(checked(client, content)))
    assert (
        "Chữ ký hợp lệ" in words
        and "giờ của máy ký" in words
        and f"{STAMPER}, nhưng văn phòng này không biết" in words
    )


def test_a_file_that_was_taken_back_is_told_though_its_signature_holds(
    client: Client, ward: Ward, sealed: Case
) -> None:
    content = file_of(client, sealed).content
    assert "thu hồi" not in words_of(page_of(checked(client, content)))
    correct(sealed, by=ward.hoa, reason="Sai ngày sinh", to_node="ky_duyet")
    said = words_of(page_of(checked(client, content)))
    assert "Cơ quan đã thu hồi bản này" in said and "Chữ ký hợp lệ" in said
    assert left_in_vietnamese(page_of(checked(client, content, "/en"))) == []


def test_a_file_under_an_unknown_authority_or_without_a_signature_is_told_apart(
    client: Client, sealed: Case, settings: Any, tmp_path: Path
) -> None:
    content = file_of(client, sealed).content
    settings.SEALS = tmp_path / "elsewhere"
    assert "Chưa rõ người ký" in words_of(page_of(checked(client, content)))

    bare = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(bare)
    assert "không có chữ ký số" in words_of(page_of(checked(client, bare.getvalue())))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "rỗng"),
        (b"GIF89a", "không phải là PDF đọc được"),
        (b"%PDF-1.7\n" + b"[" * 50_000, "không phải là PDF đọc được"),
        (b"%PDF-1.7" + b"0" * 10 * 1024 * 1024, "lớn hơn 10 MB"),
    ],
)
def test_what_cannot_be_checked_is_said(client: Client, ward: Ward, content: bytes, sentence: str) -> None:
    answer = checked(client, content)
    assert answer.status_code == 422 and sentence in words_of(page_of(answer))


def test_checking_is_counted_by_address(client: Client, ward: Ward, clock: Clock) -> None:
    for _ in range(CHECKS_PER_ADDRESS):
        count_try("checking signatures", "127.0.0.1", at=clock.now, window=WINDOW)
    answer = checked(client, b"%PDF-1.7")
    assert answer.status_code == 422 and "đợi 15 phút" in words_of(page_of(answer))
