"""A signature of the profile PAdES B-B, or B-T where there is a time stamp server, with a mark one can see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.stamp import StaticStampStyle

from .contract import Mark, SealProblem
from .marking import drawn_mark
from .stamping import AskedStamper

EDGE = 24  # points from the corner of the page to the mark
# Hex digits kept free for a signature with its stamp and both chains of certificates. Left to itself pyHanko asks for
# a second stamp to see how large one is, and stamps are paid for one by one.
ROOM = 2 * 16 * 1024


class Pades:
    """Signs with whatever key `keys` opens; the key is open only meanwhile."""

    def __init__(
        self, keys: Callable[[], AbstractContextManager[signers.Signer]], *, time_stamps: str, roots: Path
    ) -> None:
        self.keys, self.time_stamps, self.roots = keys, time_stamps, roots

    def sign(self, pdf: bytes, mark: Mark) -> bytes:
        stamper = AskedStamper(self.time_stamps, self.roots) if self.time_stamps else None
        try:
            with self.keys() as key:
                return self._signed(pdf, mark, key, stamper)
        except SealProblem:
            raise
        except PdfError as problem:
            raise SealProblem(f"Không ký được tệp PDF này: {problem}.") from problem
        except Exception as problem:  # a token's library, a key file and a far server each raise their own
            raise SealProblem(f"Chưa dùng được khóa ký số: {type(problem).__name__}.") from problem

    def _signed(
        self, pdf: bytes, mark: Mark, key: signers.Signer, stamper: timestamps.TimeStamper | None
    ) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
        name = f"motcua-{len(list(fields.enumerate_sig_fields(writer))) + 1}"
        drawn = drawn_mark(mark.lines)
        _, _, wide, tall = map(float, PdfFileReader(BytesIO(drawn)).root["/Pages"]["/Kids"][0]["/MediaBox"])
        box = (EDGE, EDGE, EDGE + int(wide), EDGE + int(tall))
        fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=box))
        meta = signers.PdfSignatureMetadata(
            field_name=name, md_algorithm="sha256", reason=mark.reason,
            subfilter=fields.SigSeedSubFilter.PADES,
        )  # fmt: skip
        with NamedTemporaryFile(suffix=".pdf") as page:
            page.write(drawn)
            page.flush()
            style = StaticStampStyle(
                background=ImportedPdfPage(page.name), border_width=0, background_opacity=1
            )
            return self._out(writer, meta, key, stamper, style)

    def _out(
        self,
        writer: IncrementalPdfFileWriter,
        meta: signers.PdfSignatureMetadata,
        key: signers.Signer,
        stamper: timestamps.TimeStamper | None,
        style: StaticStampStyle,
    ) -> bytes:
        signer = signers.PdfSigner(meta, signer=key, timestamper=stamper, stamp_style=style)
        out = BytesIO()
        signer.sign_pdf(writer, output=out, bytes_reserved=ROOM if stamper else None)
        return out.getvalue()
