"""Citizens sign in by a code: what opens, what does not, and what cannot be tried again and again."""

import threading
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, close_old_connections, transaction
from django.test import Client
from django.utils import timezone

from motcua.domain.offices.models import Staff
from motcua.domain.people.jobs import forget_sessions
from motcua.domain.people.models import Account, AccountKind
from motcua.domain.people.rules import Address
from motcua.faces.audience import CITIZEN
from tests.faces.citizens import code_asked, sent_code, signed_in_at
from tests.faces.desk_pages import signed_in, words
from tests.people import PASSWORD, Ward
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("ward", "clock")
TAM = "tam@vidu.vn"
SIGN_IN, CODE, MINE = "/tai-khoan/dang-nhap", "/tai-khoan/dang-nhap/ma", "/tai-khoan"


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def wrong_code(address: str) -> str:
    return str((int(sent_code(address)) + 1) % 10**6).zfill(6)


def test_a_code_opens_ones_own_page_and_makes_the_account_the_first_time() -> None:
    client = signed_in_at(" Tam@ViDu.vn ".strip())
    assert is_in(client)
    made = Account.objects.get(kind=AccountKind.CITIZEN)
    assert (made.email, made.has_usable_password(), made.person_id) == (TAM, False, None)
    assert is_in(signed_in_at(TAM)) and Account.objects.filter(kind=AccountKind.CITIZEN).count() == 1


def test_the_page_that_was_wanted_comes_after_the_code() -> None:
    client = Client()
    asked = client.get("/tai-khoan")
    assert asked["Location"] == "/tai-khoan/dang-nhap?tiep=%2Ftai-khoan"
    code_asked(TAM, client, "/tra-cuu?x=1")
    assert client.post(CODE, {"code": sent_code(TAM)})["Location"] == "/tra-cuu?x=1"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://lua-dao.vn/",
        "//lua-dao.vn",
        "/\\lua-dao.vn",
        "javascript:alert(1)",
        "lua-dao",
        "",
        "\t//x.vn",
    ],
)
def test_nobody_is_led_to_another_site(wanted: str) -> None:
    client = code_asked(TAM, onward=wanted)
    assert client.post(CODE, {"code": sent_code(TAM)})["Location"] == MINE


def test_a_code_may_be_pasted_as_it_stands_in_the_message() -> None:
    client = code_asked(TAM)
    code = sent_code(TAM)
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}\n"}).status_code == 302 and is_in(client)
    page = code_asked("lan@vidu.vn").get(CODE).content.decode()
    assert (
        'autocomplete="one-time-code"' in page
        and 'inputmode="numeric"' in page
        and 'maxlength="6"' not in page
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Xin nhập thư điện tử"),
        ("tam", "dấu @"),
        ("tâm@vidu.vn", "không dấu"),
        ("tam@", "ví dụ ten@coquan.vn"),
        ("12", "Số điện thoại"),
        ("0912000123", "chưa gửi được mã qua điện thoại"),
        ("02438220000", "di động"),
        ("a" * 300 + "@vidu.vn", "dài quá"),
    ],
)
def test_what_no_code_can_go_to_is_told_in_a_sentence_and_stays_in_the_field(typed: str, said: str) -> None:
    answer = Client().post(SIGN_IN, {"address": typed})
    assert answer.status_code == 422 and said in words(answer) and mail.outbox == []
    assert not typed or typed in answer.content.decode()


def test_known_and_unknown_addresses_are_answered_alike() -> None:
    signed_in_at(TAM)
    pages = []
    for address in (TAM, "nam@vidu.vn"):
        client = Client()
        answer = client.post(SIGN_IN, {"address": address})
        pages.append((answer.status_code, answer["Location"], words(client.get(CODE)).replace("na•", "ta•")))
    assert pages[0] == pages[1]
    assert [len([m for m in mail.outbox if to in m.to]) for to in (TAM, "nam@vidu.vn")] == [2, 1]


