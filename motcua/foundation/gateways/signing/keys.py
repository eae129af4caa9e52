"""Where a unit's key lies: `<folder>/<code of the unit>.toml`, naming a PKCS#12 file or a key on a PKCS#11 token.

    kind = "file"                      kind = "token"
    file = "H26.101.p12"               module = "/usr/lib/softhsm/libsofthsm2.so"
    password = "…"                     token = "motcua"
    time_stamps = "http://…"           key = "seal"
                                       pin = "…"

The folder is readable by the office's own account only; a password may be left out where the file has none. Without
`time_stamps` the office's own server is asked, and where there is none either, signatures bear the time of this machine.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyhanko.sign import signers

from .contract import NoSeal, Sealer, SealProblem
from .pades import Pades

_CODE = re.compile(r"[A-Za-z0-9.-]{1,40}")
_NEEDED: Mapping[str, tuple[str, ...]] = {"file": ("file",), "token": ("module", "token", "key", "pin")}


def seal_of(code: str, folder: Path, *, time_stamps: str = "") -> Sealer:
    """The key of the unit with this code. Raises NoSeal; SealProblem where its description is wrong."""
    place = folder / f"{code}.toml"
    if not _CODE.fullmatch(code) or not place.is_file():
        raise NoSeal(code)
    try:
        said = tomllib.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise SealProblem(f"{place.name}: không đọc được ({problem}).") from problem
    needed = _NEEDED.get(said.get("kind", ""))
    if needed is None:
        raise SealProblem(f"{place.name}: kind phải là “file” hoặc “token”.")
    if lacking := [name for name in needed if not isinstance(said.get(name), str)]:
        raise SealProblem(f"{place.name}: thiếu {', '.join(lacking)}.")
    keys = _KINDS[said["kind"]]
    server = str(said.get("time_stamps", time_stamps))
    return Pades(lambda: keys(said, folder), time_stamps=server, roots=folder / "roots")


@contextmanager
def _in_a_file(said: Mapping[str, Any], folder: Path) -> Iterator[signers.Signer]:
    password = said.get("password", "")
    signer = signers.SimpleSigner.load_pkcs12(
        str(folder / Path(said["file"]).name), passphrase=password.encode() if password else None
    )
    if signer is None:
        raise SealProblem("Tệp khóa không mở được: sai mật khẩu, hoặc không phải PKCS#12.")
    yield signer


@contextmanager
def _on_a_token(said: Mapping[str, Any], folder: Path) -> Iterator[signers.Signer]:
    from pyhanko.config.pkcs11 import TokenCriteria  # only an office with a token loads its library
    from pyhanko.sign import pkcs11

    session = pkcs11.open_pkcs11_session(
        said["module"], token_criteria=TokenCriteria(label=said["token"]), user_pin=said["pin"]
    )
    try:
        # The token signs a hash made here: not every token makes hashes by itself.
        yield pkcs11.PKCS11Signer(
            session, cert_label=said["key"], key_label=said["key"], use_raw_mechanism=True
        )
    finally:
        session.close()


_KINDS = {"file": _in_a_file, "token": _on_a_token}
