"""A person who follows every link of the pages they see and reads every form; nothing of it is kept in the database."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

FORM = "application/x-www-form-urlencoded"
PER_VIEW = 3  # pages of one kind that links lead to
PLAIN = ("text", "search", "tel", "email", "number", "date", "url", None)
DOING = ("viec", "buoc", "act")  # the fields that say which of its acts a page is to do
Fields = list[tuple[str, str]]


@dataclass
class Form:
    """What a browser would send of a form untouched, and which of it a person types, with the most it takes."""

    view: str
    action: str
    fields: Fields
    typed: dict[str, int]
    choices: list[str]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        doing = [value for name, value in self.fields if name in DOING]
        return self.view, " ".join(doing), tuple(sorted({name.split(".")[0] for name, _ in self.fields}))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(name for name, _ in self.fields))

    def with_(self, said: Callable[[str, str], str | None]) -> Fields:
        """Every field with what is said of its name and value; None leaves it out."""
        told = [(name, said(name, value)) for name, value in self.fields]
        return [(name, value) for name, value in told if value is not None]


@dataclass
class Walker:
    """Somebody's browser, without scripts."""

    cookies: dict[str, str]
    spaces: tuple[str, ...] = ("portal", "board", "ui", "desk", "counter")
    seen: set[str] = field(default_factory=set)
    opened: Counter[str] = field(default_factory=Counter)

    def forms(self, *starts: str) -> dict[Any, Form]:
        """Every form of every page that leads on from these; one of each kind."""
        found: dict[Any, Form] = {}
        todo = list(starts)
        while todo:
            path = todo.pop(0)
            view = view_of(path)
            if path in self.seen or not (path in starts or self._may_open(path, view)):
                continue
            self.seen.add(path)
            self.opened[view] += 1
            answer = self.ask("GET", path)
            assert answer.status_code < 500, path
            if answer.status_code in (301, 302):
                todo.append(_within(answer["Location"]))
            elif "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                page = html.fromstring(answer.content.decode())
                todo += [_within(urljoin(path, link)) for link in page.xpath("//a/@href")]
                found |= {form.key: form for form in forms_of(page, path) if form.key not in found}
        return found

    def _may_open(self, path: str, view: str) -> bool:
        known = view.partition(":")[0] in self.spaces and not path.startswith("/en/")
        return known and self.opened[view] < PER_VIEW

    def ask(
        self, method: str, path: str, sent: Fields | bytes = b"", kind: str = FORM, look: Any = None
    ) -> Any:
        """The answer, with nothing of it kept; `look` sees the database as it would be."""
        client = Client(raise_request_exception=False)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        body = sent if isinstance(sent, bytes) else urlencode(sent, errors="surrogatepass").encode()
        with transaction.atomic():
            answer = client.generic(method, path, body, kind)
            if look:
                look()
            transaction.set_rollback(True)
        return answer


def walker(client: Client, *spaces: str) -> Walker:
    """With the session of a client, and the key of a screen if it has one; among the pages of some spaces only."""
    found = Walker({name: kept.value for name, kept in client.cookies.items()})
    found.spaces = spaces or found.spaces
    return found


def view_of(path: str) -> str:
    """The name of what answers at a path; nothing if nothing does."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    told = [str(value) for name, value in match.kwargs.items() if name in ("slug", "doing")]
    return " ".join([match.view_name, *told])


def forms_of(page: Any, path: str) -> Iterator[Form]:
    """The forms of a page that are sent by POST; buttons that say something are said by each in turn."""
    for form in page.forms:
        if form.method.upper() != "POST":
            continue
        action = _within(urljoin(path, form.get("action") or path))
        fields = [(name, value or "") for name, value in form.form_values() if name != "csrfmiddlewaretoken"]
        fields += [
            (name, "") for name in _unsaid(form) if name not in dict(fields) and name != "csrfmiddlewaretoken"
        ]
        typed = {
            node.get("name"): int(node.get("maxlength") or 10_000)
            for node in form.xpath(".//textarea[@name] | .//input[@name]")
            if (node.tag == "textarea" or node.get("type") in PLAIN)
            and node.get("autocomplete") != "one-time-code" and node.get("inputmode") != "none"
        }  # fmt: skip
        choices = form.xpath(".//select/@name | .//input[@type='radio' or @type='checkbox']/@name")
        buttons = form.xpath(".//button[@name]") or [None]
        for button in buttons:
            said = [] if button is None else [(button.get("name"), button.get("value") or "")]
            yield Form(view_of(action), action, fields + said, typed, choices)


def _unsaid(form: Any) -> list[str]:
    """The fields that are empty, or not ticked, as the page stands."""
    return list(dict.fromkeys(form.xpath(".//input/@name | .//textarea/@name | .//select/@name")))


def _within(address: str) -> str:
    """Path and query of an address of this office; of any other, nothing that is one."""
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", "testserver", "localhost"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
