"""The carrier: orders over real HTTP, words that come signed, twice, late and in any order, and asking for silence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.application.delivering.jobs import cancel, order, track
from motcua.application.delivering.receiving import receive
from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.rules import State
from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import ParcelState
from motcua.foundation.gateways.carrier.contract import CarrierRefused, Word
from motcua.foundation.gateways.carrier.fake import ADDRESS, FakeCarrier
from motcua.foundation.gateways.carrier.http import HttpCarrier, body_of
from motcua.foundation.gateways.outcome import NotNow
from motcua.foundation.gateways.signature import HEADER, signature
from tests import parcels
from tests.parcels import again, parcel_of
from tests.people import Ward
from tests.stories import Clock, is_told, last_event

pytestmark = pytest.mark.django_db
S, SECRET, WAYBILL = ParcelState, "bi-mat-voi-buu-chinh", "EK123456785VN"


@pytest.fixture
def carrier(settings: Any, ward: Ward, clock: Any) -> Iterator[FakeCarrier]:
    with FakeCarrier(SECRET) as running:
        settings.CARRIER_URL, settings.CARRIER_SECRET = running.url, SECRET
        yield running


def word(kind: str, at: datetime, **more: Any) -> Word:
    given = {
        "event": uuid4().hex,
        "waybill": WAYBILL,
        "receiver": "Trần Văn Tư" if kind == "delivered" else "",
    }
    return Word(kind=kind, at=at, **{**given, **more})


def push(said: Word | bytes, *, secret: str = SECRET, at: datetime) -> Any:
    body = said if isinstance(said, bytes) else body_of(said)
    signed = {HEADER: signature(secret, body, at=at)}
    return Client().post(ADDRESS, body, content_type="application/json", headers=signed)


# Orders ------------------------------------------------------------------------------------------------------


def test_a_label_orders_the_parcel_once_and_brings_its_number(carrier: FakeCarrier, ward: Ward) -> None:
    parcel = parcel_of(parcels.labelled(ward))
    order(parcel.pk)
    (said,) = carrier.orders.values()
    assert (said["order"], said["receiver"]["name"], said["fetch"]) == (
        parcel.own_number,
        "Trần Thị Mai",
        False,
    )
    assert said["sender"]["name"] == ward.desk.name and "procedure" not in str(said)
    assert Parcel.objects.get().waybill == carrier.waybills[parcel.own_number]
    order(parcel.pk)  # the job runs again after a crash
    assert len(carrier.orders) == 1


def test_an_order_whose_answer_was_lost_is_not_a_second_one(carrier: FakeCarrier, ward: Ward) -> None:
    parcel = parcel_of(parcels.labelled(ward))
    carrier.cuts = 1
    with pytest.raises(NotNow):
        order(parcel.pk)
    order(parcel.pk)
    assert (len(carrier.orders), Parcel.objects.get().waybill) == (1, carrier.waybills[parcel.own_number])


@pytest.mark.parametrize(("status", "fault"), [(422, "area"), (400, "nonsense")])
def test_an_order_the_carrier_never_takes_is_said_on_the_parcel(carrier: FakeCarrier, ward: Ward, status: int, fault: str) -> None:  # fmt: skip
    parcel = parcel_of(parcels.labelled(ward))
    carrier.errors = [(status, fault)]
    order(parcel.pk)
    assert Parcel.objects.get().fault == ("area" if fault == "area" else "refused")


@pytest.mark.parametrize("status", [401, 429, 500])
def test_an_order_that_is_not_taken_now_is_tried_again(carrier: FakeCarrier, ward: Ward, status: int) -> None:
    parcel = parcel_of(parcels.labelled(ward))
    carrier.errors = [(status, "")]
    with pytest.raises(NotNow):
        order(parcel.pk)
    assert Parcel.objects.get().waybill == ""


def test_what_will_not_be_sent_is_cancelled_with_the_carrier(carrier: FakeCarrier, ward: Ward) -> None:
    case = parcels.labelled(ward)
    order(parcel_of(case).pk)
    acts.fetch_at_desk(again(case), by=ward.minh)
    cancel(parcel_of(case).pk)
    assert carrier.cancelled == [parcel_of(case).own_number]


def test_without_a_carrier_nothing_is_ordered(settings: Any, ward: Ward, clock: Any) -> None:
    settings.CARRIER_URL = ""
    parcel = parcel_of(parcels.labelled(ward))
    order(parcel.pk), cancel(parcel.pk), track(0)
    assert Parcel.objects.get().waybill == ""


# Words -------------------------------------------------------------------------------------------------------


def test_a_parcel_goes_its_way_by_the_carriers_words(carrier: FakeCarrier, ward: Ward, clock: Clock) -> None:
    case = parcels.labelled(ward, WAYBILL)
    for kind, state in (("accepted", S.HANDED_OVER), ("in_transit", S.ON_THE_WAY), ("failed", S.FAILED), ("delivered", S.DELIVERED)):  # fmt: skip
        at = clock.wait(hours=2)
        answer = push(word(kind, at, relation="con"), at=at)
        assert (answer.status_code, answer.json()["status"], parcel_of(case).state) == (200, "taken", state)
    case = again(case)
    assert (case.state, last_event(case).name, last_event(case).actor_kind) == (
        State.RETURNED,
        "case.delivered",
        "system",
    )
    assert is_told(last_event(case)) and last_event(case).payload["receiver"] == "Trần Văn Tư"


def test_a_word_told_twice_is_noted_once_and_nobody_is_told_again(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    case = parcels.labelled(ward, WAYBILL)
    said = word("accepted", clock.now)
    assert [push(said, at=clock.now).json()["status"] for _ in range(3)] == ["taken", "known", "known"]
    assert case.events.filter(name="case.parcel_handed_over").count() == 1


def test_words_in_any_order_end_the_same_and_tell_only_what_is_so(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    case = parcels.labelled(ward, WAYBILL)
    early, mid, late = clock.wait(hours=1), clock.wait(hours=1), clock.wait(hours=1)
    kinds = [
        push(word(kind, at), at=late).json()["status"]
        for kind, at in (("delivered", late), ("in_transit", mid), ("accepted", early))
    ]
    assert kinds == ["taken", "noted", "noted"]
    assert (again(case).state, parcel_of(case).state) == (State.RETURNED, S.DELIVERED)
    assert not case.events.filter(name="case.parcel_handed_over").exists()
    assert [move.state for move in parcel_of(case).moves.order_by("at")][-3:] == [
        S.HANDED_OVER,
        S.ON_THE_WAY,
        S.DELIVERED,
    ]


def test_whatever_is_heard_first_says_that_the_post_has_it_and_that_is_told_once(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    case = parcels.labelled(ward, WAYBILL)
    early, late = clock.wait(hours=1), clock.wait(hours=1)
    kinds = [
        push(word(kind, at), at=late).json()["status"]
        for kind, at in (("in_transit", late), ("accepted", early))
    ]
    assert (kinds, parcel_of(case).state) == (["taken", "noted"], S.ON_THE_WAY)
    (event,) = case.events.filter(name="case.parcel_handed_over")
    assert is_told(event) and event.payload["waybill"] == WAYBILL


def test_what_is_lost_and_found_is_delivered_after_all(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    case = parcels.handed(ward, WAYBILL)
    push(word("lost", clock.wait(hours=1)), at=clock.now)
    assert last_event(again(case)).payload["reason"] == "Bưu chính không ghi lý do"
    push(word("delivered", clock.wait(hours=1)), at=clock.now)
    assert (again(case).state, parcel_of(case).state) == (State.RETURNED, S.DELIVERED)


def test_papers_fetched_at_home_arrive_and_the_case_stays_as_it_is(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    from motcua.domain.cases.actions.intake import register
    from motcua.domain.cases.rules import Channel
    from motcua.domain.delivery.models import Home
    from tests.people import filing

    given = filing(channel=Channel.ONLINE, fetch_from=Home("Mai", "0912000123", "Số 8 ngõ 21"))
    case = acts.make_label(register(ward.desk, by=ward.minh, filing=given), by=ward.minh)
    order(parcel_of(case).pk)
    assert next(iter(carrier.orders.values()))["fetch"] is True
    number = parcel_of(case).waybill
    for kind in ("accepted", "delivered"):
        assert receive(word(kind, clock.wait(hours=1), waybill=number), at=clock.now).kind == "taken"
    assert (again(case).state, parcel_of(case).state) == (State.REGISTERED, S.DELIVERED)


WRONG: dict[str, tuple[Any, int, str]] = {
    "no JSON": (b"xin chao", 422, "JSON"),
    "a list": (b"[]", 422, "đủ các mục"),
    "no number": (b'{"event": "1", "kind": "lost", "at": "2026-11-20T09:30:00+07:00"}', 422, "đủ các mục"),
    "an unknown kind": ({"kind": "eaten"}, 422, "phải là một trong"),
    "no zone": ({"at": datetime.fromisoformat("2026-11-20T09:00:00")}, 422, "múi giờ"),
    "the future": ({"at": datetime(2026, 11, 21, 9, tzinfo=UTC)}, 422, "tương lai"),
    "delivered to nobody": ({"kind": "delivered", "receiver": " "}, 422, "người nhận"),
    "an unknown parcel": ({"waybill": "EK000000005VN"}, 404, "Không có bưu gửi nào"),
    "a control character": ({"place": "a\x07"}, 422, "ký tự điều khiển"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_taken_is_answered_with_a_sentence(
    carrier: FakeCarrier, ward: Ward, clock: Clock, wrong: str
) -> None:
    parcels.labelled(ward, WAYBILL)
    said, status, sentence = WRONG[wrong]
    if isinstance(said, dict):
        said = word(said.pop("kind", "in_transit"), said.pop("at", clock.now), **said)
    answer = push(said, at=clock.now)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True), (
        answer.content.decode()
    )


def test_nobody_without_the_secret_is_heard(
    carrier: FakeCarrier, ward: Ward, clock: Clock, settings: Any
) -> None:
    case = parcels.labelled(ward, WAYBILL)
    said = word("accepted", clock.now)
    assert push(said, secret="khac", at=clock.now).status_code == 401
    assert push(said, at=clock.now - timedelta(minutes=6)).status_code == 401
    settings.CARRIER_SECRET = ""
    assert push(said, secret="", at=clock.now).status_code == 401
    assert parcel_of(case).state == S.LABELLED


def test_silence_is_asked_about(carrier: FakeCarrier, ward: Ward, clock: Clock) -> None:
    case = parcels.handed(ward, WAYBILL)
    told = {
        "event": "t1",
        "kind": "delivered",
        "at": (clock.now + timedelta(hours=2)).isoformat(),
        "receiver": "Trần Văn Tư",
    }
    carrier.events[WAYBILL] = [told]
    track(0)
    assert parcel_of(case).state == S.HANDED_OVER  # heard of within four hours
    clock.wait(hours=5)
    track(0), track(0)
    assert (again(case).state, parcel_of(case).moves.filter(event="t1").count()) == (State.RETURNED, 1)


def test_words_that_cannot_be_read_do_not_stop_the_round(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    parcels.handed(ward, WAYBILL)
    carrier.events[WAYBILL] = [{"event": "t1"}]
    clock.wait(hours=5)
    track(0)
    with pytest.raises(CarrierRefused):
        HttpCarrier(carrier.url, SECRET).track(WAYBILL)


def test_a_number_the_carrier_does_not_know_does_not_keep_the_others_from_being_asked(
    carrier: FakeCarrier, ward: Ward, clock: Clock
) -> None:
    parcels.handed(ward, "BC26000001")  # typed by hand; the carrier has never heard of it
    case = parcels.handed(ward, WAYBILL)
    told = {"event": "t1", "kind": "delivered", "at": clock.now.isoformat(), "receiver": "Trần Văn Tư"}
    carrier.events[WAYBILL] = [told]
    clock.wait(hours=5)
    carrier.errors = [(404, "")]
    track(0)
    assert again(case).state == State.RETURNED


def test_of_more_silent_parcels_than_a_round_takes_each_has_its_turn(
    carrier: FakeCarrier, ward: Ward, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = ["BC26000001", "BC26000002", WAYBILL]
    for number in numbers:
        parcels.handed(ward, number)
    clock.wait(hours=5)
    monkeypatch.setattr("motcua.application.delivering.jobs.MOST", 1)
    asked: list[str] = []
    monkeypatch.setattr(HttpCarrier, "track", lambda _self, waybill: asked.append(waybill) or [])
    for half_hour in range(3):
        track(1_795_660_200 // 1800 * 1800 + half_hour * 1800)
    assert sorted(asked) == sorted(numbers)
