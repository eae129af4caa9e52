"""What several commands are given, and give back, in the same way: a day, a unit by its code, a file."""

import argparse
import sys
from datetime import date
from pathlib import Path


def day(text: str) -> date:
    """A day as typed; argparse prints the sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» không phải ngày có thật; viết như 2026-10-31") from None


def unit_until(code: str, last: date, *, today: date):  # type: ignore[no-untyped-def]
    """The unit that had the code on the last day asked about, else the one that has it today. Raises Refused."""
    from motcua.domain.offices.queries import unit_by_code
    from motcua.foundation.actions import Refused

    unit = unit_by_code(code, on=min(last, today)) or unit_by_code(code, on=today)
    if unit is None:
        raise Refused(f"Không có đơn vị mã {code} vào ngày {last:%d/%m/%Y}.")
    return unit


def put_down(content: bytes, out: Path) -> int:
    """Write a file and say so; what the command ends with."""
    try:
        out.write_bytes(content)
    except OSError as problem:
        return not_written(out, problem)
    print(f"{out}: {len(content)} byte")
    return 0


def not_written(out: Path, problem: OSError) -> int:
    """Say that a file found no place; what the command ends with."""
    print(f"Không ghi được {out}: {problem.strerror}. Hãy chọn nơi khác.", file=sys.stderr)
    return 1
