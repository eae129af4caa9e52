"""Filing from home: begun, filled in, checked, submitted once; refusals, mistakes, the way back."""

from datetime import date

import pytest
from django.test import Client

from motcua.application.filing.actions import drop, submit
from motcua.application.filing.models import Draft, Filed, forget_drafts
from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.actions.processing import hand_over
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import Channel
from motcua.domain.documents.models import File, Upload
from motcua.domain.offices.models import Unit
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import Refused
from tests.faces.citizens import signed_in_at
from tests.faces.filing_pages import FATHER, begin, go_through, press
from tests.faces.public_pages import assert_light, page_of, words_of
from tests.people import BIRTH, COPY, LINKED, Ward, adopt_more
from tests.stories import Clock

# What a family answers beside it for the three agencies of 2.000986.
FAMILY = {**FATHER, "live_with": "mother", "home_0": "Số 8", "home_1": "thanh xuan, ha noi", "head_name": "Trần Thị Bình",
          "head_number": "001192012345", "head_relation": "con", "hospital": "Trạm y tế", "group": "usual"}  # fmt: skip


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


def test_an_account_fills_in_what_it_knows_and_alone_opens_its_draft(client: Client, ward: Ward) -> None:
    signed_in_at("tam@vidu.vn", client)
    address = begin(client)
    draft = Draft.objects.get()
    assert draft.sources == {"email": "person"} and draft.account is not None
    page = page_of(client.get(address.replace("bat-dau", "nguoi-yeu-cau")))
    assert page.xpath('//input[@name="email"]/@value') == ["tam@vidu.vn"]
    assert "Lấy từ tài khoản" in words_of(page)
    stranger = Client().get(address)
    assert stranger.status_code == 302 and stranger["Location"].startswith("/tai-khoan/dang-nhap?tiep=")


def test_whoever_fills_in_a_draft_may_delete_it_with_its_papers_at_once(client: Client, ward: Ward) -> None:
    check = go_through(client, FATHER, until="kiem-tra")
    link = check.removesuffix("/kiem-tra")
    files, page = Upload.objects.count(), client.get(check).content.decode()
    assert files and page.count('value="xoa"') == 1 and f'action="{link}"' in page
    answer = client.post(link, {"viec": "xoa"}, follow=True)
    assert "Đã xóa bản nháp" in answer.content.decode()
    assert not Draft.objects.exists() and not Upload.objects.exists() and not File.objects.exists()
    assert client.get(check).status_code == client.post(link, {"viec": "xoa"}).status_code == 404


def test_a_draft_that_was_deleted_meanwhile_is_not_submitted(client: Client, ward: Ward) -> None:
    go_through(client, FATHER, until="kiem-tra")
    draft = Draft.objects.get()
    drop(draft), drop(draft)
    with pytest.raises(Refused, match="đã được xóa"):
        submit(draft, by=Citizen(), consent="x")


def test_what_was_submitted_is_not_deleted_by_the_link_of_its_draft(client: Client, ward: Ward) -> None:
    go_through(client, FATHER)
    draft = Draft.objects.get()
    with pytest.raises(Refused, match="vừa được nộp"):
        drop(draft)
    client.post(f"/nop/{draft.secret}", {"viec": "xoa"})
    assert Draft.objects.get().case and Case.objects.get().files.exists()


def test_a_draft_of_nobody_and_one_that_is_over_say_so(client: Client, ward: Ward, clock: Clock) -> None:
    assert "Không có bản nháp nào" in words_of(page_of(client.get(f"/nop/{'a' * 26}")))
    address = begin(client)
    clock.at(20, 9)
    Draft.objects.update(expires_on="2026-11-19")
    response = client.get(address)
    assert response.status_code == 404 and "quá hạn giữ" in words_of(page_of(response))
    assert len(forget_drafts(on=date(2026, 11, 20))) == 1 and not Draft.objects.exists()


def test_submitting_twice_gives_the_same_case(client: Client, ward: Ward) -> None:
    check = go_through(client, FATHER, until="kiem-tra")
    agreed = {"truthful": "on", "agreed": "on"}
    first, second = client.post(check, agreed), client.post(check, agreed)
    assert first["Location"] == second["Location"] and Case.objects.count() == 1
    assert submit(Draft.objects.get(), by=Citizen(), consent="x") == Case.objects.get()


def test_nothing_is_submitted_without_consent_or_with_something_missing(client: Client, ward: Ward) -> None:
    check = go_through(client, FATHER, until="kiem-tra")
    response = client.post(check, {"truthful": "on"})
    assert response.status_code == 422 and page_of(response).xpath("//title/text()")[0].startswith("Lỗi:")
    Upload.objects.filter(component="giay-chung-sinh").delete()
    refused = client.post(check, {"truthful": "on", "agreed": "on"})
    assert refused.status_code == 422 and "Còn thiếu giấy tờ: Giấy chứng sinh" in words_of(page_of(refused))
    assert not Case.objects.exists()


