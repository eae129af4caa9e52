"""Signing in: password, second step, how long a session lasts, and what its cookies and headers say."""

import re
import threading
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import close_old_connections
from django.test import Client

from motcua.domain.offices.models import Staff
from motcua.domain.people.models import RECOVERY_CODES, Account
from motcua.domain.people.rules import second_step as rules
from motcua.faces.cli.main import main
from motcua.foundation.actions import now
from tests.faces.desk_pages import signed_in, words
from tests.people import PASSWORD, Ward
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("clock")
SEED = b"0123456789abcdef"


def account_of(staff: Staff) -> Account:
    return Account.objects.get(pk=staff.account_id)


def code_of(staff: Staff, off: int = 0) -> str:
    """What the person's app shows now, or some half minutes earlier or later."""
    account = account_of(staff)
    return rules.app_code(account.app_secret(bytes(account.code_seed or SEED)), rules.step_at(now()) + off)


def turned_on(staff: Staff) -> list[str]:
    codes = account_of(staff).start_second_step(SEED, code_of(staff), at=now())
    assert len(codes) == RECOVERY_CODES
    return codes


def password_given(staff: Staff, onward: str = "/toi") -> tuple[Client, Any]:
    client = Client()
    given = {"login": account_of(staff).login, "password": PASSWORD, "tiep": onward}
    return client, client.post("/dang-nhap", given)


def may_work(client: Client) -> bool:
    return client.get("/ban-lam-viec").status_code == 200


def test_without_the_second_step_the_password_opens_the_desk(ward: Ward) -> None:
    client, answer = password_given(ward.lan)
    assert (answer.status_code, answer["Location"]) == (302, "/toi") and may_work(client)
    assert "Nguyễn Thị Lan" in words(client.get("/toi"))


@pytest.mark.parametrize(
    ("login", "page"),
    [("minh", "/quay/"), ("hai", "/ban-lam-viec"), ("lan", "/ban-lam-viec"), ("hoa", "/ban-lam-viec")],
)
@pytest.mark.parametrize("second_step", [False, True])
def test_who_only_receives_begins_at_the_counter_and_everybody_else_at_the_inbox(
    ward: Ward, clock: Clock, login: str, page: str, second_step: bool
) -> None:
    staff = getattr(ward, login)
    if second_step:
        turned_on(staff)
        clock.wait(minutes=2)
    client, answer = password_given(staff, "")
    if second_step:
        answer = client.post(answer["Location"], {"code": code_of(staff)})
    assert answer["Location"] == page


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "/ho-so/x"])
def test_the_page_one_was_on_the_way_to_comes_first_if_it_is_ours(ward: Ward, wanted: str) -> None:
    _client, answer = password_given(ward.minh, wanted)
    assert answer["Location"] == (wanted if wanted == "/ho-so/x" else "/quay/")


def test_turning_it_on_asks_password_and_first_code_and_shows_ten_codes_once(
    ward: Ward, clock: Clock
) -> None:
    client, _ = password_given(ward.lan)
    page = client.get("/toi/xac-minh")
    text = words(page)
    assert '<svg role="img"' in page.content.decode()
    secret = re.search(r"Khóa: ((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", text)
    assert secret
    seed = bytes.fromhex(client.session["seed"])
    assert secret[1] == rules.spoken_secret(account_of(ward.lan).app_secret(seed))
    code = rules.app_code(account_of(ward.lan).app_secret(seed), rules.step_at(now()))
    for wrong in ({"password": "x", "code": code}, {"password": PASSWORD, "code": "000000"}, {"code": ""}):
        assert client.post("/toi/xac-minh", wrong).status_code == 422
        assert account_of(ward.lan).code_seed is None
    done = client.post("/toi/xac-minh", {"password": PASSWORD, "code": code})
    codes = re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", done.content.decode())
    account = account_of(ward.lan)
    assert len(set(codes)) == RECOVERY_CODES and len(account.recovery) == RECOVERY_CODES
    assert not any(code.replace("-", "") in mark for code in codes for mark in account.recovery)
    assert may_work(client)
    again = words(client.get("/toi/xac-minh"))
    assert "đang bật" in again and "Còn 10 mã dự phòng" in again and codes[0] not in again


def test_turning_it_on_ends_the_other_sessions(ward: Ward) -> None:
    other, _ = password_given(ward.lan)
    assert may_work(other)
    turned_on(ward.lan)
    assert not may_work(other)


def test_the_password_alone_then_opens_nothing(ward: Ward) -> None:
    turned_on(ward.lan)
    client, answer = password_given(ward.lan)
    assert answer["Location"] == "/dang-nhap/ma" and not may_work(client)
    assert client.get("/api/v1/inbox").status_code == 401
    assert client.get("/dang-nhap/ma")["Cache-Control"] == "no-store"


