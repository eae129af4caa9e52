"""Reading the desk's pages as a person would: their words, their forms, what they send."""

import re
from html import unescape
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from motcua.domain.cases.models import Case
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from motcua.domain.offices.models import Staff


def signed_in(staff: Staff) -> Client:
    """A browser of one member of staff."""
    client = Client()
    client.force_login(staff.account)
    return client


def words(response: Any) -> str:
    """What a person reads on the page, with single spaces."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r" ([:.,;])", r"\1", " ".join(unescape(text).split()))


def form_of(response: Any, action: str = "") -> dict[str, Any]:
    """The hidden and filled-in fields of the form that sends to `action` (or of the page's own form)."""
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", response.content.decode(), re.DOTALL):
        target = re.search(r'action="([^"]*)"', attributes)
        if 'method="post"' not in attributes or "csrfmiddlewaretoken" not in inside:
            continue
        where = unescape(target.group(1)) if target else ""
        if action in where if action else target is None:
            return {**_inputs(inside), "_action": where}
    raise AssertionError(f"no form sends to {action or 'its own page'}")


def _inputs(inside: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        name, value = _of(tag, "name"), _of(tag, "value")
        ticks = _of(tag, "type") in ("checkbox", "radio")
        if not name or (ticks and "checked" not in tag):
            continue
        found[name] = [*found.get(name, []), value] if ticks and _of(tag, "type") == "checkbox" else value
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', inside, re.DOTALL):
        found[name] = unescape(body).strip()
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"\s+selected', body) or re.search(r'value="([^"]*)"', body)
        found[name] = unescape(chosen.group(1)) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def _of(tag: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""


def add_file(
    client: Client, case: Case, content: bytes, file: str, *, name: str, paper: str = "giay-khac"
) -> Any:
    """Send a file for a paper of a case, have it looked at, put it into the folder; the answer to that."""
    page = f"/ho-so/{case.code}/giay-to/{paper}"
    sent = client.post(page, {"tep": ContentFile(content, file)})
    assert sent.status_code == 302, words(sent)
    for upload in Upload.objects.filter(state=CHECKING):
        check(upload.pk)
    form = form_of(client.get(page), "/dua-vao")
    return send(client, form["_action"], form, ten=name)


def rows_of(response: Any) -> list[str]:
    """The codes of the rows of a list, in order."""
    return re.findall(r'<tr data-row="([^"]+)"', response.content.decode())


def send(client: Client, address: str, form: dict[str, Any], **more: Any) -> Any:
    """Send a form as it was read from the page, with changes; the answer, not followed."""
    sent = {name: value for name, value in {**form, **more}.items() if name != "_action"}
    return client.post(address, sent)
