"""Filing from home: begun, filled in, checked, submitted once; refusals, mistakes, the way back."""

import pytest
from django.test import Client

from motcua.application.filing.models import Draft, Filed
from motcua.domain.cases.models import Case
from tests.faces.filing_pages import FATHER, go_through
from tests.faces.public_pages import page_of, words_of
from tests.people import Ward
from tests.stories import Clock


@pytest.fixture(autouse=True)
def _on_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def test_a_father_files_a_birth_and_the_desk_finds_it(client: Client, ward: Ward) -> None:
    done = go_through(client, FATHER)
    case = Case.objects.get()
    assert (case.state, case.channel, case.applicant_name, case.variant) == (
        1,
        2,
        "Nguyễn Văn Tâm",
        "dung-han",
    )
    assert case.subject == "Khai sinh cho Nguyễn Minh An"
    assert case.address == "Số 8 ngõ 21, Phường Thanh Xuân, Thành phố Hà Nội"
    assert {paper["key"] for paper in case.papers} == {"mau-dien-tu", "giay-chung-sinh", "giay-to-tuy-than"}
    assert {file.paper for file in case.files.all()} == {"giay-chung-sinh", "giay-to-tuy-than"}
    words = words_of(page_of(client.get(done)))
    assert case.code in words and case.pin in words and "09:30 thứ Hai, 23/11/2026" in words
    assert Draft.objects.get().answers == {}
    filed = Filed.objects.get()
    assert filed.answers["child_name"] == "Nguyễn Minh An" and "cam đoan" in filed.consent


def test_what_was_answered_is_read_at_the_counter_and_at_the_desk(client: Client, ward: Ward) -> None:
    go_through(client, FATHER)
    case = Case.objects.get()
    client.force_login(ward.minh.account)
    for address in (f"/quay/ho-so/{case.code}", f"/quay/ho-so/{case.code}/tiep-nhan", f"/ho-so/{case.code}"):
        words = words_of(page_of(client.get(address)))
        assert "Bệnh viện Phụ sản Hà Nội" in words and "lấy từ câu trả lời trước" in words, address
    accepted = client.post(f"/quay/ho-so/{case.code}/tiep-nhan", accept_of(client, case))
    assert accepted.status_code == 302
    case.refresh_from_db()
    assert case.state == 2


def accept_of(client: Client, case: Case) -> dict[str, list[str]]:
    page = page_of(client.get(f"/quay/ho-so/{case.code}/tiep-nhan"))
    form = page.xpath('//main//form[@method="post"]')[0]
    sent: dict[str, list[str]] = {"act": ["accept"]}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent
