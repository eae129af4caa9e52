"""Who may: guards named once and shared by the actions' declarations."""

from typing import Any

from motcua.domain.delivery.actions import serves
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty

from ..models import Case, Step

Person = Any  # a member of staff, a citizen, or the system


def citizen(person: Person, unit: Unit) -> Person | None:
    """Công dân, tổ chức nộp từ xa."""
    return person if person.actor_kind == "citizen" else None


def applicant(person: Person, case: Case) -> Person | None:
    """Người nộp hồ sơ, có giấy hẹn hoặc tài khoản đã xác thực."""
    if person.actor_kind != "citizen":
        return None
    by_account = person.level >= 2 and person.person_id == case.applicant_id
    return person if by_account or person.slip == case.slip_code else None


def post_worker(person: Person, unit: Unit) -> Duty | None:
    """Nhân viên bưu chính công ích, nộp hộ tại điểm phục vụ với sự đồng ý của người nộp."""
    return next((duty for duty in person.duties if duty.role == "postal"), None)


def post_of_desk(person: Person, case: Case) -> Duty | None:
    """Nhân viên bưu chính công ích phục vụ Bộ phận Một cửa đã tiếp nhận hồ sơ."""
    return serves(person, case.received_unit)


def _duty(person: Person, unit: Unit, *roles: str) -> Duty | None:
    for duty in person.duties:
        if duty.role in roles and unit.path.startswith(duty.unit_path):
            return duty
    return None


def reception_of_unit(person: Person, unit: Unit) -> Duty | None:
    """Bộ phận Một cửa của đơn vị này."""
    return _duty(person, unit, "reception", "centre_head")


def reception(person: Person, case: Case) -> Duty | None:
    """Bộ phận Một cửa đã tiếp nhận hồ sơ."""
    return _duty(person, case.received_unit, "reception", "centre_head")


def centre_head(person: Person, case: Case) -> Duty | None:
    """Người đứng đầu Bộ phận Một cửa đã tiếp nhận hồ sơ."""
    return _duty(person, case.received_unit, "centre_head")


def leader(person: Person, case: Case) -> Duty | None:
    """Lãnh đạo ký của cơ quan có thẩm quyền."""
    return _duty(person, case.authority, "leader")


def dept_head(person: Person, case: Case) -> Duty | None:
    """Lãnh đạo phòng chuyên môn phụ trách."""
    return _duty(person, case.department, "dept_head")


def cashier(person: Person, case: Case) -> Duty | None:
    """Thu phí, kế toán của nơi tiếp nhận."""
    return _duty(person, case.received_unit, "cashier")


def officer(person: Person, case: Case) -> Duty | None:
    """Cán bộ thụ lý đang giữ hồ sơ.

    Ở phần liên thông là cán bộ của cơ quan giải quyết phần đó.
    """
    return next((d for s in case.open_steps if _resolves(s, case) and (d := holds(person, s))), None)


def officer_in_charge(person: Person, case: Case) -> Duty | None:
    """Cán bộ của phòng hoặc cơ quan phụ trách hồ sơ, kể cả khi hồ sơ đang ở nơi khác."""
    return _duty(person, case.department, "officer", "partner")


def _resolves(step: Step, case: Case) -> bool:
    return step.role in ("officer", "dept_head") or (
        step.role == "partner" and step.unit_id == case.authority_id
    )


def clerk(person: Person, case: Case) -> Duty | None:
    """Văn thư của cơ quan có thẩm quyền."""
    return _duty(person, case.authority, "clerk") or _duty(person, case.department, "clerk")


def holder(person: Person, case: Case) -> Duty | None:
    """Người đang giữ một bước của hồ sơ."""
    return next((duty for step in case.open_steps if (duty := holds(person, step))), None)


def forwarder(person: Person, case: Case) -> Duty | None:
    """Người vừa chuyển bước, khi chưa ai xử lý tiếp."""
    if not any(step.given_by_id == person.actor_id for step in case.open_steps):
        return None  # asked of the steps already read, before the events are
    last = case.events.order_by("-n").first()
    if last is None or last.name != "case.forwarded" or last.actor_id != person.actor_id:
        return None
    return next((duty for duty in person.duties if duty.unit_id == last.unit_id), None)


def giver(person: Person, case: Case) -> Duty | None:
    """Người đang giữ bước giao hồ sơ.

    Ở phần liên thông là cán bộ của cơ quan nhận phần đó.
    """
    giving = [step for step in case.open_steps if step.does == "hand_over"]
    return next((duty for step in giving if (duty := holds(person, step))), None)


def holds(person: Person, step: Step) -> Duty | None:
    """The duty by which the person holds this step: its role in its unit, and nobody else has taken it."""
    for duty in person.duties:
        if step.role not in duty.fills or duty.unit_id != step.unit_id:
            continue
        if step.assignee_id in (None, person.actor_id, duty.on_behalf_of_id):
            return duty
    return None


def supervisor(person: Person, case: Case) -> Duty | None:
    """Lãnh đạo phòng, lãnh đạo cơ quan hoặc người đứng đầu Bộ phận Một cửa, cho phần việc của mình."""
    return dept_head(person, case) or leader(person, case) or centre_head(person, case)


def supervises(person: Person, step: Step) -> Duty | None:
    """The duty by which the person directs the unit that holds this step."""
    return _duty(person, step.unit, "dept_head", "leader", "centre_head")


def consulted(person: Person, case: Case) -> Duty | None:
    """Chuyên viên, lãnh đạo của đơn vị được hỏi ý kiến."""
    answering = ("officer", "dept_head", "leader", "partner")
    duties = [duty for duty in person.duties if duty.role in answering]
    waiting = {o.unit_id for o in case.opinions.filter(answered_at=None)} if duties else set()
    return next((duty for duty in duties if duty.unit_id in waiting), None)
