"""Answers against a form: what is asked of them, what is missing or wrong, what remains when the hidden are dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .conditions import Facts
from .form import Form, Question, Stop, Topic

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks of somebody who answered so far: the topics with their questions, and what was learnt."""

    topics: tuple[tuple[Topic, tuple[Question, ...]], ...]
    facts: Facts
    stops: tuple[tuple[Topic, Stop], ...]

    def of(self, topic: Topic) -> tuple[Question, ...]:
        """The questions asked on a topic's page; none where it is passed over."""
        return next((questions for each, questions in self.topics if each.key == topic.key), ())


def asked(form: Form, answers: Answers, *, today: date) -> Asked:
    """Go through the form from its beginning; what is hidden counts as not answered for all that follows."""
    facts, topics, stops = Facts(today), [], []
    for topic in form.topics:
        open_here = facts.hold(topic.when)
        shown = []
        for question in topic.questions:
            visible = open_here and facts.hold(question.when)
            facts.learn(question, answers.get(question.key) if visible else None)
            if visible:
                shown.append(question)
        if shown:
            topics.append((topic, tuple(shown)))
            stops += [(topic, stop) for stop in topic.stops if facts.hold(stop.when)]
    return Asked(tuple(topics), facts, tuple(stops))


def kept(form: Form, answers: Answers, *, today: date) -> dict[str, Any]:
    """The answers of what is asked, without those of hidden questions and without empty ones."""
    found: dict[str, Any] = {}
    for _topic, questions in asked(form, answers, today=today).topics:
        for question in questions:
            if not _empty(answers.get(question.key)):
                found[question.key] = answers[question.key]
    return found


def missing(questions: tuple[Question, ...], answers: Answers) -> list[Question]:
    """Those of the questions asked that have no answer and need one."""
    return [q for q in questions if not q.optional and _empty(answers.get(q.key))]


def faults(form: Form, answers: Answers, *, today: date) -> list[str]:
    """Keys of the questions whose answers are missing or do not fit the form's schema; none: it can be filed."""
    shown = asked(form, answers, today=today)
    lacking = [q.key for _topic, questions in shown.topics for q in missing(questions, answers)]
    clean = kept(form, answers, today=today)
    wrong = []
    for error in validator(form).iter_errors(clean):
        named = [str(error.path[0])] if error.path else [key for key in clean if repr(key) in error.message]
        wrong += named or [""]
    return list(dict.fromkeys([*lacking, *wrong]))


def variant_of(form: Form, answers: Answers, *, today: date, usual: str) -> str:
    """The case type these answers make."""
    facts = asked(form, answers, today=today).facts
    return next((rule.key for rule in form.variants if facts.hold(rule.when)), usual)


def subject_of(form: Form, answers: Answers) -> str:
    """What the case is about in one line: the form's words with the answers put in."""
    said = form.subject
    for question in form.questions:
        said = said.replace("{" + question.key + "}", str(answers.get(question.key, "")))
    return " ".join(said.split())[:600]


def validator(form: Form) -> Draft202012Validator:
    """The form's schema ready to check answers; made once per edition and process."""
    if form.digest not in _validators:
        registry: Registry[Any] = Registry().with_resources(
            [(name, DRAFT202012.create_resource(document)) for name, document in form.library.items()]
        )
        checker = Draft202012Validator.FORMAT_CHECKER
        _validators[form.digest] = Draft202012Validator(
            form.schema, registry=registry, format_checker=checker
        )
    return _validators[form.digest]


_validators: dict[str, Draft202012Validator] = {}


def _empty(answer: Any) -> bool:
    return answer is None or answer == "" or answer == [] or answer == {}
