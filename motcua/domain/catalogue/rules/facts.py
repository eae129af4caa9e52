"""What is known about one version of a procedure, as frozen values.

A field left out of a document has the default given here, so the two never disagree.
"""

from dataclasses import dataclass
from dataclasses import field as kept
from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a source: where it stands and a sentence saying what to do."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, dòng {self.line}" if self.line else self.file
        return f"{where}, mục «{self.field}»: {self.message}" if self.field else f"{where}: {self.message}"


class CatalogueError(ValueError):
    """A source that cannot be taken into the catalogue; `problems` names every fault found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, e.g. 3 working_day."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """The allowed time: what the law gives, what the office promises, and how it is counted."""

    legal: Span
    promised: Span
    start: str = "next_day"
    resume: str = "remaining_hours"
    fixed_date: bool = True


@dataclass(frozen=True, slots=True)
class Exemption:
    """A group that pays less; 100 percent means it pays nothing."""

    key: str
    name: str
    percent: int = 100
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """From the n-th unit on, another amount."""

    start: int
    amount: int


@dataclass(frozen=True, slots=True)
class Fee:
    """One charge in đồng. `amount` is None where each province sets its own."""

    key: str
    name: str
    kind: str
    amount: int | None = None
    set_by: str = "state"
    per: str = "case"
    basis: str = ""
    collect_at: int = 1
    by_channel: tuple[tuple[str, int], ...] = ()
    tiers: tuple[Tier, ...] = ()
    cap: int | None = None
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """One paper of the file. `when` says in which case it is needed; `one_of` lists papers that serve equally."""

    key: str
    name: str
    form: str = "original"
    originals: int = 1
    copies: int = 0
    group: str = ""
    required: bool = True
    submit_or_present: str = "submit"
    when: str = ""
    channels: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One possible result; `refusal` marks the answers that are not what the applicant asked for."""

    name: str
    code: str = ""
    electronic: bool = False
    refusal: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Working hours of one node of the route; `beside` when it runs at the same time as the step above."""

    node: str
    hours: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A case of the procedure (trường hợp).

    What it names is added to what all cases share; a fee or paper of the same key takes its place, and
    `without` drops shared ones by key.
    """

    key: str
    name: str
    allowed: Allowed | None = None
    fees: tuple[Fee, ...] = ()
    components: tuple[Component, ...] = ()
    without: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedChild:
    """One part of a linked procedure; without `allowed` its own procedure's time holds."""

    key: str
    name: str
    agency: str
    procedure: str = ""
    allowed: Span | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """Procedures handled together; `due` says whether their times add up (sum) or the longest holds (max)."""

    due: str
    children: tuple[LinkedChild, ...]


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """All facts of one version of a procedure. Empty `fees` means the procedure is free of charge."""

    code: str
    name: str
    short_name: str
    name_en: str
    summary: str
    summary_en: str
    field: str
    department: str
    levels: tuple[str, ...]
    agency: str
    applicants: tuple[str, ...]
    valid_from: date
    form_set: str
    online_level: str
    legacy_level: int
    channels: tuple[str, ...]
    route: str
    allowed: Allowed
    components: tuple[Component, ...]
    results: tuple[Result, ...]
    legal_basis: tuple[str, ...]
    valid_to: date | None = None
    former_level: str = ""
    ministry: str = ""
    publication_decision: str = ""
    life_event: str = "other"
    letter: str = ""
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    number_of_sets: int = 1
    fees: tuple[Fee, ...] = ()
    variants: tuple[Variant, ...] = ()
    steps: tuple[Step, ...] = ()
    linked: Linked | None = None
    unconfirmed: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = kept(default=(), compare=False)
