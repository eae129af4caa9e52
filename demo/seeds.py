"""Years that newspapers wrote about, at their full size: `motcua demo seed NAME` makes the file and loads it.

The counts in capitals of the comments are the newspapers'; all others are invented so that those come out.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.db import transaction

from motcua.application.history.importing import Brought, bring_in
from motcua.domain.catalogue.actions import set_roadmap
from motcua.domain.catalogue.queries import library_procedures, roadmap_lines
from motcua.domain.catalogue.rules import read_roadmap
from motcua.domain.offices.actions import found
from motcua.domain.offices.models import Unit
from motcua.domain.surveys.actions import give_surveys
from motcua.domain.surveys.models import Survey
from motcua.domain.surveys.sheet_rules import read_surveys
from motcua.foundation.actions import SYSTEM, Refused, at_time, now
from motcua.foundation.calendar import ZONE, local

from .offices import SINCE, TODAY, units_by_code
from .years import HEAD, Telling, Years

Progress = Callable[[str, int, int], None]
SEED = 20261122
COPIES = (("2.000815", 46), ("2.000884", 10), ("2.000908", 6))
CIVIL = (
    ("1.001193", 12),
    ("1.000656", 4),
    ("1.000894", 5),
    ("2.000635", 10),
    ("1.004873", 14),
    ("1.001022", 1),
)
OF_WARDS = (*COPIES, *CIVIL, ("2.001035", 3))
OF_DISTRICTS = (
    ("1.001612", 44),
    ("2.000720", 18),
    ("2.000815", 20),
    ("2.000884", 6),
    ("2.000635", 8),
    ("2.001035", 4),
)
OF_BOTH = (*OF_WARDS, ("1.001612", 9), ("2.000720", 4))
OF_TODAY = (("2.000815", 30), ("1.001193", 14), ("1.000656", 5), ("1.000894", 6), ("2.000635", 12), ("1.004873", 14),
            ("1.001612", 9))  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """One scenario: what it is, the offices it needs, and what each desk did."""

    about: str
    found: Callable[[], None]
    years: Callable[[], list[Years]]


def names() -> dict[str, str]:
    """Every seed and what it tells."""
    return {name: seed.about for name, seed in SEEDS.items()}


def plant(name: str, folder: Path, progress: Progress, *, part: int = 1) -> Brought:
    """Set up the offices a seed needs, write its file and load it; `part` 100 tells one case of a hundred."""
    seed = SEEDS[name]
    if not Unit.objects.filter(code=PAST_OF[name]).exists():
        raise Refused("Chưa có các cơ quan của dữ liệu mẫu. Hãy chạy “bin/demo” một lần trước.")
    with transaction.atomic():
        seed.found()
    path = write(name, folder, progress, part=part)
    unit = Unit.objects.filter(code=PAST_OF[name]).latest("valid_from")
    brought = bring_in(path, by=SYSTEM, unit=unit, progress=progress)
    _tell_beside(name, unit)
    return brought


def _tell_beside(name: str, unit: Unit) -> None:
    """What the newspaper says beside cases, as sheets in the folder of the seed; told again, nothing is added."""
    roadmap, survey = (Path(__file__).parent / name / f"{each}.csv" for each in ("lo-trinh", "khao-sat"))
    if roadmap.exists() and not roadmap_lines(unit)[1]:
        lines = read_roadmap(roadmap.read_text("utf-8"))
        set_roadmap(unit, by=SYSTEM, lines=lines, source=roadmap.name)
    if survey.exists() and not Survey.objects.filter(unit=unit).exists():
        found_by = read_surveys(survey.read_text("utf-8"), file=survey.name, today=local(now()).date())
        give_surveys(unit, by=SYSTEM, lines=found_by)


def write(name: str, folder: Path, progress: Progress, *, part: int = 1) -> Path:
    """The file of a seed, as its office's former system would have left it."""
    facts = library_procedures()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"{name}.csv" if part == 1 else f"{name}-1-{part}.csv")
    told = [years.part(part) if part > 1 else years for years in SEEDS[name].years()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number, years in enumerate(told, start=1):
            writer.writerows(
                Telling(years, facts, Random(f"{SEED} {name} {years.desk} {years.first}")).rows()
            )
            progress("Viết tệp hồ sơ cũ", number, len(told))
    return path


# Thanh Xuân, 1/1-28/6/2016 -----------------------------------------------------------------------------------

THANH_XUAN = "000.00.23.H26"
HALF_OF_2016 = (date(2016, 1, 1), date(2016, 6, 28))
OF_ELEVEN_WARDS = 49_106  # "49.106 HỒ SƠ … TẠI 11 PHƯỜNG", all on time


def _thanh_xuan() -> list[Years]:
    # "3.430 HỒ SƠ ĐÃ TIẾP NHẬN … 3.338 … ĐÚNG HẠN, 92 … ĐANG GIẢI QUYẾT"
    district = Years(
        "000.01.23.H26", *HALF_OF_2016, in_time=3_338, open=92, supplements=0.03, procedures=OF_DISTRICTS
    )
    desks = _ward_desks(THANH_XUAN)
    shares = _shares(OF_ELEVEN_WARDS, [10 + (7 * n) % 9 for n in range(len(desks))])
    return [district] + [
        Years(desk, *HALF_OF_2016, in_time=share, supplements=0.01, procedures=OF_WARDS)
        for desk, share in zip(desks, shares, strict=True)
    ]


def _found_ward_desks() -> None:
    """The wards' own one-stop desks, which the smaller demonstration does without."""
    district = Unit.objects.get(code=THANH_XUAN)
    for ward in Unit.objects.filter(parent=district, kind="phuong").order_by("code"):
        code = ward.code.replace("000.", "001.", 1)
        if not Unit.objects.filter(code=code).exists():
            with at_time(datetime(2016, 1, 2, 9, tzinfo=ZONE)):
                found(ward, by=SYSTEM, code=code, name=f"Bộ phận Một cửa {ward.name[0].lower()}{ward.name[1:]}",
                      kind="bo_phan_mot_cua", valid_from=SINCE, valid_to=ward.valid_to)  # fmt: skip


def _ward_desks(district: str) -> list[str]:
    wards = Unit.objects.filter(parent__code=district, kind="phuong").order_by("code")
    return [code.replace("000.", "001.", 1) for code in wards.values_list("code", flat=True)]


# Hoàng Mai, 2016 to the middle of 2018 ------------------------------------------------------------------------


def _hoang_mai() -> list[Years]:
    # "2016-2018 … HƠN 440.000 HỒ SƠ ĐÚNG HẠN, ĐẠT 99,57%": 440.005 of 441.900 results, 1.895 late.
    # "6 THÁNG 2018 … HƠN 94.000 …, ĐẠT 99,9%": 94.006 of 94.100, 94 late. The 640 open at the end of 2017 had
    # their results in January and are among the 94.100.
    desk = {"desk": "000.01.24.H26", "saturdays": True, "supplements": 0.02, "procedures": OF_BOTH}
    return [
        Years(first=date(2016, 1, 1), last=date(2017, 12, 31), in_time=345_999, late=1_801, open=640, withdrawn=410,
              **desk),  # type: ignore[arg-type]
        Years(first=date(2018, 1, 1), last=date(2018, 6, 30), in_time=94_006 - 640, late=94, open=870, withdrawn=96,
              **desk),  # type: ignore[arg-type]
    ]  # fmt: skip


# Mân Thái 2016, Thiệu Hóa 2018 ---------------------------------------------------------------------------------


def _man_thai() -> list[Years]:
    # "9.158 HỒ SƠ VÀ LUÔN GIẢI QUYẾT ĐÚNG HẸN HOẶC SỚM HẸN"
    year = (date(2016, 1, 1), date(2016, 12, 31))
    return [Years("001.31.13.H17", *year, in_time=9_158, supplements=0.01, procedures=OF_WARDS)]


def _thieu_hoa() -> list[Years]:
    # The article gives no number of cases; it asks for fewest results past their day and papers asked for once.
    year = (date(2018, 1, 1), date(2018, 12, 31))
    return [
        Years("000.01.25.H56", *year, in_time=6_180, late=14, open=38, withdrawn=22, supplements=0.02,
              procedures=OF_DISTRICTS)
    ]  # fmt: skip


# Hà Nội's 126 communes, twelve months -----------------------------------------------------------------------------

TWELVE_MONTHS = (date(2025, 11, 1), date(2026, 10, 31))
OWN_WARD = ("00367", "H26.367")  # the ward of the demonstration has its code and its own cases already
PROVINCE = "01"


def _communes() -> list[tuple[str, str, str]]:
    """(code, name, kind) of the city's communes of today, by code."""
    rows = [row for found_rows in units_by_code().values() for row in found_rows]
    return sorted((r.code, r.name, r.kind) for r in rows if r.parent == PROVINCE and r.in_force(TODAY))


def _commune_agency(number: int, code: str) -> str:
    return OWN_WARD[1] if code == OWN_WARD[0] else f"H26.{500 + number}"


def _found_communes() -> None:
    city = Unit.objects.get(code="H26")
    known = set(Unit.objects.filter(code__startswith="H26.").values_list("code", flat=True))
    for number, (code, name, kind) in enumerate(_communes(), start=1):
        agency = _commune_agency(number, code)
        if f"{agency}.1" in known:
            continue
        low = f"{name[0].lower()}{name[1:]}"
        with at_time(datetime(2025, 7, 1, 9, tzinfo=ZONE)):
            commune = found(city, by=SYSTEM, code=agency, name=name, kind=kind, valid_from=TODAY, territory_code=code,
                            place=name.split(" ", 1)[1])  # fmt: skip
            found(commune, by=SYSTEM, code=f"{agency}.1", name=f"Trung tâm Phục vụ hành chính công {low}",
                  kind="trung_tam_pvhcc", valid_from=TODAY)  # fmt: skip


def _ha_noi() -> list[Years]:
    """No newspaper gives these numbers: large and small communes, good and bad ones, so that there is a ranking."""
    rng = Random(f"{SEED} ha-noi")
    told = []
    for number, (code, _name, kind) in enumerate(_communes(), start=1):
        many = rng.randrange(900, 1_800) if kind == "phuong" else rng.randrange(400, 1_000)
        late = round(many * rng.choice((0, 0.001, 0.004, 0.008, 0.015, 0.03, 0.06)) * rng.uniform(0.7, 1.3))
        own = code == OWN_WARD[0]
        told.append(
            Years(
                f"{_commune_agency(number, code)}.1", *TWELVE_MONTHS, in_time=many - late, late=late,
                open=0 if own else rng.randrange(3, 14), withdrawn=rng.randrange(0, 9), stays_open=True,
                supplements=0.02, online=rng.uniform(0.2, 0.8), procedures=OF_TODAY, begins_at=501 if own else 1,
            )
        )  # fmt: skip
    return told


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total by weight, the sum exact."""
    shares = [total * weight // sum(weights) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def _nothing_more() -> None:
    """The smaller demonstration has all its offices already."""


SEEDS = {
    "thanh-xuan-2016": Seed(
        "Quận Thanh Xuân 01/01-28/6/2016: 3.430 hồ sơ tại quận, 49.106 tại 11 phường", _found_ward_desks, _thanh_xuan
    ),
    "hoang-mai-2016-2018": Seed(
        "Quận Hoàng Mai 2016 đến giữa 2018: 441.900 hồ sơ có kết quả, 99,57% đúng hạn", _nothing_more, _hoang_mai
    ),
    "man-thai-2016": Seed("Phường Mân Thái 2016: 9.158 hồ sơ, đúng hẹn hoặc sớm hẹn", _nothing_more, _man_thai),
    "thieu-hoa-2018": Seed("Huyện Thiệu Hóa 2018: số hồ sơ tự đặt, bài báo không nêu", _nothing_more, _thieu_hoa),
    "ha-noi-126": Seed(
        "126 xã, phường của Hà Nội, tháng 11/2025 đến tháng 10/2026: có hồ sơ quá hạn để xếp hạng", _found_communes, _ha_noi
    ),
}  # fmt: skip
PAST_OF = {
    "thanh-xuan-2016": THANH_XUAN, "hoang-mai-2016-2018": "000.00.24.H26", "man-thai-2016": "000.31.13.H17",
    "thieu-hoa-2018": "000.00.25.H56", "ha-noi-126": "H26",
}  # fmt: skip
