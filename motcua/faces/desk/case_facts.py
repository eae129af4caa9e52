"""The facts of a case as a page shows them: each with where it comes from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.parcels import parcels_of
from motcua.domain.cases.rules import Channel, MoneyState
from motcua.foundation.text import money, short_date, short_moment
from motcua.foundation.ui.templatetags.mc import promise


@dataclass(frozen=True)
class Fact:
    """One line: what, its value, and its source in a word or two."""

    label: str
    value: str
    source: str


def facts_of(case: Case) -> list[Fact]:
    """Who asks for what, where it is decided, what was promised; empty values are left out."""
    said = {
        Channel.DIRECT: _("khai tại quầy"),
        Channel.ONLINE: _("khai khi nộp trực tuyến"),
        Channel.POSTAL: _("theo hồ sơ gửi bưu chính"),
    }[Channel(case.channel)]
    person = case.applicant
    rows = [
        (
            _("Thủ tục"),
            case.procedure.name,
            _("danh mục, hiệu lực từ %s") % short_date(case.terms.valid_from),
        ),
        (_("Trường hợp"), case.case_type.name, _("Bộ phận Một cửa chọn")),
        (_("Nội dung"), case.subject, said),
        (_("Chủ hồ sơ"), case.applicant_name, said),
        (_("Sinh ngày"), short_date(person.born_on) if person.born_on else "", said),
        (_("Người nộp thay"), case.submitter_name, said),
        (_("Số giấy tờ"), case.identity_number, said),
        (_("Điện thoại"), case.phone, said),
        (_("Thư điện tử"), case.email, said),
        (_("Địa chỉ"), case.address, said),
        *_places(case),
        *_promises(case),
        *_parcels(case),
    ]
    return [Fact(label, value, source) for label, value, source in rows if value]


def _places(case: Case) -> list[tuple[str, str, str]]:
    by_rule = _("theo phân công thẩm quyền")
    return [
        (
            _("Nơi nhận"),
            f"{case.received_unit.name} ({_(Channel(case.channel).label).lower()})",
            _("hệ thống ghi"),
        ),
        (_("Nơi quyết định"), case.authority.name, by_rule),
        (_("Nơi xử lý"), case.department.name if case.department_id != case.authority_id else "", by_rule),
    ]


def _parcels(case: Case) -> list[tuple[str, str, str]]:
    """Each parcel of the case and how it stands; nothing is asked for a case that can have none."""
    if case.result_by != "post" and case.channel != Channel.ONLINE:
        return []
    return [
        (
            _("Bưu chính"),
            f"{parcel.number}: {_(parcel.state_label)}, {short_moment(parcel.changed_at)}. {_(parcel.next_for_office)}",
            _(parcel.direction_label).lower(),
        )
        for parcel in parcels_of(case)
    ]


def _promises(case: Case) -> list[tuple[str, str, str]]:
    first = promise(case.due_original) if case.due_original else _("Không có ngày hẹn cụ thể")
    moved = case.due_promised and case.due_original and case.due_promised != case.due_original
    again = promise(case.due_promised) if moved and case.due_promised else ""
    money_words = {
        MoneyState.DUE: _("chưa thu"),
        MoneyState.PAID: _("đã thu"),
        MoneyState.EXEMPT: _("được miễn"),
    }
    return [
        (_("Nộp lúc"), short_moment(case.submitted_at) if case.submitted_at else "", _("hệ thống ghi")),
        (_("Nhận lúc"), short_moment(case.received_at) if case.received_at else "", _("hệ thống ghi")),
        (_("Hẹn ban đầu"), first if case.received_at else "", _("tính theo lịch làm việc")),
        (_("Hẹn hiện nay"), again, _("thư xin lỗi") if case.extensions else _("đã trừ thời gian tạm dừng")),
        (
            _("Phí, lệ phí"),
            money(case.fee) if case.fee else "",
            money_words.get(MoneyState(case.money_state), ""),
        ),
    ]
