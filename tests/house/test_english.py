"""Every sentence of a page has its English: what templates and code translate is in the catalogue, filled in."""

import ast
import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest

from motcua.domain.cases.rules import Channel, State
from motcua.domain.delivery.rules import (
    NEXT_FOR_OFFICE,
    NEXT_FOR_PEOPLE,
    Direction,
    ParcelState,
    Payer,
)
from motcua.domain.documents.models.own import SOURCES
from motcua.domain.offices.models import Role
from motcua.domain.people.models import PersonKind
from motcua.foundation.actions import ACTIONS
from motcua.foundation.ui.languages import VIETNAMESE
from motcua.foundation.ui.marks import MARKS
from tests.house.tree import ROOT, ending, named, text_of

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
WRITTEN = ("motcua/faces/", "motcua/foundation/ui/", "motcua/application/")
ASKING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
TAG = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
MARK = re.compile(r"""{%\s*(?:mark|due)\s+\S+\s+"([^"]+)"\s*%}""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
HOT = re.compile(r"""_\("([^"]+)"\)""")
KITCHEN = "templates/ui/kitchen"  # shows developers every part, with made-up words


def catalogue() -> dict[str, str]:
    spec = spec_from_file_location("messages", ROOT / "locale" / "messages.py")
    assert spec and spec.loader
    messages = module_from_spec(spec)
    spec.loader.exec_module(messages)
    found = messages.entries(CATALOGUE.read_text("utf-8"))
    return {key.partition("\0")[0].rpartition("\4")[2]: said for key, said in found.items()}


def of_code(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if name in ASKING and isinstance(node.args[0].value, str):
            yield node.args[0].value


def of_template(text: str) -> Iterator[str]:
    for first, second in TAG.findall(text):
        yield first or second
    yield from MARK.findall(text)
    yield from HOT.findall(text)
    for block in BLOCK.findall(text):
        yield re.sub(r"{{\s*(\w+)[^}]*}}", r"%(\1)s", re.split(r"{%\s*plural\s*%}", block)[0])


def asked() -> dict[str, str]:
    """Each sentence that some page asks the catalogue for, with one place that does."""
    found: dict[str, str] = {}
    for path in ending(".py", ".html"):
        name, text = named(path), text_of(path) or ""
        if name.startswith(WRITTEN) and KITCHEN not in name:
            read = of_code if path.suffix == ".py" else of_template
            found |= dict.fromkeys(read(text), name)
    return found


def test_the_catalogue_is_whole_and_in_order() -> None:
    """Each message once, sorted, so that two people who add words seldom meet in one place."""
    blocks = CATALOGUE.read_text("utf-8").rstrip("\n").split("\n\n")[1:]
    keys = [re.findall(r"^msgid .*$", block, re.MULTILINE) for block in blocks]
    assert [
        block for block, key in zip(blocks, keys, strict=True) if len(key) != 1 or "\nmsgstr" not in block
    ] == []
    assert [key for key in keys if keys.count(key) > 1] == [] and keys == sorted(keys)


def test_every_sentence_of_a_page_is_in_the_english_catalogue() -> None:
    known = catalogue()
    missing = {sentence: place for sentence, place in asked().items() if sentence not in known}
    assert len(asked()) > 700 and missing == {}


def labels() -> dict[str, Any]:
    return {
        "act": [action.label for action in ACTIONS.values()],
        "state": [state.label for state in State],
        "channel": [channel.label for channel in Channel],
        "role": Role.labels,
        "document": list(SOURCES.values()),
        "kind of person": PersonKind.labels,
        "parcel": [
            *(state.label for state in ParcelState),
            *Direction.LABELS.values(),
            *Payer.LABELS.values(),
            *(said for way in NEXT_FOR_PEOPLE.values() for said in way.values()),
            *(said for way in NEXT_FOR_OFFICE.values() for said in way.values()),
        ],
        "mark": [mark.word for mark in MARKS.values() if mark.word],
    }


@pytest.mark.parametrize("kind", labels())
def test_every_label_has_its_english(kind: str) -> None:
    known = catalogue()
    assert [str(label) for label in labels()[kind] if str(label) not in known] == []


def test_the_english_says_it_in_english() -> None:
    """Names and examples in quotes or after “for example” may stay; a whole Vietnamese sentence may not."""
    kept = re.compile(r"“[^”]*”|For example: .*|Mẫu 0\d|đồng|Đ")
    odd = {key: said for key, said in catalogue().items() if VIETNAMESE.search(kept.sub("", said))}
    assert odd == {}


def test_what_is_filled_into_a_sentence_is_filled_into_its_english() -> None:
    filled = re.compile(r"%\((\w+)\)")
    odd = {
        key: said
        for key, said in catalogue().items()
        for form in said.split("\0")
        if set(filled.findall(key)) != set(filled.findall(form)) and "%(" in key + form
    }
    assert odd == {}
