"""E-mail against a mail server of another make: encrypted, with a password, Vietnamese read back as it was written."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from motcua.faces.cli.beside import free_ports
from motcua.foundation.gateways.mail.contract import Mail
from motcua.foundation.gateways.mail.smtp import Smtp
from motcua.foundation.gateways.outcome import Never, NotNow

SUBJECT = "Đã tiếp nhận hồ sơ H26.101.1-261120-0001 về Đăng ký khai sinh, hẹn trả 16:30 thứ Năm"
BODY = "Ủy ban nhân dân phường đã tiếp nhận hồ sơ.\nHẹn trả kết quả: 16:30 thứ Năm, 26/11/2026.\n.\nTheo dõi: http://x"


class Kept:
    """What the server was given, and what it says to the next recipients."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        message = message_from_bytes(bytes(envelope.content or b""), policy=default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        return "250 OK"


def known(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"motcua", b"bi-mat")
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate of localhost that only those know who are given it."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tls")
    chain, secret = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, secret)
    return chain, context


Start = Callable[..., Kept]


@pytest.fixture
def start(settings: Any) -> Iterator[Start]:
    """Start a server and point the office at it."""
    running: list[Controller] = []

    def begin(**options: Any) -> Kept:
        kept = Kept()
        server = Controller(kept, hostname="127.0.0.1", port=free_ports()["mail"], **options)
        server.start()
        running.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "localhost"
        settings.EMAIL_PORT = server.port
        settings.DEFAULT_FROM_EMAIL = "Một cửa Thanh Xuân <motcua@thanhxuan.example>"
        return kept

    yield begin
    for server in running:
        server.stop()


def mail() -> Mail:
    return Mail("tam@vidu.example", SUBJECT, BODY, uuid4(), reply_to="tiepdan@thanhxuan.example")


def test_what_was_written_is_what_is_read(start: Start) -> None:
    kept, sent = start(), mail()
    number = Smtp().send(sent)
    [letter] = kept.letters
    assert (
        letter["Subject"].strip() == SUBJECT
        and letter["From"] == "Một cửa Thanh Xuân <motcua@thanhxuan.example>"
    )
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == BODY
    assert letter["Message-ID"] == number == f"<{sent.reference}@thanhxuan.example>"
    assert (letter["Reply-To"], letter["Auto-Submitted"]) == ("tiepdan@thanhxuan.example", "auto-generated")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_line_and_a_password(
    start: Start,
    certificate: tuple[Path, ssl.SSLContext],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    security: str,
) -> None:
    chain, context = certificate
    signing_in = {"authenticator": known, "auth_required": True}
    if security == "tls":
        kept = start(ssl_context=context, auth_require_tls=False, **signing_in)
    else:
        kept = start(tls_context=context, require_starttls=True, **signing_in)
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = security == "starttls", security == "tls"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "motcua", "bi-mat"
    with pytest.raises(NotNow, match="away"):  # nobody we know vouches for this server
        Smtp().send(mail())
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    Smtp().send(mail())
    assert len(kept.letters) == 1
    settings.EMAIL_HOST_PASSWORD = "sai"
    with pytest.raises(NotNow, match="sign_in") as refused:
        Smtp().send(mail())
    assert refused.value.away and len(kept.letters) == 1


@pytest.mark.parametrize(
    ("answer", "kind"), [("550 no such user", Never), ("552 mailbox full", Never), ("450 come again", NotNow)]
)
def test_what_is_for_good_and_what_is_not(start: Start, answer: str, kind: type[Exception]) -> None:
    start().answers = [answer]
    with pytest.raises(kind):
        Smtp().send(mail())
