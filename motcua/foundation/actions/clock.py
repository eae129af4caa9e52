"""What time it is. Only the kernel and the faces ask; everything else is given `at` or `on`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The present moment, aware; microseconds are kept."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def at_time(moment: datetime) -> Iterator[datetime]:
    """Let everything inside happen at `moment` (aware): how scenarios tell a past that never moved."""
    if moment.tzinfo is None:
        raise ValueError("at_time needs an aware moment")
    token = _fixed.set(moment)
    try:
        yield moment
    finally:
        _fixed.reset(token)
