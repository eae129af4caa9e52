"""What the post asks for a parcel, and who pays where nothing else was chosen: dated rows of the library."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.domain.offices.rules import read_units
from motcua.foundation.text import fold

LIBRARY = Path(__file__).resolve().parents[4] / "library"
STEP_GRAMS = 500
_PROVINCES = ("tinh", "thanh_pho_tw")
_KINDS = ("thanh pho ", "tinh ", "tp. ", "tp ")


@dataclass(frozen=True, slots=True)
class PostTerms:
    """The fees of a time: bands of (grams, đồng inside the province, đồng beyond it), then for each further 500 g."""

    valid_from: date
    basis: str
    confirmed: bool
    payer: str
    usual_grams: int
    bands: tuple[tuple[int, int, int], ...]
    more: tuple[int, int]
    correct_days: int  # for so long a "delivered" that was told by mistake can be taken back

    def fee(self, grams: int | None, *, beyond: bool) -> int:
        """The fee in đồng of one parcel; one that was not weighed counts as usual."""
        weight, place = grams or self.usual_grams, 2 if beyond else 1
        for band in self.bands:
            if weight <= band[0]:
                return band[place]
        last = self.bands[-1]
        steps = -(-(weight - last[0]) // STEP_GRAMS)
        return last[place] + steps * self.more[place - 1]


@cache
def _kept() -> tuple[PostTerms, ...]:
    rows = tomllib.loads((LIBRARY / "post.toml").read_text("utf-8"))["fees"]
    found = [
        PostTerms(**{**row, "bands": tuple(map(tuple, row["bands"])), "more": tuple(row["more"])})
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.valid_from))


def post_terms_on(day: date) -> PostTerms:
    """What is asked on a day; before the first row, the first."""
    in_force = [each for each in _kept() if each.valid_from <= day]
    return in_force[-1] if in_force else _kept()[0]


@cache
def provinces() -> frozenset[str]:
    """The names of the provinces and cities of today, without their kinds, folded."""
    with (LIBRARY / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in read_units(lines) if row.kind in _PROVINCES and row.valid_to is None]
    return frozenset(_bare(row.name) for row in rows)


def is_beyond(address: str, *, home: str) -> bool:
    """Whether an address ends in another province than `home`; one that names none lies in it."""
    last = _bare(address.rpartition(",")[2])
    return last in provinces() and last != _bare(home)


def _bare(name: str) -> str:
    words = fold(name).strip(" .")
    return next((words.removeprefix(kind) for kind in _KINDS if words.startswith(kind)), words)
