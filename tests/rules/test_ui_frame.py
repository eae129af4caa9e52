"""The frame of every page: templates, components, headers, theme, outages, budgets."""

import gzip
import re
import unicodedata
from pathlib import Path

import psycopg
import pytest
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from PIL import ImageFont

from motcua.foundation.ui import middleware, preferences
from motcua.foundation.ui.hot import render_hot
from motcua.foundation.ui.kitchen import kitchen_context
from motcua.foundation.ui.static_files import HashedFiles

UI = Path(middleware.__file__).parent
STATIC = UI / "static" / "mc"
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
COMPONENTS = sorted((UI / "templates" / "cotton" / "mc").glob("*.html"))
PAPERS = {"papers": ["Tờ khai", "Giấy chứng sinh"]}


def page(name: str, **cookies: str) -> str:
    request = RequestFactory().get("/thu-tuc?q=khai+sinh")
    request.COOKIES.update(cookies)
    return render_to_string(name, {**kitchen_context(), **PAPERS}, request=request)


@pytest.fixture
def plain_site(settings) -> None:  # type: ignore[no-untyped-def]
    from motcua.foundation.ui.site import Link, Site

    settings.UI_SITE = Site(
        name="Phường An Bình", hotline="1900 1234", notice="Minh họa", links=(Link("A", "/a"),)
    )


pytestmark = pytest.mark.usefixtures("plain_site")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_writes_script_or_style_into_the_page(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*src=)", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_what_it_is_and_is_shown_in_the_catalogue(path: Path) -> None:
    assert path.read_text().startswith("{% comment %}")
    others = "".join(other.read_text() for other in TEMPLATES if other != path)
    assert f"<c-mc.{path.stem}" in others


@pytest.mark.parametrize("name", ["kitchen", "kitchen_desk", "kitchen_case"])
def test_catalogue_pages_render_whole_and_with_unique_ids(name: str) -> None:
    text = page(f"ui/{name}.html")
    assert "{{" not in text and "{%" not in text and "<c-" not in text
    assert text.count("<main") == text.count("<h1") == 1 or name == "kitchen_case"
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_render_without_request_or_context_and_show_a_way_back(code: str) -> None:
    text = get_template(f"{code}.html").render({})
    assert 'lang="vi"' in text and 'href="/"' in text


def test_error_pages_show_the_hotline() -> None:
    assert 'href="tel:19001234"' in page("404.html")


def test_the_title_says_when_there_are_errors() -> None:
    assert "<title>Lỗi: Danh mục thành phần</title>" in page("ui/kitchen.html")


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("auto", ""), ('"><script>', "")],
)
def test_the_theme_is_painted_by_the_server(cookie: str, expected: str) -> None:
    assert page("404.html", giao_dien=cookie).startswith(f'<!doctype html>\n<html lang="vi"{expected}>')


@pytest.mark.parametrize(
    ("posted", "back", "cookie"),
    [
        ({"theme": "dark", "next": "/tra-cuu?ma=1"}, "/tra-cuu?ma=1", {"giao_dien": "dark"}),
        ({"language": "en", "next": "/quay/"}, "/quay/", {"django_language": "en"}),
        ({"theme": "pink", "next": "//elsewhere.example"}, "/", {}),
        ({"language": "xx"}, "/", {}),
    ],
)
def test_a_choice_is_kept_and_leads_back_to_the_page(
    posted: dict[str, str], back: str, cookie: dict[str, str]
) -> None:
    response = preferences.remember(RequestFactory().post("/giao-dien", posted))
    assert (response.status_code, response["Location"]) == (302, back)
    assert {name: morsel.value for name, morsel in response.cookies.items()} == cookie


def test_a_choice_sent_from_another_site_is_refused() -> None:
    request = RequestFactory(headers={"Sec-Fetch-Site": "cross-site"}).post("/giao-dien", {"theme": "dark"})
    assert preferences.remember(request).status_code == 403


def test_every_answer_has_strict_headers_and_keeps_its_own() -> None:
    def view(request):  # type: ignore[no-untyped-def]
        return HttpResponse("x", headers={"Referrer-Policy": "no-referrer"})

    response = middleware.headers(view)(RequestFactory().get("/"))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-cache"


def test_pages_of_a_signed_in_person_are_not_stored() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = "x"
    response = middleware.headers(lambda request: HttpResponse("x"))(request)
    assert response["Cache-Control"] == "no-store"


