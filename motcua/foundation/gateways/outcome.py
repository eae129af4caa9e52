"""How handing something to a provider can end other than well; each carries a `fault`, one word, never an address."""


class NotTaken(Exception):
    """The provider did not take it."""

    def __init__(self, fault: str, *, away: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.away = fault, away


class NotNow(NotTaken):
    """Not this time: try again later. `away`: the provider itself does not answer, whoever the message is for."""


class Never(NotTaken):
    """This message can never reach this address, or the provider has refused it for good."""
