"""C18: no connection: a page kept in the browser says so, with the number to call. Nothing else is kept there."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override

import motcua
from motcua.faces.audience import Public, page_for
from motcua.faces.office import office_edition
from motcua.foundation.ui.middleware import SECRET_WORDS

LANGUAGES = ("vi", "en")
FILES = ("mc/app.css", "mc/mark.svg", "mc/fonts/noto-sans-latin.woff2", "mc/fonts/noto-sans-vietnamese.woff2")
ONE_DAY = 24 * 3600


@page_for(Public)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown instead of any page while there is no connection; the same for everybody.

    With `chua-gui` for a form that was not sent: the worker lays what was typed into it.
    """
    return render(request, "portal/offline.html", {"unsent": "chua-gui" in request.GET})


@page_for(Public)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: it keeps the page above and the files it needs, and answers with it when nothing comes.

    Asked for once a day; a change to the office, its style sheet or a release changes it, and the browser keeps all of it anew.
    """
    pages = {}
    for language in LANGUAGES:
        with override(language):
            pages[language] = reverse("portal:offline")
    files = [static(name) for name in FILES]
    unsent = {language: f"{page}?chua-gui=1" for language, page in pages.items()}
    said = "\n".join([motcua.__version__, str(office_edition()), *pages.values(), *unsent.values(), *files])
    mark = hashlib.sha256(said.encode()).hexdigest()[:16]
    secret = "|".join(SECRET_WORDS)
    shown = {"mark": mark, "pages": pages, "unsent": unsent, "files": files, "secret": secret}
    response = render(request, "portal/sw.js", shown, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response
