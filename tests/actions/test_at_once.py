"""Many people at one moment: real threads, real commits. One wins, the others read a sentence, nothing is doubled."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from motcua.application.collecting import receiving
from motcua.application.collecting.receiving import receive as receive_credit
from motcua.application.delivering.receiving import receive as hear
from motcua.domain.cases.actions.deciding import issue_result
from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.actions.money import take_fee
from motcua.domain.cases.actions.parcels import hand_to_post
from motcua.domain.cases.actions.processing import (
    ask_opinion,
    forward,
    hand_over,
    reassign,
    request_supplement,
    require_payment,
    take,
)
from motcua.domain.cases.actions.returning import withdraw
from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.foundation.actions import SYSTEM, KeyReused, Refused, Stale, WrongState, kernel
from motcua.foundation.actions.models import UsedKey
from motcua.foundation.events.models import broken_link
from motcua.foundation.gateways.bank.contract import Credit
from motcua.foundation.gateways.carrier.contract import Word
from tests import parcels
from tests.people import BIRTH, LINKED, Ward, birth_terms, filing
from tests.stories import FRIDAY, Clock, approve, fresh, paper_of, received

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ward(transactional_db: None, ward: Ward) -> Ward:
    return ward


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts at the same moment, each in a thread; what each returned or raised, in order."""
    found: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def one(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            found[place] = act()
        except Exception as problem:
            found[place] = problem
        finally:
            connection.close()

    threads = [
        threading.Thread(target=copy_context().run, args=(one, place, act)) for place, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def kinds(found: Sequence[Any]) -> Counter[str]:
    return Counter(type(each).__name__ for each in found)


def holds(case: Case) -> bool:
    events = list(case.events.order_by("n"))
    return broken_link(events, case.code) is None and fresh(case).version == len(events)


def test_of_twenty_acts_on_one_page_one_wins_and_the_others_read_a_sentence(ward: Ward) -> None:
    """House §3: row locks and a version check; two officers share the step, each with ten open pages."""
    asks: dict[str, Callable[[Case, Any], Any]] = {
        "take": lambda case, by: take(case, by=by, expected=case.version),
        "forward": lambda case, by: forward(case, by=by, expected=case.version),
        "supplement": lambda case, by: request_supplement(
            case, by=by, missing=[paper_of(case)], reason="Chưa ký", expected=case.version
        ),
        "payment": lambda case, by: require_payment(
            case, by=by, amount=5000, reason="Lệ phí", expected=case.version
        ),
        "opinion": lambda case, by: ask_opinion(
            case, by=by, unit=ward.tax, question="Đã nộp thuế?", expected=case.version
        ),
    }
    for name, ask in asks.items():
        case = hand_over(received(ward, BIRTH), by=ward.minh)
        both = (ward.lan, ward.dung)
        found = at_once([lambda by=both[n % 2], case=case, ask=ask: ask(case, by) for n in range(20)])
        assert kinds(found) == {"Case": 1, "Stale": 19}, name
        assert all("vừa được" in p.sentence for p in found if isinstance(p, Stale)), name
        assert holds(case) and fresh(case).version == case.version + 1, name


def test_even_without_a_version_a_step_is_done_once(ward: Ward) -> None:
    case = hand_over(received(ward, BIRTH), by=ward.minh, to=ward.lan)
    acts: list[Callable[[], Any]] = [lambda: forward(case, by=ward.lan) for _ in range(10)]
    acts += [lambda: withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin) for _ in range(10)]
    found = at_once(acts)
    assert all(isinstance(each, Case | Refused) for each in found), kinds(found)
    assert fresh(case).state == State.WITHDRAWN
    assert sum(isinstance(each, Case) for each in found[10:]) == 1
    assert sum(isinstance(each, WrongState) for each in found[10:]) == 9
    assert sum(isinstance(each, Case) for each in found[:10]) <= 1
    assert holds(case)


def test_a_double_click_fifty_times_over_is_one_case_and_one_answer(ward: Ward) -> None:
    asked = filing(birth_terms(BIRTH))
    found = at_once([lambda: receive(ward.desk, by=ward.minh, filing=asked, key="k-1")] * 50)
    assert kinds(found) == {"Case": 50}
    assert {case.pk for case in found} == {Case.objects.get().pk}
    assert CaseEvent.objects.count() == 1
    steps = at_once([lambda: hand_over(found[0], by=ward.minh, key="k-2")] * 20)
    assert kinds(steps) == {"Case": 20} and {case.version for case in steps} == {2}


def test_one_key_with_two_contents_makes_one_case_and_tells_the_others(ward: Ward) -> None:
    two = [filing(birth_terms(BIRTH), name=name) for name in ("Nguyễn Văn Tâm", "Trần Thị Bưởi")]
    found = at_once(
        [lambda n=n: receive(ward.desk, by=ward.minh, filing=two[n % 2], key="k-1") for n in range(20)]
    )
    assert kinds(found) == {"Case": 10, "KeyReused": 10}
    assert all(isinstance(each, KeyReused) for each in found if not isinstance(each, Case))
    assert (Case.objects.count(), UsedKey.objects.count()) == (1, 1)


class Cancelled(Exception):
    """The connection was lost, or a later part of the same transaction failed."""


def test_codes_have_no_gap_whoever_fails_in_between(ward: Ward) -> None:
    """Spec §3.4: one number after the other per unit and day; 8 threads × 25, every fourth is undone."""
    asked, lacking = filing(birth_terms(BIRTH)), filing(birth_terms(BIRTH), papers=())

    def work(worker: int) -> list[str]:
        codes = []
        desk, by = (ward.desk, ward.minh) if worker % 2 else (ward.other_desk, ward.quan)
        for turn in range(25):
            if turn % 4 == 3:
                with pytest.raises(Refused if worker % 4 < 2 else Cancelled), transaction.atomic():
                    receive(desk, by=by, filing=lacking if worker % 4 < 2 else asked)
                    raise Cancelled
            else:
                codes.append(receive(desk, by=by, filing=asked).code)
        return codes

    found = at_once([lambda worker=worker: work(worker) for worker in range(8)])
    codes = sorted(code for each in found for code in each)
    made = 4 * 19
    for desk in (ward.desk, ward.other_desk):
        assert [c for c in codes if c.startswith(f"{desk.code}-")] == [
            f"{desk.code}-261120-{n:04d}" for n in range(1, made + 1)
        ]
    assert sorted(Case.objects.values_list("code", flat=True)) == codes


def test_parents_and_parts_never_wait_for_each_other_in_a_ring(
    ward: Ward, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part's end moves its parent, a parent's end ends its parts: rows are held parent first."""
    monkeypatch.setattr(kernel, "_MET", frozenset())  # a deadlock is seen, not tried again
    for turn in range(3):
        parent = hand_over(received(ward, LINKED), by=ward.minh)
        birth = forward(parent.children.get(), by=ward.lan)
        issue_result(approve(birth, by=ward.hoa), by=ward.van)
        residence = forward(parent.children.get(parent_node="thuong_tru"), by=ward.cuong)
        card = forward(parent.children.get(parent_node="the_bhyt"), by=ward.bich)
        acts: list[Callable[[], Any]] = [
            lambda r=residence: issue_result(r, by=ward.cuong),
            lambda c=card: issue_result(c, by=ward.bich),
            lambda p=parent: withdraw(p, by=ward.minh, reason="Đổi ý", proof=p.pin),
            lambda p=parent: request_supplement(p, by=ward.hoa, missing=[paper_of(p)], reason="Chưa ký"),
            lambda p=parent: ask_opinion(p, by=ward.hoa, unit=ward.tax, question="Có không?"),
            lambda c=card: reassign(c, by=ward.minh, to=ward.bich, reason="Thử"),
        ]
        found = at_once(acts * 2)
        assert all(isinstance(each, Case | Refused) for each in found), (turn, found)
        assert kinds(found)["Case"] >= 3
        assert {c.state for c in parent.children.all()} == {State.FINISHED}
        assert fresh(parent).marking == {"at": ["phat_hanh"]}
        assert holds(parent) and all(holds(c) for c in parent.children.all())


def test_withdrawing_the_whole_while_its_parts_move_leaves_no_half(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_MET", frozenset())
    ended = set()
    for _ in range(4):
        parent = hand_over(received(ward, LINKED), by=ward.minh)
        birth = approve(forward(parent.children.get(), by=ward.lan), by=ward.hoa)
        found = at_once(
            [
                lambda b=birth: issue_result(b, by=ward.van),
                lambda p=parent: withdraw(p, by=ward.minh, reason="Đổi ý", proof=p.pin),
            ]
        )
        assert kinds(found)["Case"] == 1, found
        ended.add((fresh(parent).state, fresh(birth).state))
        assert holds(parent) and holds(birth)
    assert ended <= {(State.WITHDRAWN, State.WITHDRAWN), (State.IN_PROGRESS, State.FINISHED)}


# Money --------------------------------------------------------------------------------------------------------


def test_a_call_back_that_arrives_six_times_at_once_pays_once(ward: Ward) -> None:
    case = _with_account(ward, fee=15_000)
    charge = Charge.objects.get()
    told = Credit("970436", "0011001234567", "FT1", 15_000, charge.payment_key, FRIDAY)
    found = at_once([lambda: receive_credit(told, told_by="call_back")] * 6)
    # Who meets the first on the way hears what became of it, who comes after that it is known.
    assert "paid" in {each.kind for each in found} <= {"paid", "known"}
    assert Payment.objects.count() == Receipt.objects.count() == 1
    assert fresh(case).events.filter(name="case.paid_by_bank").count() == 1


def test_cash_at_the_desk_and_a_transfer_at_once_lose_no_money(ward: Ward) -> None:
    case = _with_account(ward, fee=15_000)
    charge = Charge.objects.get()
    told = Credit("970436", "0011001234567", "FT1", 15_000, charge.payment_key, FRIDAY)
    at_once([
        lambda: receive_credit(told, told_by="call_back"),
        lambda: take_fee(case, by=ward.khoa, amount=15_000),
    ])  # fmt: skip
    charge.refresh_from_db()
    came = sum(payment.amount for payment in Payment.objects.all())
    assert charge.received == came >= 15_000 and charge.kept == 15_000 and charge.owed_back == came - 15_000
    assert sum(receipt.amount for receipt in Receipt.objects.all()) == 15_000


def test_receipts_of_a_desk_are_numbered_without_a_gap_however_many_are_written_at_once(ward: Ward) -> None:
    cases = [received(ward, fee=1_000) for _ in range(8)]
    pay = [lambda case=case: take_fee(case, by=ward.khoa, amount=1_000) for case in cases]
    broken = [lambda: take_fee(cases[0], by=ward.khoa, amount=2_000)]
    at_once([*pay, *broken])
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_what_came_while_its_charge_was_being_kept_finds_it(ward: Ward) -> None:
    """The bank's word and the charge's own transaction cross; afterwards they know each other."""
    case = _with_account(ward, fee=15_000)
    key = Charge.objects.get().payment_key
    told = Credit("970436", "0011001234567", "FT1", 15_000, key, FRIDAY)

    def unseen() -> Any:
        with patch.object(
            receiving, "charge_named", return_value=None
        ):  # not committed yet, as the bank's word sees it
            return receive_credit(told, told_by="call_back")

    assert unseen().kind == "unmatched"
    found = at_once([receiving.match_waiting] * 3)
    assert sum(found) == 1 and fresh(case).money_state == MoneyState.PAID
    assert Receipt.objects.count() == 1


def _with_account(ward: Ward, **more: Any) -> Case:
    adopt_account(
        ward.ward, by=SYSTEM, bank="970436", number="0011001234567", holder="UBND", valid_from=FRIDAY.date()
    )
    return received(ward, **more)


def test_of_many_words_about_one_parcel_each_is_noted_once_and_told_once(ward: Ward, clock: Clock) -> None:
    case = parcels.labelled(ward, "EK123456785VN")
    kinds_told = {"e1": "accepted", "e2": "in_transit", "e3": "delivered"}
    words = [
        Word(event, "EK123456785VN", kind, clock.now, receiver="Trần Văn Tư" if kind == "delivered" else "")
        for event, kind in kinds_told.items()
        for _ in range(3)
    ]
    found = at_once([lambda word=word: hear(word, at=clock.now).kind for word in words])
    assert set(found) <= {"taken", "noted", "known"}, found
    case = fresh(case)
    names = Counter(case.events.values_list("name", flat=True))
    assert (case.state, names["case.delivered"], holds(case)) == (State.RETURNED, 1, True)
    assert names["case.parcel_handed_over"] <= 1
    parcel = parcels.parcel_of(case)
    assert Counter(parcel.moves.exclude(event="").values_list("event", flat=True)) == dict.fromkeys(
        kinds_told, 1
    )


def test_of_two_who_hand_one_parcel_over_one_is_told_that_it_is_gone(ward: Ward) -> None:
    case, thuy = parcels.labelled(ward), parcels.post_worker(ward)
    found = at_once([lambda: hand_to_post(case, by=ward.minh), lambda: hand_to_post(case, by=thuy)])
    assert kinds(found) == {"Case": 1, "Refused": 1}
    assert parcels.parcel_of(case).moves.filter(state=3).count() == 1
