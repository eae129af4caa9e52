"""C15: one's own cases, drafts and looks; a case added by its slip; mandates; a copy of all that is held; leaving."""

import json
from typing import Any

import pytest
from django.test import Client

from motcua.application.filing.models import Draft, Filed
from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Choice, Device
from motcua.domain.cases.actions.parcels import send_home
from motcua.domain.cases.models import Case, Follower, Through
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.feedback.models import Feedback
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, Person, PersonKind
from motcua.foundation.actions import now
from tests import parcels
from tests.faces.citizens import GIVEN, code_asked, proved, sent_code, signed_in_at
from tests.faces.desk_pages import words
from tests.faces.filing_pages import FATHER, begin, go_through
from tests.people import Ward
from tests.stories import Clock, examined

pytestmark = pytest.mark.usefixtures("clock")
TAM, MINE, NUMBER = "tam@vidu.vn", "/tai-khoan", "001090012345"
MAI = "001158000077"


def read_by(staff: Any, case: Case, through: Through) -> None:
    assert case_for(staff, case.code, through=through, at=now())


# Cases --------------------------------------------------------------------------------------------------------


def test_what_was_filed_for_a_household_business_stands_apart_under_its_name(ward: Ward) -> None:
    client = proved(signed_in_at(TAM), "001175004321", "Trần Thị Năm")
    for _time in range(2):
        go_through(client, FATHER)
    person, shop = Case.objects.order_by("pk")
    assert "· cho Nguyễn Văn Tâm" in words(client.get(MINE)) and "Của" not in words(client.get(MINE))
    business = Person(kind=PersonKind.HOUSEHOLD, tax_code="0109876543").named("Phở Bà Năm")
    business.save()
    Case.objects.filter(pk=shop.pk).update(applicant=business, applicant_name="Phở Bà Năm")
    text = words(client.get(MINE))
    assert text.index(person.code) < text.index("Của Phở Bà Năm") < text.index(shop.code)


def test_an_address_alone_opens_no_case_whatever_was_typed_at_the_desk(ward: Ward) -> None:
    case = examined(ward)
    Case.objects.filter(pk=case.pk).update(email=TAM)
    page = words(signed_in_at(TAM).get(MINE))
    assert case.code not in page and "Chưa có hồ sơ nào ở đây" in page


def test_a_proved_number_shows_the_cases_under_it_and_no_others(ward: Ward) -> None:
    case = examined(ward)
    client = proved(signed_in_at(TAM))
    page = client.get(MINE)
    text = words(page)
    assert case.code in text, text[300:900]
    assert "Nguyễn Văn Tâm" in text and case.procedure.short_name in text
    assert f"/tra-cuu/{case.secret}" in page.content.decode() and page["Cache-Control"] == "no-store"
    other = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    assert case.code not in words(other.get(MINE))
    again = signed_in_at(TAM)  # the same account, opened with a code
    assert case.code not in words(again.get(MINE))


def test_a_person_without_a_number_is_not_everybody_without_one(ward: Ward) -> None:
    case = examined(ward)
    Person.objects.filter(pk=case.applicant_id).update(identity_number="")
    client = proved(signed_in_at(TAM), "", "Nguyễn Văn Tâm")
    Account.objects.filter(email=TAM).update(
        person=Person.objects.create(name_key=b"", folded="", full_name="Lạ")
    )
    assert case.code not in words(client.get(MINE))


def test_what_was_filed_from_the_account_is_in_its_list_with_its_drafts(ward: Ward) -> None:
    client = signed_in_at(TAM)
    go_through(client, FATHER)
    begin(client)
    case, draft = Case.objects.get(), Draft.objects.get(case=None)
    page = client.get(MINE)
    text = words(page)
    assert case.code in text and "Nộp từ tài khoản này" in text and "Nộp lúc" in text
    assert f"/nop/{draft.secret}" in page.content.decode() and "Giữ đến hết" in text
    assert Follower.objects.get().how == "filed"


def test_the_link_of_an_accounts_draft_opens_nothing_once_its_owner_has_signed_out(ward: Ward) -> None:
    client = signed_in_at(TAM)
    ended = go_through(client, FATHER)
    assert Case.objects.get().code in words(client.get(ended))
    client.post(f"{MINE}/dang-xuat")
    answer = client.get(ended)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, f"{MINE}/dang-nhap")


def test_a_draft_begun_as_a_guest_becomes_the_accounts_when_it_is_submitted_signed_in(ward: Ward) -> None:
    client = Client()
    ended = go_through(client, FATHER, until="kiem-tra")
    signed_in_at(TAM, client)
    assert client.post(ended, {"truthful": "on", "agreed": "on"}).status_code == 302
    assert Follower.objects.get().account.email == TAM and Filed.objects.get().account_id


