"""What every test of a face needs: the frame read afresh, since pages keep the office for a minute."""

import pytest

from motcua.faces import frame


@pytest.fixture(autouse=True)
def _frame_read_afresh() -> None:
    frame.forget()
