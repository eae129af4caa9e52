"""What is asked of the office: endless, varied requests of each kind."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from . import cases
from .client import get, post


@dataclass
class Work:
    """Where requests are drawn from: known cases, who may see them, and what was created in this run."""

    codes: Sequence[str]
    tokens: dict[str, str]
    sessions: Sequence[str]
    filings: Sequence[dict[str, object]]
    slip_key: str
    size: int  # names and keys differ from those of another size, or everything would be found done already
    chance: random.Random = field(init=False)
    created: list[str] = field(default_factory=list)
    serial: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.size)

    def create(self) -> Iterator[bytes]:
        while True:
            self.serial += 1
            filing = dict(self.chance.choice(self.filings))
            name = " ".join(
                (
                    self.chance.choice(cases.FAMILY),
                    self.chance.choice(cases.MIDDLE),
                    self.chance.choice(cases.GIVEN),
                )
            )
            filing["applicant"] = {
                "full_name": name, "identity_number": f"0{self.chance.randrange(10**11):011d}",
                "phone": f"09{self.chance.randrange(10**8):08d}", "address": "Số 8 Láng",
            }  # fmt: skip
            ward = self.chance.randint(1, 20)
            body = json.dumps(filing, ensure_ascii=False).encode()
            yield post(
                "/api/v1/cases",
                body,
                token=self.tokens[f"reception{ward:03d}"],
                key=f"{self.size}-create-{self.serial}",
            )

    def step(self) -> Iterator[bytes]:
        """Each created case handed over once, by the desk that received it."""
        while self.created:
            code = self.created.pop()
            yield post(
                f"/api/v1/cases/{code}/acts/handed-over",
                b"{}",
                token=self._desk_of(code),
                key=f"{self.size}-step-{code}",
            )

    def get(self) -> Iterator[bytes]:
        while True:
            code = self.chance.choice(self.codes)
            yield get(f"/api/v1/cases/{code}", token=self._desk_of(code))

    def inbox(self) -> Iterator[bytes]:
        while True:
            yield get("/api/v1/inbox?limit=20", token=self.tokens[f"officer{self.chance.randint(1, 20):03d}"])

    def status(self) -> Iterator[bytes]:
        while True:
            yield get(f"/api/v1/status/{self._secret()}")

    def desk_page(self) -> Iterator[bytes]:
        while True:
            yield get("/ban-lam-viec", cookie=self.chance.choice(self.sessions))

    def tracking_page(self) -> Iterator[bytes]:
        while True:
            yield get(f"/tra-cuu/{self._secret()}")

    def remember(self, bodies: Sequence[bytes]) -> None:
        """The codes of what was just created, to be handed over later."""
        self.created += [json.loads(body)["code"] for body in bodies if b'"tracking"' in body]

    def _desk_of(self, code: str) -> str:
        return self.tokens[f"reception{int(code.split('.')[1]) - 100:03d}"]

    def _secret(self) -> str:
        from motcua.domain.cases.rules import slip_secret

        return slip_secret(self.slip_key, self.chance.choice(self.codes))


def filings() -> list[dict[str, object]]:
    """Filings of the procedures that the made cases are of, with the papers they need."""
    from motcua.domain.cases.models import Case
    from motcua.domain.catalogue.models import ProcedureVersion
    from motcua.domain.catalogue.rules import for_variant, papers_for, usual_variant

    known = Case.objects.values_list("terms_id", flat=True).distinct()
    found: list[dict[str, object]] = []
    for terms in ProcedureVersion.objects.filter(pk__in=list(known)):
        variant = usual_variant(terms.facts)
        papers = papers_for(for_variant(terms.facts, variant).components, "direct")
        found.append(
            {
                "procedure": terms.facts.code,
                "variant": variant,
                "papers": [{"key": p.key, "originals": 1} for p in papers],
            }
        )
    return found
