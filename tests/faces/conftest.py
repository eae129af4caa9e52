"""What tests of faces share: the frame read afresh, since pages keep the office for a minute; providers of messages."""

from collections.abc import Iterator
from typing import Any

import pytest

from motcua.faces import frame
from motcua.foundation.gateways.sms.fake import FakeCentre, FakeSmsGateway
from motcua.foundation.gateways.zalo.fake import FakeZalo


@pytest.fixture(autouse=True)
def _frame_read_afresh() -> None:
    frame.forget()


@pytest.fixture
def gateway(settings: Any) -> Iterator[FakeSmsGateway]:
    with FakeSmsGateway("bi-mat") as server:
        settings.SMS_URL, settings.SMS_SECRET = server.url, "bi-mat"
        yield server


@pytest.fixture
def centre(settings: Any) -> Iterator[FakeCentre]:
    with FakeCentre() as server:
        settings.SMPP_HOST, settings.SMPP_PORT = "127.0.0.1", server.port
        settings.SMPP_USER, settings.SMPP_PASSWORD = "motcua", "bi-mat"
        yield server


@pytest.fixture
def zalo(settings: Any) -> Iterator[FakeZalo]:
    with FakeZalo("app", "bi-mat", "dau-tien") as server:
        settings.ZALO_APP, settings.ZALO_SECRET, settings.ZALO_REFRESH = "app", "bi-mat", "dau-tien"
        settings.ZALO_API = settings.ZALO_OAUTH = server.url
        yield server
