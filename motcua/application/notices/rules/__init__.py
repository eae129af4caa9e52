"""What is true of notices: their words, by which channels they go, and when they are tried again."""

from .channels import (
    TRIES,
    WAIT,
    Channel,
    Delivery,
    channels_for,
    hidden_address,
)
from .letters import Letter, letters

__all__ = [
    "TRIES",
    "WAIT",
    "Channel",
    "Delivery",
    "Letter",
    "channels_for",
    "hidden_address",
    "letters",
]
