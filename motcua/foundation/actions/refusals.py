"""Refusals: sentences for the person on the screen, never codes."""


class Refused(Exception):
    """The action may not be done now; `sentence` says what to do instead."""

    status = 422
    code = "refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Forbidden(Refused):
    """The person has no right to this action."""

    status = 403
    code = "forbidden"


class WrongState(Refused):
    """The subject is not in a state in which this may be done."""

    status = 409
    code = "wrong_state"


class Stale(Refused):
    """Somebody else acted since the page was opened."""

    status = 409
    code = "stale"


class KeyReused(Refused):
    """The same idempotency key came with another request."""

    status = 422
    code = "key_reused"


def refuse_if(condition: object, sentence: str) -> None:
    """Refuse with `sentence` when `condition` holds."""
    if condition:
        raise Refused(sentence)


def refuse_unless(condition: object, sentence: str) -> None:
    """Refuse with `sentence` when `condition` does not hold."""
    if not condition:
        raise Refused(sentence)
