"""What may be done to an office: people are posted, stand in for each other, calendars are adopted."""

import json
from datetime import date, datetime
from typing import Any

from motcua.domain.people.models import Account
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import CalendarError, calendar_from
from motcua.foundation.text import nfc

from .models import Calendar, Delegation, Posting, Role, Staff, Succession, Token, Unit, UnitKind
from .queries import Duty


def administrator(person: Any, unit: Unit) -> Duty | None:
    """Quản trị hệ thống của đơn vị này."""
    return next(
        (d for d in person.duties if d.role == "sysadmin" and unit.path.startswith(d.unit_path)), None
    )


def head(person: Any, unit: Unit) -> Duty | None:
    """Người đứng đầu đơn vị."""
    heads = ("leader", "dept_head", "centre_head")
    return next((d for d in person.duties if d.role in heads and unit.path.startswith(d.unit_path)), None)


def figures_keeper(person: Any, unit: Unit) -> Duty | None:
    """Cán bộ kiểm soát thủ tục hành chính hoặc lãnh đạo của cơ quan."""
    keepers = ("ptc_control", "leader")
    return next((d for d in person.duties if d.role in keepers and unit.path.startswith(d.unit_path)), None)


@action("office.founded", label="Lập đơn vị", who=[system], when=[1], opens=True)
def found(
    parent: Unit | None, act: Act, *, code: str, name: str, kind: str, valid_from: date, **facts: Any
) -> Unit:
    """Set up a unit under `parent` (an unsaved Unit for the root); facts are columns of Unit."""
    refuse_unless(kind in UnitKind.values, f"Không có loại đơn vị “{kind}”.")
    refuse_if(
        Unit.objects.in_force(valid_from).filter(code=code).exists(), f"Mã đơn vị {code} đang được dùng."
    )
    unit = Unit(code=code, kind=kind, valid_from=valid_from, **facts).named(name)
    unit.place_under(parent if parent is not None and parent.pk else None)
    act.record(code=code, name=unit.name, kind=kind, valid_from=valid_from.isoformat())
    return unit.lock()


@action("office.employed", label="Thêm cán bộ", who=[administrator, system], when=[1])
def employ(
    unit: Unit, act: Act, *, login: str, password: str, full_name: str, role: str, title: str, valid_from: date,
    phone: str = "", email: str = "",
) -> None:  # fmt: skip
    """Give a new colleague an account and a first position in the unit; without a password nobody can sign in as them."""
    refuse_if(
        Account.objects.filter(login=login.lower()).exists(), f"Tên đăng nhập {login} đã có người dùng."
    )
    account = Account.objects.create_account(login, password or None, phone=phone, email=email)
    staff = Staff(account=account, phone=phone).named(full_name)
    staff.save()
    Posting.objects.create(staff=staff, unit=unit, role=role, title=nfc(title), valid_from=valid_from)
    act.record(staff=staff.pk, role=role, title=nfc(title), valid_from=valid_from.isoformat())


@action("office.posted", label="Bố trí vị trí công tác", who=[administrator, system], when=[1])
def post(unit: Unit, act: Act, *, staff: Staff, role: str, title: str, valid_from: date) -> None:
    """Give a person a position of the unit from a day on."""
    refuse_unless(role in Role.values, f"Không có vai trò “{role}”.")
    refuse_if(role == "citizen", "Không bố trí cán bộ với vai trò người dân.")
    refuse_if(
        Posting.objects.filter(staff=staff, unit=unit, role=role, valid_to=None).exists()
        or Posting.objects.filter(staff=staff, unit=unit, role=role, valid_from=valid_from).exists(),
        f"{staff.full_name} đang giữ vai trò này tại {unit.name} rồi.",
    )
    Posting.objects.create(staff=staff, unit=unit, role=role, title=nfc(title), valid_from=valid_from)
    act.record(staff=staff.pk, role=role, title=nfc(title), valid_from=valid_from.isoformat())


