"""What is done with parcels. Most of it happens inside the acts of what they are for, which say who may and when;
these are the steps of such acts, and the words of the way that change nothing but the parcel itself."""

from typing import Any

from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local
from motcua.foundation.jobs import queue_job
from motcua.foundation.text import nfc

from .models import Home, Parcel, Told, beside
from .rules import (
    AT_OFFICE,
    OPEN,
    OUT_OF_HOUSE,
    Direction,
    NumberRefused,
    ParcelState,
    Payer,
    is_beyond,
    post_terms_on,
    read_number,
)

MOST_GRAMS = 50_000


def desk(person: Any, parcel: Parcel) -> Duty | None:
    """Bộ phận Một cửa có bưu gửi."""
    return next(
        (
            duty
            for duty in person.duties
            if duty.role in ("reception", "centre_head") and parcel.unit.path.startswith(duty.unit_path)
        ),
        None,
    )


def post(person: Any, parcel: Parcel) -> Duty | None:
    """Nhân viên bưu chính công ích phục vụ Bộ phận Một cửa này."""
    return serves(person, parcel.unit)


def serves(person: Any, unit: Unit) -> Duty | None:
    """The duty by which somebody of the public post serves a desk: their post point lies beside it."""
    return next(
        (d for d in person.duties if d.role == "postal" and unit.path.startswith(beside(d.unit_path))), None
    )


@action("parcel.moved", label="Ghi đường đi của bưu gửi", who=[desk, post, system], when=list(ParcelState))
def note_move(parcel: Parcel, act: Act, *, told: Told) -> None:
    """Note a word about a parcel on its way; one that came before, or too late to matter, changes nothing."""
    parcel.take(told, by=act.by, noted_at=act.at)


@action("parcel.numbered", label="Ghi số hiệu bưu gửi", who=[desk, system], when=sorted(OPEN))
def number(parcel: Parcel, act: Act, *, waybill: str = "", fault: str = "") -> None:
    """Take the number the post has given a parcel, or in one word why it gave none."""
    parcel.waybill = _number(waybill, parcel) if waybill else parcel.waybill
    parcel.fault = "" if waybill else fault[:20]
    parcel.save(update_fields=["waybill", "fault"])


# Steps of acts on what parcels are for -------------------------------------------------------------------------


def ask(unit: Unit, act: Act, *, reference: str, direction: str, home: Home) -> Parcel:
    """Ask for a parcel: to a home, or from there."""
    known = Parcel.objects.of(reference, direction)
    parcel = Parcel(unit=unit, reference=reference, direction=direction, n=known.count() + 1, asked_at=act.at)
    _to(parcel, act, home)
    parcel.changed_at = act.at
    parcel.save(force_insert=True)
    parcel.take(Told(ParcelState.ASKED, act.at), by=act.by, noted_at=act.at)
    return parcel


def alter(parcel: Parcel, act: Act, home: Home) -> None:
    """Another address for a held parcel that has no label yet."""
    _to(parcel, act, home)
    parcel.save(update_fields=["name", "phone", "address", "payer", "fee"])


def end(reference: str, act: Act, direction: str = "") -> None:
    """What has not left the house will not be sent; the post is told where it had the order."""
    waiting = Parcel.objects.of(reference, direction).filter(state__in=AT_OFFICE)
    for parcel in waiting.select_for_update(of=("self",)):
        ordered = parcel.state == ParcelState.LABELLED
        parcel.take(Told(ParcelState.CANCELLED, act.at), by=act.by, noted_at=act.at)
        if ordered:
            act.jobs.append(lambda key=parcel.pk: queue_job("delivering.cancel", parcel=key))  # type: ignore[misc]


def refuse_if_away(reference: str) -> None:
    """A result that the post has cannot be given or changed here."""
    away = Parcel.objects.of(reference, Direction.OUT).filter(state__in=OUT_OF_HOUSE).first()
    refuse_if(
        away, f"Kết quả đang ở bưu chính, số hiệu {away}. Xin đợi bưu chính giao, hoặc chuyển hoàn về đây."
    )


def refuse_if_lost(reference: str) -> None:
    """Nobody can be given what is lost, until something stands in for it."""
    last = Parcel.objects.of(reference, Direction.OUT).first()
    refuse_if(
        last and last.state == ParcelState.LOST and not last.replaced_by,
        "Kết quả bị thất lạc khi gửi bưu chính. Xin ghi bản thay thế trước khi trả kết quả.",
    )


def held(parcel: Parcel) -> Parcel:
    """The parcel as it is now, held until the transaction ends."""
    return parcel.lock()


def label(parcel: Parcel, act: Act, *, waybill: str, grams: int | None) -> None:
    """A label is made for a held parcel: with the number of the post's own sticker, where it has one."""
    refuse_if(
        grams is not None and not 0 < grams <= MOST_GRAMS,
        f"Khối lượng tính bằng gam, từ 1 đến {MOST_GRAMS // 1000}.000.",
    )
    if waybill:
        parcel.waybill = _number(waybill, parcel)
    if grams:
        parcel.grams = grams
        parcel.fee = _fee(parcel, act)
    parcel.save(update_fields=["waybill", "grams", "fee"])
    parcel.take(Told(ParcelState.LABELLED, act.at), by=act.by, noted_at=act.at)


def _to(parcel: Parcel, act: Act, home: Home) -> None:
    name, phone, address = nfc(home.name), "".join(home.phone.split()), nfc(home.address)
    refuse_unless(
        name and address, "Muốn dùng bưu chính, xin ghi họ tên và địa chỉ: số nhà, đường, thôn, xã, phường, tỉnh."
    )  # fmt: skip
    refuse_unless(
        8 <= sum(sign.isdigit() for sign in phone) <= 15,
        "Muốn dùng bưu chính, xin ghi số điện thoại để bưu tá gọi trước khi đến.",
    )
    payer = home.payer or post_terms_on(local(act.at).date()).payer
    refuse_unless(payer in Payer.LABELS, "Xin chọn người trả cước bưu chính.")
    parcel.name, parcel.phone, parcel.address, parcel.payer = name, phone, address, payer
    parcel.fee = _fee(parcel, act)


def _fee(parcel: Parcel, act: Act) -> int:
    province = Unit.objects.get(pk=int(parcel.unit.path.strip("/").partition("/")[0]))
    beyond = is_beyond(parcel.address, home=province.name)
    return post_terms_on(local(act.at).date()).fee(parcel.grams, beyond=beyond)


def _number(typed: str, parcel: Parcel) -> str:
    """The number as kept, where no other parcel has it."""
    try:
        waybill = read_number(typed)
    except NumberRefused as problem:
        raise Refused(str(problem)) from problem
    refuse_if(
        Parcel.objects.filter(waybill=waybill).exclude(pk=parcel.pk).exists(),
        f"Số hiệu {waybill} đã dùng cho bưu gửi khác. Xin xem lại nhãn vừa quét.",
    )
    return waybill
