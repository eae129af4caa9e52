"""The applicant says how it was, once, when the result is there; whoever held a survey gives what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from motcua.domain.cases.actions.who import applicant
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.domain.offices.actions import figures_keeper
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local
from motcua.foundation.text import nfc

from .models import Rating, Survey
from .rules import LONGEST_REMARK, OTHER, Score, kept_answers, reasons_on
from .sheet_rules import SurveyLine, questions_alone

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


@action("survey.given", label="Nhập kết quả khảo sát", who=[figures_keeper, system], when=[1])
def give_surveys(unit: Unit, act: Act, *, lines: Sequence[SurveyLine]) -> None:
    """Take over what surveys of the unit and those below it found, all or none; a line given again takes over."""
    refuse_unless(lines, "Không có kết quả khảo sát nào để nhập.")
    below = list(Unit.objects.below(unit).filter(code__in={line.unit for line in lines}))
    units = [next((each for each in below if _is(each, line)), None) for line in lines]
    strange = sorted({line.unit for line, found in zip(lines, units, strict=True) if found is None})
    refuse_if(
        strange,
        f"Trong thời gian khảo sát, {unit.name} không có đơn vị {', '.join(strange[:10])}. Chưa nhập dòng nào.",
    )
    alone = questions_alone(lines)
    refuse_if(
        alone,
        f"Câu hỏi “{'”, “'.join(alone[:5])}” chưa có dòng chung (question để trống) của cùng cuộc khảo sát và cách hỏi.",
    )
    Survey.objects.bulk_create(
        [
            Survey(**{**asdict(line), "unit": found}, given_at=act.at)
            for line, found in zip(lines, units, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["unit", "first", "last", "way", "question"],
        update_fields=[
            "sent", "refused", "dissatisfied", "neutral", "satisfied", "very_satisfied", "asked_by", "method", "source",
            "given_at",
        ],
    )  # fmt: skip
    act.record(
        lines=[
            {**asdict(line), "first": line.first.isoformat(), "last": line.last.isoformat()} for line in lines
        ]
    )


def _is(unit: Unit, line: SurveyLine) -> bool:
    """Whether a line is of this unit, as it was when the survey ended."""
    return (
        unit.code == line.unit
        and unit.valid_from <= line.last
        and (unit.valid_to is None or line.last <= unit.valid_to)
    )
