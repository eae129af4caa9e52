"""A published month: every number of page, files and notice is of the frozen document; editions stay where they are."""

import csv
import hashlib
import io
import json
import re
from datetime import date
from typing import Any

import duckdb
import pytest
from django.test import Client

from motcua.application.disclosure import composing
from motcua.application.disclosure.actions import drop, freeze, publish, sign, word
from motcua.application.disclosure.models import Publication
from motcua.application.disclosure.tables import TABLES
from motcua.application.reports.queries import figures, total
from motcua.domain.feedback.actions import answer, send
from motcua.domain.offices.models import Staff
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.faces.desk_pages import form_of, signed_in, words
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import Ward, person
from tests.stories import Clock

MONTH = "/cong-khai/thang/H26/2026-11"
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def december(ward: Ward, clock: Clock) -> Ward:
    """On 2/12/2026: in November one early, one late, one overdue with an apology; one overdue without."""
    clock.at(3, 9)
    stories.finished(ward)
    late, told = stories.signed(ward), stories.signed(ward)
    stories.signed(ward)
    stories.extended(ward, told)
    clock.at(26, 9)
    stories.issue_result(late, by=ward.again().van)
    clock.at(2, 9, month=12)
    return ward.again()


def made_public(ward: Ward, unit: Any, reason: str = "") -> Publication:
    draft = freeze(unit, by=SYSTEM, month=NOVEMBER, reason=reason)
    leader = ward.hoa if unit == ward.ward else chair(ward)
    return publish(sign(draft, by=leader, publish_at=stories.now()), by=leader)


def chair(ward: Ward) -> Any:
    known = Staff.objects.filter(account__login="chi").first()
    return known or person(ward.city, "chi", "Vũ Minh Chi", "leader", "Chủ tịch UBND thành phố")


@pytest.fixture
def published(december: Ward) -> Publication:
    return made_public(december, december.city)


def get(path: str, **headers: str) -> Any:
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, path
    return response


def test_the_page_says_what_the_figures_say(published: Publication) -> None:
    said = words_of(page_of(get(MONTH)))
    row = total(figures(first=NOVEMBER, last=date(2026, 11, 30), as_at=date(2026, 11, 30)))
    assert (row.received, row.early, row.late, row.open_overdue) == (4, 1, 1, 2)
    assert (
        "Hồ sơ đã nhận4 tăng 4 so với tháng trước" in said
        and "50,00%" in said
        and "Đang quá hạn2 tăng 2 so với tháng trước" in said
    )
    assert "1 chưa có thư xin lỗi" in said and published.finding in said
    assert f"SHA-256: {published.digest}" in said


def test_no_name_of_an_applicant_and_no_whole_code_is_on_the_page_or_in_a_file(
    published: Publication,
) -> None:
    for path in ("", "/lan-1/cham", *(f"/lan-1/{key}.csv" for key in TABLES), "/lan-1/cong-bo.json"):
        content = get(f"{MONTH}{path}").content.decode()
        assert "Nguyễn Văn Tâm" not in content
        assert not re.search(r"-\d{6}-\d{4}", content), path


def test_the_late_list_says_whether_an_apology_was_sent(published: Publication) -> None:
    tree = page_of(get(f"{MONTH}/lan-1/cham"))
    rows = [words_of(row) for row in tree.xpath("//section[1]//tbody/tr")]
    assert len(rows) == published.document["figures"]["open_overdue"] == 2
    assert sorted("chưa gửi" in row for row in rows) == [False, True]


