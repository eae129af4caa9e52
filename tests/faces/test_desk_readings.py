"""Every way of looking at a case leaves its line; who watches finds them, and nobody finds more than that."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.domain.cases.models import Case
from motcua.domain.offices.actions import give_token
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.cli.main import main
from motcua.foundation.actions import SYSTEM
from tests.faces.desk_pages import add_file, signed_in, words
from tests.people import Ward, person
from tests.stories import Clock, examined

pytestmark = pytest.mark.usefixtures("clock")


def lines(case: Case) -> list[tuple[str, str]]:
    """(login, through what) of every look, oldest first; nobody's login for the shell."""
    looks = case.readings.select_related("staff__account").order_by("at", "pk")
    return [(look.staff.account.login if look.staff else "", look.through) for look in looks]


def with_token(ward: Ward, staff: Staff) -> Client:
    secret = f"khoa-{staff.pk}"
    digest = hashlib.sha256(secret.encode()).digest()
    unit = Unit.objects.get(pk=staff.duties[0].unit_id)
    give_token(unit, by=SYSTEM, staff=staff, name="thử", digest=digest)
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    ("login", "address", "through"),
    [
        ("lan", "/ho-so/{code}", "case"),
        ("lan", "/ho-so/{code}/forwarded", "act"),
        ("lan", "/ho-so/{code}/giay/01.pdf", "paper"),
        ("minh", "/quay/ho-so/{code}", "counter"),
        ("minh", "/quay/ho-so/{code}/giay/01.pdf", "paper"),
        ("minh", "/quay/ho-so/{code}/xong", "counter"),
    ],
)
def test_each_page_of_a_case_leaves_its_line(ward: Ward, login: str, address: str, through: str) -> None:
    case = examined(ward)
    answer = signed_in(getattr(ward, login)).get(address.format(code=case.code))
    assert answer.status_code == 200
    assert lines(case) == [(login, through)]


def test_a_file_that_is_fetched_leaves_its_line(ward: Ward, tmp_path: Path, settings: Any) -> None:
    settings.FILES, settings.QUARANTINE = tmp_path / "files", tmp_path / "quarantine"
    case, client = examined(ward), signed_in(ward.lan)
    pdf = client.get(f"/ho-so/{case.code}/giay/01.pdf").content
    add_file(client, case, pdf, "don.pdf", name="Đơn")
    kept = case.files.get()
    assert b"".join(client.get(f"/ho-so/{case.code}/tep/{kept.pk}")) == kept.file.read()
    assert lines(case)[-1] == ("lan", "file")
    # sending it, piece by piece, showed nothing of the case: only the page to choose it and its answer did
    assert [through for _who, through in lines(case)].count("act") == 1


def test_the_api_leaves_a_line_in_the_name_of_the_tokens_holder(ward: Ward) -> None:
    case, client = examined(ward), with_token(ward, ward.lan)
    assert client.get(f"/api/v1/cases/{case.code}").status_code == 200
    sent = client.post(f"/api/v1/cases/{case.code}/acts/taken", "{}", content_type="application/json")
    assert sent.status_code in (200, 409, 422)
    assert lines(case) == [("lan", "api")] * 2


def test_the_line_costs_the_api_no_statement_of_its_own(ward: Ward) -> None:
    case, client = examined(ward), with_token(ward, ward.minh)
    client.get(f"/api/v1/cases/{case.code}")  # the office is read once by each process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/api/v1/cases/{case.code}").status_code == 200
    assert len(asked) <= 4
    assert lines(case) == [("minh", "api")] * 2


