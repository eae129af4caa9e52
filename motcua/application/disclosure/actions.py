"""From figures to what everybody can read: frozen, worded, signed, made public; corrected by a new edition."""

from datetime import date, datetime, timedelta
from typing import Any

from motcua.application.reports.queries import Untied
from motcua.application.reports.rules import month_of
from motcua.domain.offices.actions import figures_keeper
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.foundation.actions import Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local
from motcua.foundation.text import nfc

from .composing import compose
from .models import DROPPED, FROZEN, PUBLISHED, SIGNED, Publication
from .rules import LONGEST_FINDING, digest, finding


def keeper(person: Any, publication: Publication) -> Duty | None:
    """Cán bộ kiểm soát thủ tục hành chính hoặc lãnh đạo của cơ quan công bố."""
    return figures_keeper(person, publication.unit)


def leader(person: Any, publication: Publication) -> Duty | None:
    """Lãnh đạo ký của cơ quan công bố."""
    unit = publication.unit
    return next((d for d in person.duties if d.role == "leader" and unit.path.startswith(d.unit_path)), None)


@action(
    "publication.frozen", label="Chốt số liệu tháng", who=[figures_keeper, system], then=FROZEN, opens=True
)
def freeze(unit: Unit, act: Act, *, month: date, reason: str = "") -> Publication:
    """Freeze a month that has ended; a month already public is corrected by a new edition, with a reason."""
    period = month_of(month)
    today = local(act.at).date()
    refuse_if(
        period.last >= today,
        f"{period.label().capitalize()} chưa kết thúc; chốt được số liệu từ ngày "
        f"{period.last + timedelta(days=1):%d/%m/%Y}.",
    )
    unit = unit.lock()
    before = Publication.objects.of(unit, period.first).exclude(state=DROPPED).first()
    if before:
        refuse_if(
            before.state != PUBLISHED,
            f"{period.label().capitalize()} đang có bản chốt chưa công bố. Xin công bố hoặc bỏ bản ấy trước.",
        )
        refuse_unless(
            reason.strip(), "Tháng này đã công bố. Xin ghi lý do đính chính; bản cũ vẫn giữ nguyên."
        )
    try:
        document = compose(unit, period=period, at=act.at)
    except Untied as untied:
        raise Refused(str(untied)) from untied
    last = Publication.objects.of(unit, period.first).first()
    return Publication(
        unit=unit, month=period.first, edition=last.edition + 1 if last else 1, document=document,
        digest=digest(document), finding=finding(document), reason=nfc(reason.strip()) or _again(last),
        frozen_at=act.at,
    )  # fmt: skip


def _again(last: Publication | None) -> str:
    """Why there is another edition although none was public yet."""
    return "Chốt lại số liệu trước khi công bố." if last else ""


@action("publication.worded", label="Sửa câu nhận định", who=[keeper], when=[FROZEN])
def word(publication: Publication, act: Act, *, finding: str) -> None:
    """Reword the finding; the figures cannot be touched."""
    words = " ".join(nfc(finding).split())
    refuse_unless(words, "Xin viết câu nhận định; người đọc xem câu này trước mọi con số.")
    refuse_if(
        len(words) > LONGEST_FINDING,
        f"Câu nhận định dài {len(words)} ký tự; xin rút xuống {LONGEST_FINDING} ký tự.",
    )
    act.record(before=publication.finding, finding=words)
    publication.finding = words


@action("publication.signed", label="Ký công bố", who=[leader], when=[FROZEN], then=SIGNED, legal=True)
def sign(publication: Publication, act: Act, *, publish_at: datetime) -> None:
    """The leader signs; the figures become public by themselves at the hour that was set."""
    refuse_if(
        publish_at > act.at + timedelta(days=31), "Giờ công bố xa quá một tháng. Xin chọn ngày gần hơn."
    )
    refuse_if(
        local(publish_at).date() < local(act.at).date(),
        f"Ngày công bố {local(publish_at):%d/%m/%Y} đã qua. Xin chọn hôm nay hoặc ngày sau.",
    )
    duty = leader(act.by, publication)
    publication.signed_by, publication.signed_at = act.by, act.at
    publication.signed_title = duty.title if duty else ""
    publication.publish_at = max(publish_at, act.at)
    act.record(publish_at=publication.publish_at.isoformat())


@action("publication.published", label="Công bố", who=[system, leader], when=[SIGNED], then=PUBLISHED)
def publish(publication: Publication, act: Act) -> None:
    """Make it public: by itself at the hour set, or at once by the leader."""
    refuse_if(
        act.by.actor_kind == "system" and publication.publish_at and act.at < publication.publish_at,
        "Chưa đến giờ công bố đã đặt.",
    )
    publication.published_at = act.at


@action("publication.dropped", label="Bỏ bản chốt", who=[keeper], when=[FROZEN, SIGNED], then=DROPPED)
def drop(publication: Publication, act: Act, *, why: str) -> None:
    """Give up an edition that is not public yet, so that the month can be frozen anew."""
    refuse_unless(why.strip(), "Xin ghi vì sao bỏ bản chốt này.")
    act.record(why=nfc(why.strip()))
