"""Signing in at a real provider of identity (npm oidc-provider): what opens, what is refused, and how it is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, AccountEvent, Identity, Person
from motcua.faces.audience import CITIZEN
from motcua.foundation.gateways.identity.fake import FakeProvider
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import words
from tests.people import Ward
from tests.provider import CLIENT, SECRET, TAM_NUMBER, running

pytestmark = pytest.mark.usefixtures("ward")
BACK = "http://testserver/tai-khoan/dinh-danh/ve"
START, MINE = "/tai-khoan/dinh-danh", "/tai-khoan"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(Path(tmp_path_factory.mktemp("provider")), back=BACK) as address:
        yield address


@pytest.fixture(autouse=True)
def provider(issuer: str, settings: Any) -> None:
    settings.IDENTITY_ISSUER, settings.IDENTITY_CLIENT, settings.IDENTITY_SECRET = issuer, CLIENT, SECRET
    settings.IDENTITY_ACR = "muc-2 muc-1"


def agreed(there: str, login: str) -> str:
    """What the provider sends the browser back with, after somebody has agreed there (or, without a name, has not)."""
    browser = requests.Session()
    page = browser.get(there)
    assert page.status_code == 200, page.text
    answer = browser.post(page.url, {"login": login}, allow_redirects=False)
    while not answer.headers["Location"].startswith(BACK):
        answer = browser.get(answer.headers["Location"], allow_redirects=False)
    return str(answer.headers["Location"])


def begun(client: Client, onward: str = "") -> str:
    answer: Any = client.get(START, {"tiep": onward} if onward else {})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def back(client: Client, address: str) -> Any:
    return client.get(address.removeprefix("http://testserver"))


def proved(login: str, client: Client | None = None, onward: str = "") -> tuple[Client, Any]:
    client = client or Client()
    return client, back(client, agreed(begun(client, onward), login))


def level_of(client: Client) -> int:
    return int(client.session[CITIZEN]["level"]) if CITIZEN in client.session else 0


def test_level_two_opens_the_account_of_the_person() -> None:
    client, answer = proved("tam", onward="/tra-cuu")
    assert (answer.status_code, answer["Location"]) == (302, "/tra-cuu") and client.get(
        MINE
    ).status_code == 200
    person = Account.objects.get(full_name="Nguyễn Văn Tâm").person
    assert person and (person.identity_number, str(person.born_on)) == (TAM_NUMBER, "1990-01-01")
    assert level_of(client) == 2
    request: Any = client.get(MINE).wsgi_request
    assert request.citizen == Citizen(account_id=request.account.pk, person_id=person.pk, level=2)


def test_the_same_identity_opens_the_same_account_and_writes_nothing_new() -> None:
    first, _ = proved("tam")
    events = AccountEvent.objects.count()
    second, _ = proved("tam")
    assert first.session[CITIZEN]["account"] == second.session[CITIZEN]["account"]
    assert (Identity.objects.count(), events, AccountEvent.objects.count()) == (1, 1, 1)


def test_a_person_noted_at_the_desk_is_the_same_person_with_the_name_that_was_proved() -> None:
    noted = Person(identity_number=TAM_NUMBER).named("Nguyễn Văn Tầm")
    noted.save()
    proved("tam")
    noted.refresh_from_db()
    assert (noted.full_name, noted.folded, Account.objects.get(person=noted).is_active) == (
        "Nguyễn Văn Tâm", "nguyen van tam", True,
    )  # fmt: skip


@pytest.mark.parametrize("login", ["mot", "la"])
def test_level_one_proves_no_number(login: str) -> None:
    client, _ = proved(login)
    assert client.get(MINE).status_code == 200 and level_of(client) == 1
    account = Account.objects.get(pk=client.session[CITIZEN]["account"])
    assert account.person is None and not Person.objects.filter(identity_number=TAM_NUMBER).exists()


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("khong-so", "không cho biết số định danh cá nhân"),
        ("sai-so", "12 chữ số"),
        ("sai-ngay", "không đọc được"),
        ("lech", "không khớp nhau"),
        ("khong-ten", "không cho biết họ và tên"),
        ("so-la-bang", "không cho biết số định danh cá nhân"),
    ],
)
def test_a_missing_or_wrong_claim_is_told_and_opens_nothing(login: str, said: str) -> None:
    client, answer = proved(login)
    assert answer.status_code == 422 and said in words(answer) and "Về trang đăng nhập" in words(answer)
    assert level_of(client) == 0 and Account.objects.filter(kind="citizen").count() == 0


def test_who_turns_back_there_is_told_so() -> None:
    client, answer = proved("")
    assert (
        answer.status_code == 422 and "đã dừng ở trang định danh" in words(answer) and level_of(client) == 0
    )


def test_an_account_of_an_address_is_linked_once_and_seen_at_both_levels() -> None:
    client = signed_in_at("tam@vidu.vn")
    mine = client.session[CITIZEN]["account"]
    key = client.session.session_key
    proved("tam", client)
    assert (client.session[CITIZEN]["account"], level_of(client)) == (mine, 2)
    assert client.session.session_key != key
    again = signed_in_at("tam@vidu.vn")  # a mailbox does not open what a number opens
    request: Any = again.get(MINE).wsgi_request
    assert (request.citizen.level, request.citizen.person_id) == (1, None)


def test_an_identity_that_opens_another_account_is_not_linked_to_this_one() -> None:
    proved("tam")
    client = signed_in_at("khac@vidu.vn")
    _, answer = proved("tam", client)
    assert answer.status_code == 422 and "đã dùng cho một tài khoản khác" in words(answer)
    assert level_of(client) == 1


def test_an_account_is_of_one_person() -> None:
    client = signed_in_at("tam@vidu.vn")
    proved("tam", client)
    _, answer = proved("mai", client)
    assert answer.status_code == 422 and "số định danh khác" in words(answer)


def test_a_blocked_account_stays_closed() -> None:
    proved("tam")
    Account.objects.filter(full_name="Nguyễn Văn Tâm").update(is_active=False)
    client, answer = proved("tam")
    assert answer.status_code == 422 and "bị khóa" in words(answer) and level_of(client) == 0


# Attacks ------------------------------------------------------------------------------------------------------

REFUSED = "không bắt đầu từ trình duyệt này"


def refused(client: Client, address: str) -> None:
    answer = back(client, address)
    assert answer.status_code == 422 and REFUSED in words(answer), words(answer)
    assert level_of(client) == 0


def test_what_is_sent_there_has_state_nonce_and_a_challenge() -> None:
    asked = parse_qs(urlsplit(begun(Client())).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 20
    assert asked["redirect_uri"] == [BACK] and SECRET not in str(asked)


def test_the_answer_to_another_browsers_question_is_refused() -> None:
    """Signing somebody in as the attacker, or the attacker as somebody (RFC 6749 §10.12)."""
    answer = agreed(begun(Client()), "tam")
    stranger = Client()
    refused(stranger, answer)
    begun(stranger)
    refused(stranger, answer)


def test_an_answer_is_taken_once() -> None:
    client = Client()
    answer = agreed(begun(client), "tam")
    assert back(client, answer).status_code == 302
    client.post("/tai-khoan/dang-xuat")
    refused(client, answer)


def test_a_state_is_used_up_also_by_what_was_refused() -> None:
    client = Client()
    answer = agreed(begun(client), "tam")
    state = parse_qs(urlsplit(answer).query)["state"][0]
    refused(client, f"{BACK}?state={state}&code=khong-phai")
    refused(client, answer)


def tampered(client: Client, **facts: str) -> None:
    session = client.session
    name = next(key for key in session.keys() if key.startswith("_state_identity_"))  # noqa: SIM118
    session[name] = {**session[name], "data": {**session[name]["data"], **facts}}
    session.save()


@pytest.mark.parametrize("fact", ["nonce", "code_verifier"])
def test_a_token_of_another_question_or_a_stolen_code_is_refused(fact: str) -> None:
    client = Client()
    answer = agreed(begun(client), "tam")
    tampered(client, **{fact: "x" * 48})
    refused(client, answer)


def test_a_description_of_another_issuer_is_not_believed(settings: Any, issuer: str) -> None:
    settings.IDENTITY_ISSUER = issuer.replace("127.0.0.1", "localhost")
    answer = Client().get(START)
    assert answer.status_code == 503 and "chưa trả lời" in words(answer)


def test_a_provider_that_is_away_is_told_with_another_way_in(settings: Any) -> None:
    settings.IDENTITY_ISSUER = "http://127.0.0.1:9"
    answer = Client().get(START)
    assert answer.status_code == 503 and "bằng mã gửi tới địa chỉ" in words(answer)


def test_what_was_begun_as_somebody_does_not_end_as_somebody_else() -> None:
    client = signed_in_at("tam@vidu.vn")
    there = begun(client)
    signed_in_at("mai@vidu.vn", client)
    assert back(client, agreed(there, "tam")).status_code == 422
    assert not Identity.objects.exists()


@pytest.mark.parametrize("wanted", ["https://lua-dao.vn", "//lua-dao.vn", "/\\lua-dao.vn"])
def test_nobody_is_led_to_another_site_afterwards(wanted: str) -> None:
    _, answer = proved("tam", onward=wanted)
    assert answer["Location"] == MINE


def test_a_session_known_before_opens_nothing_afterwards() -> None:
    client = Client()
    there = begun(client)
    before = client.cookies["sessionid"].value
    back(client, agreed(there, "tam"))
    fixed = Client()
    fixed.cookies["sessionid"] = before
    assert fixed.get(MINE).status_code == 302


def test_without_a_provider_there_is_no_such_page(settings: Any, ward: Ward) -> None:
    settings.IDENTITY_ISSUER = ""
    assert Client().get(START).status_code == 404 and "VNeID" not in words(
        Client().get("/tai-khoan/dang-nhap")
    )
    assert back(Client(), f"{BACK}?code=x&state=y").status_code == 422


# The demonstration's own provider ------------------------------------------------------------------------------


@pytest.fixture
def demo(settings: Any) -> Iterator[FakeProvider]:
    with FakeProvider("demo", "bi-mat") as fake:
        settings.IDENTITY_ISSUER, settings.IDENTITY_CLIENT, settings.IDENTITY_SECRET = (
            fake.issuer,
            "demo",
            "bi-mat",
        )
        yield fake


def typed(there: str, **facts: str) -> str:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    said = {
        "name": "Nguyễn Văn Tâm",
        "birthdate": "01/01/1990",
        "personal_number": TAM_NUMBER,
        "acr": "muc-2",
    }
    answer = requests.post(
        there.partition("?")[0], {**asked, **said, "agreed": "1", **facts}, allow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_the_demonstrations_provider_speaks_the_same_protocol(demo: FakeProvider) -> None:
    client = Client()
    there = begun(client)
    assert "không phải VNeID" in requests.get(there).content.decode()
    assert back(client, typed(there)).status_code == 302 and level_of(client) == 2
    low = Client()
    assert back(low, typed(begun(low), acr="muc-1", personal_number="001158000077")).status_code == 302
    assert level_of(low) == 1
    declined = Client()
    assert "đã dừng" in words(back(declined, typed(begun(declined), agreed="")))


def test_it_gives_tokens_once_to_its_own_client_and_for_the_right_proof(demo: FakeProvider) -> None:
    client = Client()
    code = parse_qs(urlsplit(typed(begun(client))).query)["code"][0]
    verifier = next(v["data"]["code_verifier"] for k, v in client.session.items() if k.startswith("_state_"))
    right = {"code": code, "code_verifier": verifier, "redirect_uri": BACK}
    kept = dict(demo.codes)
    for wrong in (
        {"code_verifier": "x"},
        {"redirect_uri": BACK + "x"},
        {"client_secret": "x"},
        {"client_id": "x"},
        {"code": "x"},
    ):
        demo.codes = dict(kept)
        given = {**right, "client_id": "demo", "client_secret": "bi-mat", **wrong}
        assert requests.post(f"{demo.issuer}/token", given).status_code == 400, wrong
    demo.codes = dict(kept)
    given = {**right, "client_id": "demo", "client_secret": "bi-mat"}
    assert [requests.post(f"{demo.issuer}/token", given).status_code for _ in range(2)] == [200, 400]
    assert requests.get(f"{demo.issuer}/userinfo").status_code == 401
    assert (
        requests.get(f"{demo.issuer}/vao?redirect_uri=https://lua-dao.vn{BACK}x&state=1").status_code == 404
    )
