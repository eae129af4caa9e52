"""No file and no function too long, no word that does not belong; house §5."""

import ast
import re
import unicodedata

import pytest

from tests.house.tree import NOT_OURS, ending, named, text_of, texts

MOST_LINES, MOST_OF_A_FUNCTION = 400, 60
# Minified and packed files are written by assets/build; migrations by Django.
SOURCES = [
    path
    for path in ending(".py", ".html", ".scss", ".js", ".mjs", ".typ")
    if "/static/" not in named(path) and "/migrations/" not in named(path)
]
MODULES = [path for path in SOURCES if path.suffix == ".py"]


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {named(p): n for p in SOURCES if (n := len((text_of(p) or "").splitlines())) > MOST_LINES}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{named(path)}: {node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(text_of(path) or ""))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= MOST_OF_A_FUNCTION
    }
    assert long == {}


def test_all_text_is_composed_unicode_with_plain_line_ends() -> None:
    odd = [
        name
        for name, text in texts().items()
        if unicodedata.normalize("NFC", text) != text or "\r" in text or (text and not text.endswith("\n"))
    ]
    assert [name for name in odd if not name.startswith(NOT_OURS) and "/static/" not in name] == []


def test_the_mark_of_a_tone_stands_where_schools_and_offices_write_it() -> None:
    """“Hóa”, “khỏe”, “thủy”; of two ways in use one, so that a search on a page finds the word."""
    other = re.compile(r"\b(?!qu)\w*(?:o[áàảạã]|o[éèẻẹẽ]|u[ýỳỷỵỹ])\b", re.IGNORECASE)
    spelled = (
        "tests/",
        "motcua/foundation/text/",
        "library/",
    )  # these tell of both ways, or name as the law names
    odd = {
        f"{name}: {found[0]}"
        for name, text in texts().items()
        if not name.startswith((*spelled, *NOT_OURS)) and "/static/" not in name
        for found in other.finditer(text)
    }
    assert odd == set()


# Cut in two, so that this page does not hold them.
FORBIDDEN = {
    "work put off": r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b",
    "a path of one machine": r"(?<![\w.])/(ro" + r"ot|home/[a-z]+|wo" + r"rk|Us" + r"ers)/",
    "a place packages come from": r"py"
    + r"pi\.org|python"
    + r"hosted|npm"
    + r"js\.|(?<!container-)regis"
    + r"try\.[a-z]",
    "a wait that the page's own policy forbids": r"wait_for" + r"_function",
    "a name for what has none": r"(?i)\b(class|def) \w*(service|manager|helper|util)s?\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_forbidden_word_stands_in_the_tree(what: str) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for name, text in texts().items()
        if not name.startswith(NOT_OURS) and "/static/" not in name
        for hit in re.finditer(FORBIDDEN[what], text)
    ]
    assert [each for each in found if not re.search(r"class \w+Manager$", each)] == []
