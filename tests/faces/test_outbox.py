"""The outbox: told once whatever dies or is away, tried for four hours, then a person's business."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from motcua.application.notices import jobs, sending
from motcua.application.notices.jobs import send_waiting, tell
from motcua.application.notices.models import Notice
from motcua.application.notices.rules import TRIES, Channel, hidden_address
from motcua.application.notices.ways import WAYS
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.models import Case
from motcua.foundation.gateways.mail.fake import FakeMailServer
from tests import people, stories
from tests.people import Ward
from tests.stories import FRIDAY, Clock

pytestmark = pytest.mark.django_db
TAM = Applicant(full_name="Nguyễn Văn Tâm", identity_number="001090012345", email="tam@vidu.example")


@pytest.fixture
def post(settings: Any) -> Iterator[FakeMailServer]:
    with FakeMailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def told(ward: Ward) -> tuple[Case, Notice]:
    """A case whose event was told, and its letter."""
    case = stories.received(ward, people.BIRTH, applicant=TAM)
    tell(stories.last_event(case).pk)
    return case, letter_of(case)


def letter_of(case: Case) -> Notice:
    return Notice.objects.get(case=case, channel=Channel.MAIL)


def test_a_letter_taken_whose_sender_never_heard_of_it_goes_again_under_the_same_name(
    ward: Ward, clock: Clock, post: FakeMailServer
) -> None:
    post.cuts = 1  # the line is cut after the server has taken the letter
    case, letter = told(ward)
    assert (letter.state, letter.fault, len(post.letters)) == ("waiting", "away", 1)
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert letter_of(case).state == "sent"
    assert len(post.letters) == 2 and len({message["Message-ID"] for message in post.letters}) == 1


def test_who_dies_between_sending_and_marking_has_tried_once(
    ward: Ward, clock: Clock, post: FakeMailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Notice, "sent", lambda *args, **given: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        told(ward)
    monkeypatch.undo()
    letter = Notice.objects.get(channel=Channel.MAIL)
    assert (letter.state, letter.tries) == ("waiting", 1)
    send_waiting(
        timestamp=0
    )  # at once: its time has not come, so nobody sends it beside the one that may still live
    assert len(post.letters) == 1
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    letter.refresh_from_db()
    assert (letter.state, letter.tries, len(post.letters)) == ("sent", 2, 2)


def test_two_workers_send_one_letter(ward: Ward, clock: Clock, post: FakeMailServer) -> None:
    case, letter = told(ward)
    Notice.objects.filter(pk=letter.pk).update(state="waiting", next_at=clock.now)
    assert Notice.objects.filter(pk=letter.pk).claim(at=clock.now) == 1
    assert Notice.objects.filter(pk=letter.pk).claim(at=clock.now) == 0
    assert sending.send(letter.pk) and len(post.letters) == 1 and letter_of(case).state == "waiting"


def test_an_address_that_does_not_exist_is_not_tried_again(
    ward: Ward, clock: Clock, post: FakeMailServer
) -> None:
    post.refusals, post.code = 1, 550
    _case, letter = told(ward)
    assert (letter.state, letter.fault, letter.tries) == ("failed", "refused", 1)
    clock.wait(hours=1)
    send_waiting(timestamp=0)
    assert post.letters == []


def test_a_server_away_for_four_hours_leaves_its_letters_to_a_person(
    ward: Ward, clock: Clock, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    cases = [told(ward)[0] for _ in range(5)]
    for _ in range(TRIES - 2):
        clock.wait(minutes=5)
        send_waiting(timestamp=0)
    assert clock.now == FRIDAY + timedelta(hours=3, minutes=50) and letter_of(cases[0]).state == "waiting"
    for _ in range(2):  # the last try, and the round after it for those that were not tried one by one
        clock.wait(minutes=5)
        send_waiting(timestamp=0)
    stand = {(letter_of(case).state, letter_of(case).tries, letter_of(case).fault) for case in cases}
    assert stand == {("stuck", TRIES, "away")}


def test_a_server_that_is_away_is_asked_three_times_for_all_that_wait(
    ward: Ward, clock: Clock, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    cases = [told(ward)[0] for _ in range(5)]
    asked: list[int] = []
    one_by_one = sending.send
    monkeypatch.setattr(sending, "send", lambda key: asked.append(key) or one_by_one(key))
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert len(asked) == 3 and {letter_of(case).tries for case in cases} == {2}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("tam@vidu.example", "t**@vidu.example"),
        ("a@vidu.example", "a**@vidu.example"),
        ("0912345678", "091*****78"),
    ],
)
def test_an_address_is_never_shown_whole(address: str, shown: str) -> None:
    assert hidden_address(address) == shown


NO_ADDRESSES = ("tam,mai@vidu.vn", "tam@vidu..vn", "tam@vidu.vn, mai@vidu.vn", "tam@", f"tam@{'a' * 64}.vn")


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_address_fails_by_itself_and_the_round_goes_on(
    ward: Ward, clock: Clock, post: FakeMailServer, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    nobody = Applicant(full_name="Lê Văn Ba", identity_number="001090012346", email=typed)
    wrong = stories.received(ward, people.BIRTH, applicant=nobody)
    tell(stories.last_event(wrong).pk)
    case, letter = told(ward)
    for each in (letter_of(wrong), letter):
        Notice.objects.filter(pk=each.pk).update(state="waiting", next_at=clock.now)
    post.letters.clear()
    send_waiting(timestamp=0)
    assert (letter_of(wrong).state, letter_of(wrong).fault) == ("failed", "address")
    assert (letter_of(case).state, len(post.letters)) == ("sent", 1) and typed not in caplog.text


def test_a_fault_nobody_foresaw_stops_neither_the_round_nor_the_other_channels(
    ward: Ward, clock: Clock, post: FakeMailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    (case, _), (other, _) = told(ward), told(ward)
    Notice.objects.filter(channel=Channel.MAIL).update(state="waiting", next_at=clock.now)
    by_mail, tried = sending.hand_over, []

    def broken_once(notice: Notice) -> str:
        tried.append(notice.channel)
        if len(tried) == 1:
            raise RuntimeError(f"cannot write to {notice.address}")
        return by_mail(notice)

    monkeypatch.setattr(sending, "hand_over", broken_once)
    channels: list[Channel] = []
    whole_round = sending.send_due
    monkeypatch.setattr(jobs, "send_due", lambda channel: channels.append(channel) or whole_round(channel))
    send_waiting(timestamp=0)
    assert {letter_of(each).state for each in (case, other)} == {"sent", "waiting"}
    assert [*WAYS] == channels and "RuntimeError" in caplog.text and "tam@vidu" not in caplog.text
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert {letter_of(each).state for each in (case, other)} == {"sent"}
