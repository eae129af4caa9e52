"""Tính ngày hẹn trả: một yêu cầu trên dòng lệnh, hoặc mỗi dòng một yêu cầu JSON."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, BinaryIO

from motcua.foundation.calendar import (
    STANDARD,
    Allowance,
    CalendarError,
    Due,
    Pause,
    calendar_named,
    calendar_names,
    due,
    moment_written,
)

_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,6})?", re.ASCII)
_ANSWER_KEYS = {"due", "reckoning", "error"}
_CHUNK = 1 << 16
_plain = json.JSONEncoder(ensure_ascii=False)

EXAMPLES = """\
ví dụ:
  motcua due --received 2026-11-20T09:30 --allow 3 --unit working_day
  motcua due --received 2026-11-20T15:20 --allow 1 --unit working_day --start same_day_15h --json
  motcua due --received 2026-11-03T08:00 --allow 10 --unit working_day --pause 2026-11-05T14:00/2026-11-10T10:00
  motcua due --jsonl < requests.jsonl > answers.jsonl

Giờ không ghi múi giờ là giờ Việt Nam. Tạm dừng chưa kết thúc thì bỏ trống sau dấu gạch chéo: --pause TỪ/
"""


def register(subparsers: Any) -> None:
    """Declare the arguments of `motcua due`."""
    parser = subparsers.add_parser(
        "due", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--received", metavar="NGÀYTGIỜ", help="lúc tiếp nhận, ví dụ 2026-11-20T09:30")
    add("--allow", metavar="SỐ", help="thời hạn giải quyết")
    add("--unit", metavar="ĐƠN_VỊ", help="working_day, calendar_day, working_hour, hour, month")
    add("--start", metavar="CÁCH", help="next_day (mặc định) hoặc same_day_15h")
    add("--calendar", metavar="LỊCH", help=f"{', '.join(calendar_names())} (mặc định {STANDARD})")
    add(
        "--pause",
        metavar="TỪ/ĐẾN",
        action="append",
        default=[],
        help="thời gian tạm dừng; ghi được nhiều lần",
    )
    add("--resume", metavar="CÁCH", help="sau tạm dừng: relay (mặc định), shift, restart")
    add("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ của câu giải thích")
    add("--json", action="store_true", help="trả lời bằng một đối tượng JSON")
    add("--jsonl", action="store_true", help="đọc mỗi dòng một yêu cầu JSON, trả lời mỗi dòng một đối tượng")


def run(args: argparse.Namespace) -> int:
    """Answer one request (exit code 2 when it cannot be answered) or a stream of them (always 0)."""
    if args.jsonl:
        return _answer_stream(sys.stdin.buffer, sys.stdout.buffer, args.lang)
    keys = ("received", "allow", "unit", "start", "calendar", "resume")
    request = {key: getattr(args, key) for key in keys if getattr(args, key) is not None}
    try:
        if args.pause:
            request["pauses"] = [_pause_written(text) for text in args.pause]
        answer = answer_to(request)
    except CalendarError as problem:
        if args.json:
            print(_plain.encode({**request, "error": str(problem)}))
        else:
            print(f"motcua due: {problem}", file=sys.stderr)
        return 2
    if args.json:
        request["allow"] = answer.allowance.value if answer.allowance else None
        print(_plain.encode({**request, "due": _iso(answer.at), "reckoning": answer.reckoning(args.lang)}))
    else:
        print(*filter(None, (_iso(answer.at), answer.reckoning(args.lang))), sep="\n")
    return 0


def answer_to(request: Mapping[str, Any]) -> Due:
    """The due date one request asks for; raises CalendarError with a sentence about what is wrong."""
    for key in ("received", "allow", "unit"):
        if request.get(key) is None:
            raise CalendarError(f"Yêu cầu còn thiếu “{key}”; cần có received, allow và unit.")
    calendar = _given(request, "calendar", STANDARD)
    if not isinstance(calendar, str):
        raise CalendarError("“calendar” phải là tên một lịch; hãy dùng chẳng hạn vn-standard.")
    allowance = _allowance(
        request["allow"],
        request["unit"],
        _given(request, "start", "next_day"),
        _given(request, "resume", "relay"),
    )
    return due(
        moment_written(request["received"]),
        allowance,
        calendar_named(calendar),
        _pauses(request.get("pauses")),
    )


def _allowance(value: Any, unit: Any, start: Any, resume: Any) -> Allowance:
    try:
        return _allowance_known(value, unit, start, resume)
    except TypeError:  # a list or an object where a word or a number should be
        return Allowance(value, unit, start, resume=resume)


@lru_cache(maxsize=4096, typed=True)
def _allowance_known(value: Any, unit: Any, start: Any, resume: Any) -> Allowance:
    return Allowance(_number(value), unit, start, resume=resume)


def _given(request: Mapping[str, Any], key: str, default: str) -> Any:
    given = request.get(key)
    return default if given is None else given


def _number(given: Any) -> float:
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        return float(given) if "." in given else int(given)
    if isinstance(given, str):
        raise CalendarError(f"Thời hạn “{given[:40]}” không phải là một số; hãy ghi một số lớn hơn 0.")
    number: float = given
    return number


def _pauses(given: Any) -> list[Pause]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise CalendarError("“pauses” phải là danh sách các cặp [từ, đến]; hãy viết dạng [[từ, đến], ...].")
    return [_pause(pair) for pair in given]


def _pause(pair: Any) -> Pause:
    if not isinstance(pair, list) or len(pair) != 2:
        raise CalendarError(
            "Mỗi lần tạm dừng phải là một cặp [từ, đến]; đến để trống (null) nếu còn đang dừng."
        )
    start, end = pair
    return Pause(moment_written(start), moment_written(end) if end not in (None, "") else None)


def _pause_written(text: str) -> list[str | None]:
    start, slash, end = text.partition("/")
    if not slash:
        raise CalendarError(
            f"Tạm dừng “{text[:60]}” thiếu dấu gạch chéo; hãy viết dạng TỪ/ĐẾN, hoặc TỪ/ nếu còn đang dừng."
        )
    return [start, end or None]


def _iso(at: datetime | None) -> str | None:
    """Local time without a zone; seconds only where there are any."""
    if at is None:
        return None
    return at.isoformat()[: 19 if at.second else 16]


def _answer_stream(source: BinaryIO, target: BinaryIO, lang: str) -> int:
    """Answer line after line; a line that cannot be answered gets its own error and stops nothing."""
    failed = 0
    for lines in _lines(source):
        answers = [_answer_line(line, lang) for line in lines if line.strip()]
        failed += sum(not done for _, done in answers)
        target.write("".join(text + "\n" for text, _ in answers).encode("utf-8", "backslashreplace"))
        target.flush()
    if failed:
        print(f"motcua due: {failed} yêu cầu không tính được; xem “error” ở từng dòng.", file=sys.stderr)
    return 0


def _lines(source: BinaryIO) -> Iterator[list[bytes]]:
    """Whole lines as they arrive, so that somebody who asks one by one is answered one by one."""
    rest = b""
    read = getattr(source, "read1", source.read)
    while chunk := read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield lines
    if rest:
        yield [rest]


def _answer_line(line: bytes, lang: str) -> tuple[str, bool]:
    text, request = "", None
    try:
        text = line.decode("utf-8-sig").strip()
        request = json.loads(text)
        if not isinstance(request, dict):
            raise CalendarError("Mỗi dòng phải là một đối tượng JSON dạng {…}.")
        answer = answer_to(request)
        at = _iso(answer.at)
        written = f'"{at}"' if at else "null"
        added = f'"due": {written}, "reckoning": {encode_basestring(answer.reckoning(lang))}'
    except (ValueError, RecursionError) as problem:
        return _added_to(request, text, f'"error": {encode_basestring(_sentence(problem))}'), False
    return _added_to(request, text, added), True


def _added_to(request: Any, text: str, added: str) -> str:
    """The request letter for letter, with the answer written in before its closing brace."""
    if not isinstance(request, dict) or not request:
        return f"{{{added}}}"
    if _ANSWER_KEYS.isdisjoint(request):
        return f"{text[:-1]}, {added}}}"
    kept = {key: value for key, value in request.items() if key not in _ANSWER_KEYS}
    return _added_to(kept, _plain.encode(kept), added)


def _sentence(problem: Exception) -> str:
    if isinstance(problem, CalendarError):
        return str(problem)
    return "Dòng này không phải JSON hợp lệ bằng UTF-8; hãy kiểm tra dấu ngoặc, dấu phẩy và bảng mã."
