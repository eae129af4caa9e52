"""What is declared is whole: acts are tested and told, views have an audience, words stand in the glossary."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.application.notices.rules import letters
from motcua.domain.cases.queries.acts import COMPLETES
from motcua.domain.cases.rules import State
from motcua.domain.offices.models import Role, Staff
from motcua.domain.people.actor import Citizen
from motcua.domain.screens.models import Screen
from motcua.faces.audience import Public
from motcua.faces.cli import reference
from motcua.foundation.actions import ACTIONS, Action
from tests.house.tree import ROOT, named, texts

AUDIENCES = {"applicant", "officer", "counter", "unit", "sender"}
CASE_ACTIONS = [action for name, action in ACTIONS.items() if name.startswith("case.")]
every_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)


@every_action
def test_every_action_has_a_test(action: Action) -> None:
    tests = "\n".join(text for name, text in texts().items() if name.startswith("tests/actions/test_"))
    assert re.search(rf"\b{action.body.__name__}\b[,(:]", tests), (
        f"tests/actions does not do {action.name} ({action.body.__name__})"
    )


@every_action
def test_every_action_says_what_it_is(action: Action) -> None:
    rooms = "|".join(prefix.rstrip(".") for prefix, _title in reference.ROOMS)
    assert re.fullmatch(rf"({rooms})\.[a-z]+(_[a-z]+)*", action.name)
    assert action.label[0].isupper() and not action.label.endswith(".")
    assert action.doc.endswith(".") and "\n" not in action.doc.partition("\n\n")[0].strip("\n")
    assert action.who, "an action nobody may do"
    for guard in action.who:
        assert (inspect.getdoc(guard) or "").partition("\n")[0].endswith("."), (
            f"{guard.__name__}: say who in words"
        )


@every_action
def test_every_action_told_has_its_letter(action: Action) -> None:
    assert set(action.tell) <= AUDIENCES
    assert set(action.tell.values()) <= set(letters())


def test_every_letter_is_sent_by_something() -> None:
    used = {letter for action in ACTIONS.values() for letter in action.tell.values()}
    elsewhere = "\n".join(
        text for name, text in texts().items() if name.startswith("motcua/") and name.endswith(".py")
    )
    unused = {letter for letter in set(letters()) - used if f'"{letter}"' not in elsewhere}
    assert unused == set()


def test_every_case_action_either_opens_a_case_or_names_its_states() -> None:
    wrong = [a.name for a in CASE_ACTIONS if bool(a.when) == a.opens]
    assert wrong == []
    assert {int(state) for a in CASE_ACTIONS for state in (*a.when, *([a.then] if a.then else []))} <= set(
        State
    )


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    reached = {int(a.then) for a in CASE_ACTIONS if a.then is not None}
    left = {int(state) for a in CASE_ACTIONS if a.then is not None for state in a.when if state != a.then}
    assert reached == set(State)
    assert left == {1, 2, 4, 5, 6, 9, 10}  # 10: a delivery told by mistake


# Views -------------------------------------------------------------------------------------------------------

# Not pages: the API's own door asks for a key where one is needed; Django's file server is for developers.
# What the foundation keeps in a browser's own cookie is known to nobody.
APART = ("ninja.", "django.views.static", "django.contrib.staticfiles", "motcua.foundation.ui.")


def views(resolver: URLResolver | None = None, path: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        where = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, where)
        elif isinstance(entry, URLPattern):
            yield where, entry.callback


@pytest.mark.parametrize(
    ("path", "view"), list(views()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_every_view_names_its_audience(path: str, view: Any) -> None:
    if view.__module__.startswith(APART):
        return
    assert getattr(view, "audience", None) in (Public, Citizen, Staff, Screen), (
        f"{view.__module__}.{view.__name__} for /{path}"
    )
    assert set(getattr(view, "roles", ())) <= set(Role.values)


def test_there_are_views_for_everybody() -> None:
    modules = {
        view.__module__.split(".")[2] for _, view in views() if view.__module__.startswith("motcua.faces.")
    }
    assert modules >= {"portal", "counter", "desk", "board"}


# The glossary ------------------------------------------------------------------------------------------------


def words() -> set[str]:
    """The first cell of every line of the glossary, without its marks."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return {cell.strip().strip("`") for cell in re.findall(r"(?m)^\| ([^|]+) \|", text)}


def labels() -> dict[str, str]:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return dict(re.findall(r"(?m)^\| `(\w+)` \| ([^|]+?) \|", text))


def test_every_state_has_its_line_with_its_own_name() -> None:
    assert {s.name.lower(): s.label for s in State}.items() <= labels().items()


def test_every_role_has_its_line_with_its_own_name() -> None:
    assert dict(Role.choices).items() <= labels().items()


def test_every_model_has_its_line_and_every_line_its_model() -> None:
    models = {m.__name__ for m in apps.get_models() if m.__module__.startswith("motcua.")}
    assert models - words() == set()
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("## What is kept")[2]
    assert set(re.findall(r"(?m)^\| `(\w+)`", text)) - models == set()


def test_every_kind_of_step_has_its_line() -> None:
    assert set(COMPLETES) <= words()
    assert set(COMPLETES.values()) <= set(ACTIONS)


# The reference -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", reference.PAGES)
def test_the_generated_reference_is_current(page: str) -> None:
    assert (ROOT / page).read_text("utf-8") == reference.PAGES[page](), f"{page}: run bin/fix"


def test_every_variable_the_code_reads_is_explained_and_no_other() -> None:
    assert set(reference.variables()) == set(reference.MEANINGS)


# Templates ---------------------------------------------------------------------------------------------------

# Asked for by Django itself, by these names; and the catalogue of components, which the journeys walk through.
BY_NAME = re.compile(r"(4\d\d(_csrf)?|500)\.html|django/.*|ui/kitchen\w*\.html")


def test_every_template_is_used() -> None:
    templates, code = {}, []
    for name, text in texts().items():
        if found := re.match(r"motcua/.*?/(?:templates|jinja2)/(.+\.(?:html|txt|svg|xml))$", name):
            templates[name] = found.group(1)
        if name.endswith((".py", ".html", ".txt", ".svg")) and not name.startswith("tests/house/"):
            code.append(text)
    everything = "\n".join(code)
    unused = [
        name
        for name, short in templates.items()
        if not BY_NAME.fullmatch(short) and not _is_named(short, everything)
    ]
    assert unused == []


def _is_named(short: str, everything: str) -> bool:
    if short.startswith("cotton/"):
        tag = short.removeprefix("cotton/").removesuffix(".html").replace("/", "\\.").replace("_", "[-_]")
        return re.search(rf"<c-{tag}[\s/>]", everything) is not None
    return f'"{short}' in everything or f"'{short}" in everything


def test_the_tree_was_read() -> None:
    assert len(texts()) > 300 and named(ROOT / "pyproject.toml") in texts()
