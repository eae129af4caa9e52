"""What holds for one case: its time, papers, fees and step hours; and which version holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from .checks import path_hours, working_hours
from .facts import Allowed, Component, Fee, ProcedureFacts, Step

LONGEST_STEP_KEEPS = 1


class NoSuchVariant(LookupError):
    """The procedure has no case of that key."""


@dataclass(frozen=True, slots=True)
class Effective:
    """The facts that hold for one case of a procedure; `variant` is empty for the common case."""

    variant: str
    name: str
    allowed: Allowed
    fees: tuple[Fee, ...]
    components: tuple[Component, ...]
    steps: tuple[Step, ...]


def usual_variant(facts: ProcedureFacts) -> str:
    """The key of the case that is offered first: the first one written, or empty when there are none."""
    return facts.variants[0].key if facts.variants else ""


def for_variant(facts: ProcedureFacts, key: str = "") -> Effective:
    """The time, fees, papers and step hours of one case; an empty key gives what all cases share.

    Raises NoSuchVariant with a sentence that names the keys there are.
    """
    if not key:
        return Effective("", "", facts.allowed, facts.fees, facts.components, facts.steps)
    variant = next((each for each in facts.variants if each.key == key), None)
    if variant is None:
        known = ", ".join(each.key for each in facts.variants) or "không có trường hợp riêng"
        raise NoSuchVariant(f"Thủ tục {facts.code} không có trường hợp «{key}». Các trường hợp: {known}.")
    allowed = variant.allowed or facts.allowed
    return Effective(
        variant.key,
        variant.name,
        allowed,
        _merged(facts.fees, variant.fees, variant.without),
        _merged(facts.components, variant.components, variant.without),
        variant.steps or _fitted(facts, allowed),
    )


def papers_for(components: Iterable[Component], channel: str) -> tuple[Component, ...]:
    """The papers asked for when filing by one channel (direct, online or postal)."""
    return tuple(paper for paper in components if not paper.channels or channel in paper.channels)


class Dated(Protocol):
    """Anything in force during a time: facts, or a kept version."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


V = TypeVar("V", bound=Dated)


def effective(versions: Iterable[V], on: date) -> V | None:
    """The version in force on a day; of several, the one that began last. Both end days count."""
    in_force = [
        each for each in versions if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    ]
    return max(in_force, key=lambda each: each.valid_from, default=None)


K = TypeVar("K", Fee, Component)


def _merged(shared: tuple[K, ...], own: tuple[K, ...], without: tuple[str, ...]) -> tuple[K, ...]:
    """The shared rows less those left out; an own row of the same key stands in the shared one's place."""
    mine = {each.key: each for each in own}
    kept = tuple(mine.pop(each.key, each) for each in shared if each.key not in without)
    return kept + tuple(each for each in own if each.key in mine)


def _fitted(facts: ProcedureFacts, allowed: Allowed) -> tuple[Step, ...]:
    """The procedure's steps fitted to another allowance: the longest step takes the difference.

    When it cannot take all of it, every step shrinks in proportion and the first keeps the rest.
    """
    hours, total = working_hours(allowed.legal), path_hours(facts.steps)
    if not facts.steps or hours is None or hours == total:
        return facts.steps
    longest = max(_alone(facts.steps), key=lambda step: step.hours)
    left = longest.hours + hours - total
    if left >= LONGEST_STEP_KEEPS:
        return tuple(replace(step, hours=left) if step is longest else step for step in facts.steps)
    shares = tuple(replace(step, hours=step.hours * hours // total) for step in facts.steps)
    return (replace(shares[0], hours=shares[0].hours + hours - path_hours(shares)), *shares[1:])


def _alone(steps: tuple[Step, ...]) -> list[Step]:
    """The steps that run at the same time as no other."""
    following = (*steps[1:], None)
    return [
        step
        for step, after in zip(steps, following, strict=True)
        if not step.beside and not (after and after.beside)
    ]
