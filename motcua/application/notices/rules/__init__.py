"""What is true of notices: their words, by which channels they go, and when they are tried again."""

from .channels import (
    TRIES,
    WAIT,
    Channel,
    Delivery,
    Habits,
    channels_for,
    habits_on,
    hidden_address,
    mobile_number,
    quiet_until,
    read_habits,
)
from .letters import LANGUAGES, Letter, letters

__all__ = [
    "LANGUAGES",
    "TRIES",
    "WAIT",
    "Channel",
    "Delivery",
    "Habits",
    "Letter",
    "channels_for",
    "habits_on",
    "hidden_address",
    "letters",
    "mobile_number",
    "quiet_until",
    "read_habits",
]
