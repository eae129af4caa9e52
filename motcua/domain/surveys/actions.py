"""Rating: the applicant says how it was, once, when the result is there."""

from collections.abc import Mapping

from motcua.domain.cases.actions.who import applicant
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.text import nfc

from .models import Rating
from .rules import LONGEST_REMARK, OTHER, Score, kept_answers, reasons_on

# A case that was withdrawn had no result to speak of.
RATED_WHEN = frozenset({State.RETURNED, State.STOPPED, State.NOT_ACCEPTED})


@action("rating.given", label="Đánh giá sau khi có kết quả", who=[applicant], opens=True)
def rate(
    case: Case,
    act: Act,
    *,
    score: int,
    reason: str = "",
    answers: Mapping[str, bool],
    remark: str = "",
    through: str = "link",
) -> Rating:
    """Rate the service of a case once; somebody who is not satisfied says why."""
    case, day = case.lock(), local(act.at).date()
    refuse_unless(case.state in RATED_WHEN, "Hồ sơ chưa có kết quả nên chưa đánh giá được.")
    refuse_if(
        Rating.objects.filter(case=case).exists(),
        "Hồ sơ này đã được đánh giá. Mỗi hồ sơ chỉ đánh giá một lần.",
    )
    refuse_unless(score in set(Score), "Xin chọn một trong ba mức hài lòng.")
    remark = nfc(remark.strip(), lines=True)
    refuse_if(
        len(remark) > LONGEST_REMARK,
        f"Lời góp ý dài {len(remark)} ký tự; xin rút xuống {LONGEST_REMARK} ký tự.",
    )
    if score == Score.DISSATISFIED:
        refuse_unless(
            reason in {offered.key for offered in reasons_on(day)},
            "Xin chọn điều ông/bà chưa hài lòng, để cơ quan biết phải sửa gì.",
        )
        refuse_if(reason == OTHER and not remark, "Xin viết vài chữ về lý do khác.")
    else:
        reason = ""
    return Rating(
        case=case, unit=case.received_unit, score=score, reason=reason, answers=kept_answers(answers, day),
        remark=remark, through=through, at=act.at,
    )  # fmt: skip
