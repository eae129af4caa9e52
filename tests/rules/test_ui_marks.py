"""States: always a shape and a word."""

import pytest

from motcua.foundation.ui.marks import MARKS, due_html, mark_html


@pytest.mark.parametrize("state", [state for state in MARKS if state != "plain"])
def test_every_state_has_a_word_and_a_shape(state: str) -> None:
    mark = MARKS[state]
    assert mark.word and mark.shape
    assert f'aria-hidden="true">{mark.shape}</span> {mark.word}' in mark_html(state)


def test_states_of_one_colour_and_shape_differ_by_word() -> None:
    seen = [(mark.tone, mark.shape, mark.word) for mark in MARKS.values()]
    assert len(seen) == len(set(seen))


def test_given_words_replace_the_usual_ones_and_are_escaped() -> None:
    assert "<i>" not in mark_html("overdue", "<i>")
    assert "còn 1 ngày" in due_html("soon", "còn 1 ngày", "16:30 thứ Hai, 23/11/2026")
    assert "16:30 thứ Hai" in due_html("soon", "còn 1 ngày", "16:30 thứ Hai, 23/11/2026")


def test_an_unknown_state_is_a_mistake_of_the_page() -> None:
    with pytest.raises(ValueError, match="overdue"):
        mark_html("overdew")
