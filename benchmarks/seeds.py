"""The five seeds at their full size, loaded by `motcua demo seed` into a database of their own, and their public pages.

    .venv/bin/python -m benchmarks.seeds [NAME …]

Makes a throwaway database, founds the offices of the demonstration without its cases, runs the command for each seed,
reads the public page of its period as anybody would, and sets what is printed there beside what its newspaper says.
Ends with 1 where a figure differs. About a quarter of an hour for all five on two cores.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOTCUA = [sys.executable, "-P", "-m", "motcua"]
# Cells of a row of the page, by their column (motcua/faces/board/words.py), then the share.
COLUMNS = ("carried", "received", "early", "on_time", "late", "ended_otherwise", "open_in_time", "open_overdue", "paused",
           "paused_overdue", "to_accept", "to_accept_late", "share")  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a newspaper says of one row of a page: the period, the row, and numbers of sums of columns."""

    period: str
    row: str
    numbers: dict[str, str]


ALL = "Tổng số"
IN_TIME, OPEN = "early+on_time", "open_in_time+open_overdue+paused+paused_overdue"
HALF_2016, YEAR_2016, YEAR_2018 = "01/01/2016-28/06/2016", "01/01/2016-31/12/2016", "01/01/2018-31/12/2018"
ARTICLES = {
    "thanh-xuan-2016": [
        Said(HALF_2016, "Quận Thanh Xuân", {"received": "3.430", IN_TIME: "3.338", "late": "0", OPEN: "92", "share": "100,00%"}),
        Said(HALF_2016, ALL, {"received": "52.536", IN_TIME: "52.444", "late": "0", "share": "100,00%"}),
    ],
    "hoang-mai-2016-2018": [
        Said("01/01/2016-30/06/2018", "Quận Hoàng Mai", {IN_TIME: "440.005", "late": "1.895", "share": "99,57%"}),
        Said("01/01/2018-30/06/2018", "Quận Hoàng Mai", {IN_TIME: "94.006", "late": "94", "share": "99,90%"}),
    ],
    "man-thai-2016": [Said(YEAR_2016, "Phường Mân Thái", {IN_TIME: "9.158", "late": "0", "share": "100,00%"})],
    "thieu-hoa-2018": [Said(YEAR_2018, "Huyện Thiệu Hóa", {IN_TIME: "6.180", "late": "14", OPEN: "38"})],
    "ha-noi-126": [Said("01/11/2025-31/10/2026", ALL, {"received": "118.404"})],
}  # fmt: skip


# Sentences of other pages: surveys and the roadmap of online levels.
BESIDE = {
    "thanh-xuan-2016": {"/cong-khai/lo-trinh": "241 = 20 + 115 + 106 thủ tục"},
    "man-thai-2016": {"/cong-khai/khao-sat?ky=2016": "Tổng số – – 517 0 (0,00%) – 517 (100,00%) –"},
    "thieu-hoa-2018": {"/cong-khai/khao-sat?ky=2018": "250 0 (0,00%) – 210 (84,00%) 40 (16,00%)"},
}


def main() -> int:
    names = sys.argv[1:] or list(ARTICLES)
    if unknown := set(names) - set(ARTICLES):
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(ARTICLES)}.", file=sys.stderr)
        return 2
    names.sort(key=list(ARTICLES).index)  # the sum of a page is that of what is loaded so far
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MOTCUA_DATA": f"{folder}/office", "DJANGO_SETTINGS_MODULE": "config.settings"}
        started = [*MOTCUA, "database", "start", "--throwaway", "--data", f"{folder}/postgres"]
        os.environ["DATABASE_URL"] = subprocess.check_output(started, text=True).strip()
        try:
            found_offices()
            return sum(differing(name) for name in names) and 1
        finally:
            subprocess.run([*MOTCUA, "database", "stop", "--data", f"{folder}/postgres"], check=True)


def found_offices() -> None:
    """What `bin/demo` founds before it tells of cases."""
    import django

    django.setup()
    from django.core.management import call_command

    from demo.offices import Builder, build

    call_command("migrate", verbosity=0)
    build(Builder())


def differing(name: str) -> int:
    """Load one seed by its command, and print its page beside what was written; how many figures differ."""
    begun = time.perf_counter()
    subprocess.run([*MOTCUA, "demo", "seed", name], check=True, stdout=subprocess.DEVNULL)
    print(f"{name}: loaded in {time.perf_counter() - begun:.0f} s")
    differ = 0
    for said in ARTICLES[name]:
        cells = page(said.period)[said.row]
        for columns, wanted in said.numbers.items():
            printed = cells["share"] if columns == "share" else thousands(cells, columns)
            differ += printed != wanted
            note = "" if printed == wanted else f"   <- written: {wanted}"
            print(f"  {said.period} {said.row:<18} {columns:<50} {printed}{note}")
    for address, sentence in BESIDE.get(name, {}).items():
        found = sentence in words(address)
        differ += not found
        print(f"  {address:<28} {sentence}{'' if found else '   <- not on the page'}")
    return differ


def thousands(cells: dict[str, str], columns: str) -> str:
    many = sum(int(cells[name].replace(".", "")) for name in columns.split("+"))
    return f"{many:,}".replace(",", ".")


def words(address: str) -> str:
    """What stands on a public page, as anybody would read it."""
    from django.test import Client

    html = Client().get(address, headers={"host": "localhost"}).content.decode()
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def page(period: str) -> dict[str, dict[str, str]]:
    """The rows of the table of the public page of a period, by unit."""
    from django.test import Client

    first, last = period.split("-")
    answer = Client().get("/cong-khai/", {"tu": first, "den": last}, headers={"host": "localhost"})
    assert answer.status_code == 200, answer.status_code
    html = answer.content.decode()
    table = html[html.index('aria-labelledby="bang"') :]
    rows = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S):
        head, *cells = [
            unescape(re.sub("<.*?>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        rows[head] = dict(zip(COLUMNS, cells, strict=True))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
