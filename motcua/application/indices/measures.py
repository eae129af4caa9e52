"""What this system can measure of an index by itself; what it cannot is None, never 0."""

from collections.abc import Callable
from dataclasses import dataclass

from motcua.application.reports.queries import Figures
from motcua.application.reports.served import Served
from motcua.application.reports.served_months import NOTHING_BELOW, ServedBelow
from motcua.domain.feedback.counting import FeedbackCounts

from .rules import Counts


@dataclass(frozen=True, slots=True)
class Offer:
    """Procedures in force at the levels of an office: all, those offered online, those with a fee."""

    procedures: int = 0
    online: int = 0
    with_fee: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one office in a period; `feedback` is None before anybody sent any."""

    figures: Figures
    offer: Offer = Offer()
    beside: ServedBelow = NOTHING_BELOW
    feedback: FeedbackCounts | None = None

    @property
    def served(self) -> Served:
        return self.beside.served


def progress(row: Figures) -> Counts:
    """Indicator 5: ended early or on time (or with no day fixed), or open and not overdue, of all handled."""
    return {
        "done": row.early + row.on_time + row.no_due,
        "running": row.open_in_time + row.paused,
        "of": _handled(row),
    }


def _handled(row: Figures) -> int:
    return row.finished + row.no_due + row.open


def _full_online(known: Known) -> Counts:
    """Indicator 6: filed online, of all received for procedures that can be done wholly online."""
    return {"done": known.figures.full_online, "of": known.figures.full_offered}


def _procedures_online(known: Known) -> Counts:
    return {"done": known.offer.online, "of": known.offer.procedures}


def _received_online(known: Known) -> Counts:
    return {"done": known.figures.online, "of": known.figures.received}


def _by_channel(known: Known) -> Counts:
    row = known.figures
    return {"online": row.online, "direct": row.direct, "postal": row.postal}


def _payment(known: Known) -> Counts | None:
    """Indicator 24; unknown where cases with a fee came and no money of the period was taken here."""
    if known.beside.used_with_fee and not known.served.paid:
        return None
    return {
        "paid": known.served.paid_online, "owing": known.served.paid, "payable": len(known.beside.used_paid_online),
        "used": len(known.beside.used_with_fee), "with_fee": known.offer.with_fee,
    }  # fmt: skip


def _results(known: Known) -> Counts | None:
    """Indicator 11: results with the digital signature of the authority, of all results issued here."""
    if known.figures.finished + known.figures.no_due and not known.served.results:
        return None
    return {"done": known.served.sealed, "of": known.served.results}


def _digitised(known: Known) -> Counts | None:
    """Indicator 12: cases with a paper kept as a file, of all received and handled here."""
    of = known.served.scanned + known.served.unscanned
    if known.served.received and not of:
        return None
    return {"done": known.served.scanned, "of": of}


def _satisfaction(known: Known) -> Counts:
    """Indicator 23: neither rated dissatisfied nor late or overdue, of all handled."""
    of = _handled(known.figures)
    return {"done": of - known.figures.late_or_overdue - known.served.dissatisfied, "of": of}


def _feedback(count: Callable[[FeedbackCounts], Counts]) -> Callable[[Known], Counts | None]:
    return lambda known: None if known.feedback is None else count(known.feedback)


def _answered_in_time(row: FeedbackCounts) -> Counts:
    """Indicator 21: answered in time or not due yet, of all that was the office's to answer."""
    return {"done": row.in_time + row.open, "of": row.own}


def _answers(row: FeedbackCounts) -> Counts:
    """Indicator 22: answered in time, of all answered; whether the sender was content is not asked."""
    return {"done": row.in_time, "of": row.answered}


MEASURES: dict[str, Callable[[Known], Counts | None]] = {
    "progress": lambda known: progress(known.figures),
    "full_online": _full_online,
    "procedures_online": _procedures_online,
    "received_online": _received_online,
    "by_channel": _by_channel,
    "payment": _payment,
    "results": _results,
    "digitised": _digitised,
    "satisfaction": _satisfaction,
    "feedback_on_rules": _feedback(lambda row: {"done": row.on_rules}),
    "feedback_on_conduct": _feedback(lambda row: {"done": row.on_conduct}),
    "feedback_in_time": _feedback(_answered_in_time),
    "feedback_answers": _feedback(_answers),
}
