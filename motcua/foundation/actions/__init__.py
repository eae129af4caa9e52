"""The kernel: declare an action once, and it is permitted, run and recorded the same way everywhere."""

from .clock import at_time, now
from .declaration import ACTIONS, SYSTEM, Act, Action, action, system
from .refusals import Forbidden, KeyReused, Refused, Stale, WrongState, refuse_if, refuse_unless

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
    "now",
    "refuse_if",
    "refuse_unless",
    "system",
]
