"""State on a screen is a shape and a word, never colour alone: the words and shapes, without Django."""

from dataclasses import dataclass
from html import escape

__all__ = ["MARKS", "Mark", "due_html", "mark_html"]


@dataclass(frozen=True)
class Mark:
    """How one state looks: colour role ("good", "warn", "bad", "still" or ""), shape and word."""

    tone: str
    shape: str
    word: str


MARKS: dict[str, Mark] = {
    "overdue": Mark("bad", "■", "quá hạn"),
    "late": Mark("bad", "■", "trễ hạn"),
    "soon": Mark("warn", "▲", "sắp đến hạn"),
    "on_time": Mark("good", "✓", "đúng hạn"),
    "early": Mark("good", "✓", "trước hạn"),
    "running": Mark("", "●", "còn hạn"),
    "paused": Mark("still", "‖", "tạm dừng"),
    "waiting": Mark("warn", "◷", "đang chờ"),
    "missing": Mark("warn", "▲", "còn thiếu"),
    "complete": Mark("good", "✓", "đủ"),
    "done": Mark("good", "✓", "đã xong"),
    "refused": Mark("bad", "✕", "từ chối"),
    "stopped": Mark("still", "✕", "dừng"),
    "unsure": Mark("warn", "▲", "chưa đối chiếu"),
    "up": Mark("good", "▲", "tăng"),
    "down": Mark("bad", "▼", "giảm"),
    "same": Mark("", "=", "giữ nguyên"),
    "plain": Mark("", "", ""),
}


def _look(state: str) -> Mark:
    try:
        return MARKS[state]
    except KeyError:
        raise ValueError(f"No mark for {state!r}: one of {', '.join(MARKS)}.") from None


def _shape(mark: Mark) -> str:
    return f'<span aria-hidden="true">{mark.shape}</span> ' if mark.shape else ""


def mark_html(state: str, text: str = "") -> str:
    """A tag for one state, with its own words or `text`; raises ValueError for an unknown state."""
    mark = _look(state)
    tone = f" mc-tag--{mark.tone}" if mark.tone else ""
    return f'<span class="mc-tag{tone}">{_shape(mark)}{escape(text or mark.word)}</span>'


def due_html(state: str, text: str = "", at: str = "") -> str:
    """The deadline clock: shape and words of what is left, and below it the moment `at` in words."""
    mark = _look(state)
    tone = f" mc-due--{mark.tone}" if mark.tone else ""
    moment = f"<small>{escape(at)}</small>" if at else ""
    return f'<span class="mc-due{tone}"><b>{_shape(mark)}{escape(text or mark.word)}</b>{moment}</span>'
