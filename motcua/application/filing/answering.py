"""What was handed in goes into a folder that is there already: an answer from home, or what a desk adds."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.domain.cases.actions.answering import answer_supplement, asked_papers
from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case, Supplement
from motcua.domain.documents.actions import bound_papers, forget_uploads, remove_upload
from motcua.domain.documents.models import Upload
from motcua.domain.documents.queries import uploads_of
from motcua.foundation.actions import key_used, now, refuse_unless

from .actions import enclosed


def send_answer(asked: Supplement, *, by: Any, key: str, words: str) -> None:
    """Send what was handed in for a request. The same press again, also at the same moment, sends it once."""
    with transaction.atomic():
        Upload.hold(asked.holder)
        if key_used(key, asked.case):
            return
        names = dict(asked_papers(asked.case, asked))
        papers = [paper for paper in bound_papers(asked.holder, at=now()) if paper.component in names]
        files = tuple(
            enclosed(replace(paper, name=f"{names[paper.component][:100]} – {paper.name}"[:160]))
            for paper in papers
        )
        answer_supplement(asked.case, by=by, key=key, files=files, words=words)
        forget_uploads([asked.holder])
        asked.writing("")


def put_into_folder(
    case: Case, *, by: Any, key: str, holder: UUID, component: str, paper: str, name: str
) -> None:
    """Put the files of one paper, which somebody at a desk has sent, into the folder, once; all of them or none."""
    with transaction.atomic():
        Upload.hold(holder)
        if key_used(f"{key}-0", case):
            return
        bound = [each for each in bound_papers(holder, at=now()) if each.component == component]
        refuse_unless(bound, "Chưa có tệp nào để đưa vào hồ sơ. Xin chọn tệp trước.")
        for n, each in enumerate(bound):
            named = (f"{name} {n + 1}" if n else name) or each.name
            attach(case, by=by, key=f"{key}-{n}", file=each.file, name=named[:160], paper=paper)
        for upload in uploads_of(holder, component):
            remove_upload(holder, upload.pk)
