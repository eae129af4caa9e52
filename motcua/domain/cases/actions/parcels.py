"""Parcels of a case: its result sent home by the public post, papers fetched from there, and what came of it."""

from datetime import datetime, timedelta

from motcua.domain.delivery import actions as delivery
from motcua.domain.delivery.models import Home, Parcel, Told
from motcua.domain.delivery.rules import OUT_OF_HOUSE, Direction, ParcelState, may_fetch, post_terms_on
from motcua.foundation.actions import SYSTEM, Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local
from motcua.foundation.jobs import queue_job
from motcua.foundation.text import nfc

from ..models import Case, CaseEvent
from ..rules import HandOver, MoneyState, State
from . import moving
from .linked import keep_parts
from .returning import give
from .who import applicant, centre_head, clerk, leader, post_of_desk, reception

OPEN_TO_POST = [
    State.REGISTERED, State.ACCEPTED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT,
    State.FINISHED,
]  # fmt: skip


class Overtaken(Refused):
    """A word that changes nothing any more."""

    def __init__(self) -> None:
        super().__init__("Bưu gửi đã qua bước này rồi. Xin tải lại trang để xem tình trạng mới nhất.")


@action("case.parcel_asked", label="Gửi kết quả về nhà", who=[applicant, reception], when=OPEN_TO_POST)
def send_home(case: Case, act: Act, *, receiver: str, phone: str, address: str, payer: str = "") -> None:
    """Have the result sent home by the public post, or to another address while it has no label; QĐ 45/2016."""
    refuse_if(case.parent_id, "Đây là một phần của hồ sơ liên thông; xin đăng ký ở hồ sơ chính.")
    parcel = last_of(case, Direction.OUT)
    home = Home(receiver, phone, address, payer)
    if parcel and parcel.state == ParcelState.ASKED:
        delivery.alter(parcel, act, home)
    else:
        refuse_if(
            parcel and parcel.is_open,
            "Kết quả đã có phiếu gửi với địa chỉ cũ. Xin gọi Bộ phận Một cửa nếu cần đổi địa chỉ.",
        )
        refuse_if(
            parcel and parcel.state == ParcelState.LOST,
            "Bưu gửi trước bị thất lạc. Xin ghi bản thay thế trước, rồi bưu gửi mới được lập theo đó.",
        )
        parcel = ask(case, act, Direction.OUT, home)
    case.result_by = "post"
    assert parcel is not None
    act.record(parcel=parcel.own_number, payer=parcel.payer)


@action("case.parcel_dropped", label="Thôi gửi kết quả về nhà", who=[applicant, reception], when=OPEN_TO_POST)
def fetch_at_desk(case: Case, act: Act) -> None:
    """The result is fetched at the desk after all; a label that was made is void."""
    parcel = last_of(case, Direction.OUT)
    refuse_if(parcel and parcel.is_away, "Kết quả đã giao cho bưu chính nên không thôi gửi được nữa.")
    refuse_unless(parcel and case.result_by == "post", "Hồ sơ này không đăng ký gửi kết quả về nhà.")
    assert parcel is not None
    refuse_if(
        parcel.state == ParcelState.LOST and not parcel.replaced_by,
        "Bưu gửi bị thất lạc và chưa có bản thay thế. Xin lập bản thay thế trước.",
    )
    delivery.end(case.code, act, Direction.OUT)
    case.result_by = "one_stop"
    act.record(parcel=parcel.own_number)


@action("case.parcel_labelled", label="Lập phiếu gửi bưu chính", who=[reception], when=OPEN_TO_POST)
def make_label(case: Case, act: Act, *, waybill: str = "", grams: int | None = None) -> None:
    """Make the label of a result, or call the post to a home; the order goes to the post where it takes orders."""
    parcel = last_of(case, Direction.OUT if case.state == State.FINISHED else Direction.IN)
    refuse_unless(
        parcel and parcel.state == ParcelState.ASKED,
        "Hồ sơ này không có bưu gửi nào chờ lập phiếu. Xin tải lại trang.",
    )
    assert parcel is not None
    refuse_if(
        parcel.direction == Direction.OUT and case.money_state == MoneyState.DUE,
        "Hồ sơ còn phí, lệ phí chưa thu. Bưu tá không thu hộ; xin báo người nộp trả phí trước khi gửi.",
    )
    delivery.label(parcel, act, waybill=waybill, grams=grams)
    act.record(parcel=parcel.own_number, waybill=parcel.waybill)
    if not parcel.waybill:
        act.jobs.append(lambda: queue_job("delivering.order", parcel=parcel.pk))


