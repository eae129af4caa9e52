"""What is written about the house is true: links lead somewhere, commands exist, figures are counted in the tree."""

import argparse
import csv
import importlib
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from demo import PASSWORD, people_to_sign_in_as
from motcua.domain.cases import actions as declared  # noqa: F401  (declares every action)
from motcua.domain.cases.rules import State
from motcua.domain.documents.rules import FORMS
from motcua.domain.people.rules import read_card
from motcua.faces.cli.main import commands
from motcua.foundation.actions import ACTIONS, system

ROOT = Path(__file__).resolve().parents[2]
README, TWIN = ROOT / "README.md", ROOT / "README.vi.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "assets" / "README.md"])
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.png"))
TOPS = "motcua|config|library|demo|benchmarks|tests|docs|bin|deploy|assets|requirements|LICENSES"
DEMO = "http://127.0.0.1:8000"
# Folders of a machine that an installation has; everything else that begins with / is a page.
INSTALLED = ("/etc/", "/srv/motcua", "/var/lib/motcua", "/var/run/clamav/", "/usr/")
MOST_BYTES, MOST_LINES = 200 * 1024, 400

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def without_code(text: str) -> str:
    return re.sub(r"(?ms)^```.*?^```|^(?: {4}|\t).*?$", "", text)


def code_blocks(text: str) -> list[str]:
    fenced = re.findall(r"(?ms)^```\w*\n(.*?)^```", text)
    return fenced + re.findall(r"(?m)^ {4}(\S.*)$", re.sub(r"(?ms)^```.*?^```", "", text))


def inline_code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", without_code(text))


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^()\s]+)\)", without_code(text)) + re.findall(r'src="([^"]+)"', text)


def headings(text: str) -> list[str]:
    return re.findall(r"(?m)^#+ .*$", without_code(text))


def anchors(text: str) -> set[str]:
    titles = [re.sub(r"[`*\[\]]|\(.*?\)", "", heading.lstrip("# ")) for heading in headings(text)]
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def is_page(address: str) -> bool:
    try:
        resolve(urlsplit(address).path.removeprefix("/en"))  # English pages stand behind that prefix
    except Resolver404:
        return False
    return True


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page.read_text("utf-8")):
        if link.startswith(DEMO):
            assert is_page(link), f"{link} is no page of the demo"
            continue
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT) and target.exists(), f"{link} does not exist"
        assert not anchor or anchor in anchors(target.read_text("utf-8")), f"{link}: no such heading"


@every_page
def test_every_path_named_is_there(page: Path) -> None:
    for named in inline_code(page.read_text("utf-8")):
        if not re.fullmatch(rf"(?:{TOPS})/[\w.<>*/…-]*", named):
            continue
        pattern = re.sub(r"<[^>]*>|…", "*", named).rstrip("/")
        assert list(ROOT.glob(pattern)), f"{named} is not there"


@every_page
def test_every_name_said_to_be_in_a_file_is_in_it(page: Path) -> None:
    said = re.findall(r"`(motcua/[^`]+\.py)`(?:,| \|) `(\w+)`", page.read_text("utf-8"))
    for path, name in said:
        code = (ROOT / path).read_text("utf-8")
        assert re.search(rf"(?m)^\s*(?:def|class) {name}\b|^{name}\b", code), f"{name} is not in {path}"


@every_page
def test_every_command_can_be_run(page: Path) -> None:
    text = page.read_text("utf-8")
    for line in "\n".join(code_blocks(text) + inline_code(text)).splitlines():
        for program in re.findall(r"(?<![\w/.])bin/[a-z]\w*", line):
            assert os.access(ROOT / program, os.X_OK), f"{program} is not a command"
        for words in re.findall(r"(?:^\s*|bin/)motcua ([a-z-].*)$", line):
            _can_be_parsed(words.partition(" #")[0].partition("   ")[0].split())


