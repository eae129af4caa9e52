"""Formulas of an index: arithmetic and comparisons of CEL over named counts, and nothing else.

No functions, no text, no lists: a formula of a folder can neither reach anything nor run for long.
"""

import math
import re
from collections.abc import Mapping
from functools import lru_cache

import cel

MAX_LENGTH = 1000
_ALLOWED = frozenset({"_+_", "_-_", "_*_", "_/_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_&&_", "_||_", "!_", "-_", "_?_:_"})  # fmt: skip
_SIGNS = re.compile(r"[\s\w.+\-*/()<>=!&|?:]*")
_TEXT = re.compile(r"[A-Za-z_]\w*")
# CEL keeps whole numbers and fractions apart; a formula means fractions throughout.
_WHOLE = re.compile(r"(?<![\w.])\d+(?![\w.])")


class NoNumber(ArithmeticError):
    """The formula gives no number for these counts: it divides by zero."""


def formula_problem(formula: str, *, names: set[str]) -> str | None:
    """Why a formula cannot be used, as the end of a sentence; None when it can."""
    if len(formula) > MAX_LENGTH:
        return f"dài quá {MAX_LENGTH} ký tự"
    if not _SIGNS.fullmatch(formula):
        return "có ký hiệu không dùng được; chỉ dùng số, tên, + - * / so sánh và ? :"
    unknown = sorted(set(_TEXT.findall(formula)) - names - {"true", "false"})
    if unknown:
        return f"dùng tên không có: {', '.join(unknown)}; các tên dùng được là {', '.join(sorted(names))}"
    try:
        operators = set(_program(formula).functions())
    except (ValueError, RuntimeError):
        return "viết sai cú pháp CEL"
    if operators - _ALLOWED:
        return "có phép không dùng được; chỉ dùng + - * / so sánh và ? :"
    try:
        result(formula, dict.fromkeys(names, 1.0))
    except NoNumber:
        return None
    except (ValueError, RuntimeError, TypeError):
        return "không cho ra một số"
    return None


def result(formula: str, numbers: Mapping[str, float]) -> float:
    """The number a checked formula gives; raises NoNumber where it divides by zero."""
    found = _program(formula).execute(
        cel.Context(variables={name: float(value) for name, value in numbers.items()})
    )
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError("not a number")
    if not math.isfinite(found):
        raise NoNumber
    return float(found)


@lru_cache(maxsize=256)
def _program(formula: str) -> cel.Program:
    return cel.compile(_WHOLE.sub(lambda found: f"{found[0]}.0", formula))
