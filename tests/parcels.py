"""Parcels where a test needs them: brought there by acts only. States are those of a parcel, told apart by the case:
`asked4` while the case is worked on, `asked` when there is a result."""

from collections.abc import Callable
from typing import Any

from motcua.domain.cases.actions import parcels as acts
from motcua.domain.cases.models import Case
from motcua.domain.delivery.models import Parcel
from motcua.domain.offices.models import Staff
from motcua.domain.people.actor import Citizen
from tests.people import Ward, person, unit
from tests.stories import examined, finished, fresh

HOME: dict[str, str] = {
    "receiver": "Trần Thị Mai", "phone": "0912 000 123", "address": "Số 8 ngõ 21, phường An Bình, Hà Nội",
}  # fmt: skip


def post_worker(ward: Ward) -> Staff:
    """Thủy of the post point beside the desk."""
    known = Staff.objects.filter(account__login="thuy").first()
    if known:
        return known
    point = unit(ward.ward, "G22.26.1", "Điểm bưu điện – văn hóa An Bình", "diem_buu_dien")
    return person(point, "thuy", "Lương Thanh Thủy", "postal", "Nhân viên bưu chính công ích")


def tam(case: Case) -> Citizen:
    """The applicant, who holds the slip."""
    return Citizen(slip=case.code)


def asked4(ward: Ward) -> Case:
    return acts.send_home(examined(ward), by=ward.minh, **HOME)


def asked(ward: Ward, **more: Any) -> Case:
    case = finished(ward, **more)
    return acts.send_home(case, by=tam(case), **HOME)


def labelled(ward: Ward, waybill: str = "") -> Case:
    return acts.make_label(asked(ward), by=ward.minh, waybill=waybill)


def handed(ward: Ward, waybill: str = "") -> Case:
    return acts.hand_to_post(labelled(ward, waybill), by=ward.minh)


def delivered(ward: Ward) -> Case:
    return acts.deliver(handed(ward), by=ward.minh, receiver_name="Trần Văn Tư", relation="con")


def came_back(ward: Ward) -> Case:
    return acts.take_back(handed(ward), by=ward.minh, reason="Gọi ba lần không gặp")


def lost(ward: Ward) -> Case:
    return acts.note_loss(handed(ward), by=ward.minh, reason="Xe thư bị cháy")


def copied(ward: Ward) -> Case:
    return acts.make_good(lost(ward), by=ward.van, instead="Bản sao chứng thực số 15/2026")


def corrected(ward: Ward) -> Case:
    return acts.correct_delivery(delivered(ward), by=ward.hai, reason="Bà Mai gọi: chưa nhận được")


PLACES: dict[str, Callable[[Ward], Case]] = {
    "none": finished, "asked4": asked4, "asked": asked, "labelled": labelled, "handed": handed, "delivered": delivered,
    "back": came_back, "lost": lost, "copied": copied,
    "corrected": corrected,
}  # fmt: skip


def parcel_of(case: Case) -> Parcel:
    """The last parcel of a case."""
    return Parcel.objects.of(case.code)[0]


def again(case: Case) -> Case:
    return fresh(case)
