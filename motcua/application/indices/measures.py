"""What this system can measure of an index by itself; what it cannot is None, never 0."""

from collections.abc import Callable

from motcua.application.reports.queries import Figures

from .rules import Counts


def progress(row: Figures) -> Counts:
    """Indicator 5: ended early or on time (or with no day fixed), or open and not overdue, of all handled."""
    handled = row.finished + row.no_due + row.open
    return {
        "done": row.early + row.on_time + row.no_due,
        "running": row.open_in_time + row.paused,
        "of": handled,
    }


def full_online(row: Figures) -> Counts:
    """Indicator 6: filed online, of all received for procedures that can be done wholly online."""
    return {"done": row.full_online, "of": row.full_offered}


def received_online(row: Figures) -> Counts:
    return {"done": row.online, "of": row.received}


def by_channel(row: Figures) -> Counts:
    return {"online": row.online, "direct": row.direct, "postal": row.postal}


MEASURES: dict[str, Callable[[Figures], Counts]] = {
    "progress": progress,
    "full_online": full_online,
    "received_online": received_online,
    "by_channel": by_channel,
}