def test_styles_and_fonts_carry_no_headers_that_only_pages_need() -> None:
    response = middleware.headers(lambda request: HttpResponse("x"))(
        RequestFactory().get("/static/mc/app.css")
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in response and "Permissions-Policy" not in response


@pytest.mark.parametrize(
    ("kind", "encodings", "packed"),
    [
        ("text/html; charset=utf-8", "gzip", True),
        ("text/html; charset=utf-8", "identity", False),
        ("application/pdf", "gzip", False),
    ],
)
def test_pages_go_gzipped_to_whoever_takes_them_so(kind: str, encodings: str, packed: bool) -> None:
    words = "Giấy khai sinh, đăng ký kết hôn. " * 50
    request = RequestFactory(headers={"Accept-Encoding": encodings}).get("/")
    response = middleware.small_pages(lambda request: HttpResponse(words, content_type=kind))(request)
    assert (response.headers.get("Content-Encoding") == "gzip") is packed
    sent = response.content
    assert (gzip.decompress(sent) if packed else sent).decode() == words
    assert not packed or len(sent) < len(words) / 4


def test_a_form_sent_while_the_database_is_away_comes_back_without_its_secrets() -> None:
    request = RequestFactory().post("/quay/?x=1", {"ten": 'Lan "Hà"', "g": ["1", "2"], "password": "kín"})
    layer = middleware.outages(lambda request: HttpResponse("x"))
    response = layer.process_exception(request, psycopg.OperationalError("connection refused"))
    assert response is not None and response.status_code == 503 and response["Retry-After"] == "30"
    text = response.content.decode()
    assert 'name="ten" value="Lan &quot;Hà&quot;"' in text and text.count('name="g"') == 2
    assert "kín" not in text and 'action="/quay/?x=1"' in text


def test_a_mistake_in_a_view_is_not_taken_for_an_outage() -> None:
    layer = middleware.outages(lambda request: HttpResponse("x"))
    assert layer.process_exception(RequestFactory().get("/"), ValueError("x")) is None


def test_programs_and_fragments_get_the_sentence_in_their_own_form() -> None:
    away = psycopg.OperationalError("gone")
    program = middleware.outage_page(RequestFactory(headers={"Accept": "application/json"}).get("/"), away)
    assert program["Content-Type"] == "application/json"
    fragment = middleware.outage_page(RequestFactory(headers={"HX-Request": "true"}).get("/"), away)
    assert b"<html" not in fragment.content and b'role="alert"' in fragment.content


def test_rows_of_the_long_table_are_escaped() -> None:
    rows = [{**kitchen_context()["rows"][0], "person": "<b>Lan</b>"}]
    text = render_hot("mc/inbox_rows.html", {"rows": rows})
    assert "<b>Lan" not in text and "&lt;b&gt;Lan" in text and "mc-due--warn" in text


def test_static_names_are_plain_before_they_are_collected(tmp_path: Path) -> None:
    storage = HashedFiles(location=str(tmp_path), base_url="/static/")
    assert storage.url("mc/app.css") == "/static/mc/app.css"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("app.css", 13_000),
        ("desk.css", 4_000),
        ("gov.js", 7_500),
        ("mc-keys.js", 2_048),
        ("htmx.min.js", 14_000),
    ],
)
def test_files_stay_within_their_budget_of_compressed_bytes(name: str, most: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most


def test_the_fonts_of_a_citizen_page_are_twenty_six_kilobytes() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "fonts").iterdir()) <= 27_000


def draws(part: str, letter: str) -> bool:
    """Whether one of the two files has the letter itself, and the style sheet sends the browser there for it."""
    said = re.search(rf"noto-sans-{part}[^}}]*unicode-range:\s*([^}};]*)", (STATIC / "app.css").read_text())
    assert said
    ranges = [each.strip().removeprefix("U+").partition("-") for each in said[1].split(",")]
    asked = any(int(first, 16) <= ord(letter) <= int(last or first, 16) for first, _, last in ranges)
    font = ImageFont.truetype(str(STATIC / "fonts" / f"noto-sans-{part}.woff2"), 40)
    return asked and bytes(font.getmask(letter)) != bytes(font.getmask("\ue000"))  # nobody has that one


def test_the_fonts_hold_every_letter_of_vietnamese_and_every_sign_our_pages_use() -> None:
    vowels = [unicodedata.normalize("NFC", vowel + tone)
              for vowel in "aăâeêioôơuưy" for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")]  # fmt: skip
    small = "".join(vowels) + "đbcdfghjklmnpqrstvwxz"
    assert len(vowels) == len(set(vowels)) == 72 and all(len(vowel) == 1 for vowel in vowels)
    wanted = small + small.upper() + "0123456789₫€%°²³×·–—“”‘’…«»/§&@()[]+-=:;,.!?"
    assert [each for each in wanted if not draws("latin", each) and not draws("vietnamese", each)] == []
    assert not draws("latin", "ж") and not draws("vietnamese", "½")


def test_stylesheets_ask_nobody_else_and_use_nothing_newer_than_the_oldest_counter() -> None:
    for name in ("app.css", "desk.css"):
        text = (STATIC / name).read_text()
        assert not re.search(r"https?://|data:|color-mix|light-dark|@layer|&", text)


def test_every_icon_in_use_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert used <= known and len(known) >= 40
