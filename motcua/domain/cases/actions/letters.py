"""Letters with a result: only after somebody asked the person in front of them, once for a case."""

from motcua.domain.catalogue.rules.words import LETTERS
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless

from ..models import Case
from ..rules import State
from .who import reception

GIVEN = ("case.letter_handed", "case.letter_sent")
_WHEN = [State.FINISHED, State.RETURNED]


@action("case.letter_handed", label="Trao thư bằng giấy", who=[reception], when=_WHEN)
def hand_letter(case: Case, act: Act, *, asked: bool) -> None:
    """Hand over the letter on paper, with the result."""
    _once(case, act, asked)


@action(
    "case.letter_sent",
    label="Gửi thư điện tử",
    who=[reception],
    when=_WHEN,
    tell={"applicant": "letter_sent"},
)
def send_letter(case: Case, act: Act, *, asked: bool) -> None:
    """Send the letter to whoever gets the result from afar."""
    _once(case, act, asked)


def _once(case: Case, act: Act, asked: bool) -> None:
    kind = case.facts.letter
    refuse_unless(kind, "Thủ tục này không có thư kèm kết quả.")
    refuse_unless(
        asked,
        "Xin hỏi người nhận trước: thư chúc mừng khi cháu bé không còn, hay thư chia buồn gửi nhầm người, "
        "là điều không sửa lại được.",
    )
    refuse_if(
        case.events.filter(name__in=GIVEN).exists(),
        f"{LETTERS[kind]} của hồ sơ này đã trao rồi.",
    )
    act.record(letter=kind)
