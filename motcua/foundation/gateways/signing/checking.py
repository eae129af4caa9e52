"""What the signatures of a PDF say: who, when, and whether a byte was changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

MOST_SIGNATURES = 20


@dataclass(frozen=True)
class Checked:
    """One signature. `whole`: what it covers was not changed; `last`: nothing was added behind it either;

    `known`: its certificate comes from an authority this office trusts; `stamped`: the time is a time stamp's.
    """

    who: str
    organisation: str
    issuer: str
    at: datetime | None
    whole: bool
    last: bool
    known: bool
    stamped: bool


def check_signatures(pdf: bytes, roots: Path) -> list[Checked]:
    """The signatures of a PDF in order; none: an empty list. Raises ValueError for what is not a readable PDF."""
    trusted = list(trusted_roots(roots))
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        found = list(reader.embedded_regular_signatures)[:MOST_SIGNATURES]
        return [_checked(each, trusted) for each in found]
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


def _checked(signature: EmbeddedPdfSignature, trusted: list[x509.Certificate]) -> Checked:
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(
        signature, signer_validation_context=context, ts_validation_context=context
    )
    subject = status.signing_cert.subject.native
    stamp = status.timestamp_validity
    return Checked(
        who=_words(subject, "common_name"),
        organisation=_words(subject, "organization_name"),
        issuer=_words(status.signing_cert.issuer.native, "common_name"),
        at=stamp.timestamp if stamp else status.signer_reported_dt,
        whole=bool(status.intact and status.valid),
        last=bool(status.docmdp_ok),
        known=bool(status.trusted),
        stamped=stamp is not None,
    )


def _words(name: dict[str, object], part: str) -> str:
    found = name.get(part, "")
    return str(found[-1] if isinstance(found, list) else found)
