"""Trang tham chiếu trong docs/, sinh từ khai báo trong mã: việc, trạng thái, biến môi trường, mẫu giấy."""

import argparse
import ast
import difflib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from motcua.domain.cases.rules import FINAL, RUNNING, WAITING, State
from motcua.domain.documents.rules.reference import fields_reference
from motcua.foundation.actions import ACTIONS, Action

needs_django = True

ROOT = Path(__file__).resolve().parents[3]
WRITTEN_BY = "Written by `motcua reference` from the declarations in the code; `bin/fix` writes it anew."
ROOMS = (
    ("case.", "Hồ sơ · the case"),
    ("account.", "Tài khoản của người dân · a citizen's account"),
    ("rating.", "Đánh giá · ratings"),
    ("survey.", "Khảo sát · surveys"),
    ("feedback.", "Phản ánh, kiến nghị · feedback"),
    ("mandate.", "Ủy quyền · mandates"),
    ("office.", "Đơn vị và người · the office"),
    ("catalogue.", "Danh mục · the catalogue"),
    ("parcel.", "Bưu gửi · parcels"),
    ("money.", "Tiền · money"),
    ("index.", "Bộ chỉ số · indices"),
    ("figures.", "Số liệu · figures"),
    ("notice.", "Báo tin · telling people"),
    ("publication.", "Công bố hằng tháng · monthly publication"),
)
CLOCKS = {
    "starts": "bắt đầu",
    "stops": "dừng",
    "resumes": "chạy tiếp",
    "ends": "kết thúc",
    "extends": "gia hạn",
    "reopens": "tính lại",
}
# What each variable means, for whoever keeps the machine; the code says which there are.
MEANINGS: Mapping[str, str] = {
    "DATABASE_URL": "Any PostgreSQL from 15 on; without it the local server of `MOTCUA_DATA`.",
    "MOTCUA_ALLOWED_HOSTS": "Names this office answers to, with commas.",
    "MOTCUA_APPLY_URL": "Where a filing is made online.",
    "MOTCUA_BANK_KEY": "Key of the secrets that banks sign their call-backs with; with another one every bank needs a new secret.",
    "MOTCUA_CARRIER_SECRET": "Secret shared with the carrier of parcels; signs orders and what it calls back.",
    "MOTCUA_CARRIER_URL": "Where parcels are ordered of a carrier; empty: labels of the post's own, words noted by hand.",
    "MOTCUA_CODES_KEY": "Key of the secrets of authenticator apps; changing it makes every second step useless.",
    "MOTCUA_DATA": "Folder of everything the office keeps: files of cases, dumps, keys, its own PostgreSQL.",
    "MOTCUA_DEBUG": "Pages for developers; never in real operation.",
    "MOTCUA_DRAFT_DAYS": "How many days an application being filled in is kept after it was last saved.",
    "MOTCUA_EMAIL_BACKEND": "How mail is handed over; by default it is written into `MOTCUA_DATA`.",
    "MOTCUA_FROM_EMAIL": "Sender of notices.",
    "MOTCUA_IDENTITY_ACR": "The levels to ask the provider of identity for (acr_values), with spaces.",
    "MOTCUA_IDENTITY_CLIENT": "The name of this office at the provider of identity.",
    "MOTCUA_IDENTITY_ISSUER": "Address of a provider of identity (OpenID Connect) for citizens; empty: none.",
    "MOTCUA_IDENTITY_NAME": "What citizens call that provider.",
    "MOTCUA_IDENTITY_SCOPE": "What the provider is asked about, with spaces; openid must be among it.",
    "MOTCUA_IDENTITY_SECRET": "The secret of this office at the provider of identity.",
    "MOTCUA_LAW_URL": "Where the text of a law is looked up; `{number}` stands for its number.",
    "MOTCUA_LOG_LEVEL": "How much is said on the console.",
    "MOTCUA_MAILBOX": "Where the demonstration keeps what was sent; set by `bin/demo` only.",
    "MOTCUA_NOTICE": "A sentence shown on every public page, for instance of a closed day.",
    "MOTCUA_OFFICE": "Code of the unit named on the public pages; empty: the first one-stop desk.",
    "MOTCUA_OFFICIAL": "The line at the head of public pages that warns of imitations.",
    "MOTCUA_ORIGINS": "Addresses from which forms may be sent, where a proxy changes the name.",
    "MOTCUA_PG_BIN": "Which programs the local server uses: `wheel`, `system`, or their folder.",
    "MOTCUA_PUBLIC_URL": "The address people type; stands on slips, and with https:// makes cookies secure.",
    "MOTCUA_PUSH_SERVICES": "Push services of browsers, with commas; a device elsewhere is not taken.",
    "MOTCUA_SCHEMA": "Schema of this authority's tables; its jobs live in `jobs_` and that name.",
    "MOTCUA_SEALS": "Folder of signing keys and trusted certificates; by default `seals` in `MOTCUA_DATA`.",
    "MOTCUA_SECOND_STEP_ROLES": "Roles that must turn on the second step of signing in, with commas.",
    "MOTCUA_SECRET_KEY": "Key of sessions and forms; made once and kept in `MOTCUA_DATA`.",
    "MOTCUA_SLIP_KEY": "Key of the secrets printed on slips; changing it makes printed slips useless.",
    "MOTCUA_SMPP_HOST": "Short message centre of an operator (SMPP 3.4); empty: none.",
    "MOTCUA_SMPP_PASSWORD": "Password at the short message centre.",
    "MOTCUA_SMPP_PORT": "Port of the short message centre.",
    "MOTCUA_SMPP_TLS": "Whether the line to the short message centre is encrypted.",
    "MOTCUA_SMPP_USER": "Name (system_id) at the short message centre.",
    "MOTCUA_SMS_SECRET": "Secret shared with the HTTP gateway of texts; signs what is sent and what it calls back.",
    "MOTCUA_SMS_SENDER": "Name under which texts appear.",
    "MOTCUA_SMS_URL": "HTTP gateway of texts; empty: none.",
    "MOTCUA_SMTP_HOST": "Mail server.",
    "MOTCUA_SMTP_PASSWORD": "Password at the mail server.",
    "MOTCUA_SMTP_PORT": "Port of the mail server.",
    "MOTCUA_SMTP_SECURITY": "`starttls` (587), `tls` (465), or empty: in clear, for a server on this machine.",
    "MOTCUA_SMTP_USER": "Name at the mail server; empty: nobody signs in.",
    "MOTCUA_STATIC": "Where collected style sheets and scripts are put.",
    "MOTCUA_THREADS": "Threads of one web process.",
    "MOTCUA_TIME_STAMPS": "Time stamp server (RFC 3161) of signing keys whose description names none.",
    "MOTCUA_TRUSTED_PROXIES": "How many proxies stand in front: whose word about the visitor's address counts.",
    "MOTCUA_CLAMAV": "Socket of ClamAV's daemon, a path or HOST:PORT; files wait unopened until it has looked at them. Empty: not scanned, and pages say so.",
    "MOTCUA_UPLOAD_LIMIT_MB": "Largest file that may be handed in.",
    "MOTCUA_VAPID_FILE": "Key by which push services know the office; made by `office prepare`.",
    "MOTCUA_ZALO_API": "Where Zalo's notification service is.",
    "MOTCUA_ZALO_APP": "Number of the office's application at Zalo; empty: no Zalo.",
    "MOTCUA_ZALO_FILE": "The office's own templates at Zalo, in the shape of `library/zalo.toml`.",
    "MOTCUA_ZALO_OAUTH": "Where Zalo's keys are renewed.",
    "MOTCUA_ZALO_REFRESH": "Refresh token of the official account, entered once; renewed and kept by the office then.",
    "MOTCUA_ZALO_SECRET": "Secret of the application at Zalo.",
}


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    parser = subparsers.add_parser("reference", help="viết hoặc so các trang tham chiếu trong docs/")
    parser.add_argument("--write", action="store_true", help="viết lại các trang (mặc định)")
    parser.add_argument("--check", action="store_true", help="chỉ so; mã 1 nếu trang nào đã cũ")