def test_the_csv_the_parquet_and_the_json_equal_the_page(published: Publication) -> None:
    for key, table in TABLES.items():
        rows = list(csv.DictReader(io.StringIO(get(f"{MONTH}/lan-1/{key}.csv").content.decode("utf-8-sig"))))
        assert [list(row) for row in rows[:1]] in ([], [table.names])
        parquet = get(f"{MONTH}/lan-1/{key}.parquet").content
        assert from_parquet(parquet, table.names) == [tuple(row.values()) for row in rows], key
    whole = json.loads(get(f"{MONTH}/lan-1/cong-bo.json").content)
    last = list(csv.DictReader(io.StringIO(get(f"{MONTH}/lan-1/don-vi.csv").content.decode("utf-8-sig"))))[-1]
    assert {name: int(last[name]) for name in whole["figures"]} == whole["figures"]
    assert (whole["finding"], whole["sha256"]) == (published.finding, published.digest)


def from_parquet(content: bytes, names: list[str]) -> list[tuple[str, ...]]:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "x.parquet"
        path.write_bytes(content)
        found = connection.execute(f"SELECT * FROM '{path}'").fetchall()
    return [tuple("" if value is None else str(value) for value in row) for row in found]


def test_anybody_can_check_that_the_figures_are_those_that_were_signed(published: Publication) -> None:
    whole = json.loads(get(f"{MONTH}/lan-1/cong-bo.json").content)
    frozen = {name: whole[name] for name in published.document}
    said = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(said.encode()).hexdigest() == published.digest


def test_every_column_of_every_file_is_described(published: Publication) -> None:
    package = json.loads(get(f"{MONTH}/lan-1/datapackage.json").content)
    described = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    assert described == {key: table.names for key, table in TABLES.items()}
    assert package["licenses"] and package["sources"] and package["created"]


def test_an_edition_never_changes_and_a_correction_is_told_on_both(
    december: Ward, published: Publication
) -> None:
    first = get(f"{MONTH}/lan-1/don-vi.csv").content
    stories.finished(december)
    again = made_public(december, december.city, reason="Nhập thiếu một hồ sơ")
    assert get(f"{MONTH}/lan-1/don-vi.csv").content == first
    said = words_of(page_of(get(MONTH)))
    assert "Bản này đính chính bản trước: Nhập thiếu một hồ sơ" in said and again.digest in said
    assert published.digest in words_of(page_of(get(f"{MONTH}/lan-1")))


def test_what_is_not_public_is_not_found(december: Ward) -> None:
    draft = freeze(december.city, by=SYSTEM, month=NOVEMBER)
    for path in (
        MONTH,
        f"{MONTH}/lan-1",
        f"{MONTH}/lan-1/cong-bo.json",
        "/cong-khai/the/H26.svg",
        "/cong-khai/thang/H26",
    ):
        assert Client().get(path).status_code == 404, path
    assert Client().get("/cong-khai/thang")["Location"] == "/cong-khai/"
    assert draft.pk


@pytest.mark.parametrize(
    "path",
    [
        "H26/2026-13",
        "H26/x",
        "H26/2026",
        "H99/2026-11",
        "H26/2026-10",
        "H26/2026-11/lan-9",
        "H26/2026-11/lan-1/x.csv",
    ],
)
def test_an_address_of_nothing_is_not_found(published: Publication, path: str) -> None:
    assert Client().get(f"/cong-khai/thang/{path}").status_code == 404


def test_the_ranking_can_be_sorted_and_names_units_in_full(published: Publication) -> None:
    for sort in ("ten", "da-nhan", "dung-han", "qua-han", "xep-hang", "<script>"):
        assert get(f"{MONTH}?xep={sort}")


def test_the_english_page_leaves_only_names_in_vietnamese(published: Publication) -> None:
    for path in ("", "/lan-1/cham", "/lan-1/chi-so", "/lan-1/du-lieu"):
        assert left_in_vietnamese(page_of(get(f"/en{MONTH}{path}"))) == []


def test_a_reader_can_reckon_the_points_of_an_indicator_from_the_page(published: Publication) -> None:
    tree = page_of(get(f"{MONTH}/lan-1/chi-so"))
    row = next(row for row in tree.xpath("//tr") if "Hồ sơ xử lý trước hạn" in words_of(row))
    said = words_of(row)
    done, running, of = (int(re.search(rf"{name} = (\d+)", said)[1]) for name in ("done", "running", "of"))
    assert f"{20 * (done + running) / of:.2f}".replace(".", ",") + "/20" in said


