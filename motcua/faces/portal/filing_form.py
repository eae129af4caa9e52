"""One topic as a form on a page: its questions, the rows of its groups, and where first answers come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from motcua.application.filing.rules import Question, Topic
from motcua.application.filing.standing import Standing
from motcua.foundation.ui.forms import PageForm

from .filing_fields import field_of, from_answer, to_answer
from .words import language


@dataclass(frozen=True)
class Block:
    """What stands on the page for one question: a field, or the rows of a group."""

    question: Question
    field: BoundField | None
    rows: list[list[BoundField]]
    source: str = ""

    @property
    def label(self) -> str:
        return self.question.label[lang()]

    @property
    def hint(self) -> str:
        return self.question.hint[lang()]

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.question.most


class TopicForm(PageForm):
    """Base of the forms that are built for a topic."""

    questions: tuple[Question, ...] = ()
    counts: Mapping[str, int] = {}

    def answers(self) -> dict[str, Any]:
        """The answers of the fields that are right, by question; those with an error are left as they were."""
        found: dict[str, Any] = {}
        for question in self.questions:
            if question.kind == "group":
                rows = [self._row(question, n) for n in range(self.counts[question.key])]
                found[question.key] = [row for row in rows if row]
            elif question.key in self.cleaned_data:
                found[question.key] = to_answer(question, self.cleaned_data[question.key])
        return found

    def _row(self, group: Question, n: int) -> dict[str, Any]:
        cells = {item.key: self.cleaned_data.get(f"{group.key}.{n}.{item.key}") for item in group.items}
        row = {item.key: to_answer(item, cells[item.key]) for item in group.items}
        return {key: value for key, value in row.items() if value not in (None, "", [])}

    def blocks(self, sources: Mapping[str, str]) -> Iterator[Block]:
        for question in self.questions:
            if question.kind != "group":
                yield Block(question, self[question.key], [], sources.get(question.key, ""))
                continue
            rows = [
                [self[f"{question.key}.{n}.{item.key}"] for item in question.items]
                for n in range(self.counts[question.key])
            ]
            yield Block(question, None, rows)


def topic_form(
    standing: Standing, topic: Topic, posted: QueryDict | None = None, *, bound: bool = True
) -> TopicForm:
    """The form of a topic; `bound=False` shows what was posted without judging it yet."""
    questions = standing.asked.of(topic)
    first = {q.key: first_answer(standing, q)[0] for q in questions}
    counts = {q.key: _rows(q, first[q.key], posted) for q in questions if q.kind == "group"}
    fields: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {}
    for question in questions:
        if question.kind != "group":
            fields[question.key] = field_of(question, lang())
            initial[question.key] = from_answer(question, first[question.key])
            continue
        for n in range(counts[question.key]):
            row = (first[question.key] or [])[n : n + 1] or [{}]
            row_fields = {f"{question.key}.{n}.{item.key}": field_of(item, lang()) for item in question.items}
            if posted is not None and (n or question.optional) and _is_blank(row_fields, posted):
                for field in row_fields.values():
                    field.required = False  # a row nobody wrote in is no row
            fields |= row_fields
            for item in question.items:
                initial[f"{question.key}.{n}.{item.key}"] = from_answer(item, row[0].get(item.key))
    kind = type("ThisTopicForm", (TopicForm,), {**fields, "questions": questions, "counts": counts})
    if posted is not None and not bound:
        shown = kind(posted)
        raw = {
            name: field.widget.value_from_datadict(posted, {}, name) for name, field in shown.fields.items()
        }
        return kind(initial=raw)  # type: ignore[no-any-return]
    return kind(posted, initial=initial)  # type: ignore[no-any-return]


def first_answer(standing: Standing, question: Question) -> tuple[Any, str]:
    """(what a field shows at first, where that comes from): the kept answer, else one given elsewhere."""
    draft, facts = standing.draft, standing.asked.facts
    if question.key in draft.answers:
        return draft.answers[question.key], draft.sources.get(question.key, "")
    root, _, name = question.prefill.partition(".")
    if root == "answers" and facts.hold(question.prefill_when):
        value = facts.answers.get(name)
        if value and value != question.blank:
            return value, "answers"
    return None, ""


def sources_of(standing: Standing, topic: Topic) -> dict[str, str]:
    """Where the first answers on a page come from, by question."""
    found = {q.key: first_answer(standing, q)[1] for q in standing.asked.of(topic)}
    return {key: source for key, source in found.items() if source}


def kept_sources(standing: Standing, topic: Topic, answers: Mapping[str, Any]) -> dict[str, str]:
    """The sources that still hold: of answers that were left as they were offered."""
    found = {}
    for question in standing.asked.of(topic):
        value, source = first_answer(standing, question)
        if source and answers.get(question.key) == value:
            found[question.key] = source
    return found


def _rows(group: Question, kept: Any, posted: QueryDict | None) -> int:
    """How many rows a group shows: as many as were posted or kept, one more when asked for, at least one."""
    if posted is None:
        return min(max(len(kept or []), 1), group.most)
    typed = posted.get(f"{group.key}.n", "")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 1
    if posted.get("act") == f"them:{group.key}":
        count += 1
    return min(max(count, 1), group.most)


def _is_blank(fields: Mapping[str, forms.Field], posted: QueryDict) -> bool:
    raw = [field.widget.value_from_datadict(posted, {}, name) for name, field in fields.items()]
    return not any(any(each) if isinstance(each, list) else each for each in raw)


def without_row(posted: QueryDict, group: str, gone: int) -> QueryDict:
    """What was posted without one row of a group; the rows after it move up."""
    left = QueryDict(mutable=True)
    for name, values in posted.lists():
        found = re.fullmatch(rf"{re.escape(group)}\.(\d{{1,2}})\.(.+)", name)
        n = int(found[1]) if found else -1
        if n == gone:
            continue
        left.setlist(f"{group}.{n - 1}.{found[2]}" if found and n > gone else name, values)
    count = posted.get(f"{group}.n", "1")
    left[f"{group}.n"] = str(max(int(count) - 1, 1)) if count.isascii() and count.isdigit() else "1"
    return left


def lang() -> int:
    return int(language() == "en")