def test_the_shell_leaves_a_line_of_nobody_unless_it_only_checks_the_chain(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = examined(ward)
    assert main(["case", case.code, "--verify"]) == 0
    assert lines(case) == []
    assert main(["case", case.code]) == 0
    assert main(["paper", case.code, "--form", "01", "--out", str(tmp_path / "giay.pdf")]) == 0
    assert lines(case) == [("", "shell")] * 2


def test_lists_and_the_palette_are_not_looks_at_a_case(ward: Ward) -> None:
    case, client = examined(ward), signed_in(ward.lan)
    for address in (
        "/ban-lam-viec",
        f"/ban-lam-viec?q={case.code}",
        f"/tim?q={case.code[-4:]}",
        "/lien-thong",
        "/toi",
    ):
        assert client.get(address).status_code == 200
    for staff, address in ((ward.hoa, "/ky-duyet"), (ward.minh, "/quay/tra-ket-qua")):
        assert signed_in(staff).get(address).status_code == 200
    with_token(ward, ward.lan).get("/api/v1/inbox")
    assert lines(case) == []


def test_a_case_out_of_scope_is_not_found_on_any_way_and_leaves_no_line(ward: Ward) -> None:
    case, page, token = examined(ward), signed_in(ward.quan), with_token(ward, ward.quan)
    for address in ("", "/forwarded", "/giay/01.pdf", "/tep/1"):
        assert page.get(f"/ho-so/{case.code}{address}").status_code == 404
    for address in ("ho-so/{}", "ho-so/{}/giay/01.pdf", "ho-so/{}/xong"):
        assert page.get(f"/quay/{address.format(case.code)}").status_code == 404
    assert token.get(f"/api/v1/cases/{case.code}").status_code == 404
    act = token.post(f"/api/v1/cases/{case.code}/acts/taken", "{}", content_type="application/json")
    assert act.status_code == 404
    assert lines(case) == []


def test_the_line_stays_when_the_page_fails_afterwards(ward: Ward) -> None:
    case = examined(ward)
    refused = signed_in(ward.lan).get(f"/ho-so/{case.code}/giay/04.pdf")  # no apology was ever written
    assert refused.status_code == 422
    assert lines(case) == [("lan", "paper")]


@pytest.mark.parametrize("login", ["hoa", "hai", "tuan"])
def test_who_watches_reads_on_the_case_who_looked(ward: Ward, clock: Clock, login: str) -> None:
    case = examined(ward)
    signed_in(ward.lan).get(f"/ho-so/{case.code}/giay/01.pdf")
    page = words(signed_in(getattr(ward, login)).get(f"/ho-so/{case.code}"))
    assert "Ai đã xem hồ sơ này" in page
    shown = page.partition("Ai đã xem hồ sơ này")[2]
    assert "Nguyễn Thị Lan 09:30 20/11/2026 Phòng Tư pháp – Hộ tịch Giấy tờ in ra" in shown


def test_others_read_nothing_of_who_looked(ward: Ward) -> None:
    case = examined(ward)
    for staff in (ward.lan, ward.minh, ward.van):
        client = signed_in(staff)
        assert "Ai đã xem" not in words(client.get(f"/ho-so/{case.code}"))
        assert client.get(f"/luot-xem?ma={case.code}").status_code == 403


def test_an_auditor_finds_all_looks_of_a_case_by_its_code_and_not_the_case(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    for _ in range(60):
        clock.wait(minutes=1)
        signed_in(ward.lan).get(f"/ho-so/{case.code}/forwarded")
    auditor = signed_in(person(ward.ward, "kiem", "Kiều Văn Kiểm", "auditor", "Kiểm toán viên"))
    assert '<a href="/luot-xem"' in auditor.get("/ban-lam-viec").content.decode()
    page = auditor.get(f"/luot-xem?ma={case.code.lower()}")
    text = words(page)
    assert text.count("Nguyễn Thị Lan") == 50 and "Cũ hơn" in text and case.applicant_name not in text
    assert words(auditor.get(f"/luot-xem?ma={case.code}&tu=50")).count("Nguyễn Thị Lan") == 10
    assert auditor.get(f"/ho-so/{case.code}").status_code == 404
    assert lines(case) == [("lan", "act")] * 60


def test_a_code_that_is_not_there_and_one_of_elsewhere_are_told_alike(ward: Ward) -> None:
    case = examined(ward)
    stranger = signed_in(ward.son)
    there, nowhere = (stranger.get(f"/luot-xem?ma={code}") for code in (case.code, "H26.101.1-261120-9999"))
    assert words(there).replace(case.code, "…") == words(nowhere).replace("H26.101.1-261120-9999", "…")
    assert "Không tìm thấy hồ sơ" in words(there)


def test_everybody_reads_their_own_looks_on_their_page(ward: Ward) -> None:
    case = examined(ward)
    client = signed_in(ward.lan)
    assert "Chưa có lượt xem nào." in words(client.get("/toi"))
    client.get(f"/ho-so/{case.code}")
    assert f"{case.code} Trang hồ sơ 09:30 20/11/2026" in words(client.get("/toi"))
    assert case.code not in words(signed_in(ward.hoa).get("/toi"))