def test_the_notice_is_the_same_whenever_it_is_printed_and_says_the_figures(published: Publication) -> None:
    first = get(f"{MONTH}/lan-1/thong-bao.pdf").content
    assert first == get(f"{MONTH}/lan-1/thong-bao.pdf").content and first.startswith(b"%PDF")
    said = words_of_pdf(first)
    assert published.finding in said and "50,00%" in said and "Vũ Minh Chi" in said


def words_of_pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_card_is_small_and_holds_no_script(published: Publication) -> None:
    drawn = get("/cong-khai/the/H26.svg").content
    assert len(drawn) < 5_000 and b"<script" not in drawn and b"50,00%" in drawn


# The staff's side -----------------------------------------------------------------------------------------------


def test_a_leader_freezes_reads_words_signs_and_publishes(december: Ward) -> None:
    hoa = signed_in(december.hoa)
    page = hoa.get("/cong-khai/soan")
    made = hoa.post("/cong-khai/soan/chot/H26.101", {"key": "k1", "month": "2026-11"})
    assert made.status_code == 302, words(page)
    address = made["Location"]
    assert hoa.post("/cong-khai/soan/chot/H26.101", {"key": "k1", "month": "2026-11"})["Location"] == address
    preview = hoa.get(address)
    assert "Chưa ai ngoài cơ quan xem được" in words(preview) and "50,00%" in words(preview)
    sent = form_of(preview, f"{address}/sua") | {"finding": "Tháng này còn hai hồ sơ trễ."}
    assert hoa.post(f"{address}/sua", sent).status_code == 302
    sent = form_of(hoa.get(address), f"{address}/ky")
    assert (sent["on"], sent["at"]) == ("03/12/2026", "08:00")
    assert hoa.post(f"{address}/ky", sent).status_code == 302
    sent = form_of(hoa.get(address), f"{address}/cong-bo")
    assert hoa.post(f"{address}/cong-bo", sent).status_code == 302
    assert "Tháng này còn hai hồ sơ trễ." in words_of(page_of(get("/cong-khai/thang/H26.101/2026-11")))


def test_an_unfinished_month_is_refused_in_a_sentence_and_nothing_typed_is_lost(december: Ward) -> None:
    answer = signed_in(december.hoa).post("/cong-khai/soan/chot/H26.101", {"key": "k", "month": "2026-12"})
    assert answer.status_code == 422 and "Tháng 12/2026 chưa kết thúc" in words(answer)


@pytest.mark.parametrize(
    ("doing", "sent", "said"),
    [
        ("sua", {"finding": ""}, "Câu nhận định"),
        ("ky", {"on": "31/02/2027", "at": "08:00"}, "không có"),
        ("ky", {"on": "01/06/2027", "at": "08:00"}, "xa quá một tháng"),
        ("bo", {"why": ""}, "Vì sao bỏ bản chốt này"),
    ],
)
def test_what_is_typed_wrong_stays_with_a_sentence(
    december: Ward, doing: str, sent: dict[str, str], said: str
) -> None:
    draft = freeze(december.ward, by=december.hoa, month=NOVEMBER)
    answer = signed_in(december.hoa).post(f"/cong-khai/soan/{draft.pk}/{doing}", {"key": "k", **sent})
    assert answer.status_code == 422 and said in words(answer)
    assert all(value in answer.content.decode() for value in sent.values())


