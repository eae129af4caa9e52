"""The citizen who acts from home: by an account, or by nothing but the secret of a paper they hold."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Citizen:
    """Who stands behind a citizen's act.

    level: 0 a guest, 1 an account of our own, 2 an identity proved by a provider; slip: the code of the case whose
    slip they hold (its secret, or its PIN), empty where none was shown.
    """

    account_id: int | None = None
    person_id: int | None = None
    level: int = 0
    slip: str = ""

    actor_kind: ClassVar[str] = "citizen"
    duties: ClassVar[tuple[Any, ...]] = ()

    @property
    def actor_id(self) -> int | None:
        return self.account_id
