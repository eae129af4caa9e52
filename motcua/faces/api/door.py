"""The way in to the API: who asks, what was sent, and every refusal as a code and a sentence."""

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from motcua.domain.offices.models import Staff
from motcua.domain.offices.queries import staff_of_token
from motcua.foundation.actions import Refused, now
from motcua.foundation.database.outage import is_disk_full, is_outage
from motcua.foundation.text import TextRefused

from .sentences import sentence_of

log = logging.getLogger("motcua.api")
MOST_BYTES = 1024 * 1024


class StaffRequest(HttpRequest):
    """A request that carried a token; `auth` is the member of staff it acts as."""

    auth: Staff


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`; only the token's SHA-256 is looked up."""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        digest = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        return staff_of_token(digest, at=now())


class StrictJson(Parser):
    """JSON in UTF-8, of a bounded size; whatever else comes is refused before it is looked into."""

    def parse_body(self, request: HttpRequest) -> Any:
        if len(request.body) > MOST_BYTES:
            raise RequestDataTooBig
        return json.loads(request.body.decode("utf-8"))


class Api(NinjaAPI):
    """Our API: same answers for the same faults, whatever operation they happened in."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """A refusal is an answer; only what nobody foresaw is a 500, and it says nothing of the request."""
        for kind, answer in _ANSWERS:
            if isinstance(exc, kind):
                return answer(exc)
        if is_outage(exc):
            return _away(exc)
        log.error("%s in an API request", type(exc).__name__, exc_info=exc)
        return problem(500, "server_error", "Hệ thống gặp lỗi khi làm yêu cầu này. Xin thử lại sau ít phút.")


def answer(content: Any, status: int = 200) -> HttpResponse:
    """JSON in UTF-8, written once; never kept by anybody between."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _response(body, status)


def problem(status: int, code: str, sentence: str, fields: Iterable[dict[str, str]] = ()) -> HttpResponse:
    """A refusal: `code` for programs, `sentence` for people, `fields` for what was wrong in what was sent."""
    return answer({"code": code, "sentence": sentence, "fields": list(fields)}, status)


def not_found(what: str) -> HttpResponse:
    return problem(404, "not_found", what)


def _response(body: bytes, status: int) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json", status=status)
    response.headers["Content-Length"] = str(len(body))
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(exc: Any) -> HttpResponse:
    return problem(exc.status, exc.code, exc.sentence)


def _unknown(exc: Any) -> HttpResponse:
    response = problem(
        401,
        "unauthorized",
        "Cần token còn hạn trong đầu mục “Authorization: Bearer …”. Xin hỏi quản trị hệ thống.",
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(exc: Any) -> HttpResponse:
    fields = [{"field": field, "sentence": sentence} for field, sentence in map(sentence_of, exc.errors)]
    first = fields[0] if fields else {"field": "", "sentence": "Yêu cầu chưa đúng."}
    where = f"{first['field']}: " if first["field"] else ""
    return problem(422, "invalid", f"{where}{first['sentence']}", fields)


def _unreadable(exc: Any) -> HttpResponse:
    if isinstance(exc.__cause__, RequestDataTooBig):
        return _too_big(exc)
    if exc.status_code == 400:
        return problem(400, "bad_json", "Nội dung gửi lên phải là JSON đúng cú pháp, bảng mã UTF-8.")
    return problem(exc.status_code, "refused", str(exc))


def _too_big(exc: Any) -> HttpResponse:
    return problem(
        413, "too_big", "Nội dung gửi lên quá lớn. Xin gửi từng hồ sơ, mỗi yêu cầu không quá 1 MB."
    )


def _text(exc: Any) -> HttpResponse:
    return problem(422, "invalid", str(exc))


def _unfit(exc: Any) -> HttpResponse:
    return problem(
        422, "invalid", "Có nội dung quá dài, số quá lớn hoặc ký tự không lưu được. Xin sửa rồi gửi lại."
    )


def _missing(exc: Any) -> HttpResponse:
    return not_found("Không có địa chỉ này trong API.")


def _away(exc: BaseException) -> HttpResponse:
    sentence = "Máy chủ dữ liệu chưa trả lời. Chưa có gì được ghi; xin gửi lại sau nửa phút."
    if is_disk_full(exc):
        sentence = "Máy chủ đã hết chỗ ghi. Chưa có gì được ghi; xin báo quản trị hệ thống."
    response = problem(503, "outage", sentence)
    response.headers["Retry-After"] = "30"
    return response


_ANSWERS = (
    (Refused, _refused),
    (AuthenticationError, _unknown),
    (ValidationError, _invalid),
    (HttpError, _unreadable),
    (RequestDataTooBig, _too_big),
    (TextRefused, _text),
    (DataError, _unfit),
    (Http404, _missing),
)