@action(
    "case.parcel_handed_over",
    label="Giao cho bưu chính",
    who=[reception, post_of_desk, system],
    when=OPEN_TO_POST,
    tell={"applicant": "parcel_sent"},
)
def hand_to_post(case: Case, act: Act, *, parcel: int = 0, told: Told | None = None) -> None:
    """The post has taken the parcel, at the desk or at a home; whoever confirms it is on record."""
    found = _meant(case, parcel, ParcelState.LABELLED)
    refuse_unless(
        act.by is SYSTEM or found.state == ParcelState.LABELLED,
        "Bưu gửi chưa có phiếu gửi, hoặc đã giao rồi. Xin tải lại trang.",
    )
    _now(case, act, found, told or Told(ParcelState.HANDED_OVER, act.at))


@action(
    "case.parcel_came_back",
    label="Bưu gửi chuyển hoàn",
    who=[reception, post_of_desk, system],
    when=OPEN_TO_POST,
    tell={"applicant": "parcel_back"},
)
def take_back(case: Case, act: Act, *, reason: str = "", parcel: int = 0, told: Told | None = None) -> None:
    """The post could not deliver and has brought the parcel back; it can be given at the desk or sent again."""
    found = _meant(case, parcel, *OUT_OF_HOUSE)
    told = told or Told(ParcelState.CAME_BACK, act.at, reason=nfc(reason))
    refuse_unless(told.reason, "Xin ghi lý do bưu chính chuyển hoàn.")
    refuse_unless(act.by is SYSTEM or found.is_away, "Bưu gửi này không ở bưu chính. Xin tải lại trang.")
    _now(case, act, found, told)


@action(
    "case.parcel_lost",
    label="Bưu gửi thất lạc",
    who=[reception, system],
    when=OPEN_TO_POST,
    legal=True,
    tell={"applicant": "parcel_lost"},
)
def note_loss(case: Case, act: Act, *, reason: str = "", parcel: int = 0, told: Told | None = None) -> None:
    """The parcel is lost: the applicant reads an apology, and the office has to make what stands in for it."""
    found = _meant(case, parcel, *OUT_OF_HOUSE)
    told = told or Told(ParcelState.LOST, act.at, reason=nfc(reason))
    refuse_unless(told.reason, "Xin ghi bưu chính đã báo thế nào về bưu gửi thất lạc.")
    refuse_unless(
        act.by is SYSTEM or found.is_away or found.state == ParcelState.CAME_BACK,
        "Bưu gửi này chưa giao cho bưu chính. Xin tải lại trang.",
    )
    _now(case, act, found, told)


@action(
    "case.delivered",
    label="Bưu chính đã giao kết quả",
    who=[reception, post_of_desk, system],
    when=[State.FINISHED],
    then=State.RETURNED,
    tell={"applicant": "delivered"},
)
def deliver(
    case: Case, act: Act, *, receiver_name: str = "", relation: str = "", parcel: int = 0, told: Told | None = None
) -> None:  # fmt: skip
    """The post has given the result to somebody at home, who is named: the case is handed back."""
    found = _meant(case, parcel, *OUT_OF_HOUSE)
    refuse_unless(
        found.direction == Direction.OUT, "Đây là giấy tờ gửi đến cơ quan, không phải kết quả gửi đi."
    )
    refuse_unless(act.by is SYSTEM or found.is_away, "Bưu gửi này không ở bưu chính. Xin tải lại trang.")
    told = told or Told(ParcelState.DELIVERED, act.at, receiver=nfc(receiver_name), relation=nfc(relation))
    refuse_unless(told.receiver, "Xin ghi họ và tên người đã nhận kết quả.")
    _now(case, act, found, told)
    give(case, act, moving.last_step(case), told.receiver, told.relation, "Bưu chính công ích")


@action(
    "case.delivery_corrected",
    label="Đính chính: bưu chính chưa giao kết quả",
    who=[centre_head, leader, system],
    when=[State.RETURNED],
    then=State.FINISHED,
    legal=True,
    tell={"applicant": "delivery_corrected"},
)
def correct_delivery(
    case: Case, act: Act, *, reason: str = "", parcel: int = 0, told: Told | None = None
) -> None:
    """What was told as delivered was not: the result is with the post again, or wherever it is found, and owed still.

    What was told stays told; this word stands beside it, and the applicant reads an apology.
    """
    given = given_by_post(case, act.at)
    refuse_unless(
        given, "Kết quả này không do bưu chính giao, hoặc đã quá số ngày được đính chính. Xin gặp người nhận."
    )
    found = Parcel.objects.of(case.code, Direction.OUT).filter(**({"pk": parcel} if parcel else {})).first()
    refuse_unless(
        found and found.state == ParcelState.DELIVERED, "Hồ sơ này không có bưu gửi nào đã báo giao."
    )
    assert found is not None and given is not None
    told = told or Told(ParcelState.NOT_DELIVERED, act.at, reason=nfc(reason))
    refuse_unless(told.reason, "Xin ghi vì sao biết là bưu gửi chưa giao.")
    _now(case, act, delivery.held(found), told)
    case.returned_at, case.handover_state = None, HandOver.RESULT_BACK
    moving.reopen_last(case, act, given)
    keep_parts(case, act)