def test_a_case_is_added_by_code_and_pin_and_only_by_both(ward: Ward) -> None:
    case = examined(ward)
    client = signed_in_at(TAM)
    add = f"{MINE}/ho-so/them"
    wrong = str((int(case.pin) + 1) % 10**6).zfill(6)
    for code, proof, said in (
        (case.code, wrong, "Không có hồ sơ nào khớp"),
        (case.code, case.phone[-4:], "mã tra cứu 6 số"),
        ("H26.101.1-261120-9999", case.pin, "Không có hồ sơ nào khớp"),
        ("", "", "Xin nhập mã hồ sơ"),
    ):
        answer = client.post(add, {"code": code, "proof": proof})
        assert answer.status_code == 422 and said in words(answer), words(answer)
        assert not Follower.objects.exists()
    for _ in range(2):
        answer = client.post(add, {"code": case.code.lower(), "proof": f"{case.pin[:3]} {case.pin[3:]}"})
        assert answer.status_code == 302
    assert Follower.objects.get().how == "slip"
    assert "Thêm bằng giấy hẹn" in words(client.get(MINE))


def test_guessing_a_pin_is_limited_whoever_guesses(ward: Ward) -> None:
    case = examined(ward)
    wrong = str((int(case.pin) + 1) % 10**6).zfill(6)
    client = signed_in_at(TAM)
    for _ in range(5):
        client.post(f"{MINE}/ho-so/them", {"code": case.code, "proof": wrong})
    answer = client.post(f"{MINE}/ho-so/them", {"code": case.code, "proof": case.pin})
    assert answer.status_code == 422 and "quá nhiều lần" in words(answer) and not Follower.objects.exists()


# Who has looked -----------------------------------------------------------------------------------------------