def test_another_office_does_not_exist_here(december: Ward) -> None:
    draft = freeze(december.ward, by=december.hoa, month=NOVEMBER)
    son = signed_in(december.son)
    assert son.get(f"/cong-khai/soan/{draft.pk}").status_code == 404
    assert son.post("/cong-khai/soan/chot/H26.101", {"key": "k", "month": "2026-10"}).status_code == 404
    dropped = drop(draft, by=december.hoa, why="thử")
    assert signed_in(december.hoa).get(f"/cong-khai/soan/{dropped.pk}").status_code == 404


def test_a_reworded_finding_is_what_the_notice_prints(december: Ward) -> None:
    draft = word(
        freeze(december.ward, by=december.hoa, month=NOVEMBER), by=december.hoa, finding="Còn hai hồ sơ trễ."
    )
    public = publish(sign(draft, by=december.hoa, publish_at=stories.now()), by=december.hoa)
    path = f"/cong-khai/thang/H26.101/2026-11/lan-{public.edition}/thong-bao.pdf"
    said = words_of_pdf(get(path).content)
    assert "Còn hai hồ sơ trễ." in said and "đính chính" not in said.partition("Số liệu đã công bố")[0]


def test_the_notice_of_a_correction_says_what_it_corrects(published: Publication, december: Ward) -> None:
    made_public(december, december.city, reason="Sót hai phiếu xin lỗi.")
    said = words_of_pdf(get(f"{MONTH}/lan-2/thong-bao.pdf").content)
    assert "Thông báo này đính chính bản trước: Sót hai phiếu xin lỗi." in said


def test_feedback_is_counted_on_the_page_and_in_the_files_and_nobody_is_named(
    december: Ward, client: Client, clock: Clock
) -> None:
    clock.at(3, 9)
    said = {"text": "Ông Tạ Văn Hỏi chờ hai giờ", "name": "Tạ Văn Hỏi", "contact": "hoi@vidu.example"}
    done = send(december.desk, by=Citizen(), kind="behaviour", **said)
    send(december.other, by=Citizen(), kind="question", **said)
    answer(done, by=december.hoa, answer="Xin lỗi ông, đã thêm quầy.")
    clock.at(2, 9, month=12)
    made = made_public(december, december.city)
    part = page_of(client.get(MONTH)).xpath("//section[@aria-labelledby='phan-anh']")[0]
    rows = [[words_of(cell) for cell in row] for row in part.xpath(".//tbody/tr")]
    assert rows == [
        [december.ward.name, *"0110000"], [december.other.name, *"0100001"], ["Tổng số", *"0210001"],
    ]  # fmt: skip
    table = client.get(f"{MONTH}/lan-1/phan-anh.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert [(line["code"], line["received"], line["on_conduct"], line["in_time"], line["overdue"]) for line in lines] == [
        ("H26.101", "1", "1", "1", "0"), ("H26.102", "1", "0", "0", "1"), ("H26", "2", "1", "1", "1"),
    ]  # fmt: skip
    document = json.dumps(made.document, ensure_ascii=False)
    assert not [
        word for word in ("Tạ Văn Hỏi", "hai giờ", "thêm quầy", "hoi@", done.code) if word in document
    ]


def test_a_month_without_feedback_says_so_and_an_older_edition_keeps_its_sentence(
    december: Ward, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(address: str) -> str:
        return words_of(page_of(client.get(address)).xpath("//section[@aria-labelledby='phan-anh']")[0])

    with monkeypatch.context() as earlier:  # a release that had no feedback froze none
        earlier.setattr(composing, "_feedback", lambda unit, period: None)
        made_public(december, december.city)
    assert "Chưa có số liệu phản ánh" in said(MONTH)
    made_public(december, december.city, "Thêm phản ánh")
    assert "không có phản ánh, kiến nghị nào" in said(MONTH)
    assert "Chưa có số liệu phản ánh" in said(f"{MONTH}/lan-1")
    for edition in (1, 2):
        table = client.get(f"{MONTH}/lan-{edition}/phan-anh.csv").content.decode("utf-8-sig")
        assert list(csv.DictReader(io.StringIO(table))) == []
