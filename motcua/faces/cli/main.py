"""The command `motcua`: finds the module of a command beside this one, and runs it."""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, NoReturn

HERE = Path(__file__).parent
WRONG_USE = 2
NO_DATABASE = (
    "Cơ sở dữ liệu chưa sẵn sàng. Bản chạy thử: hãy bật bin/demo ở một cửa sổ khác. "
    "Văn phòng thật: chạy “motcua office prepare”, hoặc xem “motcua doctor”."
)


class Summary(NamedTuple):
    """What the overview and the runner need to know of a command's module."""

    text: str
    is_command: bool
    needs_django: bool


class Parser(argparse.ArgumentParser):
    """A parser that says in Vietnamese where to look when the arguments are wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            WRONG_USE,
            f"{self.prog}: tham số không đúng ({message}). Gõ “{self.prog} --help” để xem cách dùng.\n",
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; 2 means the command itself was wrong."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0 if arguments else WRONG_USE
    if arguments[0] in ("-V", "--version"):
        from motcua import __version__

        print(f"motcua {__version__}")
        return 0
    name = arguments[0]
    if name not in commands() or not _summary(commands()[name]).is_command:
        print(_unknown(name), file=sys.stderr)
        return WRONG_USE
    return _run(name, arguments)


def commands() -> dict[str, Path]:
    """The modules beside this one by the name of their command; which of them are commands `_summary` tells."""
    return {
        path.stem.replace("_", "-"): path for path in sorted(HERE.glob("[a-z]*.py")) if path.stem != "main"
    }


def _run(name: str, arguments: list[str]) -> int:
    path = commands()[name]
    if _summary(path).needs_django:
        _set_up_django()
    module: ModuleType = importlib.import_module(f"{__package__}.{path.stem}")
    parser = Parser(prog="motcua", add_help=False)
    module.register(parser.add_subparsers(dest="command", parser_class=Parser))
    try:
        return int(module.run(parser.parse_args(arguments)) or 0)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except BrokenPipeError:  # the reader went away, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu.", file=sys.stderr)
        return 130
    except Exception as problem:
        kind = type(problem).__name__
        if kind not in ("ImproperlyConfigured", "OperationalError", "ProgrammingError", "DatabaseProblem"):
            raise
        said = str(problem).strip().splitlines()[0]
        print(said if kind == "ImproperlyConfigured" else f"{NO_DATABASE}\n({said})", file=sys.stderr)
        return 1


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import logging

    import django

    django.setup()
    # A command says once, in its own words, that the database is away.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


def _summary(path: Path) -> Summary:
    """What the module says about itself, read without importing it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    flags = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is True
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return Summary(
        text=(ast.get_docstring(tree) or "").partition("\n")[0],
        is_command={"register", "run"} <= defined,
        needs_django="needs_django" in flags,
    )


def _overview() -> str:
    found = {name: summary for name, path in commands().items() if (summary := _summary(path)).is_command}
    width = max(map(len, found), default=0)
    lines = [f"  {name:<{width}}  {summary.text}" for name, summary in found.items()]
    return "\n".join(["motcua LỆNH [tham số]   (motcua LỆNH --help: cách dùng của một lệnh)", "", *lines])


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, commands(), n=1)
    hint = f" Có phải ý bạn là “{close[0]}”?" if close else ""
    return f"motcua: không có lệnh “{name[:40]}”.{hint} Gõ “motcua --help” để xem các lệnh."


def _speak_utf8() -> None:
    """Vietnamese must come out whole whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