def test_a_code_works_in_the_browser_that_asked_for_it_only() -> None:
    code_asked(TAM)
    code = sent_code(TAM)
    stranger = Client()
    assert stranger.post(CODE, {"code": code})["Location"] == SIGN_IN and not is_in(stranger)
    other = code_asked(TAM)
    assert other.post(CODE, {"code": code}).status_code == 422 or sent_code(TAM) == code
    assert not is_in(other)


def test_a_code_is_good_for_ten_minutes(clock: Clock) -> None:
    client = code_asked(TAM)
    clock.wait(minutes=9, seconds=59)
    assert client.get(CODE).status_code == 200
    clock.wait(seconds=2)
    assert client.post(CODE, {"code": sent_code(TAM)})["Location"] == SIGN_IN and not is_in(client)


def test_a_code_works_once() -> None:
    client = code_asked(TAM)
    before = dict(client.session.items())
    code = sent_code(TAM)
    client.post(CODE, {"code": code})
    again = Client()
    again.get(SIGN_IN)
    session = again.session  # even a browser that had kept all of the session as it was
    session.update({**before, "asked": before["asked"]})
    session.save()
    again.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    answer = again.post(CODE, {"code": code})
    assert answer.status_code == 422 and "đã dùng" in words(answer) and not is_in(again)


