"""Conditions at a fork: a small part of CEL, checked when the route is compiled so that a walk cannot fail.

Comparisons, `in`, `&&`, `||`, `!`, `? :` and three text functions over six variables: no arithmetic (it can
overflow), no regular expressions (they can be slow), no loops, and nothing outside the variables can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import cel

#: what a condition may ask, and whether it is text or a whole number
VARIABLES: Mapping[str, type] = {
    "answer.decision": str,
    "answer.outcome": str,
    "answer.amount": int,
    "case.variant": str,
    "case.channel": str,
    "case.fee": int,
}

#: variables with a closed list of values: a misspelt one would silently never match
CHOICES: Mapping[str, frozenset[str]] = {
    "answer.decision": frozenset({"", "approve", "return", "refuse"}),
    "case.channel": frozenset({"", "direct", "online", "postal"}),
}

FUNCTIONS = frozenset({"startsWith", "endsWith", "contains"})
MAX_LENGTH = 500
MAX_SAMPLES = 512
MAX_NUMBER = 2**62

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"[^"\\\n]*"|'[^'\\\n]*')
    | (?P<number>-?\d+(?![\w.]))
    | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    | (?P<sign>==|!=|<=|>=|&&|\|\||[<>!?:()\[\],])
    )""",
    re.VERBOSE,
)
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
#: what CEL calls the operators let through; the second wall behind the list of tokens
_OPERATORS = frozenset({*(f"_{sign}_" for sign in (*_COMPARISONS, "&&", "||")), "!_", "_?_:_", "@in"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a condition may look at: the answer just given and a few facts of the case; money in đồng."""

    decision: str = ""
    outcome: str = ""
    amount: int = 0
    variant: str = ""
    channel: str = ""
    fee: int = 0


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    word: str


def holds(condition: str, context: Context) -> bool:
    """Whether a checked condition is true for these facts."""
    return bool(_program(condition).execute(_facts(context)))


def condition_problem(condition: str) -> str | None:
    """Why a condition cannot be used, as the end of a sentence; None when it can."""
    if len(condition) > MAX_LENGTH:
        return f"dài quá {MAX_LENGTH} ký tự"
    tokens = list(_tokens(condition))
    if not tokens:
        return "đang để trống"
    wrong = next((token for token in tokens if token.kind == "wrong"), None)
    if wrong:
        return f"có ký hiệu không dùng được: «{wrong.word}»"
    unknown = _unknown_name(tokens)
    if unknown:
        return unknown
    try:
        operators = set(_program(condition).functions()) - FUNCTIONS
    except (ValueError, RuntimeError):
        return "viết sai cú pháp CEL"
    if operators - _OPERATORS:
        return "có phép tính; chỉ so sánh được"
    return _wrong_comparison(tokens) or _failing_sample(condition, tokens)


def samples(*conditions: str) -> Iterator[Context]:
    """Facts that take these conditions each way: every literal in them, and the values next to it."""
    tokens = [token for condition in conditions for token in _tokens(condition)]
    texts = sorted({"", *(token.word[1:-1] for token in tokens if token.kind == "text")})[:6]
    literals = {int(token.word) for token in tokens if token.kind == "number"}
    numbers = sorted({0, *(n + step for n in literals for step in (-1, 0, 1))})[:9]
    used = [name for name in VARIABLES if any(token.word.startswith(name) for token in tokens)]
    ranges = [texts if VARIABLES[name] is str else numbers for name in used]
    for values in islice(product(*ranges), MAX_SAMPLES):
        facts = {name.split(".")[1]: value for name, value in zip(used, values, strict=True)}
        yield Context(**facts)  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def _program(condition: str) -> cel.Program:
    import cel  # at the first condition: it brings a command line along, a fifth of what starting takes

    return cel.compile(condition)


@lru_cache(maxsize=512)
def _facts(context: Context) -> cel.Context:
    # Carrying six values over to CEL costs forty times the evaluation, and answers repeat.
    import cel

    answer = {"decision": context.decision, "outcome": context.outcome, "amount": _bounded(context.amount)}
    case = {"variant": context.variant, "channel": context.channel, "fee": _bounded(context.fee)}
    return cel.Context(variables={"answer": answer, "case": case})


def _bounded(amount: int) -> int:
    return max(-MAX_NUMBER, min(MAX_NUMBER, int(amount)))


def _tokens(condition: str) -> Iterator[_Token]:
    at = 0
    text = condition.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            yield _Token("wrong", text[at:].strip()[:12])
            return
        kind = str(match.lastgroup)
        yield _Token(kind, match.group(kind))
        at = match.end()


def _unknown_name(tokens: list[_Token]) -> str | None:
    for at, token in enumerate(tokens):
        if token.kind == "number" and abs(int(token.word)) > MAX_NUMBER:
            return f"có số quá lớn: {token.word}"
        if token.kind != "name" or token.word in {"in", "true", "false"} or token.word in VARIABLES:
            continue
        path, _, function = token.word.rpartition(".")
        is_called = at + 1 < len(tokens) and tokens[at + 1].word == "("
        if is_called and function in FUNCTIONS and VARIABLES.get(path) is str:
            continue
        if is_called:
            return f"dùng hàm không có: «{function}»; chỉ dùng được {', '.join(sorted(FUNCTIONS))} với chữ"
        return f"dùng biến không có: «{token.word}»; các biến dùng được là {', '.join(VARIABLES)}"
    return None


def _wrong_comparison(tokens: list[_Token]) -> str | None:
    """A text set against a number, or a value the variable never takes: both would be false for ever."""
    for at in range(len(tokens) - 2):
        left, sign, right = tokens[at : at + 3]
        if sign.word in _COMPARISONS:
            if {_type(left), _type(right)} == {str, int}:
                return f"so sánh chữ với số: «{left.word} {sign.word} {right.word}»"
            offered = [(left, right), (right, left)]
        elif left.word in VARIABLES and sign.word == "in" and right.word == "[":
            offered = [(left, token) for token in _until(tokens[at + 3 :], "]")]
        else:
            continue
        for variable, literal in offered:
            known = CHOICES.get(variable.word)
            if known and literal.kind == "text" and literal.word[1:-1] not in known:
                values = ", ".join(f'"{value}"' for value in sorted(known))
                return f"so {variable.word} với {literal.word}, chỉ có các giá trị {values}"
    return None


def _until(tokens: list[_Token], closing: str) -> list[_Token]:
    words = [token.word for token in tokens]
    return tokens[: words.index(closing)] if closing in words else tokens


def _type(token: _Token) -> type | None:
    if token.kind in {"text", "number"}:
        return str if token.kind == "text" else int
    return VARIABLES.get(token.word)


def _failing_sample(condition: str, tokens: list[_Token]) -> str | None:
    for context in samples(condition):
        try:
            answer = _program(condition).execute(_facts(context))
        except (ValueError, RuntimeError, TypeError, KeyError, ArithmeticError):
            return "không tính được; hãy so sánh chữ với chữ, số với số"
        if not isinstance(answer, bool):
            return "không cho kết quả đúng hay sai"
    return None
