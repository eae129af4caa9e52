"""Cases taken away as a file: who may, one line of who asked for what, and a file that counts up to the figures."""

import csv
import errno
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from django.db import IntegrityError, connection, transaction

from motcua.application.exports import writing
from motcua.application.exports.actions import export
from motcua.application.exports.jobs import forget_old, write_export
from motcua.application.exports.models import ASKED, FAILED, FORGOTTEN, WRITTEN, Export
from motcua.application.exports.rules import COLUMNS, kept_days
from motcua.application.reports.counts import ACTS
from motcua.application.reports.queries import figures
from motcua.domain.offices.models import OfficeEvent
from motcua.faces.cli.main import main
from motcua.foundation.actions import SYSTEM, Forbidden, Refused
from tests import stories
from tests.actions.table import CAST
from tests.actions.test_figures import NAMES, live, places
from tests.histories import counted, life
from tests.people import Ward, person
from tests.stories import Clock

NOVEMBER = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
KINDS = pytest.mark.parametrize("kind", ["csv", "parquet"])


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORTS = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def hundred(ward: Ward) -> Ward:
    """A hundred lives of cases at two desks, from November 2025 on."""
    chance = Random(7)
    live(places(ward), [life(chance) for _ in range(100)], chance)
    return ward.again()


def asked(ward: Ward, kind: str = "csv", **more: Any) -> Export:
    return export(ward.ward, by=ward.hoa, kind=kind, **{**NOVEMBER, **more})


def written(found: Export) -> Export:
    write_export(found.pk)
    return Export.objects.get(pk=found.pk)


# Who may, and what is noted ---------------------------------------------------------------------------------


def test_who_may(ward: Ward) -> None:
    yen = person(ward.ward, "yen", "Tô Hải Yến", "ptc_control", "Cán bộ kiểm soát thủ tục")
    cast = {**{who: getattr(ward, who) for who in CAST}, "yen": yen}
    may = {who for who, by in cast.items() if export.is_for(by, ward.ward)}
    assert may == {"hoa", "tuan", "yen"}  # leader, inspector of the city above, control of procedures
    assert not export.is_for(ward.hoa, ward.other) and not export.is_for(ward.hoa, ward.city)
    assert not export.is_for(SYSTEM, ward.ward)
    with pytest.raises(Forbidden):
        export(ward.ward, by=ward.lan, kind="csv", **NOVEMBER)


def test_one_line_says_who_asked_for_what(ward: Ward, clock: Clock) -> None:
    stories.received(ward)
    found = asked(ward, key="một lần")
    assert asked(ward, key="một lần") == found
    event = OfficeEvent.objects.get(name="figures.exported")
    assert (event.unit, event.actor, event.at) == (ward.ward, ward.hoa, clock.now)
    assert event.payload == {"first": "2026-11-01", "last": "2026-11-20", "kind": "csv", "cases": 1}


