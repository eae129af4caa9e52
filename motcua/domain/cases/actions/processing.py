"""Processing: the folder moves between the desk, officers and other units; the applicant is asked or pays."""

from datetime import date

from motcua.domain.documents.models import File
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.payments.rules import ChargeLine
from motcua.foundation.actions import Act, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import add_working_minutes, local
from motcua.foundation.text import nfc

from ..models import Case, Step, calendar_of
from ..rules import HandOver, MoneyState, Paper, State, limits_on
from . import moving
from .intake import ask, papers_to_ask
from .money import ask_for, note_paper_receipt, owed_by
from .who import (
    cashier,
    consulted,
    dept_head,
    forwarder,
    giver,
    holder,
    leader,
    officer,
    reception,
    supervises,
    supervisor,
)

RUNNING = [State.ACCEPTED, State.IN_PROGRESS]


@action(
    "case.handed_over",
    label="Chuyển xử lý",
    who=[reception, giver],
    when=RUNNING,
    then=State.IN_PROGRESS,
    tell={"officer": "new_case"},
)
def hand_over(case: Case, act: Act, *, to: Staff | None = None) -> None:
    """Hand the folder to the unit in charge, on the day of reception or at the start of the next working day.

    Also while in progress: a folder sent back to the desk is handed over again.
    """
    step = moving.step_of(case, act.by, does=["hand_over"])
    case.handover_state = HandOver.GIVEN
    moving.pass_on(case, act, step, to=to)


@action("case.taken", label="Nhận xử lý", who=[holder], when=[*RUNNING])
def take(case: Case, act: Act, *, node: str | None = None) -> None:
    """Take a step that waits for anybody of the unit; from then on it is this person's."""
    step = moving.step_of(case, act.by, node=node)
    refuse_if(step.assignee_id == act.by.actor_id and step.taken_at, "Ông/Bà đã nhận bước này rồi.")
    act.record(step=step.node, step_name=step.name, was=step.assignee_id)
    step.assignee_id, step.taken_at = act.by.actor_id, act.at
    step.save(update_fields=["assignee", "taken_at"])
    if step.does != "hand_over":
        case.handover_state = HandOver.TAKEN


@action("case.forwarded", label="Chuyển bước tiếp theo", who=[holder], when=[State.IN_PROGRESS])
def forward(
    case: Case, act: Act, *, node: str | None = None, decision: str = "approve", note: str = "",
    to: Staff | None = None,
) -> None:  # fmt: skip
    """Finish the step and pass the folder on along its route."""
    step = moving.step_of(case, act.by, node=node, does=["forward", "assign", "give_opinion"])
    act.note = nfc(note)
    case.handover_state = HandOver.TAKEN
    moving.pass_on(case, act, step, decision=decision, to=to)


@action("case.taken_back", label="Rút lại việc vừa chuyển", who=[forwarder], when=[State.IN_PROGRESS])
def take_back(case: Case, act: Act) -> None:
    """Undo one's own forwarding, while nobody has touched the folder since."""
    last = case.events.order_by("-n")[0]
    refuse_if(
        case.children.filter(received_at__gte=last.at).exists(),
        "Việc chuyển bước đã mở hồ sơ liên thông ở cơ quan khác nên không rút lại được.",
    )
    Step.objects.filter(case=case, done_at=None, opened_at=last.at).update(
        done_at=act.at, result="taken_back"
    )
    Step.objects.filter(case=case, node=last.payload["step"], done_at=last.at).update(
        done_at=None, done_by=None, result="", assignee_id=act.by.actor_id
    )
    case.marking = last.payload["marking_before"]
    case.__dict__.pop("_open_steps", None)
    act.record(step=last.payload["step"], step_name=last.payload["step_name"])


@action("case.sent_back", label="Trả lại bước trước", who=[holder], when=[State.IN_PROGRESS])
def send_back(case: Case, act: Act, *, to_node: str, reason: str, node: str | None = None) -> None:
    """Return the folder to an earlier step, with a reason."""
    refuse_unless(reason.strip(), "Trả lại phải ghi rõ lý do để người nhận biết cần sửa gì.")
    step = moving.step_of(case, act.by, node=node)
    act.note = nfc(reason)
    moving.send_back(case, act, step, node=to_node)


