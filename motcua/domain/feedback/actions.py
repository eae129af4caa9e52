"""Sending feedback, by anybody; answering or declining it, and correcting its kind, by whoever answers for the office."""

from typing import Any

from django.conf import settings

from motcua.domain.cases.rules import kept_hash, slip_secret
from motcua.domain.offices.models import AUTHORITY_KINDS, ONE_STOP_KINDS, Unit, working_calendar
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.events.models import GENESIS
from motcua.foundation.text import nfc

from .models import ANSWERING, Feedback
from .rules import LONGEST, Kind, State, answer_by, grounds_on, new_code, personal_numbers, read_contact


def anybody(person: Any, unit: Unit) -> Any:
    """Người dân, tổ chức; không cần tài khoản."""
    return person if person.actor_kind == "citizen" else None


def answerer(person: Any, feedback: Feedback) -> Duty | None:
    """Lãnh đạo cơ quan được phản ánh, hoặc người đứng đầu Bộ phận Một cửa của cơ quan ấy."""
    unit = feedback.unit
    for duty in person.duties:
        if duty.role in ANSWERING and unit.path.startswith(duty.unit_path):
            return duty
        if duty.role == "centre_head" and unit.children.one_stops().filter(pk=duty.unit_id).exists():
            return duty
    return None


def receives(unit: Unit) -> bool:
    """Whether feedback may be sent to a unit: to an authority or a one-stop desk, not to a part of one."""
    return unit.kind in (*AUTHORITY_KINDS, *ONE_STOP_KINDS)


@action(
    "feedback.sent",
    label="Gửi phản ánh, kiến nghị",
    who=[anybody],
    opens=True,
    tell={"sender": "feedback_received"},
)
def send(
    unit: Unit, act: Act, *, kind: str, text: str, name: str = "", contact: str = "", case_code: str = "",
    language: str = "vi",
) -> Feedback:  # fmt: skip
    """Send feedback to an office; it gets a code, and the day by which it will be answered."""
    refuse_unless(receives(unit), "Xin chọn cơ quan hoặc Bộ phận Một cửa nhận phản ánh, kiến nghị.")
    refuse_unless(kind in list(Kind), "Xin chọn ông/bà muốn nói về điều gì.")
    code = _free_code(act)
    feedback: Feedback = Feedback.objects.create(
        code=code, secret_hash=kept_hash(slip_secret(settings.SLIP_KEY, f"feedback {code}")), unit=unit, kind=kind,
        text=_words(text, "Xin viết điều ông/bà muốn nói."), name=nfc(name), contact=read_contact(contact),
        case_code=nfc(case_code), account_id=act.by.actor_id, language=language, sent_at=act.at,
        due_on=answer_by(act.at, kind, working_calendar(unit.processing_calendar_id)),
    )  # fmt: skip
    feedback.version, feedback._last_hash = 0, GENESIS
    act.record(unit=unit.code, kind=kind, due_on=feedback.due_on.isoformat())
    return feedback


@action(
    "feedback.sorted", label="Sửa loại phản ánh", who=[answerer], when=[State.NEW], then=State.NEW
)  # fmt: skip
def sort(feedback: Feedback, act: Act, *, kind: str) -> None:
    """Correct the kind of feedback; the day for its answer may come nearer by that, and never moves away."""
    refuse_unless(kind in list(Kind), "Xin chọn một trong bốn loại.")
    refuse_if(kind == feedback.kind, "Phản ánh này đang ở đúng loại ấy rồi.")
    owed = answer_by(feedback.sent_at, kind, feedback.calendar())
    feedback.kind, feedback.due_on = kind, min(feedback.due_on, owed)
    act.record(kind=kind, due_on=feedback.due_on.isoformat())


@action(
    "feedback.answered",
    label="Trả lời phản ánh",
    who=[answerer],
    when=[State.NEW],
    then=State.ANSWERED,
    legal=True,
    tell={"sender": "feedback_answered"},
)
def answer(feedback: Feedback, act: Act, *, answer: str, reviewed: bool = False) -> None:
    """Answer feedback; the sender reads it by the secret address, and by e-mail where they left one."""
    _settle(feedback, act, answer, reviewed)


@action(
    "feedback.declined",
    label="Không xử lý, hướng dẫn nơi khác",
    who=[answerer],
    when=[State.NEW],
    then=State.DECLINED,
    legal=True,
    tell={"sender": "feedback_declined"},
)
def decline(feedback: Feedback, act: Act, *, ground: str, answer: str, reviewed: bool = False) -> None:
    """Not take feedback up, on one of the grounds of the library; its directions stand with the answer."""
    refuse_unless(ground in grounds_on(local(act.at).date()), "Xin chọn lý do không xử lý.")
    feedback.declined_as = ground
    act.record(ground=ground)
    _settle(feedback, act, answer, reviewed)


def _settle(feedback: Feedback, act: Act, answer: str, reviewed: bool) -> None:
    feedback.answer = _words(answer, "Xin viết câu trả lời.")
    if not reviewed and (found := personal_numbers(feedback.answer)):
        raise Refused(
            f"Câu trả lời có số giống số định danh hoặc số điện thoại: {', '.join(found)}. "
            "Xin xem lại; nếu đúng là cần viết ra, xin xác nhận đã xem rồi gửi."
        )
    feedback.settled_at = act.at
    act.record(on=local(act.at).date().isoformat(), due_on=feedback.due_on.isoformat())


def _words(text: str, missing: str) -> str:
    words = nfc(text, lines=True)
    refuse_unless(words, missing)
    refuse_if(
        len(words) > LONGEST, f"Đoạn viết dài {len(words)} ký tự; xin rút xuống {LONGEST} ký tự."
    )  # fmt: skip
    return words


def _free_code(act: Act) -> str:
    """A code nobody has; there are 614,656 for each day, and the database refuses a second one."""
    on = local(act.at).date()
    return next(
        code for code in iter(lambda: new_code(on), "") if not Feedback.objects.filter(code=code).exists()
    )