def test_looks_tell_unit_purpose_and_time_and_never_a_name(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    client = proved(signed_in_at(TAM))
    assert "Chưa có lần xem nào" in words(client.get(f"{MINE}/ai-da-xem"))
    read_by(ward.lan, case, Through.CASE)
    read_by(ward.lan, case, Through.CASE)
    read_by(ward.minh, case, Through.PAPER)
    clock.wait(hours=1)
    read_by(ward.hoa, case, Through.CASE)
    text = words(client.get(f"{MINE}/ai-da-xem"))
    assert text.index("Phường An Bình") < text.index("Phòng Tư pháp – Hộ tịch")
    assert "Xem hồ sơ để giải quyết" in text and "In giấy tờ của hồ sơ" in text and case.code in text
    assert not any(name.full_name in text for name in (ward.lan, ward.minh, ward.hoa))
    rows = client.get(f"{MINE}/ai-da-xem").content.decode().count("<tr>")
    assert rows == 4  # the head, and three lines: what Lan looked at twice in a day is one
    stranger = signed_in_at("mai@vidu.vn")
    assert case.code not in words(stranger.get(f"{MINE}/ai-da-xem"))


@pytest.mark.parametrize("wanted", ["0", "50", "x", "-1", "99999999999", ""])
def test_any_page_of_looks_is_a_page(wanted: str, ward: Ward) -> None:
    assert signed_in_at(TAM).get(f"{MINE}/ai-da-xem?tu={wanted}").status_code == 200


# Means --------------------------------------------------------------------------------------------------------


def test_an_address_is_added_by_its_own_code(ward: Ward) -> None:
    client = signed_in_at(TAM)
    add = f"{MINE}/cach-dang-nhap/dia-chi"
    assert client.post(add, {"address": "tam.moi@vidu.vn"})["Location"] == f"{add}/ma"
    assert client.post(f"{add}/ma", {"code": "000000"}).status_code == 422
    assert client.post(f"{add}/ma", {"code": sent_code("tam.moi@vidu.vn")}).status_code == 302
    assert "tam.moi@vidu.vn" in words(client.get(f"{MINE}/cach-dang-nhap"))
    assert client.get(f"{add}/ma")["Location"] == add


def test_a_code_for_signing_in_adds_no_address_and_the_other_way_round(ward: Ward) -> None:
    client = signed_in_at(TAM)
    code_asked("khac@vidu.vn", client)
    assert (
        client.post(f"{MINE}/cach-dang-nhap/dia-chi/ma", {"code": sent_code("khac@vidu.vn")}).status_code
        == 302
    )
    assert Account.objects.get(email=TAM).email == TAM
    client.post(f"{MINE}/cach-dang-nhap/dia-chi", {"address": "khac@vidu.vn"})
    answer = client.post("/tai-khoan/dang-nhap/ma", {"code": sent_code("khac@vidu.vn")})
    assert (
        answer["Location"] == "/tai-khoan/dang-nhap"
        and Account.objects.filter(email="khac@vidu.vn").count() == 0
    )


def test_an_address_of_another_account_is_told_to_who_has_proved_it(ward: Ward) -> None:
    signed_in_at("khac@vidu.vn")
    client = signed_in_at(TAM)
    add = f"{MINE}/cach-dang-nhap/dia-chi"
    client.post(add, {"address": "khac@vidu.vn"})
    answer = client.post(f"{add}/ma", {"code": sent_code("khac@vidu.vn")})
    assert answer.status_code == 422 and "đã mở một tài khoản khác" in words(answer)


def test_signing_out_everywhere_ends_the_other_browser_too(ward: Ward) -> None:
    one, other = signed_in_at(TAM), signed_in_at(TAM)
    assert one.post("/tai-khoan/dang-xuat/moi-noi")["Location"] == "/tai-khoan/dang-nhap"
    assert one.get(MINE).status_code == other.get(MINE).status_code == 302


# A copy, and leaving ------------------------------------------------------------------------------------------


def test_the_copy_holds_what_the_account_holds_and_nothing_of_others(ward: Ward) -> None:
    case = examined(ward)
    read_by(ward.lan, case, Through.CASE)
    client = proved(signed_in_at(TAM))
    client.post(f"{MINE}/uy-quyen/moi", GIVEN)
    begin(client)
    answer = client.get(f"{MINE}/du-lieu/ban-sao.json")
    assert "attachment" in answer["Content-Disposition"] and answer["Cache-Control"] == "no-store"
    held = json.loads(answer.content)
    assert held["account"]["email"] == TAM and held["person"]["identity_number"] == NUMBER
    assert [each["code"] for each in held["cases"]] == [case.code]
    assert held["looks"][0]["unit"] == "Phòng Tư pháp – Hộ tịch" and "Nguyễn Thị Lan" not in str(held)
    assert held["mandates"][0]["agent"] == "Trần Thị Mai" and held["drafts"][0]["procedure"] == "1.001193"
    low = json.loads(signed_in_at(TAM).get(f"{MINE}/du-lieu/ban-sao.json").content)
    assert (low["person"], low["cases"], low["mandates"], low["looks"]) == (None, [], [], [])


def test_the_copy_holds_where_parcels_went_what_was_answered_and_how_one_is_told(ward: Ward) -> None:
    client = signed_in_at(TAM)
    go_through(client, FATHER)
    case, account = Case.objects.get(), Account.objects.get(kind="citizen")
    send_home(case, by=Citizen(slip=case.code), **parcels.HOME)
    Device.take(account, at=now(), endpoint="https://fcm.googleapis.com/x/secret", p256dh="p", auth="a")
    Choice.keep(account, channels=["mail"], language="en")
    client.post("/phan-anh", {"kind": "idea", "text": "Thêm ghế", "contact": "tam@vidu.vn", "keep": "on"})
    tell(case.events.get(name="case.registered").pk)
    held = json.loads(client.get(f"{MINE}/du-lieu/ban-sao.json").content)
    [sent] = held["parcels"]
    assert (sent["name"], sent["phone"], sent["address"]) == (
        "Trần Thị Mai", "0912000123", "Số 8 ngõ 21, phường An Bình, Hà Nội",
    )  # fmt: skip
    assert held["cases"][0]["identity_number"] == case.identity_number != ""
    assert held["filings"][0]["answers"] == Filed.objects.get().answers and held["filings"][0]["consent"]
    assert (held["telling"]["channels"], held["telling"]["language"]) == (["mail"], "en")
    assert held["telling"]["devices"][0]["service"] == "fcm.googleapis.com" and "secret" not in str(held)
    assert [(each["text"], each["contact"]) for each in held["feedback"]] == [("Thêm ghế", "tam@vidu.vn")]
    assert held["told"][0]["case"] == case.code and case.code in held["told"][0]["body"]


def test_the_copy_says_nothing_of_the_person_of_a_case_one_only_holds_the_slip_of(ward: Ward) -> None:
    case = send_home(examined(ward), by=ward.minh, **parcels.HOME)
    client = signed_in_at("mai@vidu.vn")
    client.post(f"{MINE}/ho-so/them", {"code": case.code, "proof": case.pin})
    held = json.loads(client.get(f"{MINE}/du-lieu/ban-sao.json").content)
    assert [each["code"] for each in held["cases"]] == [case.code] and held["parcels"] == []
    assert case.identity_number not in str(held) and case.applicant_name not in str(held)


def test_leaving_removes_what_was_held_and_keeps_the_case(ward: Ward) -> None:
    client = signed_in_at(TAM)
    go_through(client, FATHER)
    begin(client)
    case, account = Case.objects.get(), Account.objects.get(kind="citizen")
    Device.take(account, at=now(), endpoint="https://fcm.googleapis.com/x", p256dh="p", auth="a")
    Choice.keep(account, channels=["push"], language="vi")
    client.post("/phan-anh", {"kind": "idea", "text": "Thêm ghế", "contact": "tam@vidu.vn", "keep": "on"})
    assert client.post(f"{MINE}/du-lieu", {"csrfmiddlewaretoken": "x"}).status_code == 422
    assert client.post(f"{MINE}/du-lieu", {"sure": "on"})["Location"] == "/tai-khoan/dang-nhap"
    assert client.get(MINE).status_code == 302
    left = Account.objects.get(kind="citizen")
    assert (left.email, left.is_active, left.followed.count()) == ("", False, 0)
    assert not Device.objects.exists() and not Choice.objects.exists()
    assert Feedback.objects.get().account is None and Feedback.objects.get().contact == "tam@vidu.vn"
    draft = Draft.objects.get(case=None)
    assert draft.answers == {} and draft.expires_on < now().date()
    case.refresh_from_db()
    assert case.applicant_name == "Nguyễn Văn Tâm"
    assert "Chưa có hồ sơ nào" in words(signed_in_at(TAM).get(MINE))
