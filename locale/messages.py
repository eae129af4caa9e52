"""Compile the English catalogue without gettext: `python locale/messages.py` writes, `--check` compares."""

import ast
import re
import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MAGIC = 0x950412DE


def entries(po: str) -> dict[str, str]:
    """Message to translation, plural forms joined by NUL as in a .mo file; untranslated and fuzzy ones left out."""
    found: dict[str, str] = {}
    for block in po.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#~")]
        parts: dict[str, str] = {}
        name = ""
        for line in lines:
            if line.startswith("msg"):
                name, _, line = line.partition(" ")
            if line.startswith('"'):
                parts[name] = parts.get(name, "") + ast.literal_eval(line)
        said = [parts[key] for key in sorted(parts) if key.startswith("msgstr")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines) and parts.get("msgid")
        if "msgid" not in parts or not all(said) or not said or fuzzy:
            continue
        key = parts["msgid"] + ("\0" + parts["msgid_plural"] if "msgid_plural" in parts else "")
        key = f"{parts['msgctxt']}\4{key}" if "msgctxt" in parts else key
        found[key] = "\0".join(said)
    return found


def compiled(po: str) -> bytes:
    """The bytes of the .mo file: the same for the same catalogue."""
    rows = sorted((key.encode(), said.encode()) for key, said in entries(po).items())
    start = 28 + 16 * len(rows)
    keys, texts, pool = [], [], b""
    for table, column in ((keys, 0), (texts, 1)):
        for row in rows:
            table.append((len(row[column]), start + len(pool)))
            pool += row[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    index = b"".join(struct.pack("<2I", *place) for place in (*keys, *texts))
    return head + index + pool


def in_order(po: str) -> str:
    """The catalogue sorted by message, one written twice kept once: people who add words seldom meet in one place."""
    head, *blocks = po.strip("\n").split("\n\n")
    by_message = {
        "".join(re.findall(r"^msgid .*$", block, re.MULTILINE)): block.strip("\n") for block in blocks
    }
    return "\n\n".join([head, *(by_message[key] for key in sorted(by_message))]) + "\n"


def main(arguments: list[str]) -> int:
    stale = []
    for source in sorted(HERE.glob("*/LC_MESSAGES/django.po")):
        if "--check" not in arguments:
            source.write_text(in_order(source.read_text("utf-8")), "utf-8")
        target, fresh = source.with_suffix(".mo"), compiled(source.read_text("utf-8"))
        if not target.exists() or target.read_bytes() != fresh:
            stale.append(target)
            if "--check" not in arguments:
                target.write_bytes(fresh)
    if stale and "--check" in arguments:
        sys.stderr.write(f"Out of date: {', '.join(path.name for path in stale)}; run locale/messages.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
