"""Notifications on devices: sealed for the device, signed by the office, shown once, to push services only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from motcua.application.notices.jobs import send_waiting
from motcua.application.notices.models import Device, Notice
from motcua.application.notices.rules import Channel
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.people.models import Account
from motcua.domain.people.rules import Address
from motcua.foundation.gateways.push.fake import FakePusher
from motcua.foundation.gateways.push.keys import make_key, public_key
from motcua.foundation.gateways.push.webpush import may_be_called
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import words
from tests.faces.telling import by, channels_of, told
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
TAM = Applicant(full_name="Nguyễn Văn Tâm", identity_number="001090012345", email="tam@vidu.vn")


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> None:
    settings.VAPID_FILE = tmp_path / "vapid.pem"
    make_key()


@pytest.fixture
def pusher(settings: Any) -> Iterator[FakePusher]:
    with FakePusher() as server:
        settings.PUSH_SERVICES = ["127.0.0.1"]
        yield server


@pytest.fixture
def device(ward: Ward, clock: Clock, pusher: FakePusher) -> Device:
    """A browser on which Tâm has agreed, by the page."""
    given = pusher.subscription
    sent = {"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth}
    answer = signed_in_at("tam@vidu.vn").post("/tai-khoan/tin-bao/may", sent, follow=True)
    assert "Từ nay tin báo hiện cả trên máy này" in words(answer) and "1 máy đang nhận" in words(answer)
    return Device.objects.get()


def test_the_device_reads_what_was_sealed_for_it(ward: Ward, device: Device, pusher: FakePusher) -> None:
    case = told(ward, TAM)
    [shown] = pusher.shown.values()
    assert shown["title"] == f"Đã tiếp nhận hồ sơ {case.code}" and "hẹn trả" in shown["body"]
    assert case.secret in shown["link"] and shown["tag"] == by(Channel.PUSH).reference.hex
    assert pusher.headers[0]["Topic"] == shown["tag"] and by(Channel.PUSH).state == "sent"
    assert channels_of(case) == {"page", "mail", "push"}


def test_a_service_that_took_it_in_silence_is_asked_again_and_the_device_shows_one(
    ward: Ward, clock: Clock, device: Device, pusher: FakePusher
) -> None:
    pusher.cuts = 1
    told(ward, TAM)
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert (pusher.asked, len(pusher.shown), by(Channel.PUSH).state) == (2, 1, "sent")


@pytest.mark.parametrize(
    ("status", "state", "devices"), [(410, "failed", 0), (404, "failed", 0), (429, "waiting", 1), (503, "waiting", 1), (403, "failed", 1)]
)  # fmt: skip
def test_what_the_service_says_is_what_becomes_of_it(
    ward: Ward, device: Device, pusher: FakePusher, status: int, state: str, devices: int
) -> None:
    pusher.answers = [status]
    told(ward, TAM)
    assert (by(Channel.PUSH).state, Device.objects.count()) == (state, devices)


def test_one_device_of_two_is_enough(ward: Ward, device: Device, pusher: FakePusher) -> None:
    Device.objects.create(
        account=device.account, endpoint=f"{pusher.origin}/push/gone", p256dh=device.p256dh, auth=device.auth,
        since=device.since,
    )  # fmt: skip
    pusher.answers = [410]  # of the first that is asked
    told(ward, TAM)
    assert by(Channel.PUSH).state == "sent" and Device.objects.count() == 1


def test_whoever_agrees_on_the_same_browser_takes_it_over(ward: Ward, device: Device) -> None:
    nam = Account.objects.at_address(Address("email", "nam@vidu.vn"))
    Device.take(nam, at=device.since, endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth)
    assert Device.objects.get().account == nam
    told(ward, TAM)
    assert not Notice.objects.filter(channel=Channel.PUSH).exists()


def test_who_wants_it_no_more_is_told_there_no_more(ward: Ward, device: Device, pusher: FakePusher) -> None:
    signed_in_at("tam@vidu.vn").post("/tai-khoan/tin-bao/may/bo")
    told(ward, TAM)
    assert pusher.asked == 0


@pytest.mark.parametrize(
    ("endpoint", "good"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://a:b@fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilfcm.googleapis.com.example/x", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/x", False),
        ("https://localhost/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_nobody_makes_us_call_another_machine(endpoint: str, good: bool) -> None:
    assert may_be_called(endpoint) is good


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://10.0.0.1/x"},
        {"endpoint": "https://fcm.googleapis.com:99999/x"},
        {"endpoint": "https://[::1"},
        {"p256dh": "x"},
        {"auth": ""},
    ],
)
def test_a_subscription_that_is_none_is_not_taken(
    ward: Ward, pusher: FakePusher, change: dict[str, str]
) -> None:
    given = pusher.subscription
    sent = {"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth, **change}
    answer = signed_in_at("tam@vidu.vn").post("/tai-khoan/tin-bao/may", sent, follow=True)
    assert "chưa nhận thông báo được" in words(answer) and not Device.objects.exists()


def test_the_key_is_made_once(settings: Any) -> None:
    before = public_key()
    make_key()
    assert public_key() == before and len(before) == 87
    assert Path(settings.VAPID_FILE).stat().st_mode & 0o777 == 0o600
    settings.VAPID_FILE = Path(settings.VAPID_FILE).with_name("none.pem")
    assert public_key() == ""
