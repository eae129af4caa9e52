"""Communes of today found by what people type: with or without diacritics, kind and province."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from motcua.foundation.text import fold

COMMUNE_KINDS = ("xa", "phuong", "dac_khu")
_KIND = re.compile(r"^(phuong|xa|dac khu|thi tran|p|x)\.?\s+")
_PROVINCE = re.compile(r"^(thanh pho|tinh|tp|t)\.?\s+")
MOST = 12


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone with its province; `core` and `area` are their names folded, without kinds."""

    code: str
    name: str
    province_code: str
    province: str
    core: str
    area: str

    @property
    def words(self) -> str:
        return f"{self.name}, {self.province}"


def commune(code: str, name: str, province_code: str, province: str) -> Commune:
    return Commune(
        code, name, province_code, province, _KIND.sub("", fold(name)), _PROVINCE.sub("", fold(province))
    )


def matching(known: Iterable[Commune], typed: str) -> list[Commune]:
    """The communes that `typed` may mean, the surest first: “thanh xuân”, “P. Thanh Xuân, Hà Nội”."""
    first, *rest = [fold(part) for part in re.split(r"[,;–-]", typed) if part.strip()] or [""]
    core, areas = _KIND.sub("", first), [_PROVINCE.sub("", part) for part in rest]
    if not core:
        return []
    exact, close = [], []
    for each in known:
        if areas and not any(area in each.area or each.area in area for area in areas):
            continue
        if each.core == core:
            exact.append(each)
        elif core in each.core or f"{each.core} {each.area}" == core:
            close.append(each)
    kind = first.removesuffix(core).strip(" .")
    same_kind = [each for each in exact if kind and fold(each.name).startswith(kind)]
    return same_kind or exact or close