@action(
    "case.supplement_requested",
    label="Yêu cầu bổ sung hồ sơ",
    who=[officer, leader],
    when=[State.IN_PROGRESS],
    then=State.AWAITING_SUPPLEMENT,
    clock="stops",
    legal=True,
    tell={"applicant": "supplement_request", "counter": "case_paused"},
)
def request_supplement(
    case: Case, act: Act, *, missing: list[str], reason: str, legal_basis: str = "", leader_agrees: str = ""
) -> None:
    """Ask the applicant, once only, for everything that is missing (NĐ 61/2018: not more than once).

    A second request is made by a leader, who says why; it is counted in the reports.
    """
    again = asked_as_often_as_allowed(case, local(act.at).date())
    refuse_if(
        again and not leader(act.by, case),
        "Chỉ được yêu cầu bổ sung một lần. Lần thứ hai phải do lãnh đạo yêu cầu và nêu lý do; xin dùng “Đề nghị bổ "
        "sung lần nữa”.",
    )
    refuse_if(again and not leader_agrees.strip(), "Lãnh đạo cần ghi lý do phải yêu cầu bổ sung lần thứ hai.")
    asked = ask(case, act, missing=missing, reason=reason, before_reception=False, legal_basis=legal_basis)
    if again:
        asked.approved_by_id = act.by.actor_id
        asked.save(update_fields=["approved_by"])
        act.record(leader_agrees=nfc(leader_agrees))


@action("case.supplement_proposed", label="Đề nghị bổ sung lần nữa", who=[officer], when=[State.IN_PROGRESS])
def propose_supplement(
    case: Case, act: Act, *, missing: list[str], reason: str, legal_basis: str = ""
) -> None:
    """Lay a second request before a leader, who alone may make it; the applicant hears of it only then."""
    refuse_unless(
        asked_as_often_as_allowed(case, local(act.at).date()),
        "Hồ sơ này còn được yêu cầu bổ sung, không phải xin ý kiến lãnh đạo. Xin dùng “Yêu cầu bổ sung hồ sơ”.",
    )
    act.record(missing=papers_to_ask(case, missing, reason), reason=nfc(reason), legal_basis=nfc(legal_basis))


def asked_as_often_as_allowed(case: Case, on: date | None = None) -> bool:
    """Whether papers were asked for as often as the rule of the day (`on`, else that of the last request) lets an
    officer ask; NĐ 61/2018 Đ.17: once."""
    if not case.supplement_rounds:
        return False
    asked = case.supplements.filter(before_reception=False).values_list("asked_at", flat=True)
    days = [local(at).date() for at in asked]
    return bool(days) and len(days) >= limits_on(on or max(days)).supplement_rounds


@action(
    "case.supplemented",
    label="Xác nhận đã bổ sung",
    who=[reception, officer],
    when=[State.AWAITING_SUPPLEMENT],
    then=State.IN_PROGRESS,
    clock="resumes",
    tell={"officer": "case_resumed", "applicant": "case_resumed"},
)
def confirm_supplement(case: Case, act: Act, *, papers: tuple[Paper, ...] = ()) -> None:
    """The applicant has brought what was asked; the clock goes on from here."""
    refuse_unless(case.received_at, "Hồ sơ chưa được tiếp nhận. Dùng “Tiếp nhận hồ sơ” khi đã đủ giấy tờ.")
    case.supplements.filter(answered_at=None).update(answered_at=act.at)
    _add_papers(case, papers)
    act.record(brought=[p.name for p in papers])


@action(
    "case.payment_required",
    label="Yêu cầu thực hiện nghĩa vụ tài chính",
    who=[officer],
    when=[State.IN_PROGRESS],
    then=State.AWAITING_PAYMENT,
    clock="stops",
    tell={"applicant": "payment_request"},
)
def require_payment(case: Case, act: Act, *, amount: int, reason: str) -> None:
    """Ask for a fee, tax or levy found during processing; `amount` in đồng."""
    refuse_unless(amount > 0, "Số tiền phải lớn hơn 0 đồng.")
    refuse_unless(reason.strip(), "Xin ghi khoản phải nộp và căn cứ thu.")
    unpaid = case.fee if case.money_state == MoneyState.DUE else 0
    owed_by(case, act)  # what is owed already stays a charge of its own
    ask_for(case, act, [ChargeLine(nfc(reason), amount, amount)])
    case.fee, case.money_state = unpaid + amount, MoneyState.DUE
    act.record(amount=amount, unpaid_before=unpaid, reason=nfc(reason))


@action(
    "case.payment_confirmed",
    label="Xác nhận đã nộp",
    who=[reception, cashier, officer, system],
    when=[State.AWAITING_PAYMENT],
    then=State.IN_PROGRESS,
    clock="resumes",
    tell={"officer": "case_resumed"},
)
def confirm_payment(case: Case, act: Act, *, receipt: str) -> None:
    """The obligation is met; `receipt` is the number of the receipt or order."""
    refuse_unless(receipt.strip(), "Xin ghi số biên lai hoặc số lệnh chuyển tiền.")
    note_paper_receipt(case, act, receipt)
    case.money_state = MoneyState.PAID
    act.record(receipt=nfc(receipt), amount=case.fee)


