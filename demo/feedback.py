"""What people have said to the ward: answered, directed elsewhere, overdue, and just come in. All of it invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from motcua.domain.feedback.actions import answer, decline, send
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import at_time, now
from motcua.foundation.calendar import Calendar, add_working_days, local

from .lives import working_moment
from .offices import Office


@dataclass(frozen=True)
class Said:
    """One piece: sent so many working days ago, and settled so many ago, if it was."""

    ago: int
    kind: str
    text: str
    contact: str = ""
    name: str = ""
    settled_ago: int | None = None
    ground: str = ""
    reply: str = ""


TOLD = (
    Said(
        34, "behaviour", "Sáng thứ Hai tôi đến lấy kết quả, chờ gần hai giờ mà chỉ có một quầy mở. Xin bố trí thêm người.",
        "hanh.le@vidu.example", "Lê Thị Hạnh", 25,
        reply="Xin lỗi ông/bà vì đã phải chờ. Từ tuần này, sáng thứ Hai và thứ Sáu có ba quầy trả kết quả.",
    ),
    Said(
        16, "behaviour", "Tôi không đồng ý với quyết định xử phạt về lấn chiếm vỉa hè của phường và muốn xem xét lại.",
        "", "", 9, "complaint",
        "Xin ông/bà gửi đơn khiếu nại tới Chủ tịch UBND phường, tại Bộ phận Một cửa hoặc qua bưu điện.",
    ),
    Said(9, "question", "Con tôi sinh ở tỉnh khác thì làm khai sinh ở đây được không, có phải xin giấy gì ở nơi sinh?",
         "0912 000 456", "Trần Văn Bảo"),
    Said(1, "idea", "Phòng chờ nên có ghế cho người già và bảng chữ to hơn để đọc được số thứ tự.",
         "bao.nguyen@vidu.example"),
)  # fmt: skip


def tell_feedback(ward: Office, rng: Random, days: Calendar) -> None:
    """Each piece to the desk at its moment, and its answer by the head of the desk."""
    until = now() - timedelta(minutes=3)
    today = local(until).date()

    def moment(ago: int) -> datetime:
        return min(working_moment(rng, add_working_days(today, -ago, days), days), until)

    for said in TOLD:
        with at_time(moment(said.ago)), transaction.atomic():
            made = send(
                ward.desk, by=Citizen(), kind=said.kind, text=said.text, contact=said.contact, name=said.name
            )
        if said.settled_ago is None:
            continue
        with at_time(moment(said.settled_ago)), transaction.atomic():
            head = ward.who(ward.desk.pk, "centre_head")
            head.__dict__.pop("_duties", None)
            if said.ground:
                decline(made, by=head, ground=said.ground, answer=said.reply)
            else:
                answer(made, by=head, answer=said.reply)
