"""Time stamps (RFC 3161): asked for over HTTP, and looked at before one is laid into a signature.

A stamp is asked for over plain HTTP, as such servers are: what is believed is its signature, never the line. So a
stamp that is for something else, or signed by nobody this office trusts, is not taken.
"""

from asyncio import to_thread
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import ValidationContext
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from ..asking import post_bytes
from ..outcome import NotNow
from .checking import trusted_roots
from .contract import SealProblem

TYPES = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
UNREADABLE = "Máy chủ dấu thời gian trả lời điều không đọc được. Xin kiểm tra địa chỉ time_stamps."
OF_SOMETHING_ELSE = "Dấu thời gian nhận được không phải cho tệp này, nên không dùng."


class Answer(core.Sequence):
    """RFC 3161, 2.4.2: a server that refuses sends no stamp; asn1crypto's own reading asks for one."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class AskedStamper(TimeStamper):
    """Asks one server; every fault is a SealProblem in a sentence."""

    def __init__(self, url: str, roots: Path) -> None:
        super().__init__()
        self.url, self.roots = url, roots

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> Answer:
        try:
            status, content = await to_thread(post_bytes, self.url, req.dump(), TYPES)
        except NotNow as away:
            raise SealProblem("Máy chủ dấu thời gian không trả lời.") from away
        except ValueError as wrong:
            raise SealProblem("Địa chỉ time_stamps không phải là một địa chỉ http.") from wrong
        if status != 200:
            raise SealProblem(f"Máy chủ dấu thời gian không làm việc (HTTP {status}).")
        try:
            return Answer.load(content, strict=True)
        except ValueError as garbage:
            raise SealProblem(UNREADABLE) from garbage

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, asked = self.request_cms(message_digest, md_algorithm)
        answer = await self.async_request_tsa_response(asked)
        try:
            token = _granted(answer, nonce)
            status = await self._looked_at(token["content"], message_digest, md_algorithm)
        except (ValueError, KeyError, TypeError, AttributeError, SignatureValidationError) as garbage:
            raise SealProblem(UNREADABLE) from garbage
        _refuse(status)
        return token

    async def _looked_at(
        self, stamp: cms.SignedData, digest: bytes, algorithm: str
    ) -> TimestampSignatureStatus:
        context = ValidationContext(
            trust_roots=list(trusted_roots(self.roots)), allow_fetching=False, revocation_mode="soft-fail"
        )
        said = await validate_tst_signed_data(
            stamp, context, lambda named: digest if named == algorithm else b""
        )
        return TimestampSignatureStatus(**said)


def _granted(answer: Answer, nonce: int | None) -> cms.ContentInfo:
    status = answer["status"]
    if status["status"].native not in ("granted", "granted_with_mods"):
        reasons = ", ".join(sorted(status["fail_info"].native or ())) or status["status"].native
        raise SealProblem(f"Máy chủ dấu thời gian từ chối đóng dấu ({reasons}).")
    token = answer["time_stamp_token"]
    if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
        raise SealProblem(OF_SOMETHING_ELSE)
    return token


def _refuse(stamp: TimestampSignatureStatus) -> None:
    if not stamp.intact:
        raise SealProblem(OF_SOMETHING_ELSE)
    if not stamp.valid:
        raise SealProblem("Chữ ký của dấu thời gian nhận được không đúng, nên không dùng.")
    end = stamp.signing_cert.not_valid_after
    if end < datetime.now(UTC):
        raise SealProblem(
            f"Chứng thư của máy chủ dấu thời gian hết hạn ngày {end:%d/%m/%Y}. Xin báo nơi cung cấp dịch vụ."
        )
    if not stamp.trusted:
        raise SealProblem(
            "Chứng thư của máy chủ dấu thời gian không do nơi nào được tin cấp. Nếu đúng là máy chủ của mình, "
            "xin đặt chứng thư nơi cấp vào thư mục roots."
        )