def test_an_empty_page_says_what_to_do_and_keeps_what_was_right(client: Client, ward: Ward) -> None:
    address = begin(client).replace("bat-dau", "nguoi-yeu-cau")
    response = client.post(address, {"full_name": "Nguyễn Văn Tâm", "identity_number": "12"})
    page = page_of(response)
    assert response.status_code == 422 and page.xpath("//title/text()")[0].startswith("Lỗi:")
    links = page.xpath('//div[@class="govuk-error-summary"]//a/@href')
    assert "#id_identity_number" in links and all(page.xpath(f'//*[@id="{link[1:]}"]') for link in links)
    again = page_of(client.get(address))
    assert again.xpath('//input[@name="full_name"]/@value') == ["Nguyễn Văn Tâm"]
    english = page_of(client.post(f"/en{address}", {}))
    assert english.xpath("//title/text()")[0].startswith("Error:")


def test_going_back_saves_too(client: Client, ward: Ward) -> None:
    address = begin(client).replace("bat-dau", "nguoi-yeu-cau")
    back = client.post(address, {"full_name": "Nguyễn Văn Tâm", "act": "back"})
    assert back["Location"].endswith("/bat-dau")
    assert Draft.objects.get().answers["full_name"] == "Nguyễn Văn Tâm"


def test_changing_one_answer_returns_to_the_check(client: Client, ward: Ward) -> None:
    check = go_through(client, FATHER, until="kiem-tra")
    page = page_of(client.get(check))
    (link,) = page.xpath('//a[contains(@href, "#id_child_name")]')
    assert words_of(link) == "Sửa Họ, chữ đệm, tên của trẻ"
    response = press(client, link.get("href").partition("#")[0], {"child_name": "Nguyễn Hoài An"})
    assert response["Location"] == check
    assert "Nguyễn Hoài An" in words_of(page_of(client.get(check)))


def test_an_answer_that_opens_more_questions_asks_them_on_the_same_page(client: Client, ward: Ward) -> None:
    address = begin(client).replace("bat-dau", "cha")
    response = client.post(address, {"married": "co", "father_known": "co"})
    assert response["Location"] == address
    page = page_of(client.get(address))
    assert page.xpath('//input[@name="father_name"]') and "Xin trả lời thêm" in words_of(page)


def test_a_filing_for_another_commune_is_explained_and_stays(client: Client, ward: Ward) -> None:
    Unit.objects.filter(pk=ward.ward.pk).update(territory_code="00367")
    address = begin(client)
    response = press(client, address, {**FATHER, "residence_1": "Phường Yên Hòa, Hà Nội"})
    assert response["Location"] == address
    words = words_of(page_of(client.get(address)))
    assert "thuộc Phường Yên Hòa, Thành phố Hà Nội" in words and "Những gì đã khai vẫn còn" in words
    assert press(client, address, FATHER)["Location"].endswith("/nguoi-yeu-cau")


def test_what_cannot_be_filed_here_says_why(client: Client, ward: Ward) -> None:
    address = begin(client)
    assert press(client, address, {**FATHER, "registered_before": "co"})["Location"] == address
    assert "Mỗi người chỉ đăng ký khai sinh một lần" in words_of(page_of(client.get(address)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("thanh xuan", "phường, xã trùng tên"), ("Tân", "nhiều nơi trùng tên"), ("Xứ Không Có", "Chưa tìm thấy"), ("", "Hãy ghi phường")],
)  # fmt: skip
def test_a_commune_that_is_not_clear_is_asked_again(
    client: Client, ward: Ward, typed: str, said: str
) -> None:
    address = begin(client)
    response = press(client, address, {**FATHER, "residence_1": typed})
    assert response.status_code == 422 and said in words_of(page_of(response))


def test_one_of_several_communes_is_chosen_from_the_list(client: Client, ward: Ward) -> None:
    address = begin(client)
    page = page_of(press(client, address, {**FATHER, "residence_1": "thanh xuan"}))
    (choice,) = page.xpath(
        '//label[contains(., "Phường Thanh Xuân, Thành phố Hà Nội")]/preceding-sibling::input'
    )
    sent = {**FATHER, "residence_1": "thanh xuan", "residence_2": choice.get("value")}
    assert press(client, address, sent)["Location"].endswith("/nguoi-yeu-cau")
    assert Draft.objects.get().answers["residence"]["commune"] == "00367"


