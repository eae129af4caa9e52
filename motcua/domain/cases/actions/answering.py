"""What the applicant does with a case from home: answers what was asked for."""

from django.db.models import Q

from motcua.foundation.actions import Act, Refused, action, refuse_unless
from motcua.foundation.text import nfc

from ..models import Case, Supplement
from ..rules import State
from .intake import Enclosed, enclose
from .who import applicant


@action(
    "case.supplement_answered",
    label="Gửi giấy tờ bổ sung qua mạng",
    who=[applicant],
    when=[State.AWAITING_SUPPLEMENT],
    tell={"counter": "supplement_answered"},
)
def answer_supplement(case: Case, act: Act, *, files: tuple[Enclosed, ...], words: str = "") -> None:
    """Send the papers that were asked for; the clock goes on only when the desk has confirmed them."""
    asked = open_request(case)
    if asked is None:
        raise Refused("Cơ quan không còn yêu cầu bổ sung nào chờ trả lời. Xin xem lại trang theo dõi hồ sơ.")
    refuse_unless(
        files or words.strip(), "Xin gửi ít nhất một giấy tờ, hoặc viết lời giải thích cho cơ quan."
    )
    wanted = {key for key, _name in asked_papers(case, asked)}
    refuse_unless(
        all(each.paper in wanted for each in files), "Chỉ cần gửi đúng những giấy tờ cơ quan đã yêu cầu."
    )
    enclose(case, act, files)
    act.note = nfc(words, lines=True).strip()[:2000]
    act.record(round=asked.round, sent=[each.paper for each in files])


def open_request(case: Case) -> Supplement | None:
    """The request for papers that the desk has not closed yet; the last one where there are several."""
    return case.supplements.filter(answered_at=None).order_by("-round").first()


def open_requests(whole: Case) -> list[Supplement]:
    """What the holder of a slip is asked for: by the case itself, and by its linked parts; the last of each."""
    waiting = Supplement.objects.filter(answered_at=None, case__state=State.AWAITING_SUPPLEMENT)
    mine = waiting.filter(Q(case=whole) | Q(case__parent=whole)).select_related("case__terms", "case__parent")
    return list(mine.order_by("case_id", "-round").distinct("case_id"))


def asked_papers(case: Case, asked: Supplement | None) -> list[tuple[str, str]]:
    """(component, name) of the papers a request names."""
    if asked is None:
        return []
    wanted = set(asked.missing)
    return [
        (component.key, component.name)
        for component in case.case_type.components
        if component.name in wanted or wanted.intersection(component.one_of)
    ]
