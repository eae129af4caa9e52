"""Whatever is typed, pasted, guessed or sent twice: a sentence, never a fault, and what was typed stays on the form."""

import unicodedata
from collections.abc import Callable
from html import escape
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from motcua.domain.cases.models import Case
from motcua.domain.catalogue.rules import CatalogueError, read_import, read_rows
from tests.faces.counter_forms import signed_in, typed, words
from tests.faces.public_pages import VIETNAMESE
from tests.people import Ward
from tests.stories import examined

pytestmark = pytest.mark.django_db

STRANGE = {
    "long": "A" * 10_000,
    "nul": "Nguyễn\x00Tâm",
    "old font": "NguyÔn ThÞ Ng\xadìng",
    "another old font": "Nguyeãn Thò Ngöôõng",
    "decomposed": unicodedata.normalize("NFD", "Nguyễn Thị Ngưỡng"),
    "emoji": "😀👩‍👩‍👧",
    "right to left": "\u202eمرحبا\u202c",
    "template": "{{7*7}}{% debug %}",
    "script": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE cases_case; --\"",
    "no such day": "31/02/2026",
    "year 0": "01/01/0000",
    "year 9999": "31/12/9999",
    "negative": "-1",
    "huge": "9" * 5000,
    "superscript": "²",
    "lone surrogate": "\ud800",
}
ALONE = (
    "nul",
    "huge",
    "superscript",
    "year 0",
)  # in one field while all others are right; the rest in all at once
FAULTS = ("Traceback", "Exception", "psycopg", "Error:", "django")


def is_said(answer: Any) -> None:
    """A page or a way onward, never a fault; a refusal is a Vietnamese sentence."""
    assert answer.status_code < 500, answer.status_code
    if answer.status_code >= 400:
        text = answer.content.decode("utf-8", "replace")
        assert VIETNAMESE.search(text) and not [fault for fault in FAULTS if fault in text]
    if "html" in answer.headers.get("Content-Type", ""):
        assert "<script>alert(1)" not in answer.content.decode("utf-8", "replace")


def post(client: Client, address: str, form: dict[str, Any]) -> Any:
    """As a browser posts; a lone half of a letter goes as the bytes a broken program would send."""
    clean = {
        k: v.encode("utf-8", "surrogatepass").decode("latin-1") if v == "\ud800" else v
        for k, v in form.items()
    }
    return client.post(address, clean)


@pytest.fixture
def at(client: Client, ward: Ward, clock: Any) -> Callable[[str], Client]:
    return lambda login: signed_in(client, getattr(ward, login)) if login else client


