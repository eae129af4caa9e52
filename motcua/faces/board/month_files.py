"""Open data of a published month: CSV, JSON, Parquet with schema, licence and source; the printed notice."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.application.disclosure.models import Publication
from motcua.application.disclosure.notice import notice_pdf
from motcua.application.disclosure.tables import TABLES, Column, parquet, schema
from motcua.faces.audience import Public, page_for

from .months import publication_of, shown_of
from .sheets import sheet

Document = Mapping[str, Any]
FOREVER = "public, max-age=31536000, immutable"  # an edition never changes


@page_for(Public)
def month_files(request: HttpRequest, code: str, month: str, edition: int) -> HttpResponse:
    """What can be taken of this edition, and what each column is."""
    publication = publication_of(code, month, edition)
    shown = shown_of(publication, "xep-hang", whole=False)
    return render(request, "board/month_files.html", {**shown, "tables": TABLES.values()})


@page_for(Public)
def month_file(request: HttpRequest, code: str, month: str, edition: int, name: str) -> HttpResponse:
    """One file of the edition; its name carries the kind."""
    publication = publication_of(code, month, edition)
    stem, _dot, kind = name.rpartition(".")
    if name == "cong-bo.json":
        response = _answer(_json(_whole(publication)), "application/json")
    elif name == "datapackage.json":
        response = _answer(_json(schema(publication)), "application/json")
    elif name == "thong-bao.pdf":
        response = _answer(notice_pdf(publication), "application/pdf")
    elif stem in TABLES and kind in _WRITERS:
        writer, content_type = _WRITERS[kind]
        response = _answer(
            writer(TABLES[stem].rows(publication.document), TABLES[stem].columns), content_type
        )
    else:
        raise Http404(name)
    response["Content-Disposition"] = f'inline; filename="{month}-ban-{edition}-{name}"'
    response["Cache-Control"] = FOREVER
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(content: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type)


def _whole(publication: Publication) -> dict[str, Any]:
    """The frozen document with what was said about it."""
    return {
        **publication.document,
        "finding": publication.finding,
        "edition": publication.edition,
        "reason": publication.reason or None,
        "published_at": publication.published_at.isoformat() if publication.published_at else None,
        "signed_by": publication.signed_by.full_name if publication.signed_by else None,
        "signed_title": publication.signed_title or None,
        "sha256": publication.digest,
    }


def _json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _csv(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> bytes:
    names = [column.name for column in columns]
    return sheet("", names, ([row[name] for name in names] for row in rows)).content


_WRITERS: dict[str, tuple[Callable[[list[dict[str, Any]], tuple[Column, ...]], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "parquet": (parquet, "application/vnd.apache.parquet"),
}