def run(args: argparse.Namespace) -> int:
    """Write the pages, or with --check say how they differ and return 1."""
    stale = 0
    for path, written in PAGES.items():
        file, fresh = ROOT / path, written()
        kept = file.read_text("utf-8") if file.exists() else ""
        if kept == fresh:
            continue
        if not args.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fresh, "utf-8")
            print(f"Đã viết {path}")
            continue
        stale = 1
        lines = difflib.unified_diff(kept.splitlines(), fresh.splitlines(), path, "mã", lineterm="", n=0)
        print(f"{path} đã cũ; hãy chạy bin/fix.", *list(lines)[:40], sep="\n", file=sys.stderr)
    return stale


def actions_page() -> str:
    """Every action: what it is called, who may, when, what then, the clock, whom it tells."""
    parts = [
        f"# Actions\n\n{WRITTEN_BY}\n"
        "States are named in [states.md](states.md). “Who” names the guards, one of which must hold;"
        " “when” the states it may start from; “tell” says to whom which letter of `library/notices.toml` goes.\n"
        "A ⚖ marks what has effect in law: pages show it once more before it is done."
    ]
    for prefix, title in ROOMS:
        rows = [_action_row(act) for name, act in sorted(ACTIONS.items()) if name.startswith(prefix)]
        parts.append(f"## {title}\n\n" + _table(ACTION_HEAD, rows))
    return "\n\n".join(parts) + "\n"