def test_after_five_wrong_ones_the_right_code_opens_nothing_more() -> None:
    client = code_asked(TAM)
    for _ in range(5):
        answer = client.post(CODE, {"code": wrong_code(TAM)})
        assert answer.status_code == 422 and "Mã chưa đúng" in words(answer)
    answer = client.post(CODE, {"code": sent_code(TAM)})
    assert answer.status_code == 422 and "Xin lấy mã mới" in words(answer) and not is_in(client)
    assert is_in(signed_in_at(TAM, client))  # but the person is not locked out


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_all_at_once_are_counted_one_by_one() -> None:
    client = code_asked(TAM)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    said: list[str] = []

    def guess() -> None:
        one = Client()
        one.cookies[settings.SESSION_COOKIE_NAME] = key
        said.append(words(one.post(CODE, {"code": wrong_code(TAM)})))
        close_old_connections()

    threads = [threading.Thread(target=copy_context().run, args=(guess,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("Mã chưa đúng" in each for each in said) == 5
    assert sum("Xin lấy mã mới" in each for each in said) == 11


def test_only_some_codes_go_to_an_address_in_an_hour_whoever_asks(clock: Clock) -> None:
    for _ in range(6):
        code_asked(TAM)
    answer = Client(REMOTE_ADDR="10.1.2.3").post(SIGN_IN, {"address": TAM})
    assert answer.status_code == 422 and "đợi một giờ" in words(answer) and len(mail.outbox) == 6
    clock.wait(hours=1, seconds=1)
    code_asked(TAM)


def test_only_some_codes_are_asked_for_from_one_place_in_an_hour() -> None:
    for n in range(30):
        code_asked(f"dan{n}@vidu.vn")
    assert Client().post(SIGN_IN, {"address": "them@vidu.vn"}).status_code == 422
    assert Client(REMOTE_ADDR="10.1.2.3").post(SIGN_IN, {"address": "them@vidu.vn"}).status_code == 302


def test_a_mail_server_that_is_away_is_told_and_nothing_typed_is_lost(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = Client().post(SIGN_IN, {"address": TAM})
    assert answer.status_code == 422 and "Chưa gửi được mã" in words(answer)
    assert TAM in answer.content.decode()


def test_the_code_is_nowhere_in_the_session() -> None:
    client = code_asked(TAM)
    assert (
        sent_code(TAM) not in str(client.session["asked"]["mark"]) and "code" not in client.session["asked"]
    )


def test_the_number_of_the_session_is_new_after_signing_in() -> None:
    client = code_asked(TAM)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(CODE, {"code": sent_code(TAM)})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    fixed = Client()
    fixed.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(fixed)


def test_a_form_from_elsewhere_asks_for_no_code() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(SIGN_IN, {"address": TAM}).status_code == 403 and mail.outbox == []
    client.get(SIGN_IN)
    given = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "address": TAM}
    assert client.post(SIGN_IN, given).status_code == 302


def test_a_session_lasts_two_hours_and_longer_when_that_is_asked_for(clock: Clock) -> None:
    client = signed_in_at(TAM)
    assert 'data-session-seconds="7200"' in client.get(MINE).content.decode()
    clock.wait(hours=1, minutes=59)
    assert client.get("/tai-khoan/o-lai").content == b"3600"
    clock.wait(minutes=59)
    assert is_in(client)
    clock.wait(minutes=2)
    assert not is_in(client)


def test_the_browser_forgets_the_session_when_it_is_closed() -> None:
    cookie = signed_in_at(TAM).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


def test_signing_out_ends_it() -> None:
    client = signed_in_at(TAM)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/tai-khoan/dang-xuat")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_a_blocked_account_is_told_whom_to_call() -> None:
    open_before = signed_in_at(TAM)
    Account.objects.filter(email=TAM).update(is_active=False)
    assert not is_in(open_before)
    client = code_asked(TAM)
    answer = client.post(CODE, {"code": sent_code(TAM)})
    assert answer.status_code == 422 and "bị khóa" in words(answer) and not is_in(client)


# Two sides of the counter -------------------------------------------------------------------------------------


def test_a_citizens_session_opens_no_page_of_staff_even_with_the_keys_of_both(ward: Ward) -> None:
    client = signed_in_at(TAM)
    assert client.get("/ban-lam-viec")["Location"].startswith("/dang-nhap?")
    account = Account.objects.get(email=TAM)
    Staff(account=account).named("Nguyễn Văn Tâm").save()  # not even where somebody put it among the staff
    session = client.session
    session[SESSION_KEY] = str(account.pk)  # a citizen's account where a member of staff's would stand
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    assert client.get("/ban-lam-viec").status_code == 302 and client.get("/tai-khoan").status_code == 302


def test_the_account_of_a_member_of_staff_is_no_citizens(ward: Ward) -> None:
    client = signed_in_at(TAM)
    staff = ward.lan.account
    assert staff
    session = client.session
    session[CITIZEN] = {"account": staff.pk, "level": 2, "mark": staff.get_session_auth_hash()}
    session.save()
    assert client.get(MINE).status_code == 302


def test_an_officers_own_address_opens_a_citizens_account_and_not_theirs(ward: Ward) -> None:
    Account.objects.filter(pk=ward.lan.account_id).update(email="lan@vidu.vn")
    client = signed_in_at("lan@vidu.vn")
    assert is_in(client) and client.get("/ban-lam-viec").status_code == 302
    assert Account.objects.filter(email="lan@vidu.vn").count() == 2


def test_signing_in_on_one_side_ends_the_session_of_the_other(ward: Ward) -> None:
    client = signed_in(ward.lan)
    signed_in_at(TAM, client)
    assert is_in(client) and client.get("/ban-lam-viec").status_code == 302
    client.post("/dang-nhap", {"login": "lan", "password": PASSWORD})
    assert client.get("/ban-lam-viec").status_code == 200 and not is_in(client)
    assert CITIZEN not in client.session


def test_the_database_keeps_the_two_kinds_apart(ward: Ward) -> None:
    citizen = Account.objects.at_address(Address("email", TAM))
    with pytest.raises(IntegrityError), transaction.atomic():
        citizen.take_password("mat-khau-cua-toi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=ward.lan.account_id).update(full_name="Nguyễn Thị Lan")


@pytest.mark.django_db(transaction=True)
def test_eight_windows_at_once_make_one_account(ward: Ward) -> None:
    found: list[int] = []

    def prove() -> None:
        found.append(Account.objects.at_address(Address("email", TAM)).pk)
        close_old_connections()

    threads = [threading.Thread(target=prove) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_of_sessions_that_are_over_nothing_is_left_not_even_the_address_a_code_was_asked_for() -> None:
    asked, still = code_asked(TAM), signed_in_at("mai@vidu.vn")
    before = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=asked.session.session_key).update(expire_date=before)
    forget_sessions(timestamp=0)
    assert [row.session_key for row in Session.objects.all()] == [still.session.session_key] and is_in(still)