def test_the_right_code_opens_the_page_that_was_wanted(ward: Ward, clock: Clock) -> None:
    turned_on(ward.lan)
    clock.wait(minutes=1)
    client, _ = password_given(ward.lan, "/toi/mat-khau")
    wrong = client.post("/dang-nhap/ma", {"code": "000 000"})
    assert wrong.status_code == 422 and "Mã chưa đúng" in words(wrong) and not may_work(client)
    code = code_of(ward.lan)
    right = client.post("/dang-nhap/ma", {"code": f"{code[:3]} {code[3:]}"})
    assert (right.status_code, right["Location"]) == (302, "/toi/mat-khau") and may_work(client)


def test_a_code_opens_once_also_the_one_it_was_turned_on_with(ward: Ward, clock: Clock) -> None:
    code = code_of(ward.lan)
    turned_on(ward.lan)
    client, _ = password_given(ward.lan)
    assert client.post("/dang-nhap/ma", {"code": code}).status_code == 422
    clock.wait(minutes=1)
    code = code_of(ward.lan)
    first, _ = password_given(ward.lan)
    assert first.post("/dang-nhap/ma", {"code": code}).status_code == 302
    second, _ = password_given(ward.lan)
    assert second.post("/dang-nhap/ma", {"code": code}).status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "paper"])
def test_a_code_that_comes_eight_times_at_once_opens_once(ward: Ward, clock: Clock, kind: str) -> None:
    codes = turned_on(ward.lan)
    at = clock.wait(minutes=1)
    typed = code_of(ward.lan) if kind == "app" else codes[3]
    taken: list[bool] = []
    accounts = [account_of(ward.lan) for _ in range(8)]

    def use(account: Account) -> None:
        taken.append(account.use_code(typed, at=at))
        close_old_connections()

    threads = [threading.Thread(target=use, args=[account]) for account in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]
    account_of(ward.lan).end_second_step()


