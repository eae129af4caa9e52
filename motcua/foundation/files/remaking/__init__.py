"""Files of strangers made anew as PDF, each in a process of its own that may use only so much of the machine."""

from motcua.foundation.files.remaking.apart import Remade, Sheet, drawn, remade

__all__ = ["Remade", "Sheet", "drawn", "remade"]
