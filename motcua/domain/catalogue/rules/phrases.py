"""Time and money of a procedure as the sentences people read, in Vietnamese or English."""

from collections.abc import Sequence

from motcua.foundation.text import money

from . import words
from .facts import Allowed, Fee, Span


def span_words(span: Span, lang: str = "vi") -> str:
    """3 ngày làm việc; in English 3 working days."""
    if lang == "vi":
        return f"{span.value} {words.UNITS[span.unit]}"
    return f"{span.value} {words.UNITS_EN[span.unit]}{'' if span.value == 1 else 's'}"


def allowed_words(allowed: Allowed, lang: str = "vi") -> str:
    """How long it takes, as promised to the applicant."""
    if not allowed.fixed_date:
        return "Không có ngày hẹn trả cụ thể theo quy định" if lang == "vi" else "No fixed day is set by law"
    same_day = allowed.start == "same_day_15h" and allowed.promised == Span(1, "working_day")
    if same_day and lang == "vi":
        return "Trong ngày làm việc; hồ sơ nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"
    if same_day:
        return "The same working day; the next one if received after 15:00"
    return span_words(allowed.promised, lang)


def fees_words(fees: Sequence[Fee], lang: str = "vi") -> list[str]:
    """One line per charge; a single line saying it is free when there is none."""
    if not fees:
        return ["Không thu phí, lệ phí" if lang == "vi" else "Free of charge"]
    return [fee_words(fee, lang) for fee in fees]


def fee_words(fee: Fee, lang: str = "vi") -> str:
    """Phí chứng thực bản sao: 2.000 đồng/trang, từ trang thứ 3: 1.000 đồng, tối đa 200.000 đồng/bản."""
    if fee.amount is None:
        return f"{fee.name}: " + ("do HĐND cấp tỉnh quy định" if lang == "vi" else "set by the province")
    if fee.amount == 0 and not fee.by_channel:
        return f"{fee.name}: " + ("miễn thu" if lang == "vi" else "free")
    local = (
        {"vi": ", theo mức của tỉnh", "en": ", as set by the province"}[lang]
        if fee.set_by == "province"
        else ""
    )
    return f"{fee.name}: " + ", ".join(_amounts(fee, lang)) + local


def _amounts(fee: Fee, lang: str) -> list[str]:
    units, channels = (words.PER, words.CHANNELS) if lang == "vi" else (words.PER_EN, {})
    parts = [f"{money(fee.amount or 0)}/{units[fee.per]}"]
    parts += [
        f"{channels.get(channel, channel).lower()} {money(amount)}" for channel, amount in fee.by_channel
    ]
    from_word = "từ" if lang == "vi" else "from"
    parts += [f"{from_word} {units[fee.per]} {tier.start}: {money(tier.amount)}" for tier in fee.tiers]
    if fee.cap is not None:
        parts.append(f"{'tối đa' if lang == 'vi' else 'at most'} {money(fee.cap)}/{units['copy']}")
    return parts
