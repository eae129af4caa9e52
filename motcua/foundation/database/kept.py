"""What a process keeps of things that seldom change, for as long as the database says they have not.

A mark is a random value in a row that a trigger changes with every change of the things kept. It is read
together with whatever else a request asks for; what was kept under another mark is forgotten. A change that is
rolled back takes its mark with it, so a mark never stands for two different states.
"""

from typing import Any

MOST = 50_000  # values; far more than an office has, so that a process that lives for years stays small

_shelf: tuple[object, dict[Any, Any]] = (None, {})


def kept_under(mark: object) -> dict[Any, Any]:
    """The values this process keeps under a mark, to be read and added to; under None nothing is kept."""
    global _shelf
    if mark is None:
        return {}
    found = _shelf
    if found[0] != mark or len(found[1]) > MOST:
        found = _shelf = (mark, {})
    return found[1]
