"""Conditions of a form in CEL: over the answers, and over days and full years since a date that was answered."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .form import Question

if TYPE_CHECKING:
    import cel

ROOTS = {"answers", "days", "years"}
FUNCTIONS = {"size", "startsWith", "endsWith", "contains"}
_SIGNS = ("==", "!=", "<", "<=", ">", ">=", "&&", "||")
_OPERATORS = {*(f"_{sign}_" for sign in _SIGNS), "!_", "_?_:_", "@in", "-_"}
_NAMED = re.compile(r"\b(answers|days|years)\.(\w+)")
MAX_LENGTH = 400


class Facts:
    """What conditions may look at, learnt question by question: answers of hidden questions are blank."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.answers: dict[str, Any] = {}
        self.days: dict[str, int] = {}
        self.years: dict[str, int] = {}
        self._context: cel.Context | None = None

    def learn(self, question: Question, answer: Any) -> None:
        """Take in an answer; one of another shape than the question's counts as none."""
        fits = type(answer) is type(question.blank) and _bounded(answer)
        self.answers[question.key] = answer if fits else question.blank
        if question.kind == "date":
            self.days[question.key], self.years[question.key] = _since(self.answers[question.key], self.today)
        self._context = None

    def hold(self, condition: str) -> bool:
        """Whether a checked condition is true now; an empty one always is."""
        return not condition or bool(self.reckon(condition))

    def reckon(self, condition: str) -> Any:
        """What a condition gives, which for a checked one is true or false."""
        import cel  # at the first condition: it brings a command line along, a fifth of what starting takes

        if self._context is None:
            known = {"answers": self.answers, "days": self.days, "years": self.years}
            self._context = cel.Context(variables=known)
        return _program(condition).execute(self._context)


def condition_problem(condition: str, known: Iterable[Question]) -> str | None:
    """Why a condition cannot be used, as the end of a sentence; None when it can. It may look at `known` only."""
    questions = {question.key: question for question in known}
    if len(condition) > MAX_LENGTH:
        return f"dài quá {MAX_LENGTH} ký tự"
    for root, name in _NAMED.findall(condition):
        if name not in questions:
            return f"hỏi đến «{root}.{name}», mà câu ấy không có hoặc được hỏi sau"
        if root != "answers" and questions[name].kind != "date":
            return f"dùng «{root}.{name}», mà «{name}» không phải câu hỏi ngày"
    try:
        program = _program(condition)
    except (ValueError, RuntimeError):
        return "viết sai cú pháp CEL"
    if strange := set(program.variables()) - ROOTS:
        return f"dùng biến không có: «{min(strange)}»; chỉ có answers, days, years"
    if strange := set(program.functions()) - FUNCTIONS - _OPERATORS:
        return f"dùng phép hoặc hàm không có: «{min(strange)}»"
    return _failing_sample(condition, questions.values())


def _failing_sample(condition: str, questions: Iterable[Question]) -> str | None:
    """Tried on blank answers, and on the first choice of everything."""
    for chosen in (False, True):
        facts = Facts(date(2026, 1, 1))
        for question in questions:
            first = question.choices[0][0] if question.kind == "choice" and chosen else question.blank
            facts.learn(question, first)
        try:
            answer = facts.reckon(condition)
        except (ValueError, RuntimeError, TypeError, KeyError, ArithmeticError):
            return "không tính được; hãy so sánh chữ với chữ, số với số"
        if not isinstance(answer, bool):
            return "không cho kết quả đúng hay sai"
    return None


@lru_cache(maxsize=2048)
def _program(condition: str) -> "cel.Program":
    import cel

    return cel.compile(condition)


def _since(answer: str, today: date) -> tuple[int, int]:
    """(days, full years) from a date to today; zero where there is none."""
    try:
        then = date.fromisoformat(answer)
    except ValueError:
        return 0, 0
    passed = (today.month, today.day) < (then.month, then.day)
    return (today - then).days, today.year - then.year - passed


def _bounded(answer: Any) -> bool:
    """Whether CEL can hold it: whole numbers of 63 bits, also inside."""
    if isinstance(answer, int):
        return abs(answer) < 2**62
    if isinstance(answer, Mapping):
        return all(isinstance(key, str) and _bounded(value) for key, value in answer.items())
    if isinstance(answer, list):
        return all(_bounded(each) for each in answer)
    return answer is None or isinstance(answer, str | float)
