"""Signed results in Giấy tờ của tôi, handed in again in another filing, and what the officers there read of them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from motcua.application.sealing.jobs import gather_for, seal
from motcua.domain.cases.actions.deciding import correct, issue_result
from motcua.domain.cases.models import Case
from motcua.domain.documents.models import Document
from motcua.domain.people.models import Account
from motcua.foundation.gateways.signing.demo import make_demo_seal
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import signed_in, words
from tests.faces.filing_pages import FATHER, go_through, press
from tests.faces.public_pages import left_in_vietnamese, page_of
from tests.faces.test_account_pages import MAI, TAM, proved
from tests.handing_in import places
from tests.people import BIRTH, Ward
from tests.stories import Clock, fresh, signed

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["places"]
PAPERS = "/tai-khoan/giay-to"


@pytest.fixture
def sealed(ward: Ward, clock: Clock, places: Path, settings: Any) -> Case:
    settings.SEALS = places / "seals"
    case = issue_result(signed(ward, BIRTH), by=ward.van)
    make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
    seal(case.pk)
    return fresh(case)


@pytest.fixture
def tam(sealed: Case) -> Client:
    """Tâm, who has proved who he is, with what was given to him."""
    client = proved(signed_in_at(TAM))
    gather_for(Account.objects.get(email=TAM).pk)
    return client


def test_a_result_says_who_signed_it_when_and_that_the_signature_holds(tam: Client, sealed: Case) -> None:
    result, document = sealed.results.get(), Document.objects.get()
    said = words(tam.get(PAPERS))
    assert result.title in said and result.number in said and sealed.authority.name in said
    page = tam.get(f"{PAPERS}/{document.pk}")
    said = words(page)
    for word in (
        result.number,
        sealed.procedure.name,
        sealed.code,
        "Lê Thị Hoa",
        "Chữ ký hợp lệ",
        "20/11/2026",
    ):
        assert word in said, word
    assert page["Cache-Control"] == "no-store" and page_of(page).xpath("//main//a[@href='/kiem-tra-chu-ky']")
    assert left_in_vietnamese(page_of(tam.get(f"/en{PAPERS}/{document.pk}"))) == []
    assert left_in_vietnamese(page_of(tam.get(f"/en{PAPERS}"))) == []
    file = tam.get(f"{PAPERS}/{document.pk}.pdf")
    assert b"".join(file) == result.file.read() and file["Content-Disposition"].startswith("attachment")  # type: ignore[union-attr]
    assert tam.get(f"{PAPERS}/{document.pk}.jpg").status_code == 200


def test_nobody_else_and_no_session_of_a_mailbox_alone_sees_it(tam: Client, sealed: Case) -> None:
    document, title = Document.objects.get(), sealed.results.get().title
    mailbox = signed_in_at(TAM)  # the same account, opened with a code
    stranger = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    for client in (mailbox, stranger):
        assert title not in words(client.get(PAPERS))
        for end in ("", ".pdf", ".jpg"):
            assert client.get(f"{PAPERS}/{document.pk}{end}").status_code == 404
        client.post(PAPERS, {"bo": document.pk})
        page = f"{go_through(client, FATHER, until='giay-to')}/giay-chung-sinh"
        assert "đã ký số" not in words(client.get(page))
        assert client.post(page, {"dung": document.pk}).status_code == 422
    assert "tài khoản định danh" in words(mailbox.get(PAPERS))
    assert title not in mailbox.get("/tai-khoan/du-lieu/ban-sao.json").content.decode()
    assert title in tam.get("/tai-khoan/du-lieu/ban-sao.json").content.decode()
    assert Document.objects.get() == document


def test_a_result_is_handed_in_again_and_the_officers_read_whose_it_is(
    tam: Client, ward: Ward, sealed: Case
) -> None:
    document = Document.objects.get()
    papers = go_through(tam, FATHER, until="giay-to")
    page = f"{papers}/giay-chung-sinh"
    assert "bản đã ký số" in words(tam.get(page)) and "ông/bà đồng ý gửi bản đó cho" in words(tam.get(page))
    assert tam.post(page, {"dung": document.pk}).status_code == 302
    assert f"{document.name}" in words(tam.get(page))
    check = press(tam, papers, {})["Location"]
    assert press(tam, check, {"truthful": "on", "agreed": "on"}).status_code == 302
    case = Case.objects.exclude(pk=sealed.pk).get()
    kept = case.files.get(paper="giay-chung-sinh")
    assert (kept.file, kept.consented_at is not None) == (sealed.results.get().file, True)
    for staff, address in (
        (ward.minh, f"/quay/ho-so/{case.code}/tiep-nhan"),
        (ward.minh, f"/ho-so/{case.code}"),
    ):
        said = words(signed_in(staff).get(address))
        assert "bản gốc, chữ ký số còn nguyên" in said and f"số {document.number}" in said, said
        assert f"Do {sealed.authority.name} cấp" in said and "Người nộp đồng ý cho dùng lại" in said
    correct(sealed, by=ward.hoa, reason="Sai ngày sinh", to_node="ky_duyet")
    assert "đã bị thu hồi ngày" in words(signed_in(ward.minh).get(f"/ho-so/{case.code}"))


def test_a_result_that_was_taken_back_is_marked_and_not_offered(
    tam: Client, ward: Ward, sealed: Case
) -> None:
    document = Document.objects.get()
    page = f"{go_through(tam, FATHER, until='giay-to')}/giay-chung-sinh"
    correct(sealed, by=ward.hoa, reason="Sai ngày sinh", to_node="ky_duyet")
    assert "cơ quan thu hồi ngày" in words(tam.get(PAPERS))
    assert "bản đã ký số" not in words(tam.get(page))
    assert "đã thu hồi" in words(tam.post(page, {"dung": document.pk}))
    shown = words(tam.get(f"{PAPERS}/{document.pk}"))
    assert "Bản đúng sẽ về đây" in shown and "không còn dùng được" in shown
    assert left_in_vietnamese(page_of(tam.get(f"/en{PAPERS}/{document.pk}"))) == []
