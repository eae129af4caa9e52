"""`motcua history import`: what is refused and where it says so, once only, going on after a stop."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from motcua.application.history import importing
from motcua.application.history.importing import bring_in
from motcua.domain.cases.models import Case, CaseEvent, HistoryLoad
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.faces.cli.main import main
from motcua.foundation.actions import SYSTEM
from motcua.foundation.events.models import broken_link
from tests.former_cases import DESK, loaded, refusals, row, several, written
from tests.people import LINKED, Ward
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("clock")
Said = pytest.CaptureFixture[str]


def run(path: Path, *more: str) -> int:
    return main(["history", "import", str(path), "--unit", "H26", *more])


def parquet(path: Path, rows: list[dict[str, str]]) -> Path:
    source = written(path.with_suffix(".tmp.csv"), rows)
    with duckdb.connect() as base:
        base.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{path}' (FORMAT parquet)")
    return path


def test_a_file_is_loaded_with_all_events(ward: Ward, tmp_path: Path, capsys: Said) -> None:
    assert run(written(tmp_path / "cu.csv", several(3))) == 0
    assert "Đã nạp 3 hồ sơ" in capsys.readouterr().out
    assert CaseEvent.objects.filter(case__history__isnull=False).count() == 12
    for case in Case.objects.all():
        assert main(["case", case.code, "--verify"]) == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "cu.csv"]  # nothing was refused, so no list is left


def test_parquet_says_the_same_as_csv(ward: Ward, tmp_path: Path) -> None:
    rows = several(2)
    loaded(ward, parquet(tmp_path / "cu.parquet", rows[:1]))
    loaded(ward, written(tmp_path / "cu.csv", rows[1:]))
    one, other = (
        list(CaseEvent.objects.filter(case__code=each["code"]).order_by("n").values("name", "at", "outcome"))
        for each in rows
    )
    assert one == other and len(one) == 4


def test_the_same_file_again_loads_nothing(ward: Ward, clock: Clock, tmp_path: Path, capsys: Said) -> None:
    clock.at(20, 5)  # still the day before by the clock of Greenwich
    path = written(tmp_path / "cu.csv", several(2))
    run(path)
    capsys.readouterr()
    assert run(path.rename(tmp_path / "ten-khac.csv")) == 0
    assert "đã được nạp lúc 05:00 20/11/2026; không nạp lại" in capsys.readouterr().out
    assert Case.objects.count() == 2


def test_the_same_cases_in_another_file_are_refused_line_by_line(ward: Ward, tmp_path: Path) -> None:
    loaded(ward, written(tmp_path / "cu.csv", several(2)))
    again = loaded(ward, written(tmp_path / "khac.csv", several(3)))
    assert [(line, reason) for line, _, reason in refusals(again)] == [
        (2, "Mã hồ sơ này đã có trong hệ thống."),
        (3, "Mã hồ sơ này đã có trong hệ thống."),
    ]
    assert Case.objects.count() == 3


class Stopped(Exception):
    """Somebody pulled the plug."""


def test_a_stopped_load_goes_on_with_the_next_chunk(ward: Ward, tmp_path: Path) -> None:
    rows = several(7)
    rows[0]["procedure"] = rows[5]["procedure"] = "9.999999"
    path = written(tmp_path / "cu.csv", rows)

    def stop(_words: str, done: int, _total: int) -> None:
        if done == 4:
            raise Stopped

    with pytest.raises(Stopped):
        bring_in(path, by=SYSTEM, unit=ward.city, progress=stop, at_once=2)
    load = HistoryLoad.objects.get()
    assert (load.position, load.loaded, load.refused) == (4, 3, 1)
    kept = set(Case.objects.values_list("pk", flat=True))
    brought = loaded(ward, path, at_once=2)
    assert (brought.load.loaded, brought.load.refused) == (5, 2)
    assert [line for line, *_ in refusals(brought)] == [2, 7]
    assert kept < set(Case.objects.values_list("pk", flat=True))


def test_what_a_stopped_run_had_listed_of_rows_not_kept_is_not_listed_twice(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = several(4)
    rows[3]["channel"] = "fax"
    path = written(tmp_path / "cu.csv", rows)
    whole = importing.load_cases

    def cut(load: HistoryLoad, **more: Any) -> HistoryLoad:
        if load.position:
            raise Stopped
        return whole(load, **more)  # type: ignore[no-any-return]

    with monkeypatch.context() as broken, pytest.raises(Stopped):
        broken.setattr(importing, "load_cases", cut)
        loaded(ward, path, at_once=2)
    assert [line for line, *_ in refusals(loaded(ward, path, at_once=2))] == [5]


def test_a_code_that_comes_in_by_another_door_meanwhile_is_refused(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(tmp_path / "mot.csv", several(1))
    asked = importing._known_codes
    blind = iter([True])

    def meanwhile(codes: Any) -> set[str]:
        if next(blind, False):
            list(codes)
            loaded(ward, first)
            return set()
        return asked(codes)

    monkeypatch.setattr(importing, "_known_codes", meanwhile)
    brought = loaded(ward, written(tmp_path / "hai.csv", several(2)))
    assert (brought.load.loaded, [reason for *_, reason in refusals(brought)]) == (
        1,
        ["Mã hồ sơ này đã có trong hệ thống."],
    )


# Row by row: (what is told, words of the reason) ---------------------------------------------------------------

BAD_ROWS = {
    "no code": ({"code": ""}, "Thiếu mã hồ sơ"),
    "no code of ours": ({"code": "HS-12"}, "không đúng dạng"),
    "a code of another day": ({"code": f"{DESK}-261103-0001"}, "ghi ngày 03/11/2026"),
    "a code of another office": ({"code": "H26.102.1-261102-0001"}, "mã cơ quan H26.102.1"),
    "an unknown desk": ({"unit": "H26.999.1"}, "Không có Bộ phận Một cửa nào mang mã"),
    "a unit that is no desk": ({"unit": "H26.101"}, "Không có Bộ phận Một cửa nào mang mã"),
    "a desk that was not there yet": (
        {"code": f"{DESK}-160104-0001", "received_at": "2016-01-04 09:00", "handed_over_at": "2016-01-04 09:30"},
        "chưa có hoặc không còn vào ngày 04/01/2016",
    ),
    "an unknown procedure": ({"procedure": "9.999999"}, "không có thủ tục"),
    "an unknown field": ({"field": "Hộ tịchh"}, "không phải của thủ tục"),
    "an unknown variant": ({"variant": "khong-co"}, "khong-co"),
    "an unknown channel": ({"channel": "fax"}, "channel"),
    "no day at all": ({"received_at": ""}, "Thiếu ngày tiếp nhận"),
    "a day that is none": ({"received_at": "31/02/2026"}, "received_at: “31/02/2026”"),
    "a result before reception": ({"finished_at": "2026-11-01 09:00"}, "trước khi hồ sơ được nộp hay tiếp nhận"),
    "a promise before reception": ({"due_at": "2026-10-30 09:00"}, "trước khi hồ sơ được nộp hay tiếp nhận"),
    "a day to come": ({"returned_at": "2026-12-24 09:00"}, "chưa tới"),
    "returned without a result": ({"finished_at": ""}, "không thể xảy ra khi hồ sơ đang ở trạng thái"),
    "finished while papers are waited for": ({"supplements": "2026-11-03 09:00/"}, "không thể xảy ra"),
    "finished and withdrawn": ({"withdrawn_at": "2026-11-06 09:00"}, "không thể xảy ra"),
    "a wait that ends before it begins": (
        {"supplements": "2026-11-04 09:00/2026-11-03 09:00"},
        "kết thúc trước khi bắt đầu",
    ),
    "a wait that is none": ({"supplements": "ba ngày"}, "phải viết lúc bắt đầu/lúc kết thúc"),
    "an apology without a day": ({"extended_at": "2026-11-03 09:00"}, "extended_to"),
    "a new day before the old one": (
        {"due_at": "2026-11-05", "extended_at": "2026-11-03 09:00", "extended_to": "2026-11-04"},
        "không sau ngày hẹn đầu",
    ),
    "stopped without a reason": (
        {"finished_at": "", "returned_at": "", "stopped_at": "2026-11-05 09:00"},
        "phải ghi lý do",
    ),
    "too long a name": ({"name": "x" * 201}, "name dài quá 200"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_row_that_cannot_be_is_refused_by_line_and_reason(ward: Ward, tmp_path: Path, bad: str) -> None:
    more, reason = BAD_ROWS[bad]
    good = row(code=f"{DESK}-261102-0002")
    brought = loaded(ward, written(tmp_path / "cu.csv", [good, row(**more)]))
    [(line, code, said)] = refusals(brought)
    assert (line, code) == (3, row(**more)["code"])
    assert reason in said
    assert Case.objects.count() == 1


def test_a_code_twice_in_a_file_is_refused_with_the_line_of_the_first(ward: Ward, tmp_path: Path) -> None:
    brought = loaded(ward, written(tmp_path / "cu.csv", [row(), row()]))
    assert refusals(brought) == [(3, row()["code"], "Mã hồ sơ trùng với dòng 2.")]


def test_a_time_before_the_catalogue_needs_the_day_of_the_slip(ward: Ward, tmp_path: Path) -> None:
    ProcedureVersion.objects.update(valid_from="2026-11-10")
    brought = loaded(ward, written(tmp_path / "cu.csv", [row()]))
    assert "xin ghi ngày hẹn trả vào cột due_at" in refusals(brought)[0][2]
    assert loaded(ward, written(tmp_path / "hai.csv", [row(due_at="2026-11-05 09:00")])).load.loaded == 1


def test_the_list_of_refused_rows_goes_where_it_is_wanted(ward: Ward, tmp_path: Path, capsys: Said) -> None:
    path = written(tmp_path / "cu.csv", [row(procedure="x", name="Nguyễn Văn Tâm", phone="0912000111")])
    assert run(path, "--refused", str(tmp_path / "loi.csv")) == 3
    said = capsys.readouterr().out
    listed = (tmp_path / "loi.csv").read_text("utf-8-sig")
    assert "loi.csv" in said and next(csv.reader(listed.splitlines())) == ["line", "code", "reason"]
    assert "Tâm" not in listed + said and "0912000111" not in listed + said


def test_linked_procedures_stay_at_the_desk_until_they_are_passed_on(ward: Ward, tmp_path: Path) -> None:
    given = row(procedure=LINKED, finished_at="", returned_at="", due_at="2026-11-27")
    assert refusals(loaded(ward, written(tmp_path / "cu.csv", [given]))) == []
    case = Case.objects.whole().get()
    assert [step.does for step in case.open_steps] == ["hand_over"]
    assert broken_link(list(case.events.order_by("n")), case.code) is None


# The file as a whole: nothing is loaded -------------------------------------------------------------------------

HEAD = "code,unit,procedure,received_at"
BAD_FILES = {
    "no file": ("khong-co.csv", None, "Không có tệp"),
    "no csv": ("cu.xlsx", b"PK", "chỉ nhận tệp .csv hoặc .parquet"),
    "empty": ("cu.csv", b"", "thiếu cột code, unit, procedure, received_at"),
    "only a head": ("cu.csv", f"{HEAD}\n".encode(), "không có dòng hồ sơ nào"),
    "a column missing": ("cu.csv", b"code,unit,received_at\n", "thiếu cột procedure"),
    "a strange column": ("cu.csv", f"{HEAD},cmnd\n".encode(), "cột không biết: “cmnd”"),
    "a column twice": ("cu.csv", f"{HEAD},code\n".encode(), "cột lặp lại: code"),
    "a cell too many": ("cu.csv", f"{HEAD}\na,b,c,d\na,b,c,d,e\n".encode(), "dòng 3: có 5 ô"),
    "a quote that never ends": ("cu.csv", f'{HEAD}\n"a,b,c,d\n'.encode(), "dòng 2"),
    "utf-16": ("cu.csv", HEAD.encode("utf-16"), "UTF-16"),
    "tcvn3": ("cu.csv", f"{HEAD},reason\na,b,c,d,".encode() + b"Kh\xabng \xae\xf1 gi\xcay t\xea h\xe5p l\xd6\n", "dòng 2: không phải UTF-8, có vẻ là TCVN3"),
    "cp1258": ("cu.csv", f"{HEAD},reason\n".encode() + "a,b,c,d,không đúng thẩm quyền giải quyết\n".replace("đ", "\u0111").encode("cp1258", "ignore"), "dòng 2: không phải UTF-8"),
    "two encodings": ("cu.csv", f"{HEAD},reason\na,b,c,d,Không đủ giấy tờ\na,b,c,d,".encode() + b"\xff\xfe\x81\n", "dòng 3:"),
    "zero bytes": ("cu.csv", f"{HEAD}\na,b\0,c,d\n".encode(), "dòng 2:"),
    "no parquet": ("cu.parquet", b"PAR1 but not to the end", "bị cụt ở byte 23"),
    "a parquet of rubbish": ("cu.parquet", b"PAR1" + b"x" * 40 + b"PAR1", "Parquet hỏng"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_file_that_cannot_be_loaded_is_refused_in_a_sentence(
    ward: Ward, tmp_path: Path, capsys: Said, bad: str
) -> None:
    name, content, reason = BAD_FILES[bad]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert run(tmp_path / name) == 1
    assert reason in capsys.readouterr().err
    assert not HistoryLoad.objects.exists()


def test_a_truncated_parquet_loads_nothing(ward: Ward, tmp_path: Path, capsys: Said) -> None:
    whole = parquet(tmp_path / "cu.parquet", several(20)).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "torn.parquet").write_bytes(whole[:60] + b"\xff" * 80 + whole[140:])
    for name in ("cut", "torn"):
        assert run(tmp_path / f"{name}.parquet") == 1
        assert f"{name}.parquet" in capsys.readouterr().err
    assert not Case.objects.exists()


def test_a_file_of_excel_with_marks_and_semicolons_is_read(ward: Ward, tmp_path: Path) -> None:
    text = f"Code;Unit;Procedure;Received_at;Finished_at\r\n{DESK}-261102-0001;{DESK};1.004873;02/11/2026 09:00;4/11/2026\r\n"
    (tmp_path / "cu.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert refusals(loaded(ward, tmp_path / "cu.csv")) == []
    assert Case.objects.get().outcome == "early"


def test_an_unknown_office_is_named(ward: Ward, tmp_path: Path, capsys: Said) -> None:
    assert main(["history", "import", str(written(tmp_path / "cu.csv", [row()])), "--unit", "X99"]) == 1
    assert "--unit" in capsys.readouterr().err


def test_the_columns_are_listed(capsys: Said) -> None:
    assert main(["history", "columns"]) == 0
    assert "handed_over_at" in capsys.readouterr().out
