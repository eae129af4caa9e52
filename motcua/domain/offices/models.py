"""Offices: the unit tree as dated data, positions and the people who hold them, delegation, calendars."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from motcua.domain.people.models import Account
from motcua.foundation.actions import Act, now
from motcua.foundation.calendar import STANDARD, calendar_from, calendar_named, local
from motcua.foundation.calendar import Calendar as WorkingCalendar
from motcua.foundation.events.models import GENESIS, Event
from motcua.foundation.text import fold, nfc, sort_key

if TYPE_CHECKING:
    from .queries import Duty

_compiled: dict[int, WorkingCalendar] = {}


class Calendar(models.Model):
    """One version of a working calendar, as adopted; never changed, a new decision is a new row."""

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    document = models.JSONField()
    version = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="calendar_version_once")]

    def working(self) -> WorkingCalendar:
        """The calendar ready to reckon with; compiled once per process, since a version never changes."""
        if self.pk not in _compiled:
            _compiled[self.pk] = calendar_from(self.document, source=self.key)
        return _compiled[self.pk]


def working_calendar(calendar_id: int | None) -> WorkingCalendar:
    """The calendar kept under a key, or the national one for None; read once per process."""
    if calendar_id is None:
        return calendar_named(STANDARD)
    known = _compiled.get(calendar_id)
    return known or Calendar.objects.get(pk=calendar_id).working()


class UnitKind(models.TextChoices):
    TINH = "tinh", "Tỉnh"
    THANH_PHO_TW = "thanh_pho_tw", "Thành phố trực thuộc Trung ương"
    QUAN = "quan", "Quận"
    HUYEN = "huyen", "Huyện"
    THI_XA = "thi_xa", "Thị xã"
    THANH_PHO_THUOC_TINH = "thanh_pho_thuoc_tinh", "Thành phố thuộc tỉnh"
    XA = "xa", "Xã"
    PHUONG = "phuong", "Phường"
    THI_TRAN = "thi_tran", "Thị trấn"
    DAC_KHU = "dac_khu", "Đặc khu"
    SO = "so", "Sở"
    PHONG = "phong", "Phòng"
    BAN = "ban", "Ban"
    TRUNG_TAM_PVHCC = "trung_tam_pvhcc", "Trung tâm Phục vụ hành chính công"
    BO_PHAN_MOT_CUA = "bo_phan_mot_cua", "Bộ phận Một cửa"
    QUAY = "quay", "Quầy"
    CO_QUAN_NGANH_DOC = "co_quan_nganh_doc", "Cơ quan ngành dọc"
    DON_VI_SU_NGHIEP = "don_vi_su_nghiep", "Đơn vị sự nghiệp"
    DIEM_BUU_DIEN = "diem_buu_dien", "Điểm bưu điện"


# Kinds that are an authority of their own: an office with a seal, which decides cases.
AUTHORITY_KINDS = ("tinh", "thanh_pho_tw", "quan", "huyen", "thi_xa", "thanh_pho_thuoc_tinh", "xa", "phuong",
                   "thi_tran", "dac_khu", "so", "co_quan_nganh_doc")  # fmt: skip
ONE_STOP_KINDS = ("trung_tam_pvhcc", "bo_phan_mot_cua")
# Kinds that are a part of the office above them; every other is an office of its own.
PART_KINDS = (*ONE_STOP_KINDS, "phong", "quay")


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def below(self, unit: "Unit") -> Self:
        """The unit itself and everything under it."""
        return self.filter(path__startswith=unit.path)

    def one_stops(self) -> Self:
        return self.filter(kind__in=ONE_STOP_KINDS)


class Unit(models.Model):
    """A unit of administration for as long as it exists; names and kinds change by ending one and beginning another."""

    code = models.CharField(max_length=35)
    old_code = models.CharField(max_length=35, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    folded = models.CharField(max_length=220)
    kind = models.CharField(max_length=24, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    territory_code = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    hotline = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    reception_calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    processing_calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", through="Succession"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_once_per_time"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def named(self, name: str) -> Self:
        self.name = nfc(name)
        self.folded = fold(self.name)
        return self

    def place_under(self, parent: "Unit | None") -> Self:
        """Take a place in the tree and keep the row; the path holds the ids from the root down to here."""
        self.parent = parent
        self.path = parent.path if parent else "/"
        self.save()
        self.path = f"{self.path}{self.pk}/"
        self.save(update_fields=["path"])
        return self

    def is_within(self, path: str) -> bool:
        return self.path.startswith(path)

    @property
    def dated_at(self) -> str:
        """The place its papers name beside the date: its own, else that of the unit above, else its name."""
        return self.place or (self.parent.place if self.parent else "") or self.name

    # What the kernel asks of a subject; a unit has one state: it exists.
    state = 1
    state_label = "Đang hoạt động"
    version: int
    _last_hash: bytes

    def branch(self, unit: "Unit") -> int:
        """The key of the unit directly below this one to which `unit` belongs; its own for itself."""
        depth = self.path.count("/")
        keys = unit.path.split("/", depth + 1)  # the first is empty, and so is the last of the unit itself
        return int((len(keys) > depth and keys[depth]) or self.pk)

    def lock(self) -> Self:
        fresh: Self = type(self).objects.select_for_update().get(pk=self.pk)  # type: ignore[assignment]
        last = fresh.events.order_by("-n").first()
        fresh.version, fresh._last_hash = (last.n, bytes(last.hash)) if last else (0, GENESIS)
        return fresh

    def stale_sentence(self) -> str:
        return f"{self.name} vừa được người khác cập nhật. Xin tải lại trang rồi làm tiếp."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A unit has no clock."""

    def keep(self, act: Act) -> None:
        """Write the event of what was done to this unit."""
        event = OfficeEvent(
            unit=self, n=self.version + 1, name=act.action.name, at=act.at, actor_kind=act.by.actor_kind,
            actor_id=act.by.actor_id, state_before=1, state_after=1, note=act.note, payload=act.payload,
        )  # fmt: skip
        event.chain(self._last_hash, f"unit {self.code}")
        event.save(force_insert=True)
        self.version, self._last_hash = event.n, bytes(event.hash)

    @property
    def is_authority(self) -> bool:
        return self.kind in AUTHORITY_KINDS

    @property
    def is_one_stop(self) -> bool:
        return self.kind in ONE_STOP_KINDS