def test_a_recovery_code_opens_once_and_only_for_its_owner(ward: Ward, clock: Clock) -> None:
    codes, others = turned_on(ward.lan), turned_on(ward.dung)
    client, _ = password_given(ward.lan)
    assert client.post("/dang-nhap/ma", {"code": others[0]}).status_code == 422
    assert client.post("/dang-nhap/ma", {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert len(account_of(ward.lan).recovery) == RECOVERY_CODES - 1
    again, _ = password_given(ward.lan)
    assert again.post("/dang-nhap/ma", {"code": codes[0]}).status_code == 422


def test_codes_are_tried_five_times_in_a_quarter_of_an_hour(ward: Ward, clock: Clock) -> None:
    turned_on(ward.lan)
    clock.wait(minutes=1)
    client, _ = password_given(ward.lan)
    for _ in range(5):
        assert client.post("/dang-nhap/ma", {"code": "000000"}).status_code == 422
    late = client.post("/dang-nhap/ma", {"code": code_of(ward.lan)})
    assert late.status_code == 422 and "Đã thử quá nhiều lần" in words(late)
    clock.wait(minutes=16)
    client, _ = password_given(ward.lan)
    assert client.post("/dang-nhap/ma", {"code": code_of(ward.lan)}).status_code == 302


def test_half_signed_in_ends_after_five_minutes_and_with_a_new_password(ward: Ward, clock: Clock) -> None:
    turned_on(ward.lan)
    client, _ = password_given(ward.lan)
    clock.wait(minutes=6)
    late = client.post("/dang-nhap/ma", {"code": code_of(ward.lan)})
    assert late["Location"] == "/dang-nhap" and not may_work(client)
    client, _ = password_given(ward.lan)
    account_of(ward.lan).take_password("một mật khẩu khác")
    assert client.get("/dang-nhap/ma")["Location"] == "/dang-nhap"


def test_nobody_is_asked_for_a_code_without_a_password(ward: Ward) -> None:
    turned_on(ward.lan)
    assert Client().get("/dang-nhap/ma")["Location"] == "/dang-nhap"
    assert Client().post("/dang-nhap/ma", {"code": code_of(ward.lan)})["Location"] == "/dang-nhap"


def test_turning_it_off_takes_password_and_a_code(ward: Ward, clock: Clock) -> None:
    codes = turned_on(ward.lan)
    client = signed_in(Staff.objects.get(pk=ward.lan.pk))
    for wrong in ({"password": PASSWORD, "code": "000000"}, {"password": "x", "code": codes[0]}):
        assert client.post("/toi/xac-minh", wrong).status_code == 422
        assert account_of(ward.lan).code_seed
    assert client.post("/toi/xac-minh", {"password": PASSWORD, "code": codes[0]})["Location"] == "/toi"
    account = account_of(ward.lan)
    assert (account.code_seed, account.code_since, account.recovery) == (None, None, [])
    assert may_work(client)


def test_the_administrator_takes_it_off_and_that_is_on_record(ward: Ward) -> None:
    turned_on(ward.lan)
    lan, _ = password_given(ward.lan)
    client = signed_in(ward.an)
    posting = ward.lan.postings.get()
    address = f"/quan-tri/{ward.justice.pk}/tat-xac-minh/{posting.pk}"
    assert address in client.get(f"/quan-tri/{ward.justice.pk}").content.decode()
    assert client.post(address, {"key": "tat-1"}).status_code == 302
    assert account_of(ward.lan).code_seed is None
    event = ward.justice.events.order_by("-n")[0]
    assert (event.name, event.actor, event.payload) == (
        "office.second_step_removed",
        ward.an,
        {"staff": ward.lan.pk},
    )
    assert lan.get("/dang-nhap/ma")["Location"] == "/dang-nhap"
    assert address not in client.get(f"/quan-tri/{ward.justice.pk}").content.decode()


def test_the_shell_takes_it_off_where_no_administrator_can_sign_in(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    turned_on(ward.an)
    assert main(["second-step", "off", "--login", "AN"]) == 0
    assert account_of(ward.an).code_seed is None
    assert main(["second-step", "off", "--login", "an"]) == 1
    assert main(["second-step", "off", "--login", "ai-do"]) == 1
    assert "chưa bật" in capsys.readouterr().err


def test_an_office_can_ask_it_of_a_role_and_leads_its_people_there(ward: Ward, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = ("sysadmin", "leader")
    client, _ = password_given(ward.hoa)
    for address in ("/ban-lam-viec", "/ky-duyet", "/toi"):
        assert client.get(address)["Location"] == "/toi/xac-minh"
    page = client.get("/toi/xac-minh")
    assert page.status_code == 200 and "yêu cầu vai trò của Ông/Bà" in words(page)
    seed = bytes.fromhex(client.session["seed"])
    code = rules.app_code(account_of(ward.hoa).app_secret(seed), rules.step_at(now()))
    client.post("/toi/xac-minh", {"password": PASSWORD, "code": code})
    assert client.get("/ky-duyet").status_code == 200
    assert may_work(signed_in(ward.lan))  # no such role


# Sessions ----------------------------------------------------------------------------------------------------


def test_a_session_ends_eight_hours_after_signing_in_however_busy(ward: Ward, clock: Clock) -> None:
    client, _ = password_given(ward.lan)
    for _ in range(7):
        clock.wait(hours=1)
        assert may_work(client)
    clock.wait(minutes=59)
    assert may_work(client)
    clock.wait(minutes=1)
    assert client.get("/ban-lam-viec")["Location"].startswith("/dang-nhap?tiep=")


def test_the_warning_makes_it_an_hour_longer_and_twelve_at_most(ward: Ward, clock: Clock) -> None:
    client, _ = password_given(ward.lan)
    clock.wait(hours=1)
    assert client.get("/gia-han-phien").content == b"25200"  # nothing is taken away
    clock.wait(hours=6, minutes=59)
    left = []
    for _ in range(5):
        assert 'data-session-extend="/gia-han-phien"' in client.get("/toi").content.decode()
        left.append(int(client.get("/gia-han-phien").content))
        clock.wait(seconds=left[-1] - 60)
    assert left == [3600, 3600, 3600, 3600, 300]
    assert "data-session-extend" not in client.get("/toi").content.decode()
    clock.wait(minutes=2)
    assert not may_work(client)


# Cookies -----------------------------------------------------------------------------------------------------


def test_cookies_are_closed_to_scripts_and_other_sites(ward: Ward) -> None:
    client, answer = password_given(ward.lan)
    client.get("/toi")
    cookies = {**answer.cookies, **client.cookies}
    assert {configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME} <= set(cookies)
    for cookie in cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_behind_https_cookies_go_over_https_only_and_browsers_are_told_to_stay(
    ward: Ward, settings: Any
) -> None:
    settings.SECURE = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    given = {"login": "lan", "password": PASSWORD}
    answer = client.post("/dang-nhap", given, secure=True)
    assert answer.status_code == 302
    client.get("/toi", secure=True)
    assert all(cookie["secure"] for cookie in client.cookies.values())
    assert answer["Strict-Transport-Security"].startswith("max-age=63072000")


def test_the_policy_lets_no_inline_script_or_style_run(ward: Ward) -> None:
    page = Client().get("/dang-nhap")
    policy = page["Content-Security-Policy"]
    assert (
        policy.startswith("default-src 'none'")
        and "unsafe" not in policy
        and "frame-ancestors 'none'" in policy
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.content.decode())