def given_by_post(case: Case, at: datetime) -> CaseEvent | None:
    """The event by which the post gave the result, while it can still be corrected."""
    last = case.events.filter(name__in=["case.delivered", "case.returned"]).order_by("-n").first()
    if case.state != State.RETURNED or last is None or last.name != "case.delivered":
        return None
    days = post_terms_on(local(last.at).date()).correct_days
    return last if at <= last.at + timedelta(days=days) else None


@action(
    "case.pickup_asked",
    label="Nhờ bưu chính đến lấy giấy tờ",
    who=[applicant, reception],
    when=[State.REGISTERED, State.AWAITING_SUPPLEMENT],
)
def fetch_papers(case: Case, act: Act, *, receiver: str, phone: str, address: str, payer: str = "") -> None:
    """Have the post fetch papers at a home: ordered, at another address, or once more where it did not bring them."""
    refuse_if(case.parent_id, "Đây là một phần của hồ sơ liên thông; xin đăng ký ở hồ sơ chính.")
    parcel = last_of(case, Direction.IN)
    home = Home(receiver, phone, address, payer)
    refuse_unless(
        may_fetch(parcel.state if parcel else None),
        "Bưu chính đã nhận đơn lấy giấy tờ. Xin đợi bưu tá, hoặc gọi Bộ phận Một cửa nếu cần đổi.",
    )
    if parcel and parcel.state == ParcelState.ASKED:
        delivery.alter(parcel, act, home)
    else:
        if (
            parcel and parcel.state == ParcelState.FAILED
        ):  # the post is not to come a second time for the old one
            parcel.take(Told(ParcelState.CAME_BACK, act.at, reason="Hẹn lấy lại"), by=act.by, noted_at=act.at)
            act.jobs.append(lambda key=parcel.pk: queue_job("delivering.cancel", parcel=key))  # type: ignore[misc]
        parcel = ask(case, act, Direction.IN, home)
    act.record(parcel=parcel.own_number, payer=parcel.payer)


@action(
    "case.result_copied",
    label="Lập bản thay thế kết quả thất lạc",
    who=[reception, clerk],
    when=[State.FINISHED],
)
def make_good(case: Case, act: Act, *, instead: str) -> None:
    """A certified copy or second original stands in for the lost result, and is sent to the same home."""
    parcel = last_of(case, Direction.OUT)
    refuse_unless(
        parcel and parcel.state == ParcelState.LOST, "Hồ sơ này không có kết quả thất lạc nào phải lập lại."
    )
    refuse_unless(
        instead.strip(), "Xin ghi bản thay thế: bản sao chứng thực hoặc bản chính cấp lại, số, ngày."
    )
    assert parcel is not None
    parcel.replaced_by = nfc(instead)[:200]
    parcel.save(update_fields=["replaced_by"])
    again = ask(case, act, Direction.OUT, Home(parcel.name, parcel.phone, parcel.address, parcel.payer))
    act.record(parcel=again.own_number, instead=parcel.replaced_by, instead_of=parcel.number)


# Steps of these and of other acts ---------------------------------------------------------------------------


def ask(case: Case, act: Act, direction: str, home: Home) -> Parcel:
    """A new parcel for the case."""
    return delivery.ask(case.received_unit, act, reference=case.code, direction=direction, home=home)


def last_of(case: Case, direction: str) -> Parcel | None:
    """The last parcel of the case that way, held."""
    found = Parcel.objects.of(case.code, direction).first()
    return delivery.held(found) if found else None


def _meant(case: Case, key: int, *states: ParcelState) -> Parcel:
    """The parcel named, or the one that stands where the act takes it up, else the last one under way; held. A result
    goes out only while there is one."""
    of_case = Parcel.objects.of(case.code)
    waiting = of_case.filter(state__in=states).first() or of_case.open().first() or of_case.first()
    found = of_case.filter(pk=key).first() if key else waiting
    refuse_unless(found, "Hồ sơ này không có bưu gửi nào.")
    assert found is not None
    parcel = delivery.held(found)
    refuse_if(
        parcel.direction == Direction.OUT and case.state != State.FINISHED and parcel.state != ParcelState.LOST
        and not parcel.is_away,
        "Hồ sơ chưa có kết quả để giao cho bưu chính.",
    )  # fmt: skip
    return parcel


def _now(case: Case, act: Act, parcel: Parcel, told: Told) -> None:
    """Take the word; what changes nothing is refused, so that nobody is told of it."""
    if not parcel.take(told, by=act.by, noted_at=act.at):
        raise Overtaken
    act.record(
        parcel=parcel.own_number, waybill=parcel.number, direction=parcel.direction, reason=told.reason,
        receiver=told.receiver, relation=told.relation, happened_at=told.at.isoformat(),
    )  # fmt: skip