@action("office.posting_ended", label="Kết thúc vị trí công tác", who=[administrator, system], when=[1])
def end_posting(unit: Unit, act: Act, *, posting: Posting, last_day: date) -> None:
    """End a posting; the person's rights end with that day, what they did stays."""
    refuse_if(posting.unit_id != unit.pk, "Vị trí này không thuộc đơn vị.")
    refuse_if(last_day < posting.valid_from, "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    posting.valid_to = last_day
    posting.save(update_fields=["valid_to"])
    act.record(staff=posting.staff_id, role=posting.role, last_day=last_day.isoformat())


@action("office.delegated", label="Phân công thay", who=[administrator, head], when=[1])
def delegate(
    unit: Unit, act: Act, *, absent: Staff, deputy: Staff, valid_from: date, valid_to: date, grounds: str
) -> None:
    """“A thay B” between two dates, on stated grounds; acts are then written down as done for the other."""
    refuse_if(absent.pk == deputy.pk, "Người vắng và người thay phải là hai người khác nhau.")
    refuse_if(valid_to < valid_from, "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    refuse_unless(grounds.strip(), "Xin ghi căn cứ phân công thay (số văn bản hoặc lý do vắng mặt).")
    refuse_unless(
        Posting.objects.filter(staff=absent, unit__path__startswith=unit.path).exists(),
        f"{absent.full_name} không giữ vị trí nào tại {unit.name}.",
    )
    Delegation.objects.create(
        absent=absent, deputy=deputy, valid_from=valid_from, valid_to=valid_to, grounds=nfc(grounds)
    )
    act.record(absent=absent.pk, deputy=deputy.pk, valid_from=valid_from.isoformat(), valid_to=valid_to.isoformat(),
               grounds=nfc(grounds))  # fmt: skip


@action("office.delegation_ended", label="Thôi phân công thay", who=[administrator, head], when=[1])
def end_delegation(unit: Unit, act: Act, *, delegation: Delegation) -> None:
    """The absent person is back early: the deputy's rights end now, what was done for them stays recorded."""
    refuse_unless(
        Posting.objects.filter(staff=delegation.absent_id, unit__path__startswith=unit.path).exists(),
        f"{delegation.absent.full_name} không giữ vị trí nào tại {unit.name}.",
    )
    refuse_if(delegation.cancelled_at, "Phân công này đã thôi từ trước.")
    delegation.cancelled_at = act.at
    delegation.save(update_fields=["cancelled_at"])
    act.record(absent=delegation.absent_id, deputy=delegation.deputy_id)


@action("office.password_reset", label="Đặt lại mật khẩu", who=[administrator], when=[1])
def reset_password(unit: Unit, act: Act, *, staff: Staff, password: str) -> None:
    """Give a colleague who forgot it a new password; sessions opened with the old one end."""
    refuse_unless(
        staff.postings.filter(unit=unit).exists(), f"{staff.full_name} không giữ vị trí nào tại {unit.name}."
    )
    refuse_unless(staff.account, f"{staff.full_name} chưa có tài khoản.")
    if staff.account:
        staff.account.take_password(password)
    act.record(staff=staff.pk)


@action("office.second_step_removed", label="Tắt xác minh hai bước", who=[administrator, system], when=[1])
def remove_second_step(unit: Unit, act: Act, *, staff: Staff) -> None:
    """A colleague lost telephone and recovery codes: they sign in by password until they turn it on again."""
    refuse_unless(
        staff.postings.filter(unit=unit).exists(), f"{staff.full_name} không giữ vị trí nào tại {unit.name}."
    )
    refuse_if(
        act.by.actor_id == staff.pk,
        "Xin tắt xác minh hai bước của chính mình ở “Trang của tôi”, bằng một mã.",
    )
    if staff.account is None or staff.account.code_since is None:
        raise Refused(f"{staff.full_name} chưa bật xác minh hai bước.")
    staff.account.end_second_step()
    act.record(staff=staff.pk)


@action("office.token_given", label="Cấp khóa API", who=[administrator, system], when=[1])
def give_token(
    unit: Unit, act: Act, *, staff: Staff, name: str, digest: bytes, expires_at: datetime | None = None
) -> None:
    """Let another system act as a colleague of the unit; `digest` is the SHA-256 of the key, which is kept nowhere."""
    refuse_unless(name.strip(), "Xin ghi khóa dùng cho hệ thống nào.")
    refuse_unless(
        staff.postings.filter(unit=unit).exists(), f"{staff.full_name} không giữ vị trí nào tại {unit.name}."
    )
    refuse_if(expires_at and expires_at <= act.at, "Ngày hết hạn của khóa phải ở sau lúc này.")
    token = Token.objects.create(
        staff=staff, hash=digest, name=nfc(name), created_at=act.at, expires_at=expires_at
    )
    act.record(staff=staff.pk, token=token.pk, name=token.name)


@action("office.token_withdrawn", label="Thu hồi khóa API", who=[administrator, system], when=[1])
def withdraw_token(unit: Unit, act: Act, *, token: Token) -> None:
    """End a key at once; what was done with it stays recorded."""
    refuse_if(token.expires_at and token.expires_at <= act.at, "Khóa này đã hết hiệu lực từ trước.")
    token.expires_at = act.at
    token.save(update_fields=["expires_at"])
    act.record(staff=token.staff_id, token=token.pk, name=token.name)


@action("office.calendar_adopted", label="Áp dụng lịch làm việc", who=[administrator, system], when=[1])
def adopt_calendar(
    unit: Unit, act: Act, *, document: dict[str, Any], processing: bool, reception: bool
) -> None:
    """Adopt a version of a working calendar; running cases are reckoned again when next acted on."""
    plain = json.loads(json.dumps(document, default=str))  # dates as text, as they will be read back
    try:
        working = calendar_from(plain, source=str(plain.get("name", "lịch")))
    except CalendarError as problem:
        raise Refused(str(problem)) from problem
    row, _ = Calendar.objects.get_or_create(
        key=working.name, version=working.version,
        defaults={"name": working.title, "document": plain, "adopted_at": act.at},
    )  # fmt: skip
    if processing:
        unit.processing_calendar = row
    if reception:
        unit.reception_calendar = row
    unit.save(update_fields=["processing_calendar", "reception_calendar"])
    act.record(calendar=working.name, version=working.version, processing=processing, reception=reception)


@action("office.took_over", label="Kế thừa đơn vị đã sắp xếp", who=[administrator, system], when=[1])
def take_over(unit: Unit, act: Act, *, predecessor: Unit, on: date) -> None:
    """Note that this unit carries on from another that was merged, split or renamed."""
    refuse_if(predecessor.pk == unit.pk, "Một đơn vị không thể kế thừa chính mình.")
    Succession.objects.get_or_create(before=predecessor, after=unit, defaults={"on": on})
    act.record(predecessor=predecessor.code, on=on.isoformat())