def _can_be_parsed(words: list[str]) -> None:
    name, *rest = words
    if name in ("--help", "--version"):
        return
    assert name in commands(), f"there is no command “motcua {name}”"
    module = importlib.import_module(f"motcua.faces.cli.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    module.register(subparsers)
    parser = subparsers.choices[name]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and rest:
            assert rest[0] in action.choices, f"there is no command “motcua {name} {rest[0]}”"
            parser = action.choices[rest[0]]
    for option in re.findall(r"--[a-z][\w-]*", " ".join(rest)):
        assert option in parser._option_string_actions, f"“motcua {name}” has no option {option}"


@every_page
def test_no_path_of_one_machine_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    for named in re.findall(
        r"(?<![\w.:/<>*)\]])/[a-z][\w.*<>/-]*", "\n".join(code_blocks(text) + inline_code(text))
    ):
        assert named.startswith(INSTALLED) or is_page(re.sub(r"<secret>", "a" * 26, named)), (
            f"{named} names a machine"
        )


@every_page
def test_no_page_is_too_long(page: Path) -> None:
    assert len(page.read_text("utf-8").splitlines()) < MOST_LINES


def test_both_readmes_have_the_same_sections_commands_links_and_figures() -> None:
    english, vietnamese = README.read_text("utf-8"), TWIN.read_text("utf-8")
    shape = [[heading.index(" ") for heading in headings(text)] for text in (english, vietnamese)]
    assert shape[0] == shape[1]
    assert code_blocks(english) == code_blocks(vietnamese)
    both = [[link for link in links(text) if not link.startswith("README")] for text in (english, vietnamese)]
    assert both[0] == both[1]
    assert boxed(english) == boxed(vietnamese)
    for text in (english, vietnamese):
        assert text.count("\n- **") == english.count("\n- **")


def boxed(text: str) -> list[int]:
    """The figures of the box: rows whose first cell is a number."""
    return [int(number) for number in re.findall(r"(?m)^\| (\d+) \|", text)]


def in_the_tree() -> list[int]:
    """The same figures, counted."""
    numbered = list((ROOT / "library" / "papers").glob("tt*/*.typ"))
    return [
        len(list((ROOT / "library" / "procedures").glob("*/procedure.toml"))),
        len(list((ROOT / "library" / "routes").glob("*.bpmn"))),
        len(numbered),
        len([row for row in units() if not row["parent"]]),
        len(list((ROOT / "library" / "calendars").glob("*.toml"))),
        len(State),
    ]


def units() -> Iterator[dict[str, str]]:
    """Units in force today."""
    with (ROOT / "library" / "units.csv").open(encoding="utf-8", newline="") as lines:
        yield from [row for row in csv.DictReader(lines) if not row["valid_to"]]


def test_the_figures_of_the_box_are_those_of_the_tree() -> None:
    assert boxed(README.read_text("utf-8")) == in_the_tree()


@pytest.mark.parametrize(("page", "thousand"), [(README, ","), (TWIN, ".")], ids=["en", "vi"])
def test_the_figures_in_the_words_of_the_box_are_true_too(page: Path, thousand: str) -> None:
    text = page.read_text("utf-8")
    box = text[text.index("|---:|") :].partition("\n\n")[0]
    fields = set()
    for path in (ROOT / "library" / "procedures").glob("*/procedure.toml"):
        fields.add(tomllib.loads(path.read_text("utf-8"))["field"])
    years = tomllib.loads((ROOT / "library" / "calendars" / "vn-standard.toml").read_text("utf-8"))["years"]
    communes = len([row for row in units() if row["parent"]])
    acts = [a for name, a in ACTIONS.items() if name.startswith("case.") and tuple(a.who) != (system,)]
    assert f" {len(fields)} " in box.splitlines()[1]
    assert f" {communes:,} ".replace(",", thousand) in box.splitlines()[4]
    assert all(f" {year}" in box.splitlines()[5] for year in years)
    assert f" {len(acts)} " in box.splitlines()[6]
    spelled = {7: ("seven", "bảy"), 6: ("six", "sáu")}
    for form_set in ("tt03-2025", "tt01-2018"):
        numbered = len([number for number in FORMS[form_set] if number.isdigit()])
        assert any(word in box.splitlines()[3] for word in spelled[numbered])


def test_the_changelog_counts_what_the_tree_has() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    procedures, routes = in_the_tree()[:2]
    assert f"{procedures} procedures" in text and f"{routes} routes" in text


@pytest.mark.parametrize("page", [README, TWIN], ids=["en", "vi"])
def test_the_tour_signs_in_as_people_of_the_demo_with_a_card_that_can_be_read(page: Path) -> None:
    text = page.read_text("utf-8")
    logins = {login for login, _, _ in people_to_sign_in_as()}
    assert {"minh", "lan", "hoa", "van"} <= logins & set(inline_code(text))
    assert PASSWORD in inline_code(text)
    card = next(line for line in code_blocks(text) if "|" in line)
    assert read_card(card, date(2026, 11, 20)).warnings == ()
    assert card in (ROOT / "docs" / "pictures" / "take.py").read_text("utf-8")


def test_everybody_named_in_the_longer_tour_works_in_the_demo() -> None:
    tour = (ROOT / "docs" / "tour.md").read_text("utf-8")
    table = tour[tour.index("| sign in as |") :].partition("\n\n")[0]
    offices = (ROOT / "demo" / "offices.py").read_text("utf-8").replace("_", "")
    logins = [login for row in table.splitlines()[2:] for login in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert logins and not [login for login in logins if f'"{login}"' not in offices]


def test_the_index_of_the_guides_is_whole() -> None:
    index = {link.partition("#")[0] for link in links((ROOT / "docs" / "README.md").read_text("utf-8"))}
    guides = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")} - {"README.md"}
    assert guides - index == set()


def test_every_licence_of_a_part_is_in_the_notice_and_the_other_way_round() -> None:
    named = set(re.findall(r"LICENSES/(\S+\.txt)", (ROOT / "NOTICE").read_text("utf-8")))
    assert named == {path.name for path in (ROOT / "LICENSES").iterdir()}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_every_picture_is_small_and_shown_somewhere(picture: Path) -> None:
    assert picture.stat().st_size <= MOST_BYTES
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page.read_text("utf-8"))}
    assert picture in shown
