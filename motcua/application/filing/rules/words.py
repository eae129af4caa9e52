"""Answers as people read them: each question with its answer in both languages, and where the answer came from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.foundation.text import money, short_date, thousands

from .answers import asked
from .form import Form, Question, Text

YES, NO = ("Có", "Yes"), ("Không", "No")
Row = dict[str, Any]


def rows_of(
    form: Form, answers: Mapping[str, Any], sources: Mapping[str, str], *, today: date
) -> list[dict[str, Any]]:
    """The topics with their rows, as plain values that can be kept with a case and need no form file ever after."""
    return [
        {
            "key": topic.key,
            "title": list(topic.title),
            "rows": [
                row for question in questions for row in _rows(question, answers.get(question.key), sources)
            ],
        }
        for topic, questions in asked(form, answers, today=today).topics
    ]


def said(question: Question, answer: Any) -> Text:
    """One answer in words; empty where there is none."""
    if answer is None or answer == "":
        return ("", "")
    match question.kind:
        case "yes_no":
            return YES if answer else NO
        case "choice":
            return dict(question.choices).get(answer, (str(answer), str(answer)))
        case "many":
            names = [dict(question.choices).get(each, (each, each)) for each in answer]
            return "; ".join(n[0] for n in names), "; ".join(n[1] for n in names)
        case "date":
            words = short_date(date.fromisoformat(answer))
        case "money":
            words = money(answer)
        case "integer":
            words = thousands(answer)
        case "address":
            words = ", ".join(part for part in (answer["line"], answer["place"]) if part)
        case _:
            words = str(answer)
    return words, words


def _rows(question: Question, answer: Any, sources: Mapping[str, str]) -> list[Row]:
    if question.kind != "group":
        source = sources.get(question.key, "") if answer not in (None, "") else ""
        return [_row(question.key, question.label, said(question, answer), source)]
    found = [_row(question.key, question.label, said_count(len(answer or [])), "")]
    for n, each in enumerate(answer or [], 1):
        for item in question.items:
            if each.get(item.key) not in (None, ""):
                label = (f"{n}. {item.label[0]}", f"{n}. {item.label[1]}")
                found.append(_row(question.key, label, said(item, each[item.key]), ""))
    return found


def said_count(count: int) -> Text:
    return (f"{count} mục", f"{count} listed") if count else ("", "")


def _row(key: str, label: Text, words: Text, source: str) -> Row:
    return {"key": key, "label": list(label), "said": list(words), "source": source}