class Succession(models.Model):
    """One unit took over from another (Nghị quyết sắp xếp đơn vị hành chính)."""

    before = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    after = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="succession_once")]


class Role(models.TextChoices):
    CITIZEN = "citizen", "Người nộp hồ sơ"
    RECEPTION = "reception", "Cán bộ tiếp nhận và trả kết quả"
    CENTRE_HEAD = "centre_head", "Giám đốc Trung tâm / Trưởng Bộ phận Một cửa"
    OFFICER = "officer", "Chuyên viên thụ lý"
    DEPT_HEAD = "dept_head", "Lãnh đạo phòng chuyên môn"
    LEADER = "leader", "Lãnh đạo ký"
    CLERK = "clerk", "Văn thư"
    CASHIER = "cashier", "Thu phí, kế toán"
    POSTAL = "postal", "Nhân viên bưu chính công ích"
    PTC_CONTROL = "ptc_control", "Cán bộ kiểm soát thủ tục hành chính"
    INSPECTOR = "inspector", "Thanh tra, kiểm tra công vụ"
    RECORDS = "records", "Lưu trữ"
    SYSADMIN = "sysadmin", "Quản trị hệ thống"
    AUDITOR = "auditor", "Kiểm toán nhật ký"
    PARTNER = "partner", "Cán bộ cơ quan phối hợp"


class Staff(models.Model):
    """A member of staff; the account is how they sign in."""

    account = models.OneToOneField(Account, models.PROTECT, null=True, related_name="staff")
    full_name = models.CharField(max_length=120)
    name_key = models.BinaryField(max_length=600)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    actor_kind = "staff"
    edition: UUID | None = None  # the office's mark when this person was looked up, where that asked for it

    def __str__(self) -> str:
        return self.full_name

    def named(self, full_name: str) -> Self:
        self.full_name = nfc(full_name)
        self.name_key = sort_key(self.full_name)
        return self

    @property
    def actor_id(self) -> int:
        return self.pk

    @property
    def duties(self) -> "tuple[Duty, ...]":
        """What this person may act as today, own postings first, then those stood in for (cached)."""
        if "_duties" not in self.__dict__:
            from .queries import duties_of

            self._duties = duties_of(self.pk, at=now())
        return self._duties

    def has_role(self, *roles: str) -> bool:
        return any(duty.role in roles for duty in self.duties)


class Posting(models.Model):
    """A person in a position of a unit for a time; moving to another unit is a new row, history stays."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=12, choices=Role.choices)
    title = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "unit", "role", "valid_from"], name="posting_once"),
        ]
        indexes = [models.Index(fields=["unit", "role"])]


class Delegation(models.Model):
    """“A thay B”: the deputy acts with the absent person's postings between two dates."""

    absent = models.ForeignKey(Staff, models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Staff, models.PROTECT, related_name="delegations_held")
    valid_from = models.DateField()
    valid_to = models.DateField()
    grounds = models.CharField(max_length=200)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(absent=models.F("deputy")), name="nobody_stands_in_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="delegation_ends_after_it_begins"
            ),
        ]


class Token(models.Model):
    """A key with which another system acts as one member of staff; only its hash is kept."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="tokens")
    hash = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)


class Edition(models.Model):
    """One row: a mark that triggers change with every change of units, calendars, routes and procedures."""

    mark = models.UUIDField()


class OfficeEvent(Event):
    """What happened to a unit: postings, delegations, calendars, imports."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="events")
    actor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "n"], name="office_event_order")]

    def actor_key(self) -> list[Any]:
        return [self.actor_id]


def effective_from(moment: datetime) -> date:
    """The local day of a moment (Asia/Ho_Chi_Minh), by which postings and delegations hold."""
    return local(moment).date()
