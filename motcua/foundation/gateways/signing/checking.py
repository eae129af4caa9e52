"""What the signatures of a PDF say: who, when, and whether a byte was changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

MOST_SIGNATURES = 20


class Stamp(StrEnum):
    """What the time stamp of a signature is worth."""

    NONE = "none"
    GOOD = "good"
    UNKNOWN = "unknown"  # whole, but by nobody this office trusts, or under a certificate that has ended
    BROKEN = "broken"  # of something else, or changed


@dataclass(frozen=True)
class Checked:
    """One signature. `whole`: what it covers was not changed; `last`: nothing was added behind it either;

    `known`: its certificate comes from an authority this office trusts; `stamp`: what its time stamp is worth, and
    `stamped_by` whose it is. The time is the stamp's where that is good, else what the signing machine said.
    """

    who: str
    organisation: str
    issuer: str
    at: datetime | None
    whole: bool
    last: bool
    known: bool
    stamp: Stamp
    stamped_by: str


def check_signatures(pdf: bytes, roots: Path, *, at: datetime | None = None) -> list[Checked]:
    """The signatures of a PDF in order; none: an empty list. `at`: as somebody

    would find them then, by default now. Raises ValueError for what is not a readable PDF.
    """
    trusted = list(trusted_roots(roots))
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        found = list(reader.embedded_regular_signatures)[:MOST_SIGNATURES]
        return [_checked(each, trusted, at) for each in found]
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError,
            RecursionError, OverflowError, AttributeError) as problem:  # fmt: skip
        raise ValueError("not a readable PDF") from problem


def trusted_roots(folder: Path) -> Iterator[x509.Certificate]:
    """The certificates an office trusts: every .pem and .cer of the folder."""
    for place in sorted((*folder.glob("*.pem"), *folder.glob("*.cer"))):
        content = place.read_bytes()
        if pem.detect(content):
            yield from (x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True))
        else:
            yield x509.Certificate.load(content)


def _checked(
    signature: EmbeddedPdfSignature, trusted: list[x509.Certificate], at: datetime | None
) -> Checked:
    status = _status(signature, trusted, at, at)
    stamp = status.timestamp_validity
    worth = _worth(stamp)
    stamped = stamp.timestamp if stamp and worth == Stamp.GOOD else None
    if stamped and not status.trusted:
        # Signed before its certificate ended, which the stamp proves (ETSI EN 319 102-1, 5.5).
        status = _status(signature, trusted, stamped, at)
    return Checked(
        who=_words(status.signing_cert.subject, "common_name"),
        organisation=_words(status.signing_cert.subject, "organization_name"),
        issuer=_words(status.signing_cert.issuer, "common_name"),
        at=stamped or status.signer_reported_dt,
        whole=bool(status.intact and status.valid),
        last=bool(status.docmdp_ok),
        known=bool(status.trusted),
        stamp=worth,
        stamped_by=_words(stamp.signing_cert.subject, "common_name") if stamp else "",
    )


def _status(
    signature: EmbeddedPdfSignature, trusted: list[x509.Certificate], at: datetime | None, stamped: datetime | None
) -> PdfSignatureStatus:  # fmt: skip
    """What pyHanko says, with the signer's certificate looked at as of `at` and the stamp's as of `stamped`."""
    signer, stamp = (
        ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail", moment=each)
        for each in (at, stamped)
    )
    return validate_pdf_signature(signature, signer_validation_context=signer, ts_validation_context=stamp)


def _worth(stamp: TimestampSignatureStatus | None) -> Stamp:
    if stamp is None:
        return Stamp.NONE
    if not (stamp.intact and stamp.valid):
        return Stamp.BROKEN
    return Stamp.GOOD if stamp.trusted else Stamp.UNKNOWN


def _words(named: x509.Name, part: str) -> str:
    found = named.native.get(part, "")
    return str(found[-1] if isinstance(found, list) else found)