# Every form: (who, address with {code}, where the case is, a filled-in form).
BASIS = "Điều 35 Luật Hộ tịch"
GUARD = {"key": "k", "expected": "1"}
FORMS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "sign in": ("", "/dang-nhap", "", {"login": "minh", "password": "x", "tiep": "/quay/"}),
    "track": ("", "/tra-cuu", "", {"code": "H26.101.1-261120-0001", "proof": "123456"}),
    "own password": ("lan", "/toi/mat-khau", "", {"old": "x", "new": "mot cau dai", "again": "mot cau dai"}),
    "stand in": ("hoa", "/toi/phan-cong-thay", "", {"absent": "1", "deputy": "2", "valid_from": "20/11/2026",
                                                    "valid_to": "25/11/2026", "reason": "Đi học", **GUARD}),
    "employ": ("an", "/quan-tri/{unit}/them-can-bo", "", {
        "full_name": "Lê Văn Mới", "login": "moi", "password": "mat khau dai", "role": "officer", "title": "Công chức",
        "phone": "0912000999", "email": "a@b.vn", "valid_from": "20/11/2026", "key": "k"}),
    "take many": ("lan", "/ban-lam-viec/nhieu", "4", {"act": "take", "pick": "{code}", "key": "k", "ve": "/"}),
    "undo many": ("lan", "/ban-lam-viec/rut-lai", "4", {"pick": "{code}", "key": "k"}),
    "sign many": ("hoa", "/ky-duyet/nhieu", "4k", {"pick": "{code}", "key": "k", "chac": "1"}),
    "hand over": ("minh", "/quay/chuyen-ho-so", "2", {"pick": "{code}", "key": "k"}),
    "ask at the desk": ("minh", "/quay/yeu-cau-bo-sung", "", {**{k: v for k, v in typed().items() if k != "giay"},
                        "buoc": "xem", "y-template": "khac", "y-details": "Thiếu", "y-key": "k", "y-missing": "x"}),
    "accept": ("minh", "/quay/ho-so/{code}/tiep-nhan", "1", {**GUARD, "giay": "to-khai", "chinh.to-khai": "1"}),
    "withdraw": ("minh", "/quay/ho-so/{code}/rut", "4", {
        "buoc": "lam", "y-template": "khac", "y-details": "Đổi ý", "y-proof": "000000", "y-key": "k", "y-expected": "1"}),
    "refuse": ("minh", "/quay/ho-so/{code}/tu-choi", "1", {
        "buoc": "lam", "y-template": "khac", "y-details": "Không", "y-legal_basis": BASIS, "y-key": "k", "y-expected": "1"}),
    "fee": ("minh", "/quay/ho-so/{code}/thu-phi", "2", {**GUARD, "receipt": "BL 1"}),
    "give back": ("minh", "/quay/tra-ket-qua/{code}", "9", {
        **GUARD, "receiver_name": "Nguyễn Văn Tâm", "receiver_number": "001090012345", "relation": "Chính chủ"}),
    "note": ("lan", "/ho-so/{code}/ghi-chu", "4", {
        "ghi-chu-note": "Đã gọi", "ghi-chu-key": "9c1c7f6e-9f0b-4e6e-8d0f-0d2b6f6f8a11", "ve": "/"}),
    "remind": ("lan", "/lien-thong/nhac", "4o", {"pick": "{code}", "don-vi": "H26.113", "key": "k"}),
    "pass on": ("lan", "/ho-so/{code}/forwarded", "4", {**GUARD, "to_node": "x", "to": "1", "note": "", "node": "x"}),
    "ask for papers": ("lan", "/ho-so/{code}/supplement-requested", "4", {
        **GUARD, "missing": "x", "reason": "Thiếu", "legal_basis": BASIS, "usual": "", "chac": "1"}),
    "ask for money": ("lan", "/ho-so/{code}/payment-required", "4", {
        **GUARD, "amount": "50.000", "reason": "Lệ phí", "pay_by": "25/11/2026", "chac": "1"}),
    "ask an opinion": ("lan", "/ho-so/{code}/opinion-asked", "4", {
        **GUARD, "unit": "1", "question": "Đúng không?", "due_at": "25/11/2026", "days": "3"}),
    "stop": ("hoa", "/ho-so/{code}/stopped", "4", {**GUARD, "reason": "Không đủ", "legal_basis": BASIS, "chac": "1"}),
    "draft an apology": ("lan", "/ho-so/{code}/apology-drafted", "4", {
        **GUARD, "more_days": "2", "reason": "Chờ xác minh", "cause": "Cán bộ xử lý chậm", "chac": "1"}),
    "issue": ("van", "/ho-so/{code}/finished", "4p", {
        **GUARD, "number": "12/UBND", "title": "Giấy xác nhận", "file": "", "chac": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_typed_into_a_form_is_answered(at: Any, ward: Ward, case_in: Any, name: str) -> None:
    login, address, place, form = FORMS[name]
    case = case_in(place) if place else None
    code = case.code if case else ""
    address, client = address.format(code=code, unit=ward.ward.pk), at(login)
    full = {key: value.replace("{code}", code) for key, value in form.items()}
    for field in full:
        for kind in ALONE:
            is_said(post(client, address, {**full, field: STRANGE[kind]}))
    for kind in STRANGE:
        is_said(post(client, address, dict.fromkeys(full, STRANGE[kind])))
    is_said(post(client, address, dict.fromkeys(full, "")))
    for field in full:
        is_said(post(client, address, {key: value for key, value in full.items() if key != field}))


RECEPTION = ("full_name", "number", "address", "phone", "born_on", "procedure", "variant", "channel", "result_by", "sets",
             "key", "noi", "kind", "sex", "submitter_name", "receipt", "papers_of", "chinh.to-khai", "giay")  # fmt: skip


@pytest.mark.parametrize("field", RECEPTION)
def test_reception_keeps_what_was_typed(at: Any, field: str) -> None:
    client = at("minh")
    for strange in STRANGE.values():
        answer = post(client, "/quay/", typed(**{field: strange}, email="tam@vidu.vn"))
        is_said(answer)
        if answer.status_code == 422:
            kept = "0912 000 123" if field != "phone" else "Nguyễn Thị Ngưỡng"
            assert escape(kept) in answer.content.decode()
        Case.objects.all().count()  # the connection is still good


QUESTIONS = ["/thu-tuc?q={}&trang={}&linh-vuc={}&cap={}", "/thu-tuc/{}", "/thu-tuc/1.001193?truong-hop={}&phien-ban={}",
             "/cong-khai/?tu={}&den={}&don-vi={}&ky={}", "/cong-khai/lo-trinh?don-vi={}", "/cong-khai/lo-trinh.csv?don-vi={}", "/cong-khai/so-lieu.csv?tu={}&den={}", "/tra-cuu/xem/{}",
             "/ban-lam-viec?q={}&tu={}&so={}&tab={}", "/tim?q={}", "/quay/?thu-tuc={}&noi={}", "/quay/tim-thu-tuc?q={}",
             "/quay/ho-so?loai={}&tu={}", "/quay/ho-so/{}", "/quay/tra-ket-qua?q={}&tu={}", "/quay/trong-ngay?ngay={}",
             "/quay/so-theo-doi.pdf?tu={}&den={}", "/quay/so-theo-doi.xlsx?tu={}&den={}", "/ho-so/{}", "/ho-so/{}/{}", "/theo-doi?loai={}&don-vi={}&can-bo={}&buoc={}&ngay={}&tu={}", "/khoi-luong?can-bo={}",
             "/dang-nhap?tiep={}", "/api/v1/procedures?q={}&limit={}", "/api/v1/status/{}"]  # fmt: skip


@pytest.mark.parametrize("address", QUESTIONS)
def test_whatever_stands_in_an_address_is_answered(at: Any, address: str) -> None:
    from urllib.parse import quote

    client = at("minh")
    for strange in [*STRANGE.values(), "?page=-1", "../../etc/passwd", "x" * 60_000]:
        part = quote(strange.encode("utf-8", "surrogatepass"), safe="")
        is_said(client.get(address.replace("{}", part)))


BROKEN = [
    {"HTTP_ACCEPT_LANGUAGE": "vi;q=nan,*;q=1e999," + "x," * 2000},
    {"HTTP_ACCEPT_LANGUAGE": "\x00"},
    {"HTTP_COOKIE": 'sessionid="\\000abc"; csrftoken="\\000"; django_language="\\377"; giao_dien=\'--'},
    {"HTTP_COOKIE": "sessionid=" + "x" * 9000},
    {"HTTP_COOKIE": ";;==;=;sessionid"},
    {"HTTP_REFERER": "javascript:alert(1)"},
    {"HTTP_X_FORWARDED_FOR": "'; --, \x00"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "\ud800"},
]


@pytest.mark.parametrize("headers", BROKEN, ids=[f"{n}" for n, _ in enumerate(BROKEN)])
def test_broken_headers_are_answered(at: Any, headers: dict[str, str]) -> None:
    client = at("")
    for address in ("/", "/quay/", "/thu-tuc?q=khai+sinh", "/dang-nhap", "/api/v1/inbox"):
        is_said(client.get(address, **headers))
        is_said(client.post(address, {"login": "x"}, **headers))


def test_a_session_that_was_tampered_with_is_no_session(at: Any) -> None:
    client = at("minh")
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get("/quay/").status_code == 302


def test_a_stale_page_is_told_and_loses_nothing(at: Any, ward: Ward) -> None:
    case = examined(ward)
    form = {"key": "cu", "expected": str(case.version - 1), "note": "Đã xem kỹ hồ sơ", "to_node": ""}
    answer = at("lan").post(f"/ho-so/{case.code}/forwarded", form)
    assert answer.status_code == 409 and "Đã xem kỹ hồ sơ" in words(answer)


def test_a_key_of_another_act_does_nothing(at: Any, ward: Ward, case_in: Any) -> None:
    client, first, second = at("minh"), case_in("2"), case_in("4")
    client.post("/quay/chuyen-ho-so", {"pick": first.code, "key": "chung"})
    form = {"buoc": "lam", "y-template": "khac", "y-details": "Đổi ý", "y-proof": second.pin,
            "y-key": f"chung:{first.code}", "y-expected": str(second.version)}  # fmt: skip
    answer = client.post(f"/quay/ho-so/{second.code}/rut", form)
    is_said(answer)
    assert answer.status_code == 422 and Case.objects.get(pk=second.pk).state == second.state


FILES = {
    "empty": (b"", "0 byte"),
    "program called pdf": (b"MZ\x90\x00" + b"\x00" * 500, "Chương trình Windows"),
    "page called pdf": (b"<!doctype html><script>alert(1)</script>", "Trang web HTML không nhận được"),
    "picture called pdf": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "bên trong là ảnh PNG"),
    "too big": (b"%PDF-1.7\n" + b"x" * 30 * 1024 * 1024, "Tệp lớn hơn 25 MB"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_not_what_it_says_is_refused(at: Any, case_in: Any, kind: str) -> None:
    case, (content, said) = case_in("4p"), FILES[kind]
    upload = SimpleUploadedFile("ket-qua.pdf", content, "application/pdf")
    form = {"key": "k", "expected": str(case.version), "title": "Giấy còn đây", "file": upload, "chac": "1"}
    answer = at("van").post(f"/ho-so/{case.code}/finished", form)
    is_said(answer)
    assert answer.status_code == 422 and Case.objects.get(pk=case.pk).state == case.state
    assert said in words(answer) and "Giấy còn đây" in answer.content.decode()


@pytest.mark.parametrize("name", ["sign in", "track", "stop"])
def test_thirty_megabytes_of_words_are_refused(at: Any, ward: Ward, case_in: Any, name: str) -> None:
    login, address, place, form = FORMS[name]
    code = case_in(place).code if place else ""
    answer = at(login).post(address.format(code=code), {**form, "reason": "a" * 30 * 1024 * 1024})
    is_said(answer)
    assert answer.status_code >= 400


IMPORTS = ["", "\x00", "{", "[]", "[1, 2]", '[{"code": 5}]', "[" * 50_000, '{"code": ' * 20_000, "code,name\n", "=cmd|' /C calc'!A0",
           "code;name\n1.001193;" + "A" * 200_000, "code,legal_value\n1.001193,-1\n", "code,legal_value\n1.001193," + "9" * 5000,
           "code,valid_from\n1.001193,31/02/2026\n", "code,valid_from\n1.001193,01/01/0000\n", '"', "code\n\ud800\n",
           '[{"code": "1.001193", "fees": "x", "allowed": 7, "components": {"a": []}}]', "NaN", '[{"code": "1.001193", "allowed": {"legal": {"value": 1e999, "unit": "hour"}}}]']  # fmt: skip


@pytest.mark.parametrize("text", IMPORTS, ids=[str(n) for n, _ in enumerate(IMPORTS)])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_bad_catalogue_is_refused_by_line_and_field(text: str, form: str) -> None:
    try:
        taken = read_rows(read_import(text, form, "nhap"), {}, "nhap")
        assert taken == [] and text in ("[]", "code,name\n")
    except CatalogueError as refused:
        assert refused.problems and all(VIETNAMESE.search(str(each)) for each in refused.problems)


# ---- the database gone


@pytest.fixture
def gone(at: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    """A client of somebody signed in, from now on without a database."""

    def away(login: str) -> Client:
        client = at(login)

        def refuse(*given: Any, **named: Any) -> Any:
            raise OperationalError("connection refused") from psycopg.OperationalError("connection refused")

        monkeypatch.setattr(connection, "cursor", refuse)
        monkeypatch.setattr(connection, "ensure_connection", refuse)
        client.raise_request_exception = False
        return client

    return away


AWAY = [("", "/thu-tuc?q=ly+hon"), ("", "/tra-cuu/" + "a" * 26), ("", "/cong-khai/"), ("minh", "/quay/"),
        ("lan", "/ban-lam-viec"), ("hoa", "/ky-duyet"), ("an", "/quan-tri"), ("", "/api/v1/procedures?q=khai")]  # fmt: skip


@pytest.mark.parametrize(("login", "address"), AWAY)
def test_without_a_database_a_page_says_so(gone: Any, login: str, address: str) -> None:
    from motcua.faces.office import forget_office

    forget_office()
    answer = gone(login).get(address)
    assert answer.status_code == 503 and answer["Retry-After"] == "30"
    assert "Máy chủ dữ liệu chưa trả lời" in answer.content.decode()


KEPT = [("minh", "/quay/", typed(full_name="Nguyễn Thị “Ngưỡng”"), ["Nguyễn Thị “Ngưỡng”", "0912 000 123"]),
        ("minh", "/quay/ho-so/H26.101.1-261120-0001/rut", {"y-details": "Đổi ý rồi"}, ["Đổi ý rồi"]),
        ("lan", "/ho-so/H26.101.1-261120-0001/supplement-requested", {"reason": "Thiếu <chữ ký>"}, ["Thiếu &lt;chữ ký&gt;"]),
        ("", "/tra-cuu", {"code": "H26.101.1-261120-0001", "proof": "123456"}, ["H26.101.1-261120-0001"]),
        ("", "/dang-nhap", {"login": "minh", "password": "bi-mat"}, ["minh"])]  # fmt: skip


@pytest.mark.parametrize(("login", "address", "form", "kept"), KEPT, ids=[k[1][:12] for k in KEPT])
def test_without_a_database_a_form_is_given_back(
    gone: Any, login: str, address: str, form: dict[str, str], kept: list[str]
) -> None:
    answer = gone(login).post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 503 and f'action="{address}"' in page
    assert not [each for each in kept if each not in page] and "bi-mat" not in page
