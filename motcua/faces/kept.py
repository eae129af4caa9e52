"""Answers that cost much are kept for a minute, so that nobody can wear the database out by asking again."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar, cast

DEAR = 0.2  # seconds it took
KEPT = 60  # seconds it is kept
MOST = 200  # answers
_shelf: dict[Hashable, tuple[float, Any]] = {}

T = TypeVar("T")


def kept_if_dear(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, or gave less than a minute ago if that took long; an office with few cases is always fresh."""
    begun = monotonic()
    known = _shelf.get(key)
    if known and begun - known[0] < KEPT:
        return cast(T, known[1])
    answer = make()
    if monotonic() - begun >= DEAR:
        if len(_shelf) >= MOST:
            _shelf.clear()
        _shelf[key] = (begun, answer)
    return answer


def forget_answers() -> None:
    """Begin with an empty shelf."""
    _shelf.clear()
