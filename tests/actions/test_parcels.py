"""Parcels of a case: who × state, what goes home and comes back, and what the database holds; QĐ 45/2016/QĐ-TTg."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.application.reports.queries import figures, total
from motcua.application.reports.served import added, served
from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.actions.deciding import correct
from motcua.domain.cases.actions.intake import receive, refuse_at_desk, register
from motcua.domain.cases.actions.money import take_fee
from motcua.domain.cases.actions.returning import hand_back, withdraw
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import Channel, State
from motcua.domain.delivery.actions import note_move, number
from motcua.domain.delivery.models import Home, Parcel, ParcelMove, Told
from motcua.domain.delivery.rules import Direction, ParcelState
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import rate
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, WrongState, now
from tests import parcels, stories
from tests.actions.table import CAST, outcome
from tests.parcels import HOME, again, parcel_of, post_worker, tam
from tests.people import Ward, filing, present_ward
from tests.stories import BASIS, Clock, is_told, last_event

S = ParcelState
WAYBILL = "EK123456785VN"
# Y: done. F: no right to it. W: not in this state of the case. R: refused with another sentence.
TABLE = """
              |             | none asked4 asked labelled handed delivered back lost copied corrected |
send_home     | tam minh hai| Y    Y      Y     R        R      W         Y    R    Y      R         | QĐ 45/2016 Điều 7: registered at filing or later
fetch_at_desk | tam minh hai| R    Y      Y     Y        R      W         Y    R    Y      R         | while it is in the house
make_label    | minh hai    | R    R      Y     R        R      W         R    R    Y      R         | of a result there is
hand_to_post  | minh hai    | R    R      R     Y        R      W         R    R    R      R         | QĐ 45/2016: giao, nhận ký xác nhận
              | thuy        | R    R      R     Y        R      W         R    R    R      R         |
              | system      | R    R      Y     Y        R      W         R    R    Y      R         | the post says so itself
take_back     | minh thuy   | R    R      R     R        Y      W         R    R    R      Y         | what the post has
              | system      | R    R      Y     Y        Y      W         R    R    Y      Y         |
note_loss     | minh hai    | R    R      R     R        Y      W         Y    R    R      Y         | also what was said to be back
              | system      | R    R      Y     Y        Y      W         Y    R    Y      Y         |
deliver       | minh thuy   | R    W      R     R        Y      W         R    R    R      R         | spec §3.2: 9 → 10 by post; not at the moment of its correction
              | system      | R    W      Y     Y        Y      W         Y    Y    Y      R         |
