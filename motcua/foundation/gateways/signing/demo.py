"""A key made here, for the demonstration and the tests: real signatures under an authority nobody else knows."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = 5
AUTHORITY = "CA minh họa của motcua, không có giá trị pháp lý"
STAMPER = "Dịch vụ dấu thời gian minh họa"


def make_demo_seal(code: str, unit: str, folder: Path, *, end: datetime | None = None) -> None:
    """A key and certificate for a unit under a root of this folder, made if they are not there yet."""
    if (folder / f"{code}.toml").exists():
        return
    roots = folder / "roots"
    roots.mkdir(parents=True, exist_ok=True)
    root_key, root = _key(), None
    root = _certificate(AUTHORITY, "", root_key, root_key, None)
    (roots / f"minh-hoa-{code}.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    key = _key()
    certificate = _certificate(unit, unit, key, root_key, root, end=end)
    packed = pkcs12.serialize_key_and_certificates(
        code.encode(), key, certificate, [root], serialization.NoEncryption()
    )
    _private(folder / f"{code}.p12", packed)
    _private(folder / f"{code}.toml", f'kind = "file"\nfile = "{code}.p12"\n'.encode())


def make_demo_stamps(folder: Path, roots: Path, *, end: datetime | None = None) -> None:
    """Key and certificate of a time stamp server in a folder, and its authority among the roots; made once."""
    if (folder / "key.pem").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    roots.mkdir(parents=True, exist_ok=True)
    root_key, key = _key(), _key()
    root = _certificate(AUTHORITY, "", root_key, root_key, None)
    certificate = _certificate(STAMPER, "motcua", key, root_key, root, stamps=True, end=end)
    (roots / f"{folder.name}.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    packed = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _private(folder / "key.pem", packed)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(
    name: str,
    organisation: str,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    root: x509.Certificate | None,
    *,
    stamps: bool = False,
    end: datetime | None = None,
) -> x509.Certificate:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
    ]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    subject, begin = x509.Name(parts), datetime.now(UTC) - timedelta(days=366 * YEARS)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(root.subject if root else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end or begin + timedelta(days=366 * 2 * YEARS))
        .add_extension(x509.BasicConstraints(ca=root is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=root is not None, content_commitment=root is not None, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=root is None, crl_sign=root is None,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )  # fmt: skip
    if stamps:  # RFC 3161, 2.3: this purpose, and no other
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(by, hashes.SHA256())


def _private(place: Path, content: bytes) -> None:
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
