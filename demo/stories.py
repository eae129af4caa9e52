"""What happens to cases here: one function per kind of story."""

from collections.abc import Callable
from datetime import datetime, timedelta

from motcua.domain.cases.actions import deciding, intake, processing, returning
from motcua.domain.cases.rules import State
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.foundation.calendar import local

from . import by_post
from .lives import Life

Story = Callable[[Life, ProcedureVersion, datetime], None]


def law(terms: ProcedureVersion) -> str:
    """What a refusal of this procedure rests on: the first of its own documents."""
    return next(iter(terms.facts.legal_basis), "61/2018/NĐ-CP")


def early(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(finish=life.part(0.5)).hand_back(after_days=1)


def early_not_collected(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(finish=life.part(0.4))


def on_time(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go()
    if life.rng.random() < 0.2:
        by_post.send(life, by_post.ask, by_post.pack, by_post.hand, by_post.give)
    else:
        life.hand_back(after_days=0)


def late(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(finish=life.late_by(life.rng.randint(1, 3))).hand_back(after_days=1)


def apologised(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    """The desk drafts the apology before the due date, the leader signs it, and the new date is kept."""
    life.receive(terms, at).go(stop_before="approve", finish=life.part(0.3))
    due = life.case.due_at
    if due and local(due).date() > local(life.at).date() and life.case.state == State.IN_PROGRESS:
        life.apologise(
            more_days=3,
            cause="Cơ quan phối hợp chậm",
            reason="Cơ quan được hỏi ý kiến chưa trả lời nên chưa thể có kết quả đúng hẹn.",
        )
        told = local(life.case.due_promised or due)
        life.go(finish=told - timedelta(hours=2)).hand_back(after_days=1)


def in_progress(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at)
    life.go(
        stop_before=life.rng.choice(["forward", "approve", "approve", "issue_result"]), finish=life.part(0.5)
    )


def just_received(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at)


def overdue(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(stop_before="approve", finish=life.part(0.6))


def supplemented(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).supplement(wait_days=3).go().hand_back()


def awaiting_supplement(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).supplement(wait_days=3, answered=False)


def asked_twice(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    """The second time a leader asks and says why; it is counted."""
    life.receive(terms, at).supplement(wait_days=2)
    if life.case.state == State.IN_PROGRESS:
        names = [c.name for c in life.case.case_type.components][1:2]
        with life.moment(life.later(60)):
            life.case = processing.request_supplement(
                life.case, by=life.leader(), missing=names, reason="Giấy tờ bổ sung hết hạn sử dụng",
                leader_agrees="Phát hiện khi đối chiếu bản chính, người nộp đã đồng ý",
            )  # fmt: skip


def asked_at_desk(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    filing = life.filing(terms, lacking=1)
    given = {paper.key for paper in filing.papers}
    missing = [c.name for c in terms.facts.components if c.key not in given][:1]
    with life.moment(at):
        life.case = intake.ask_papers_at_desk(
            life.office.desk,
            by=life.desk(),
            filing=filing,
            missing=missing,
            reason="Chưa mang theo bản chính",
        )
    if life.rng.random() < 0.5 and life.later_days(2) < life.until:
        with life.moment(life.later_days(2)):
            life.case = intake.accept(life.case, by=life.desk(), papers=life.filing(terms).papers)
        life.go().hand_back()


def refused(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    with life.moment(at):
        life.case = intake.refuse_at_desk(
            life.office.desk, by=life.desk(), filing=life.filing(terms), legal_basis=law(terms),
            reason="Việc này thuộc thẩm quyền của cơ quan khác; đã hướng dẫn nơi nộp",
        )  # fmt: skip


def withdrawn(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(stop_before="approve", finish=life.part(0.3))
    if life.case.state in (State.ACCEPTED, State.IN_PROGRESS):
        with life.moment(life.later(120)):
            life.case = returning.withdraw(
                life.case, by=life.desk(), reason="Người nộp xin rút để khai lại tờ khai", proof=life.case.pin
            )


def stopped(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(stop_before="approve", finish=life.part(0.4))
    if life.case.state == State.IN_PROGRESS:
        with life.moment(life.later(60)):
            life.case = deciding.stop(
                life.case,
                by=life.leader(),
                reason="Qua xác minh, không đủ điều kiện giải quyết",
                legal_basis=law(terms),
            )


def paying(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    """The officer finds that a charge is owed; the clock stops until it is paid."""
    life.receive(terms, at).go(stop_with="officer", finish=life.part(0.3))
    step = life.open_step()
    if step and step.role == "officer" and life.case.state == State.IN_PROGRESS:
        with life.moment(life.later(30)):
            life.case = processing.require_payment(
                life.case, by=life.holder(step), amount=150_000, reason="Phí thẩm định hồ sơ"
            )


def paid(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    paying(life, terms, at)
    if life.case.state == State.AWAITING_PAYMENT and life.later_days(1) < life.until:
        with life.moment(life.later_days(1)):
            life.case = processing.confirm_payment(life.case, by=life.desk(), receipt="CT-0187")
        life.go().hand_back()


def online_waiting(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.register(terms, at)


def online(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.register(terms, at)
    with life.moment(life.later(90)):
        life.case = intake.accept(life.case, by=life.desk())
    life.go(finish=life.part(0.6)).hand_back()


def online_refused(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.register(terms, at)
    with life.moment(life.later(120)):
        life.case = intake.refuse(
            life.case,
            by=life.desk(),
            legal_basis=law(terms),
            reason="Hồ sơ trùng với hồ sơ đã nộp trong ngày",
        )


def corrected(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    """A slip of the pen is found before the result is handed out; it is taken back and issued again."""
    life.receive(terms, at).go(finish=life.part(0.4))
    nodes = [s.node for s in life.case.steps.filter(role="officer").exclude(done_at=None)]
    if life.case.state == State.FINISHED and nodes and life.later(60) < life.until:
        with life.moment(life.later(60)):
            life.case = deciding.correct(
                life.case, by=life.leader(), reason="Sai một chữ trong họ tên người mẹ", to_node=nodes[0]
            )
        life.go(finish=life.later(300)).hand_back()


def consulted(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(stop_with="officer", finish=life.part(0.2))
    step = life.open_step()
    if step is None or step.role != "officer":
        return
    police = next(u for (u, role) in life.office.cast if role == "partner")
    from motcua.domain.offices.models import Unit

    with life.moment(life.later(30)):
        life.case = processing.ask_opinion(
            life.case, by=life.holder(step), unit=Unit.objects.get(pk=police),
            question="Xin xác nhận nơi cư trú hiện tại của người nộp hồ sơ", hours=8,
        )  # fmt: skip
    if life.rng.random() < 0.5:
        with life.moment(life.later(240)):
            by = life.office.who(police, "partner")
            life.case = processing.give_opinion(life.case, by=by, answer="Đang cư trú đúng địa chỉ đã khai")
        life.go().hand_back()


def reassigned(life: Life, terms: ProcedureVersion, at: datetime) -> None:
    life.receive(terms, at).go(stop_with="officer", finish=life.part(0.2))
    step = life.open_step()
    if step is None or step.role != "officer":
        return
    colleagues = life.office.cast[step.unit_id, "officer"]
    with life.moment(life.later(30)):
        life.case = processing.take(life.case, by=colleagues[0])
    with life.moment(life.later(60)):
        life.case = processing.reassign(
            life.case, by=life.leader(), to=colleagues[-1], reason="Cán bộ đi tập huấn ba ngày"
        )
    life.go(stop_before="approve", finish=life.part(0.5))


# How many of each in the ward of today: (story, how many, working days ago from … to).
WARD: tuple[tuple[Story, int, int, int], ...] = (
    (early, 52, 45, 6), (on_time, 44, 45, 3), (early_not_collected, 12, 12, 3), (late, 12, 45, 12),
    (apologised, 6, 40, 14), (in_progress, 40, 4, 0), (just_received, 12, 0, 0), (overdue, 9, 25, 14),
    (supplemented, 12, 40, 12), (awaiting_supplement, 9, 12, 3), (asked_twice, 3, 20, 10), (asked_at_desk, 8, 20, 2),
    (refused, 6, 40, 1), (withdrawn, 6, 40, 3), (stopped, 5, 40, 12), (paying, 3, 6, 3), (paid, 5, 20, 8), (online_waiting, 7, 3, 0),
    (online, 20, 40, 5), (online_refused, 3, 30, 3), (corrected, 3, 30, 12), (consulted, 6, 15, 2),
    (reassigned, 4, 6, 2), (by_post.asked, 3, 12, 5), (by_post.packed, 3, 12, 5), (by_post.away, 3, 12, 5),
    (by_post.not_met, 2, 12, 5), (by_post.delivered, 4, 40, 8), (by_post.came_back, 2, 14, 6), (by_post.lost, 1, 14, 8),
)  # fmt: skip