make_good     | minh van    | R    W      R     R        R      W         R    Y    R      R         | spec §12: a lost result is made good
correct_delivery | hai hoa system | W    W      W     W        W      Y         W    W    W      W         | what was told by mistake; who answers for it says so
"""  # fmt: skip
GIVEN: dict[str, dict[str, Any]] = {
    "send_home": HOME, "take_back": {"reason": "Sai địa chỉ"}, "note_loss": {"reason": "Bưu chính báo mất"},
    "deliver": {"receiver_name": "Trần Văn Tư"}, "make_good": {"instead": "Bản chính cấp lại số 3"},
    "correct_delivery": {"reason": "Người nhận gọi báo chưa nhận được"},
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Ward, dict[str, Case]]]:
    with django_db_blocker.unblock(), Clock(), transaction.atomic():
        ward = present_ward()
        post_worker(ward)
        yield ward, {place: bring(ward) for place, bring in parcels.PLACES.items()}
        transaction.set_rollback(True)


def rows() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    head, *lines = [line for line in TABLE.strip().splitlines() if line.strip()]
    assert tuple(head.split("|")[2].split()) == tuple(parcels.PLACES)
    found: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    for line in lines:
        action, people, kinds, _law = (part.strip() for part in line.split("|"))
        found.append((action or found[-1][0], tuple(people.split()), tuple(kinds.split())))
    return found


def who(ward: Ward, name: str, case: Case) -> Any:
    others = {"tam": tam(case), "system": SYSTEM, "thuy": post_worker(ward)}
    return others.get(name) or getattr(ward, name)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} by {' '.join(row[1])}")
def test_a_parcel_is_moved_by_whoever_may_where_it_makes_sense(cases: Any, row: Any) -> None:
    (ward, brought), (name, people, kinds) = cases, row
    for person in people:
        found = [tried(name, who(ward, person, case), case) for case in brought.values()]
        assert tuple(found) == kinds, person


def tried(name: str, by: Any, case: Case) -> str:
    """What happens when somebody does it; the button says the same. Nothing is kept."""
    declared = getattr(acts, name)
    kind = outcome(lambda: declared(case, by=by, **GIVEN.get(name, {})))
    assert declared.permits(by, again(case)) == (kind in "YR"), (name, kind)
    return kind


def test_nobody_else_moves_a_parcel(cases: Any) -> None:
    ward, brought = cases
    known: dict[str, set[str]] = {}
    for name, people, _kinds in rows():
        known.setdefault(name, {"hai"}).update(people)
    for name, people in known.items():
        found = {
            person: tried(name, who(ward, person, brought["handed"]), brought["handed"])
            for person in {*CAST, "thuy", "system"} - people
        }
        assert set(found.values()) == {"F"}, (name, found)
    stranger = Citizen(slip="H26.101.1-261120-9999")
    with pytest.raises(Forbidden):
        acts.send_home(brought["none"], by=stranger, **HOME)


pytest_plain = pytest.mark.usefixtures("clock")


@pytest_plain
def test_a_result_asked_for_by_post_at_reception_goes_to_the_home_stated(ward: Ward) -> None:
    case = receive(ward.desk, by=ward.minh, filing=filing(result_by="post"))
    parcel = parcel_of(case)
    assert (parcel.direction, parcel.state, parcel.name) == (Direction.OUT, S.ASKED, "Nguyễn Văn Tâm")
    assert (parcel.address, parcel.phone, parcel.payer) == ("Số 8 ngõ 21", "0912000123", "receiver")
    assert (parcel.fee, parcel.own_number) == (26_000, f"{case.code}-B1")


@pytest_plain
def test_by_post_without_an_address_is_refused_before_anything_is_kept(ward: Ward) -> None:
    nowhere = filing(result_by="post", send_to=Home("Tâm", "0912000123", " "))
    with pytest.raises(Refused, match="số nhà"):
        receive(ward.desk, by=ward.minh, filing=nowhere)
    with pytest.raises(Refused, match="số điện thoại"):
        receive(ward.desk, by=ward.minh, filing=filing(result_by="post", send_to=Home("Tâm", "12", "Số 8")))
    assert not Case.objects.exists() and not Parcel.objects.exists()


@pytest_plain
def test_a_filing_that_is_refused_sends_nothing(ward: Ward) -> None:
    refuse_at_desk(
        ward.desk, by=ward.minh, filing=filing(result_by="post"), reason="Không đúng nơi", legal_basis=BASIS
    )
    assert not Parcel.objects.exists()


@pytest_plain
def test_a_new_address_before_the_label_changes_the_same_parcel_and_its_fee(ward: Ward) -> None:
    case = parcels.asked(ward)
    far = {**HOME, "address": "Thôn 3, xã Thiệu Hóa, tỉnh Thanh Hóa", "payer": "province"}
    acts.send_home(case, by=tam(case), **far)
    parcel = Parcel.objects.get()
    assert (parcel.fee, parcel.payer, parcel.moves.count()) == (30_500, "province", 1)


@pytest_plain
def test_a_result_delivered_is_handed_back_to_who_took_it(ward: Ward, clock: Clock) -> None:
    case = parcels.handed(ward)
    assert is_told(last_event(case)) and last_event(case).payload["waybill"] == f"{case.code}-B1"
    clock.at(23, 15)
    case = acts.deliver(again(case), by=post_worker(ward), receiver_name="Trần Văn Tư", relation="con")
    event, parcel = last_event(case), parcel_of(case)
    assert (case.state, case.returned_at, case.open_steps) == (State.RETURNED, clock.now, [])
    assert (event.payload["receiver"], event.payload["relation"], event.payload["means"]) == (
        "Trần Văn Tư", "con", "Bưu chính công ích",
    )  # fmt: skip
    assert (parcel.state, parcel.receiver, parcel.relation) == (S.DELIVERED, "Trần Văn Tư", "con")
    assert is_told(event)


@pytest_plain
def test_the_loss_of_papers_on_their_way_here_is_told_with_an_apology(ward: Ward) -> None:
    case = register(
        ward.desk,
        by=ward.minh,
        filing=filing(channel=Channel.ONLINE, fetch_from=Home("Mai", "0912000123", "Số 8")),
    )
    case = acts.hand_to_post(acts.make_label(case, by=ward.minh), by=post_worker(ward))
    case = acts.note_loss(again(case), by=ward.minh, reason="Bưu chính báo mất")
    assert (last_event(case).payload["direction"], is_told(last_event(case))) == (Direction.IN, True)


@pytest_plain
def test_what_was_to_be_sent_is_fetched_at_the_desk_after_all(ward: Ward) -> None:
    case = parcels.labelled(ward)
    case = acts.fetch_at_desk(case, by=tam(case))
    assert (case.result_by, parcel_of(case).state) == ("one_stop", S.CANCELLED)
    with pytest.raises(Refused, match="không đăng ký"):
        acts.fetch_at_desk(again(case), by=ward.minh)


@pytest_plain
def test_what_the_post_has_cannot_be_given_or_corrected_at_the_office(ward: Ward) -> None:
    case = parcels.handed(ward)
    with pytest.raises(Refused, match="đang ở bưu chính"):
        hand_back(case, by=ward.minh, receiver_name="Tâm")
    with pytest.raises(Refused, match="đang ở bưu chính"):
        correct(again(case), by=ward.hoa, reason="Sai tên đệm", to_node="tham_tra")


@pytest_plain
def test_what_came_back_is_given_at_the_desk_or_sent_again(ward: Ward) -> None:
    case = parcels.came_back(ward)
    assert is_told(last_event(case)) and last_event(case).payload["reason"] == "Gọi ba lần không gặp"
    case = acts.send_home(case, by=ward.minh, **HOME)
    assert [(p.n, p.state) for p in Parcel.objects.of(case.code)] == [(2, S.ASKED), (1, S.CAME_BACK)]
    case = hand_back(again(case), by=ward.minh, receiver_name="Nguyễn Văn Tâm")
    assert [(p.n, p.state) for p in Parcel.objects.of(case.code)] == [(2, S.CANCELLED), (1, S.CAME_BACK)]


@pytest_plain
def test_a_lost_result_is_made_good_and_sent_again(ward: Ward) -> None:
    case = parcels.lost(ward)
    assert is_told(last_event(case))
    with pytest.raises(Refused, match="bản thay thế"):
        acts.send_home(case, by=ward.minh, **HOME)
    with pytest.raises(Refused, match="thất lạc"):
        hand_back(again(case), by=ward.minh, receiver_name="Nguyễn Văn Tâm")
    with pytest.raises(Refused, match="số, ngày"):
        acts.make_good(again(case), by=ward.van, instead=" ")
    case = acts.make_good(again(case), by=ward.van, instead="Bản sao chứng thực số 15/2026")
    fresh, old = Parcel.objects.of(case.code)
    assert (old.state, old.replaced_by, fresh.state) == (S.LOST, "Bản sao chứng thực số 15/2026", S.ASKED)
    assert (fresh.name, fresh.address) == (old.name, old.address)
    assert hand_back(again(case), by=ward.minh, receiver_name="Nguyễn Văn Tâm").state == State.RETURNED


@pytest_plain
def test_no_label_is_made_while_a_fee_is_owed(ward: Ward) -> None:
    case = parcels.asked(ward, fee=8_000)
    with pytest.raises(Refused, match="không thu hộ"):
        acts.make_label(case, by=ward.minh)
    case = take_fee(again(case), by=ward.minh, amount=8_000)
    assert parcel_of(acts.make_label(case, by=ward.minh, grams=2_400)).fee == 35_000


@pytest_plain
def test_a_case_that_ends_sends_nothing(ward: Ward) -> None:
    case = parcels.asked4(ward)
    withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin)
    assert parcel_of(case).state == S.CANCELLED


@pytest_plain
def test_papers_are_fetched_at_home_once_the_desk_has_looked(ward: Ward) -> None:
    given = filing(channel=Channel.ONLINE, fetch_from=Home("Trần Thị Mai", "0912000123", "Số 8 ngõ 21"))
    case = register(ward.desk, by=ward.minh, filing=given)
    parcel = parcel_of(case)
    assert (parcel.direction, parcel.state, parcel.own_number) == (Direction.IN, S.ASKED, f"{case.code}-G1")
    case = acts.make_label(case, by=ward.minh, waybill=WAYBILL)
    case = acts.hand_to_post(again(case), by=post_worker(ward))
    note_move(parcel_of(case), by=ward.minh, told=Told(S.DELIVERED, stories.FRIDAY))
    assert (parcel_of(case).state, again(case).state) == (S.DELIVERED, State.REGISTERED)


@pytest_plain
def test_an_act_that_names_no_parcel_means_the_one_that_waits_for_it(ward: Ward, clock: Clock) -> None:
    given = filing(channel=Channel.ONLINE, fetch_from=Home("Trần Thị Mai", "0912000123", "Số 8 ngõ 21"))
    case = register(ward.desk, by=ward.minh, filing=given)
    clock.wait(minutes=1)
    acts.make_label(acts.send_home(again(case), by=ward.minh, **HOME), by=ward.minh)
    acts.hand_to_post(again(case), by=ward.minh)
    acts.note_loss(again(case), by=ward.minh, reason="Xe thư bị cháy")
    states = Parcel.objects.of(case.code).order_by("direction").values_list("state", flat=True)
    assert list(states) == [S.LOST, S.ASKED]


@pytest_plain
def test_words_of_the_way_change_the_parcel_and_not_the_case(ward: Ward, clock: Clock) -> None:
    case = parcels.handed(ward)
    version = again(case).version
    clock.wait(hours=1)
    parcel = note_move(
        parcel_of(case), by=SYSTEM, told=Told(S.FAILED, clock.now, "Bưu cục", "Không gặp", event="e1")
    )
    assert (parcel.state, again(case).version) == (S.FAILED, version)
    note_move(parcel, by=SYSTEM, told=Told(S.ON_THE_WAY, clock.now, event="e1"))  # the same id: told before
    assert (parcel_of(case).state, ParcelMove.objects.filter(event="e1").count()) == (S.FAILED, 1)


@pytest_plain
def test_a_number_is_of_one_parcel_only(ward: Ward) -> None:
    first = parcel_of(parcels.labelled(ward, WAYBILL))
    assert first.number == WAYBILL
    other = parcel_of(parcels.labelled(ward))
    with pytest.raises(Refused, match="bưu gửi khác"):
        number(other, by=SYSTEM, waybill=WAYBILL)
    assert number(other, by=SYSTEM, fault="refused").fault == "refused"
    assert number(other, by=ward.minh, waybill="ek 234567895 vn").number == "EK234567895VN"
    with pytest.raises(WrongState):
        number(parcel_of(parcels.delivered(ward)), by=SYSTEM, waybill="EK345678905VN")


BROKEN = {
    "a move is changed": "UPDATE delivery_parcelmove SET reason = 'x'",
    "a move is removed": "DELETE FROM delivery_parcelmove",
    "a parcel is removed": "DELETE FROM delivery_parcel",
    "a state nobody told of": "UPDATE delivery_parcel SET state = 8",
    "another case": "UPDATE delivery_parcel SET reference = 'x'",
    "another address after the label": "UPDATE delivery_parcel SET address = 'x'",
    "no address": "UPDATE delivery_parcel SET phone = ''",
    "an unknown payer": "UPDATE delivery_parcel SET payer = 'x'",
    "a crooked number": "UPDATE delivery_parcel SET waybill = 'é'",
    "two at once": "INSERT INTO delivery_parcel (unit_id, reference, direction, n, name, phone, address, payer, fee, waybill,"
    " fault, state, asked_at, changed_at, receiver, relation, replaced_by) SELECT unit_id, reference, direction, 2, name,"
    " phone, address, payer, fee, '', '', 1, asked_at, changed_at, '', '', '' FROM delivery_parcel",
}  # fmt: skip


@pytest_plain
@pytest.mark.parametrize("wrong", BROKEN)
def test_the_database_itself_holds_to_it(ward: Ward, wrong: str) -> None:
    parcels.handed(ward)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BROKEN[wrong])


@pytest_plain
def test_delivered_by_mistake_is_taken_back_and_the_result_is_owed_again(ward: Ward, clock: Clock) -> None:
    case = parcels.delivered(ward)
    outcome_before, finished_at = again(case).outcome, again(case).finished_at
    clock.wait(days=3)
    with pytest.raises(Refused, match="vì sao biết"):
        acts.correct_delivery(again(case), by=ward.hai, reason=" ")
    case = acts.correct_delivery(again(case), by=ward.hai, reason="Bà Mai gọi: chưa nhận")
    parcel, event = parcel_of(case), last_event(case)
    assert (case.state, parcel.state, parcel.receiver, parcel.is_away) == (9, S.NOT_DELIVERED, "", True)
    assert (case.returned_at, case.outcome, case.finished_at) == (None, outcome_before, finished_at)
    assert [move.receiver for move in parcel.moves.filter(state=S.DELIVERED)] == ["Trần Văn Tư"]  # stays told
    assert is_told(event) and event.payload["reason"] == "Bà Mai gọi: chưa nhận"
    with pytest.raises(Refused, match="đang ở bưu chính"):
        hand_back(case, by=ward.minh, receiver_name="Trần Thị Mai")
    # Given in earnest, told wrongly once more, and at last brought back: the same steps to the end.
    clock.wait(hours=1)
    case = acts.deliver(again(case), by=ward.minh, receiver_name="Trần Thị Mai")
    assert (case.state, parcel_of(case).receiver) == (10, "Trần Thị Mai")
    clock.wait(hours=1)
    case = acts.correct_delivery(again(case), by=ward.hoa, reason="Bà Mai ký cho nhà bên")
    acts.take_back(again(case), by=ward.minh, reason="Sai địa chỉ")
    case = hand_back(again(case), by=ward.minh, receiver_name="Trần Thị Mai")
    assert (case.state, case.open_steps, parcel_of(case).state) == (10, [], S.CAME_BACK)


@pytest_plain
def test_a_month_later_or_given_at_the_desk_nothing_is_taken_back(ward: Ward, clock: Clock) -> None:
    given = hand_back(stories.finished(ward), by=ward.minh, receiver_name="Tâm")
    posted = parcels.delivered(ward)
    clock.wait(days=31)  # library/post.toml: correct_days
    for case in (given, posted):
        with pytest.raises(Refused, match="không do bưu chính giao, hoặc đã quá số ngày"):
            acts.correct_delivery(again(case), by=present_ward().hai, reason="Nhầm")


@pytest_plain
def test_what_was_handed_back_by_mistake_is_no_longer_counted(ward: Ward, clock: Clock) -> None:
    case = parcels.delivered(ward)
    clock.wait(days=2)
    acts.correct_delivery(again(case), by=ward.hai, reason="Nhầm nhà")
    whole = {"as_at": date(2026, 11, 30), "path": ward.city.path}
    month = total(figures(first=date(2026, 11, 1), last=date(2026, 11, 30), **whole))
    day = total(figures(first=date(2026, 11, 20), last=date(2026, 11, 20), **whole))
    assert (month.handed_back, day.handed_back) == (0, 1)  # the day of before stays as it was told


@pytest_plain
def test_a_month_keeps_its_rating_when_the_delivery_is_corrected_after_it(ward: Ward, clock: Clock) -> None:
    case = parcels.delivered(ward)
    rate(case, by=Citizen(slip=case.code), score=1, reason="khac", answers={}, remark="Không thấy ai giao")
    month = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "path": ward.city.path}

    def dissatisfied() -> int:
        return added(served(**month).values()).dissatisfied

    assert dissatisfied() == 1
    clock.wait(days=12)
    case = acts.correct_delivery(again(case), by=present_ward().hai, reason="Bà Mai gọi: chưa nhận")
    assert (case.state, dissatisfied()) == (9, 1)


@pytest_plain
def test_papers_are_fetched_though_nobody_asked_for_it_at_filing(ward: Ward) -> None:
    case = register(ward.desk, by=Citizen(), filing=filing(channel=Channel.ONLINE))
    case = acts.fetch_papers(case, by=tam(case), **HOME)
    acts.fetch_papers(again(case), by=ward.minh, **{**HOME, "address": "Số 9 ngõ 22"})
    assert [(p.n, p.address) for p in Parcel.objects.of(case.code, Direction.IN)] == [(1, "Số 9 ngõ 22")]
    acts.make_label(again(case), by=ward.minh)
    with pytest.raises(Refused, match="đã nhận đơn"):
        acts.fetch_papers(again(case), by=tam(case), **HOME)
    note_move(parcel_of(case), by=ward.minh, told=Told(S.FAILED, now(), reason="Không gặp"))
    acts.fetch_papers(again(case), by=tam(case), **HOME)  # at an hour that suits, instead of a second try
    acts.make_label(again(case), by=ward.minh)
    acts.hand_to_post(again(case), by=ward.minh)
    acts.take_back(again(case), by=ward.minh, reason="Xe hỏng")
    acts.fetch_papers(again(case), by=ward.minh, **HOME)
    states = [(p.n, p.state) for p in Parcel.objects.of(case.code, Direction.IN).order_by("n")]
    assert states == [(1, S.CAME_BACK), (2, S.CAME_BACK), (3, S.ASKED)]
    with pytest.raises(WrongState):
        acts.fetch_papers(stories.examined(ward), by=ward.minh, **HOME)  # the papers are here