ACTION_HEAD = ("action", "label", "who", "when", "then", "clock", "tell", "what it does")


def _action_row(act: Action) -> tuple[str, ...]:
    is_case = act.name.startswith("case.")
    when = "∅" if act.opens else ", ".join(str(int(s)) for s in sorted(act.when)) if is_case else ""
    return (
        f"`{act.name}`{' ⚖' if act.legal else ''}",
        act.label,
        "; ".join(_first_line(guard).rstrip(".") for guard in act.who),
        when,
        str(int(act.then)) if act.then is not None and is_case else "",
        CLOCKS.get(act.clock or "", ""),
        ", ".join(f"{audience}: `{letter}`" for audience, letter in act.tell.items()),
        _first_line(act.body),
    )


def states_page() -> str:
    """The ten states, and how actions move a case between them."""
    kinds = {
        **dict.fromkeys(RUNNING, "chạy"),
        **dict.fromkeys(WAITING, "dừng"),
        **dict.fromkeys(FINAL, "kết thúc"),
    }
    rows = [(str(int(s)), f"`{s.name.lower()}`", s.label, kinds.get(s, "")) for s in State]
    moves = "\n".join(
        f"    {start} --> {end}: {labels}" for (start, end), labels in sorted(_moves().items(), key=_in_order)
    )
    names = "\n".join(f"    s{int(s)}: {int(s)} {s.label}" for s in State)
    return (
        f"# States\n\n{WRITTEN_BY}\n"
        "The ten states of the national portal; what moves a case between them are [actions](actions.md).\n\n"
        + _table(("number", "name in the code", "tên", "đồng hồ"), rows)
        + f"\n\n```mermaid\nstateDiagram-v2\n{names}\n{moves}\n```\n\n"
        "Actions that leave the state as it is are not drawn. A part of a linked procedure ends in the state of the"
        " whole when that is withdrawn or stopped.\n"
    )


def _moves() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], list[str]] = {}
    for act in ACTIONS.values():
        if not act.name.startswith("case.") or act.then is None:
            continue
        for start in ["[*]"] if act.opens else [f"s{int(s)}" for s in sorted(act.when) if s != act.then]:
            labels = found.setdefault((start, f"s{int(act.then)}"), [])
            labels.extend([act.label] if act.label not in labels else [])
    found |= {(f"s{int(s)}", "[*]"): [] for s in FINAL}
    return {ends: "; ".join(sorted(labels)) or "hết" for ends, labels in found.items()}


def _in_order(move: tuple[tuple[str, str], str]) -> list[int]:
    return [int(end.removeprefix("s")) if end != "[*]" else 0 for end in move[0]]


def settings_page() -> str:
    """Every environment variable the program reads, with its meaning and what holds without it."""
    read = variables()
    rows = [(f"`{name}`", MEANINGS[name], read[name]) for name in sorted(read)]
    return (
        f"# Settings\n\n{WRITTEN_BY}\n"
        "Everything that differs between machines comes from the environment; none has to be set for `bin/demo`.\n\n"
        + _table(("variable", "meaning", "without it"), rows)
        + "\n"
    )


def variables() -> dict[str, str]:
    """The names of ours that the code asks the environment for, each with its default as written there."""
    found: dict[str, str] = {}
    for folder in ("config", "motcua"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for name, default in _asked_of_the_environment(ast.parse(path.read_text("utf-8"))):
                if name == "DATABASE_URL" or name.startswith("MOTCUA_"):
                    found[name] = found.get(name) or default
    return found


def _asked_of_the_environment(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        asks = ast.unparse(node.func)
        if asks in ("os.environ.get", "flag", "kept_secret", "environ.get"):
            yield str(node.args[0].value), _default(asks, node.args[1:])


def _default(asks: str, rest: list[ast.expr]) -> str:
    if asks == "kept_secret":
        return "made at the first start"
    value = rest[0] if rest else None
    if isinstance(value, ast.Constant) and asks == "flag":
        return "on" if value.value else "off"
    if isinstance(value, ast.Constant) and value.value not in ("", None):
        return f"`{value.value!s}`"
    if value is not None and "ROOT" in ast.unparse(value):
        parts = sorted(
            (p for p in ast.walk(value) if isinstance(p, ast.Constant)), key=lambda p: p.col_offset
        )
        return "`" + "/".join(str(part.value) for part in parts) + "`"
    return ""


def _first_line(declared: Callable[..., Any]) -> str:
    return (inspect.getdoc(declared) or "").partition("\n")[0]


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/actions.md": actions_page,
    "docs/reference/states.md": states_page,
    "docs/reference/settings.md": settings_page,
    "docs/papers-fields.md": fields_reference,
}
