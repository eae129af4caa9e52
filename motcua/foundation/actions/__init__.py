"""The kernel: declare an action once, and it is permitted, run and recorded the same way everywhere."""

from typing import Any

from .clock import at_time, now
from .declaration import ACTIONS, SYSTEM, Act, Action, action, system
from .refusals import Forbidden, KeyReused, Refused, Stale, WrongState, refuse_if, refuse_unless


def key_used(key: str, subject: Any) -> Any:
    """The subject as it stands now, if this key has already done something to it; else None."""
    from .kernel import key_used as look  # models cannot be imported before the apps are ready

    return look(key, subject)


__all__ = [
    "ACTIONS",
    "SYSTEM",
    "Act",
    "Action",
    "Forbidden",
    "KeyReused",
    "Refused",
    "Stale",
    "WrongState",
    "action",
    "at_time",
    "key_used",
    "now",
    "refuse_if",
    "refuse_unless",
    "system",
]
