"""Results that go home by the public post: packed, on their way, delivered, come back, lost."""

from collections.abc import Callable
from datetime import datetime

from motcua.domain.cases.actions import parcels
from motcua.domain.cases.rules import State
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.delivery.actions import note_move
from motcua.domain.delivery.models import Parcel, Told
from motcua.domain.delivery.rules import ParcelState, check_digit
from motcua.domain.people.actor import Citizen

from .lives import Life

SORTING = "Bưu cục Thanh Xuân"


def ask(life: Life) -> None:
    """By the link of the slip, to the address stated."""
    case = life.case
    life.case = parcels.send_home(
        case, by=Citizen(slip=case.code), receiver=case.applicant_name, phone=case.phone, address=case.address
    )


def pack(life: Life) -> None:
    life.pay()
    serial = f"{life.rng.randrange(10**8):08d}"
    waybill = f"EK{serial}{check_digit(serial)}VN"
    life.case = parcels.make_label(
        life.case, by=life.desk(), waybill=waybill, grams=life.rng.randint(40, 240)
    )


def hand(life: Life) -> None:
    life.case = parcels.hand_to_post(life.case, by=life.postman())


def go_on(life: Life) -> None:
    note_move(_parcel(life), by=life.postman(), told=Told(ParcelState.ON_THE_WAY, life.at, SORTING))


def fail(life: Life) -> None:
    told = Told(ParcelState.FAILED, life.at, SORTING, "Gọi điện không ai nghe máy")
    note_move(_parcel(life), by=life.postman(), told=told)


def give(life: Life) -> None:
    life.case = parcels.deliver(
        life.case, by=life.postman(), receiver_name=life.case.applicant_name, relation="chính chủ"
    )
    life.rate()


def bring_back(life: Life) -> None:
    reason = "Ba lần không gặp, số điện thoại không liên lạc được"
    life.case = parcels.take_back(life.case, by=life.postman(), reason=reason)


def lose(life: Life) -> None:
    life.case = parcels.note_loss(
        life.case, by=life.desk(), reason="Bưu chính báo mất trong một vụ tai nạn xe thư"
    )


def _parcel(life: Life) -> Parcel:
    return Parcel.objects.of(life.case.code)[0]


def told(life: Life, terms: ProcedureVersion, at: datetime, *steps: Callable[[Life], None]) -> None:
    """Receive a case, finish it early, and take its parcel step by step, a few working hours between them."""
    life.receive(terms, at).go(finish=life.part(0.3))
    send(life, *steps)


def send(life: Life, *steps: Callable[[Life], None]) -> None:
    for step in steps if life.case.state == State.FINISHED else ():
        with life.moment(life.later(life.rng.randint(60, 300))):
            step(life)


def asked(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask)


def packed(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack)


def away(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack, hand, go_on)


def not_met(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack, hand, go_on, fail)


def delivered(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack, hand, go_on, give)


def came_back(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack, hand, fail, bring_back)


def lost(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    told(life, terms, at, ask, pack, hand, go_on, lose)