@action(
    "case.fee_collected",
    label="Thu phí, lệ phí",
    who=[reception, cashier],
    when=[*RUNNING, State.FINISHED],
)
def collect_fee(case: Case, act: Act, *, receipt: str) -> None:
    """Note that the fee due at the desk was paid there; the clock does not care."""
    refuse_unless(case.money_state == MoneyState.DUE, "Hồ sơ này không còn khoản phí, lệ phí phải thu.")
    refuse_unless(receipt.strip(), "Xin ghi số biên lai đã giao cho người nộp.")
    note_paper_receipt(case, act, receipt)
    case.money_state = MoneyState.PAID
    act.record(receipt=nfc(receipt), amount=case.fee)


@action("case.opinion_asked", label="Hỏi ý kiến đơn vị khác", who=[officer, dept_head, leader], when=[State.IN_PROGRESS],
        tell={"unit": "opinion_request"})  # fmt: skip
def ask_opinion(case: Case, act: Act, *, unit: Unit, question: str, hours: int = 16) -> None:
    """Ask another unit; it gets its own due date, the applicant's clock does not stop for it."""
    refuse_unless(question.strip(), "Xin ghi nội dung cần cho ý kiến.")
    refuse_unless(1 <= hours <= 240, "Thời gian cho ý kiến từ 1 đến 240 giờ làm việc.")
    refuse_if(unit.pk == case.department_id, "Đơn vị này đang thụ lý hồ sơ, không cần hỏi ý kiến.")
    due_at = add_working_minutes(act.at, hours * 60, calendar_of(unit))
    case.opinions.create(
        unit=unit, question=nfc(question), asked_at=act.at, asked_by_id=act.by.actor_id, due_at=due_at
    )
    act.record(to=unit.pk, unit=unit.name, question=nfc(question), due_at=due_at.isoformat())


@action(
    "case.opinion_given",
    label="Cho ý kiến",
    who=[consulted],
    when=[State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
    tell={"officer": "opinion_given"},
)
def give_opinion(case: Case, act: Act, *, answer: str) -> None:
    """Answer the question put to one's unit."""
    refuse_unless(answer.strip(), "Xin ghi ý kiến của đơn vị.")
    mine = [duty.unit_id for duty in act.by.duties]
    opinion = case.opinions.filter(answered_at=None, unit_id__in=mine).order_by("due_at")[0]
    opinion.answer, opinion.answered_at, opinion.answered_by_id = nfc(answer), act.at, act.by.actor_id
    opinion.save(update_fields=["answer", "answered_at", "answered_by"])
    act.record(unit=opinion.unit.name, answer=opinion.answer, late=act.at > opinion.due_at)


@action(
    "case.reassigned",
    label="Phân công lại",
    who=[supervisor],
    when=[*RUNNING, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
    tell={"officer": "new_case"},
)
def reassign(case: Case, act: Act, *, to: Staff, reason: str, node: str | None = None) -> None:
    """Give a waiting step to another colleague of the same unit and role; the change stays on record."""
    refuse_unless(reason.strip(), "Xin ghi lý do phân công lại.")
    steps = [s for s in case.open_steps if node in (None, s.node)]
    refuse_unless(steps, "Hồ sơ không còn bước nào đang chờ để phân công.")
    own = [s for s in steps if supervises(act.by, s)]
    refuse_unless(own, "Bước này thuộc đơn vị khác nên do lãnh đạo đơn vị đó phân công.")
    step = own[0]
    refuse_unless(
        any(d.unit_id == step.unit_id and step.role in d.fills for d in to.duties),
        f"{to.full_name} không giữ vai trò của bước “{step.name}” tại {step.unit.name}.",
    )
    act.record(step=step.node, step_name=step.name, was=step.assignee_id, now=to.pk)
    act.note = nfc(reason)
    step.assignee, step.taken_at = to, None
    step.save(update_fields=["assignee", "taken_at"])


@action(
    "case.file_added",
    label="Đính kèm tệp",
    who=[reception, officer],
    when=[State.REGISTERED, *RUNNING, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT],
)
def attach(case: Case, act: Act, *, file: File, name: str, paper: str = "") -> None:
    """Add a scanned or handed-in file to the folder; `paper` is the key of the paper it stands for, if any."""
    refuse_unless(name.strip(), "Xin ghi tên giấy tờ để người khác biết tệp này là gì.")
    refuse_if(case.files.filter(file=file).exists(), "Tệp này đã có trong hồ sơ.")
    case.files.create(file=file, name=nfc(name), paper=paper, added_at=act.at, added_by_id=act.by.actor_id)
    act.record(file=file.sha256, name=nfc(name), paper=paper)


def _add_papers(case: Case, papers: tuple[Paper, ...]) -> None:
    from dataclasses import asdict

    brought = {p.key: asdict(p) for p in papers}
    kept = [p for p in case.papers if p["key"] not in brought]
    case.papers = [*kept, *brought.values()]
