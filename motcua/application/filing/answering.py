"""Answering a request for papers: what lies under the request goes to its case, once."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from motcua.domain.cases.actions.answering import answer_supplement, asked_papers
from motcua.domain.cases.models import Case, Supplement
from motcua.domain.documents.actions import bound_papers, forget_uploads
from motcua.domain.documents.models import Upload
from motcua.foundation.actions import now

from .actions import enclosed


def send_answer(asked: Supplement, *, by: Any, key: str, words: str) -> Case:
    """Send what was handed in for a request. The same press again, also at the same moment, sends it once."""
    with transaction.atomic():
        Upload.hold(asked.holder)
        names = dict(asked_papers(asked.case, asked))
        papers = [paper for paper in bound_papers(asked.holder, at=now()) if paper.component in names]
        files = tuple(
            enclosed(replace(paper, name=f"{names[paper.component][:100]} – {paper.name}"[:160]))
            for paper in papers
        )
        case: Case = answer_supplement(asked.case, by=by, key=key, files=files, words=words)
        forget_uploads([asked.holder])
        asked.writing("")
    return case
