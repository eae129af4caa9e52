"""One word of a carrier: to the parcel it names, and to its case where the parcel stands otherwise after it.

Words may come twice, late and in any order: what is known already changes nothing, and what is overtaken is only
noted on the parcel, so that nobody is told of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.models import Case
from motcua.domain.delivery.actions import note_move
from motcua.domain.delivery.models import Parcel, Told
from motcua.domain.delivery.rules import AT_OFFICE, Direction, ParcelState
from motcua.foundation.actions import SYSTEM, Action, WrongState
from motcua.foundation.gateways.carrier.contract import CarrierRefused, Word

S = ParcelState
STATES = {
    "accepted": S.HANDED_OVER, "in_transit": S.ON_THE_WAY, "failed": S.FAILED, "delivered": S.DELIVERED,
    "returned": S.CAME_BACK, "lost": S.LOST,
    "not_delivered": S.NOT_DELIVERED,
}  # fmt: skip
# What of it is told to people, or ends the case, is an act on the case.
ACTS: dict[int, Action] = {
    S.HANDED_OVER: acts.hand_to_post, S.CAME_BACK: acts.take_back, S.LOST: acts.note_loss, S.DELIVERED: acts.deliver,
    S.NOT_DELIVERED: acts.correct_delivery,
}  # fmt: skip
AHEAD = timedelta(minutes=10)  # how much two clocks may differ
NO_REASON = "Bưu chính không ghi lý do"
TAKEN, NOTED, KNOWN = "taken", "noted", "known"
SENTENCES = {
    TAKEN: "Đã ghi nhận.",
    NOTED: "Đã ghi vào đường đi; tình trạng bưu gửi không đổi.",
    KNOWN: "Sự kiện này đã được ghi nhận trước đó.",
}


class UnknownParcel(CarrierRefused):
    """A number that no parcel of this office has."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a word: `kind` for programs, and a sentence."""

    kind: str

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


def receive(word: Word, *, at: datetime) -> Outcome:
    """Take a word once, whatever the carrier repeats; raises CarrierRefused for what cannot be."""
    parcel = Parcel.objects.known_as(word.waybill.upper()).first()
    if parcel is None:
        raise UnknownParcel("Không có bưu gửi nào của cơ quan này mang số hiệu (waybill) ấy; xin xem lại số.")
    if word.at > at + AHEAD:
        raise CarrierRefused("Thời điểm (at) nằm ở tương lai; xin xem lại đồng hồ và múi giờ.")
    if parcel.moves.filter(event=word.event).exists():
        return Outcome(KNOWN)
    told = Told(
        STATES[word.kind], word.at, word.place, _reason(word), word.receiver, word.relation, word.event
    )
    # Whatever is heard first of a parcel that lay here says that the post has it.
    first = acts.hand_to_post if parcel.state in AT_OFFICE else None
    action = ACTS.get(told.state) or first
    if action and not (told.state in (S.DELIVERED, S.NOT_DELIVERED) and parcel.direction == Direction.IN):
        case: Any = Case.objects.whole().get(code=parcel.reference)
        try:
            action(case, by=SYSTEM, parcel=parcel.pk, told=told)
            return Outcome(TAKEN)
        except (acts.Overtaken, WrongState):  # it is known already, or the case has ended
            pass
    before = parcel.state
    note_move(parcel, by=SYSTEM, told=told)
    parcel.refresh_from_db()
    return Outcome(TAKEN if parcel.state != before else NOTED)


def _reason(word: Word) -> str:
    return word.reason or (NO_REASON if word.kind in ("failed", "returned", "lost", "not_delivered") else "")
