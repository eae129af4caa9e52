"""An action says everything in one place: what it records, who may, when, what then, the clock, whom to tell."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class System:
    """The house itself: what follows by rule from what people did, and the first set-up of an office."""

    actor_kind = "system"
    actor_id = None
    duties: tuple[Any, ...] = ()


SYSTEM = System()


def system(person: Any, subject: Any) -> Any:
    """Hệ thống, theo quy tắc đã công bố."""
    return person if person.actor_kind == "system" else None


@dataclass
class Act:
    """One doing of an action, as its body sees it."""

    by: Any
    at: datetime
    action: "Action"
    unit_id: int | None = None
    on_behalf_of_id: int | None = None
    note: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    jobs: list[Callable[[], None]] = field(default_factory=list)
    state_before: int = 0

    def record(self, **facts: Any) -> None:
        """Add facts (JSON values) to the event."""
        self.payload.update(facts)


Guard = Callable[[Any, Any], Any]


@dataclass(frozen=True, eq=False)
class Action:
    """A declared action; calling it runs it through the kernel and returns its subject."""

    do_not_call_in_templates = True  # a template that names an action wants its label

    name: str
    label: str
    who: Sequence[Guard]
    when: frozenset[int]
    body: Callable[..., Any]
    then: int | None = None
    clock: str | None = None
    tell: Mapping[str, str] = field(default_factory=dict)
    opens: bool = False
    legal: bool = False
    doc: str = ""

    def __call__(
        self, subject: Any, *, by: Any, key: str = "", expected: int | None = None, **given: Any
    ) -> Any:
        from .kernel import run

        return run(self, subject, by=by, key=key, expected=expected, given=given)

    def permits(self, person: Any, subject: Any) -> bool:
        """Whether `person` may do this to `subject` as it stands: what buttons and the API ask."""
        return (self.opens or subject.state in self.when) and self.is_for(person, subject)

    def is_for(self, person: Any, subject: Any) -> bool:
        return any(guard(person, subject) for guard in self.who)

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """The keyword arguments of the body, in order."""
        found = inspect.signature(self.body).parameters
        return {n: p for n, p in found.items() if p.kind is p.KEYWORD_ONLY}


ACTIONS: dict[str, Action] = {}


def action(
    name: str,
    *,
    label: str,
    who: Sequence[Guard],
    when: Sequence[int] = (),
    then: int | None = None,
    clock: str | None = None,
    tell: Mapping[str, str] | None = None,
    opens: bool = False,
    legal: bool = False,
) -> Callable[[Callable[..., Any]], Action]:
    """Declare an action.

    name: the event it writes, past tense, e.g. ``case.accepted``; label: Vietnamese, for buttons and history;
    who: guards ``(person, subject) -> bool``, one of which must hold; when: states it may start from;
    then: the state after (None: unchanged, or set by the body); clock: starts | stops | resumes | ends;
    tell: audience → letter; opens: the subject given is where the new one begins, the body returns the new one;
    legal: has effect in law, so pages show a preview and ask once.
    """

    def declare(body: Callable[..., Any]) -> Action:
        if name in ACTIONS:
            raise ValueError(f"action {name} is declared twice")
        declared = Action(
            name=name,
            label=label,
            who=tuple(who),
            when=frozenset(when),
            body=body,
            then=then,
            clock=clock,
            tell=dict(tell or {}),
            opens=opens,
            legal=legal,
            doc=inspect.getdoc(body) or "",
        )
        ACTIONS[name] = declared
        return declared

    return declare
