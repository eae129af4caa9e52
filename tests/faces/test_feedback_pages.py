"""Feedback on a phone, without an account and without JavaScript: sending it, following it, and being told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from motcua.application.citizens.leaving import held_of, leave
from motcua.application.notices.jobs import forget, send_waiting, tell_sender
from motcua.application.notices.models import Notice
from motcua.domain.feedback.actions import answer, decline
from motcua.domain.feedback.models import Feedback
from motcua.domain.feedback.queries import MOST_SENT, feedback_for
from motcua.domain.people.actor import Citizen
from motcua.foundation.gateways.mail.fake import FakeMailServer
from tests.faces.api_program import Program
from tests.faces.citizens import signed_in_at
from tests.faces.public_pages import assert_light, left_in_vietnamese, page_of, words_of
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
SAID = {"kind": "behaviour", "text": "Chờ hai giờ\nkhông ai gọi.", "name": "Nguyễn Văn Tâm", "contact": "tam@vidu.example"}  # fmt: skip
HIDDEN = ("Nguyễn Văn Tâm", "tam@vidu.example")


@pytest.fixture(autouse=True)
def _friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def sent(ward: Ward, client: Client, lang: str = "", **more: Any) -> Feedback:
    response = client.post(f"{lang}/phan-anh?co-quan={ward.ward.code}", {**SAID, **more})
    assert response.status_code == 302, words_of(page_of(response))
    assert response["Cache-Control"] == "no-store"
    found = Feedback.objects.get()
    assert response["Location"] == f"{lang}/phan-anh/{found.secret}/da-gui"
    return found


def test_the_page_says_to_whom_by_when_and_what_goes_another_way(ward: Ward, client: Client) -> None:
    words = words_of(page_of(client.get(f"/phan-anh?co-quan={ward.ward.code}")))
    assert f"Gửi tới: {ward.ward.name}" in words
    assert "trả lời trong 15 ngày làm việc" in words and "trả lời trong 5 ngày làm việc" in words
    assert "Luật Khiếu nại" in words and "Luật Tố cáo" in words
    assert ward.desk.name in words_of(page_of(client.get("/phan-anh")))


def test_a_first_visit_is_light(ward: Ward, client: Client) -> None:
    assert_light(client, "/phan-anh")


def test_it_is_sent_and_followed_by_its_address_alone(ward: Ward, client: Client, clock: Clock) -> None:
    made = sent(ward, client)
    done = page_of(client.get(f"/phan-anh/{made.secret}/da-gui"))
    assert made.code in words_of(done) and "thứ Hai, 14/12/2026" in words_of(done)
    assert "t**@vidu.example" in words_of(done)
    assert done.xpath("//input[@readonly]/@value")[0].endswith(f"/phan-anh/{made.secret}")
    where = f"/phan-anh/{made.secret}"
    page = client.get(where)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    words = words_of(page_of(page))
    assert "Chờ trả lời, còn 15 ngày làm việc" in words and "không ai gọi." in words
    assert not [name for name in HIDDEN if name in words]
    clock.at(15, month=12)
    assert "Quá hạn trả lời 1 ngày làm việc" in words_of(page_of(client.get(where)))
    answer(made, by=ward.hoa, answer="Xin lỗi ông.\n\nĐã thêm quầy.")
    tree = page_of(client.get(where.upper().replace("/PHAN-ANH", "/phan-anh")))
    assert "Đã trả lời, trễ hạn" in words_of(tree) and "xin lỗi" in words_of(tree)
    assert "Đã thêm quầy." in [
        words_of(each) for each in tree.xpath("//section[@aria-labelledby='tra-loi']//p")
    ]


def test_what_is_declined_says_where_it_goes(ward: Ward, client: Client) -> None:
    made = decline(sent(ward, client), by=ward.hoa, ground="complaint", answer="Xin gửi Chủ tịch phường.")
    words = words_of(page_of(client.get(f"/phan-anh/{made.secret}")))
    assert "Đây là khiếu nại" in words and "90 ngày" in words and "Xin gửi Chủ tịch phường." in words


WRONG = [
    ({"kind": ""}, "chọn ông/bà muốn nói"),
    ({"kind": "praise"}, "không có trong danh sách"),
    ({"text": ""}, "viết điều ông/bà muốn nói"),
    ({"text": "a" * 4001}, "4000"),
    ({"text": "a\x00"}, "không đọc được"),
    ({"contact": "nhà tôi"}, "dấu @"),
    ({"case_code": "9" * 41}, "40"),
    ({"name": "µ¸¶·¹ TrÇn V¨n B×nh ®Õn hái"}, "bảng mã cũ"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=str)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    ward: Ward, client: Client, wrong: dict[str, str], said: str
) -> None:
    response = client.post(f"/phan-anh?co-quan={ward.ward.code}", {**SAID, **wrong})
    tree = page_of(response)
    assert response.status_code == 422 and not Feedback.objects.exists()
    assert said in words_of(tree.xpath("//div[contains(@class, 'error-summary')]")[0])
    kept = {**SAID, **wrong}
    if "\x00" not in kept["text"]:
        assert tree.xpath("//textarea[@name='text']")[0].text.strip() == kept["text"]
    assert tree.xpath("//input[@name='contact']/@value") == [kept["contact"]]
    assert tree.xpath("//input[@name='kind' and @checked]/@value") == [
        kept["kind"] for _ in [0] if kept["kind"] == "behaviour"
    ]


@pytest.mark.parametrize("code", ["H99", "H26.101.2", "x" * 300, "'"])
def test_to_an_office_that_is_not_there_nothing_is_sent(ward: Ward, client: Client, code: str) -> None:
    for response in (
        client.get("/phan-anh", {"co-quan": code}),
        client.post(f"/phan-anh?co-quan={code}", SAID),
    ):
        tree = page_of(response)
        assert response.status_code in (200, 422)
        assert "Chưa có gì được gửi" in words_of(tree) and ward.desk.name in words_of(tree)
        assert tree.xpath("//main//form/@action") == [f"/phan-anh?co-quan={ward.desk.code}"]
    assert "Chờ hai giờ" in tree.xpath("//textarea")[0].text
    assert not Feedback.objects.exists()


def test_the_same_form_sent_twice_is_sent_once(ward: Ward, client: Client) -> None:
    first = sent(ward, client, key="mot-khoa")
    assert sent(ward, client, key="mot-khoa") == first


def test_too_many_from_one_place_wait_and_keep_what_was_typed(ward: Ward, client: Client) -> None:
    for _ in range(MOST_SENT):
        assert client.post("/phan-anh", SAID).status_code == 302
    response = client.post("/phan-anh", SAID)
    assert response.status_code == 429
    assert "Chờ hai giờ" in page_of(response).xpath("//textarea")[0].text
    assert Feedback.objects.count() == MOST_SENT
    again = Program().post("/feedback", {"unit": ward.ward.code, "kind": "idea", "text": "Thêm ghế"})
    assert (again.status, again.headers["Retry-After"]) == (429, "3600")


def test_nobodys_mailbox_is_flooded_with_our_letters_from_however_many_places(ward: Ward) -> None:
    for place in range(MOST_SENT):
        assert Client(REMOTE_ADDR=f"198.51.100.{place}").post("/phan-anh", SAID).status_code == 302
    more = Client(REMOTE_ADDR="203.0.113.7")
    assert more.post("/phan-anh", {**SAID, "contact": " TAM@vidu.example "}).status_code == 429
    given = {"unit": ward.ward.code, "kind": "idea", "text": "Thêm ghế", "contact": "tam@vidu.example"}
    assert Program().post("/feedback", given).status == 429
    assert more.post("/phan-anh", {**SAID, "contact": "mai@vidu.example"}).status_code == 302


@pytest.mark.parametrize("end", ["", "/da-gui"])
def test_an_address_that_is_none_says_so_in_one_way(ward: Ward, client: Client, end: str) -> None:
    response = client.get(f"/phan-anh/{'a' * 26}{end}")
    assert response.status_code == 404 and "Không mở được phản ánh" in words_of(page_of(response))


def test_only_whoever_ticks_it_has_it_in_their_account(ward: Ward) -> None:
    client = signed_in_at("dan@vidu.vn")
    assert client.get("/phan-anh").content.count(b'name="keep"') == 1
    assert sent(ward, client).account is None
    client.post("/phan-anh", {**SAID, "keep": "on"})
    assert Feedback.objects.exclude(account=None).get().account.email == "dan@vidu.vn"
    assert b'name="keep"' not in Client().get("/phan-anh").content


def test_its_owner_takes_a_copy_and_leaving_unties_it(ward: Ward, clock: Clock) -> None:
    client = signed_in_at("dan@vidu.vn")
    made = sent(ward, client, keep="on")
    feedback_for(ward.hoa, made.code, at=clock.now)
    assert made.code in words_of(page_of(client.get("/tai-khoan")))
    assert made.account is not None
    citizen = Citizen(account_id=made.account.pk, level=1)
    [held] = held_of(made.account, citizen, at=clock.now)["feedback"]
    assert (held["text"], held["name"]) == (made.text, SAID["name"])
    [look] = held["looks"]
    assert (look["unit"], datetime.fromisoformat(look["at"])) == (ward.ward.name, clock.now)
    leave(made.account, by=citizen, at=clock.now)
    made.refresh_from_db()
    assert made.account is None and made.contact == SAID["contact"]  # it is still to be answered


def test_a_low_rating_leads_there_and_takes_nothing_along(client: Client, case_in: Any, ward: Ward) -> None:
    case = case_in("10")
    where = f"/danh-gia/{case.secret}"
    client.post(where, {"score": 1, "reason": "cham"})
    client.post(where, {"score": 1, "reason": "khac", "remark": "a"})
    tree = page_of(client.get(where))
    [link] = tree.xpath("//a[starts-with(@href, '/phan-anh')]/@href[contains(., 'co-quan')]")
    assert link == f"/phan-anh?co-quan={ward.desk.code}"
    page = client.get(link)
    assert case.code not in page.content.decode() and ward.desk.name in words_of(page_of(page))


@pytest.fixture
def post(settings: Any) -> Iterator[FakeMailServer]:
    with FakeMailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def test_whoever_left_an_address_is_told_once_of_reception_and_of_the_answer(
    ward: Ward, client: Client, clock: Clock
) -> None:
    made = sent(ward, client)
    answer(made, by=ward.hoa, answer="Xin lỗi ông, đã thêm quầy.")
    for event in made.events.order_by("n"):
        tell_sender(event.pk)
        tell_sender(event.pk)
    received, answered = (message for message in mail.outbox if "tam@vidu.example" in message.to)
    assert made.code in received.subject and "thứ Hai, 14/12/2026" in received.body
    assert f"/phan-anh/{made.secret}" in received.body
    assert "đã thêm quầy" in answered.body and "Nguyễn Văn Tâm" not in answered.body
    assert set(Notice.objects.values_list("audience", "channel", "state")) == {("sender", "mail", "sent")}


def test_what_was_declined_is_told_with_its_directions_in_the_language_of_the_page(
    ward: Ward, client: Client
) -> None:
    made = decline(sent(ward, client, "/en"), by=ward.hoa, ground="denunciation", answer="Xin gửi Thanh tra.")
    tell_sender(made.events.order_by("-n")[0].pk)
    [message] = mail.outbox
    assert "This is a denunciation" in message.subject and "kept secret" in message.body


def test_a_mail_server_that_is_away_is_tried_again(ward: Ward, client: Client, clock: Clock, post: FakeMailServer) -> None:  # fmt: skip
    post.cuts = 1
    made = sent(ward, client)
    tell_sender(made.events.get().pk)
    assert Notice.objects.get().state == "waiting"
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert Notice.objects.get().state == "sent"


def test_whoever_left_nothing_is_told_nothing(ward: Ward, client: Client) -> None:
    made = sent(ward, client, contact="")
    tell_sender(made.events.get().pk)
    assert not Notice.objects.exists() and not mail.outbox


def test_when_the_contact_goes_so_do_the_notices_sent_to_it(ward: Ward, client: Client, clock: Clock) -> None:
    made = answer(sent(ward, client), by=ward.hoa, answer="Đã thêm quầy.")
    tell_sender(made.events.get(n=1).pk)
    clock.wait(days=366)
    forget(timestamp=0)
    made.refresh_from_db()
    assert made.contact == "" and not Notice.objects.exists()


@pytest.mark.parametrize("place", ["/phan-anh", "sent", "state"])
def test_the_english_pages_announce_what_stays_vietnamese(ward: Ward, client: Client, place: str) -> None:
    made = decline(sent(ward, client, "/en"), by=ward.hoa, ground="elsewhere", answer="Xin gửi Sở Xây dựng.")
    where = {"sent": f"/phan-anh/{made.secret}/da-gui", "state": f"/phan-anh/{made.secret}"}.get(place, place)
    said = left_in_vietnamese(page_of(client.get(f"/en{where}")))
    assert [line for line in said if "Chờ hai giờ" not in line and "không ai gọi" not in line] == []


def test_a_program_sends_and_follows_it(ward: Ward) -> None:
    given = {"unit": ward.desk.code, **SAID, "case_code": "H26"}
    taken = Program().post("/feedback", given, key="a")
    assert (taken.status, taken.json["due_on"]) == (201, "2026-12-14")
    again = Program().post("/feedback", given, key="a")
    assert (again.status, again.json["secret"]) == (200, taken.json["secret"])
    now = Program().get(f"/feedback/{taken.json['secret']}")
    assert (now.json["state"], now.json["standing"]) == ("new", "open")
    assert not [name for name in HIDDEN if name in now.text]
    assert Program().get(f"/feedback/{'a' * 26}").status == 404
    assert Program().post("/feedback", {**given, "unit": "H99"}).status == 404
    wrong = Program().post("/feedback", {**given, "contact": "nhà"})
    assert (wrong.status, wrong.code) == (422, "refused")
