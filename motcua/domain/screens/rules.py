"""What a screen turned to the customer may show, and how a rating goes on it, one tap after another."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from motcua.domain.surveys.rules import OTHER, Score

# What is shown goes away this long after the officer's page was last open, or the customer last touched the screen.
SHOWN = timedelta(seconds=20)
# Longer where somebody writes, or has asked for more time.
LONGER = timedelta(seconds=60)
CODE_LASTS = timedelta(minutes=10)


class Part(StrEnum):
    """What an officer has put on the screen, or a finished rating has left there."""

    CASE = "case"
    SLIP = "slip"
    RATING = "rating"
    THANKS = "thanks"


# Parts that speak of a person; they belong to whoever stands there now.
MIRROR = (Part.CASE, Part.SLIP)


class Page(StrEnum):
    """What stands on the screen."""

    GREETING = "greeting"
    CASE = "case"
    SLIP = "slip"
    SCORE = "score"
    REASON = "reason"
    REMARK = "remark"
    QUESTION = "question"
    THANKS = "thanks"


# The facts of a case each page may tell; what is not named here cannot reach the screen.
TELLS: dict[Page, frozenset[str]] = {
    Page.GREETING: frozenset(),
    Page.CASE: frozenset({"name", "procedure", "code", "bill"}),
    Page.SLIP: frozenset({"name", "procedure", "code", "fee", "due", "tracking"}),
    Page.SCORE: frozenset(),
    Page.REASON: frozenset(),
    Page.REMARK: frozenset(),
    Page.QUESTION: frozenset(),
    Page.THANKS: frozenset(),
}


def page_of(
    part: str,
    *,
    until: datetime | None,
    at: datetime,
    in_reach: bool,
    rateable: bool,
    said: Mapping[str, Any],
    questions: Sequence[str],
) -> Page:
    """The page of a screen at a moment: greeting unless something was put there, for whose officer it still is in
    reach, and its time has not run out."""
    if not part or until is None or at >= until:
        return Page.GREETING
    if part == Part.THANKS:
        return Page.THANKS
    if not in_reach:
        return Page.GREETING
    if part == Part.RATING:
        return rating_page(said, questions) if rateable else Page.GREETING
    return Page(part)


def rating_page(said: Mapping[str, Any], questions: Sequence[str]) -> Page:
    """Three buttons first; a low answer is asked why and may be explained, any other goes through the questions."""
    score = said.get("score")
    if not score:
        return Page.SCORE
    if score == Score.DISSATISFIED:
        if not said.get("reason"):
            return Page.REASON
        return Page.THANKS if said.get("ended") else Page.REMARK
    if said.get("ended") or next_question(said, questions) is None:
        return Page.THANKS
    return Page.QUESTION


def next_question(said: Mapping[str, Any], questions: Sequence[str]) -> str | None:
    """The first question that was neither answered nor passed over."""
    passed = {*said.get("answers", {}), *said.get("passed", ())}
    return next((key for key in questions if key not in passed), None)


def is_enough(said: Mapping[str, Any]) -> bool:
    """Whether a rating that was left half way can be kept as it is."""
    if said.get("score") != Score.DISSATISFIED:
        return bool(said.get("score"))
    return bool(said.get("reason")) and (said["reason"] != OTHER or bool(said.get("remark")))


def lasts(page: Page, *, more: bool = False) -> timedelta:
    """How long a page stays when nobody does anything."""
    return LONGER if more or page == Page.REMARK else SHOWN