def test_rows_are_added_and_taken_away_without_losing_others(client: Client, ward: Ward) -> None:
    adopt_more(ward, "1.001612")
    address = begin(client, "1.001612").replace("bat-dau", "nganh-nghe")
    rows = {
        "lines_of_business.n": "1",
        "lines_of_business.0.name": "Bán phở",
        "lines_of_business.0.main": "co",
    }
    page = page_of(client.post(address, {**rows, "act": "them:lines_of_business"}))
    assert page.xpath('//input[@name="lines_of_business.0.name"]/@value') == ["Bán phở"]
    assert page.xpath('//input[@name="lines_of_business.1.name"]')
    more = {
        **rows,
        "lines_of_business.n": "2",
        "lines_of_business.1.name": "Bán nước",
        "lines_of_business.1.main": "khong",
    }
    less = page_of(client.post(address, {**more, "act": "bo:lines_of_business:0"}))
    assert less.xpath('//input[@name="lines_of_business.0.name"]/@value') == ["Bán nước"]
    client.post(address, {**more, "lines_of_business.n": "3"})
    kept = Draft.objects.get().answers["lines_of_business"]
    assert [row["name"] for row in kept] == ["Bán phở", "Bán nước"]


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "bo:x:99"}, {"act": "them:nobody"}, {"act": "bo:::"}, {"child_born_on_0": "\x00"}, {"relation": "king"},
        {"residence_2": "zzzzz", "residence_1": "'; drop table"}, {"full_name": "a" * 9000}, {"child_born_on_0": "٣"},
        {"act": "bo:lines:²"},
    ],
)  # fmt: skip
def test_strange_input_is_no_fault(client: Client, ward: Ward, sent: dict[str, str]) -> None:
    address = begin(client)
    assert client.post(address, {**FATHER, **sent}).status_code in (200, 302, 400, 422)


def test_too_many_drafts_from_one_place_are_refused(client: Client, ward: Ward) -> None:
    found = [client.post("/thu-tuc/1.001193/nop").status_code for _try in range(62)]
    assert found[0] == 302 and found[-1] == 422 and Draft.objects.count() == 60


def test_a_form_page_is_light(client: Client, ward: Ward) -> None:
    """75 KB and 8 requests for a first visit of any page of a filing."""
    address = begin(client)
    for page in (
        address,
        address.replace("bat-dau", "tre-em"),
        address.replace("bat-dau", "kiem-tra"),
        address.replace("bat-dau", "giay-to"),
    ):
        assert_light(client, page)


def test_the_same_form_opens_at_the_counter(client: Client, ward: Ward) -> None:
    client.force_login(ward.minh.account)
    page = page_of(client.get("/quay/mau-don"))
    assert page.xpath('//button[@value="1.001193"]') and page.xpath('//button[@value="2.000986"]')
    address = client.get(client.post("/quay/mau-don", {"thu-tuc": "2.000986"})["Location"])["Location"]
    answers = FAMILY
    for _page in range(20):
        if address.startswith("/quay/"):
            break
        given = {"truthful": "on", "agreed": "on"} if address.endswith("kiem-tra") else answers
        response = press(client, address, given)
        assert response.status_code == 302, words_of(page_of(response).xpath("//main")[0])[:900]
        address = response["Location"]
    case = Case.objects.get()
    assert address == f"/quay/ho-so/{case.code}/tiep-nhan" and case.channel == 1
    words = words_of(page_of(client.get(address)))
    assert "Trần Quang Minh ghi theo lời người nộp" in words and "Trạm y tế" in words
    assert (
        client.post(
            address, accept_of(client, case) | {"giay": [c.key for c in case.case_type.components]}
        ).status_code
        == 302
    )


def test_one_birth_for_three_agencies_is_filed_from_home(client: Client, ward: Ward) -> None:
    """Nghị định 63/2024/NĐ-CP, not compared: dated data of the procedure."""
    last = go_through(client, FAMILY, LINKED)
    case = Case.objects.get(parent=None)
    assert case.channel == Channel.ONLINE and case.code in words_of(page_of(client.get(last)))
    accepted = accept(case, by=ward.minh)
    hand_over(accepted, by=ward.minh)
    (birth,) = Case.objects.filter(parent=case)  # residence and insurance begin when there is a certificate
    assert (birth.procedure.code, birth.applicant_name) == (BIRTH, "Nguyễn Văn Tâm")


@pytest.mark.parametrize("lang", ["", "/en"])
def test_what_needs_the_original_says_so_and_has_no_form_from_home(
    client: Client, ward: Ward, lang: str
) -> None:
    words = words_of(page_of(client.get(f"{lang}/thu-tuc/{COPY}")))
    assert ("the original you bring" if lang else "bản chính ông/bà mang theo") in words
    assert client.get(f"{lang}/thu-tuc/{COPY}/nop")["Location"] == f"{lang}/thu-tuc/{COPY}"
    assert "ông/bà mang theo" not in words_of(page_of(client.get(f"/thu-tuc/{BIRTH}")))