REFUSED = [
    ({"kind": "xlsx"}, "Xin chọn tệp CSV hoặc Parquet."),
    ({"first": date(2026, 12, 1)}, "Ngày cuối phải bằng hoặc sau ngày đầu."),
    (
        {"first": date(2026, 11, 21)},
        "Kỳ này bắt đầu ngày 21/11/2026, chưa có hồ sơ nào.",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_what_makes_no_file_is_refused_in_a_sentence(
    ward: Ward, clock: Clock, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        asked(ward, **given)
    assert refused.value.sentence == sentence
    assert not Export.objects.exists()


def test_a_fourth_file_waits_until_one_of_three_is_written(ward: Ward, clock: Clock) -> None:
    three = [asked(ward) for _ in range(3)]
    with pytest.raises(Refused, match="đang có 3 tệp chưa viết xong"):
        asked(ward)
    written(three[0])
    assert asked(ward).state == ASKED


def test_one_sees_ones_own_files_only_and_no_longer_than_one_may_export(ward: Ward, clock: Clock) -> None:
    found = asked(ward)
    assert list(Export.objects.visible_to(ward.hoa)) == [found]
    assert not Export.objects.visible_to(ward.tuan).exists()
    assert not Export.objects.visible_to(ward.son).exists()
    ward.hoa.postings.update(valid_to=date(2026, 11, 19))
    assert not Export.objects.visible_to(ward.again().hoa).exists()


# The file ---------------------------------------------------------------------------------------------------


@KINDS
@pytest.mark.parametrize("period", [(1, 1, 31), (2, 3, 17), (4, 1, 30)])
def test_counting_the_file_gives_the_figures_of_every_unit(
    hundred: Ward, kind: str, period: tuple[int, int, int]
) -> None:
    month, first_day, last_day = period
    first, last = date(2026, month, first_day), date(2026, month, last_day)
    by = hundred.tuan
    found = written(export(hundred.city, by=by, kind=kind, first=first, last=last))
    rows = read(found)
    assert (found.state, found.rows) == (WRITTEN, len(rows)) and found.expected == len(rows) > 5
    for unit in figures(first=first, last=last, as_at=last):
        mine = [row for row in rows if row["unit_code"] == unit.code]
        said = {name: getattr(unit, name) for name in NAMES if name not in ACTS}
        assert +counted(mine) == +Counter(said), unit.name
    for field in figures(first=first, last=last, as_at=last, by="field"):
        assert sum(row["field"] == field.name for row in rows) == sum(counted_once(field))


def counted_once(row: Any) -> Iterator[int]:
    yield row.total
    yield from (row.to_accept, row.to_accept_late, row.papers_asked, row.not_accepted, row.withdrawn_before)


def read(found: Export) -> list[dict[str, str]]:
    """The rows of the file, all cells as in CSV."""
    if found.kind == "csv":
        text = found.path.read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))
    with duckdb.connect() as base:
        base.execute("SELECT * FROM read_parquet(?)", [str(found.path)])
        assert base.description
        names = [column[0] for column in base.description]
        return [dict(zip(names, map(_said, row), strict=True)) for row in base.fetchall()]


def _said(cell: Any) -> str:
    if isinstance(cell, bool):
        return "t" if cell else "f"
    return "" if cell is None else str(cell)


@KINDS
def test_the_columns_are_those_described_and_nobody_can_be_known_by_them(
    ward: Ward, clock: Clock, kind: str
) -> None:
    case = stories.received(ward)
    found = written(asked(ward, kind))
    rows = read(found)
    assert list(rows[0]) == [column.key for column in COLUMNS]
    assert [row["code"] for row in rows] == [case.code]
    content = found.path.read_bytes().decode("utf-8", "replace") + str(rows)
    for private in (case.applicant_name, case.identity_number, case.phone, case.address):
        assert private and private not in content


def test_a_case_is_told_as_it_stood_at_the_end_of_the_last_day(ward: Ward, clock: Clock) -> None:
    clock.at(3, 9)
    case = stories.finished(ward)
    clock.at(20, 9)
    after = read(written(asked(ward, last=date(2026, 11, 3))))[0]
    assert (after["place"], after["state"], after["code"]) == ("early", "9", case.code)
    assert after["received_at"] == "2026-11-03T09:00:00+07:00" and after["returned_at"] == ""


def test_words_that_a_spreadsheet_takes_for_a_formula_are_made_harmless(ward: Ward, clock: Clock) -> None:
    stories.received(ward)
    type(ward.desk).objects.filter(pk=ward.desk.pk).update(name="=HYPERLINK(1)")
    assert read(written(asked(ward)))[0]["unit"] == "'=HYPERLINK(1)"


# What goes wrong --------------------------------------------------------------------------------------------


@KINDS
def test_a_job_begun_again_writes_over_what_a_dead_worker_left(
    ward: Ward, clock: Clock, folder: Path, kind: str
) -> None:
    stories.received(ward)
    found = asked(ward, kind)
    folder.mkdir()
    for name in (f"{found.pk}.{kind}.part", f"{found.pk}.{kind}.lines.part"):
        (folder / name).write_bytes(b"half a row" * 1000)
    assert len(read(written(found))) == 1
    assert [path.name for path in folder.iterdir()] == [f"{found.pk}.{kind}"]
    was = Export.objects.get().written_at
    clock.wait(minutes=2)
    assert written(found).written_at == was  # a second worker finds it done


@KINDS
def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(
    ward: Ward, clock: Clock, folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories.received(ward)

    def full(part: Path, rows: int) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_settled", full)
        found = written(asked(ward, kind))
    assert found.state == FAILED and found.problem.startswith("Máy chủ hết chỗ lưu nên chưa viết được tệp")
    assert list(folder.iterdir()) == []
    assert written(asked(ward, kind)).state == WRITTEN


def test_a_fault_nobody_foresaw_is_told_to_the_person_and_to_the_log(
    ward: Ward, clock: Clock, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    settings.EXPORTS = tmp_path / "a file" / "exports"
    found = asked(ward)
    with pytest.raises(NotADirectoryError):
        write_export(found.pk)
    assert Export.objects.get().state == FAILED and "Xin yêu cầu lại" in Export.objects.get().problem


def test_a_file_is_kept_for_its_days_and_the_line_for_good(ward: Ward, clock: Clock, folder: Path) -> None:
    found = written(asked(ward))
    (folder / "0.csv").touch()  # of no export
    assert found.kept_until == date(2026, 11, 27) and kept_days(date(2026, 11, 20)) == 7
    clock.at(27, 23)
    forget_old(0)
    assert [path.name for path in folder.iterdir()] == [f"{found.pk}.csv"]
    clock.at(28, 2)
    assert not found.is_kept(date(2026, 11, 28))
    forget_old(0)
    assert list(folder.iterdir()) == [] and Export.objects.get().state == FORGOTTEN
    assert OfficeEvent.objects.filter(name="figures.exported").exists()


BROKEN = ["state = 9", "kind = 'xlsx'", "last = first - 1", "state = 2"]


@pytest.mark.parametrize("change", BROKEN)
def test_the_database_holds_what_an_export_is(ward: Ward, clock: Clock, change: str) -> None:
    asked(ward)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exports_export SET {change}")


# From the shell ---------------------------------------------------------------------------------------------


@KINDS
def test_the_same_file_from_the_shell(
    ward: Ward, clock: Clock, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stories.received(ward)
    period = ["--unit", ward.ward.code, "--from", "2026-11-01", "--to", "2026-11-30"]
    out = tmp_path / f"tệp.{kind}"
    assert main(["export", *period, f"--{kind}", "--out", str(out)]) == 0
    assert "1 hồ sơ" in capsys.readouterr().out
    found = written(asked(ward, kind))
    found.path.replace(tmp_path / "page")
    assert out.read_bytes() == (tmp_path / "page").read_bytes()
    assert main(["export", *period, "--out", str(tmp_path / "none" / "x" / "y")]) == 0
    (tmp_path / "file").touch()
    assert main(["export", *period, "--out", str(tmp_path / "file" / "x")]) == 1
    assert "Hãy chọn nơi khác" in capsys.readouterr().err
    assert main(["export", "--unit", "X", *period[2:], "--out", str(out)]) == 1
    assert "Không có đơn vị mã X" in capsys.readouterr().err
