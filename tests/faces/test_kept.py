"""What costs much is asked once a minute; what costs little is always fresh."""

from typing import Any

from motcua.faces import kept


def test_a_dear_answer_is_kept_for_a_minute_and_a_cheap_one_is_not(monkeypatch: Any) -> None:
    clock = [0.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    asked: list[float] = []

    def make(seconds: float) -> float:
        asked.append(seconds)
        clock[0] += seconds
        return clock[0]

    assert kept.kept_if_dear("cheap", lambda: make(0.01)) != kept.kept_if_dear("cheap", lambda: make(0.01))
    first = kept.kept_if_dear("dear", lambda: make(0.5))
    assert kept.kept_if_dear("dear", lambda: make(0.5)) == first
    clock[0] += kept.KEPT
    assert kept.kept_if_dear("dear", lambda: make(0.5)) != first
    assert len(asked) == 4


def test_the_shelf_does_not_grow_without_end(monkeypatch: Any) -> None:
    monkeypatch.setattr(kept, "DEAR", 0)
    for number in range(3 * kept.MOST):
        kept.kept_if_dear(number, lambda: 1)
    assert len(kept._shelf) <= kept.MOST
    kept.forget_answers()
