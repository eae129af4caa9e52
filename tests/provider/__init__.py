"""The provider of identity that the tests sign in at: the npm package oidc-provider, on the loopback."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CLIENT, SECRET = "motcua", "bi-mat-cua-thu-nghiem"
TAM_NUMBER = "001090012345"
# People who do not exist, by the name they sign in with there; “acr” is the level of identity.
PEOPLE: dict[str, dict[str, Any]] = {
    "tam": {"name": "Nguyễn Văn Tâm", "birthdate": "1990-01-01", "personal_number": TAM_NUMBER, "acr": "muc-2"},
    "mai": {"name": "Trần Thị Mai", "birthdate": "31/12/1958", "personal_number": "001158000077", "acr": "muc-2"},
    "mot": {"name": "Lê Văn Một", "birthdate": "1990-01-01", "personal_number": TAM_NUMBER, "acr": "muc-1"},
    "la": {"name": "Phạm Lạ", "birthdate": "1990-01-01", "personal_number": TAM_NUMBER, "acr": "muc-9"},
    "khong-so": {"name": "Đỗ Thị Không", "birthdate": "1990-01-01", "acr": "muc-2"},
    "sai-so": {"name": "Đỗ Sai", "birthdate": "1990-01-01", "personal_number": "00109001234", "acr": "muc-2"},
    "sai-ngay": {"name": "Đỗ Sai", "birthdate": "1990-13-01", "personal_number": TAM_NUMBER, "acr": "muc-2"},
    "lech": {"name": "Đỗ Lệch", "birthdate": "1991-01-01", "personal_number": TAM_NUMBER, "acr": "muc-2"},
    "khong-ten": {"birthdate": "1990-01-01", "personal_number": TAM_NUMBER, "acr": "muc-2"},
    "so-la-bang": {"name": "Đỗ Bảng", "birthdate": "1990-01-01", "personal_number": [1], "acr": "muc-2"},
}  # fmt: skip


@contextmanager
def running(folder: Path, *, back: str) -> Iterator[str]:
    """The provider as a process of its own: its address, which is its issuer. It sends people back to `back`."""
    _installed()
    told = folder / "provider.json"
    told.write_text(
        json.dumps({"client_id": CLIENT, "client_secret": SECRET, "back": [back], "people": PEOPLE})
    )
    process = subprocess.Popen(
        [_node(), "provider.mjs", str(told)],
        cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin and process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def _node() -> str:
    found = shutil.which("node")
    assert found, "Node is needed for the provider of identity: apt-get install nodejs npm"
    return found


def _installed() -> None:
    """Its locked parts, put there by the first who asks; the others wait."""
    with (HERE / "package-lock.json").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (HERE / "node_modules" / "oidc-provider").is_dir():
            subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=HERE, check=True)
