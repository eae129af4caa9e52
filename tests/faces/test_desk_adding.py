"""O3: files that staff add come in as a citizen's do; only a result's file is kept as it is."""

import io
import json

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from motcua.application.filing.jobs import put_in
from motcua.domain.cases.actions.deciding import stop
from motcua.domain.cases.models import Case
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from tests import stories
from tests import strange_files as strange
from tests.faces.desk_pages import add_file, form_of, send, signed_in, words
from tests.handing_in import places
from tests.people import BIRTH, SINGLE, Ward
from tests.stories import BASIS, last_event

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["places"]
PAPER = "giay-chung-sinh"


def test_pages_that_were_photographed_become_one_paper_of_the_folder(ward: Ward) -> None:
    case, client = stories.examined(ward, BIRTH), signed_in(ward.lan)
    listed = client.get(f"/ho-so/{case.code}/file-added")
    assert "Giấy chứng sinh" in words(listed) and "Giấy tờ khác" in words(listed)
    page = f"/ho-so/{case.code}/giay-to/{PAPER}"
    photos = [SimpleUploadedFile(f"trang {n}.jpg", strange.photo()) for n in (1, 2)]
    assert client.post(page, {"tep": photos}).status_code == 302
    form = form_of(client.get(page), "/dua-vao")
    early = send(client, form["_action"], form)
    assert early.status_code == 422 and "đang được kiểm tra" in words(early)
    answer = add_file(client, case, strange.photo(), "trang 3.jpg", name="Giấy chứng sinh", paper=PAPER)
    assert answer["Location"] == f"/ho-so/{case.code}"
    (kept,) = case.files.all()
    assert (kept.name, kept.paper, kept.added_by, kept.file.kind) == (
        "Giấy chứng sinh",
        PAPER,
        ward.lan,
        "pdf",
    )
    assert len(pypdfium2.PdfDocument(io.BytesIO(kept.file.read()))) == 3
    assert last_event(case).payload["paper"] == PAPER and not Upload.objects.exists()
    assert "Giấy chứng sinh" in words(client.get(f"/ho-so/{case.code}"))


def put_by_the_worker() -> None:
    """What the worker does with files that were chosen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'filing.put_in' ORDER BY id")
        jobs = [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]
    for args in jobs:
        put_in(**args)


def test_a_file_chosen_for_a_paper_goes_into_the_folder_by_itself(ward: Ward) -> None:
    case, client = stories.examined(ward, BIRTH), signed_in(ward.lan)
    page = f"/ho-so/{case.code}/file-added"
    form = form_of(client.get(page), f"/giay-to/{PAPER}/dua-vao")
    photos = [SimpleUploadedFile(f"trang {n}.jpg", strange.photo()) for n in (1, 2)]
    answer = send(client, form["_action"], form, tep=photos)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "Đang kiểm tra tệp, xong là vào hồ sơ" in words(client.get(page))
    put_by_the_worker()
    put_by_the_worker()  # a job that is done twice
    (kept,) = case.files.all()
    assert (kept.name, kept.paper, kept.added_by) == ("Giấy chứng sinh", PAPER, ward.lan)
    assert len(pypdfium2.PdfDocument(io.BytesIO(kept.file.read()))) == 2
    said = words(client.get(page))
    assert "1 tệp trong hồ sơ" in said and "Đang kiểm tra" not in said and not Upload.objects.exists()


def test_what_cannot_be_read_or_comes_too_late_is_said_beside_its_paper(ward: Ward) -> None:
    case, client = stories.examined(ward, BIRTH), signed_in(ward.lan)
    page, put = f"/ho-so/{case.code}/file-added", f"/ho-so/{case.code}/giay-to/{PAPER}/dua-vao"
    program = ContentFile(b"MZ" + b"\0" * 100, "ket-qua.pdf")
    answer = client.post(put, {"tep": program})
    assert answer.status_code == 422 and "Giấy chứng sinh, ket-qua.pdf: " in words(answer)
    client.post(put, {"tep": ContentFile(strange.pdf()[:200], "hong.pdf")})
    put_by_the_worker()
    assert "hong.pdf: " in words(client.get(page)) and not case.files.exists()
    client.post(put, {"tep": ContentFile(strange.pdf(), "a.pdf")})
    stop(case, by=ward.hoa, reason="Không đủ điều kiện", legal_basis=BASIS)
    put_by_the_worker()
    assert not case.files.exists()


def test_the_same_press_twice_adds_it_once_and_nothing_is_said_to_be_nothing(ward: Ward) -> None:
    case, client = stories.examined(ward, BIRTH), signed_in(ward.lan)
    form = form_of(client.get(f"/ho-so/{case.code}/giay-to/{PAPER}"), "/dua-vao")
    empty = send(client, form["_action"], form)
    assert empty.status_code == 422 and "Xin chọn tệp trước" in words(empty)
    add_file(client, case, strange.pdf(), "a.pdf", name="Giấy", paper=PAPER)
    client.post(f"/ho-so/{case.code}/giay-to/{PAPER}", {"tep": ContentFile(strange.pdf(pages=2), "b.pdf")})
    check(Upload.objects.get().pk)
    for _ in range(2):
        assert send(client, form["_action"], form, ten="").status_code == 302
    assert [kept.name for kept in case.files.order_by("pk")] == ["Giấy", "b.pdf"]


def test_a_file_that_is_not_what_it_says_gets_a_sentence(ward: Ward) -> None:
    case, client = stories.examined(ward, BIRTH), signed_in(ward.lan)
    program = ContentFile(b"MZ" + b"\0" * 100, "ket-qua.pdf")
    answer = client.post(f"/ho-so/{case.code}/giay-to/{PAPER}", {"tep": program})
    assert answer.status_code == 422 and "Chương trình Windows" in words(answer)
    assert not Upload.objects.exists()


def test_what_one_colleague_has_sent_is_not_seen_by_another_nor_by_who_may_not_add(ward: Ward) -> None:
    case = stories.examined(ward, BIRTH)
    page = f"/ho-so/{case.code}/giay-to/{PAPER}"
    signed_in(ward.lan).post(page, {"tep": SimpleUploadedFile("của Lan.jpg", strange.photo())})
    number = Upload.objects.get().pk
    desk = signed_in(ward.minh)
    assert "của Lan" not in words(desk.get(page)) and desk.get(f"{page}/{number}.pdf").status_code == 404
    for who, status in ((ward.hoa, 403), (ward.son, 404)):
        client = signed_in(who)
        assert client.get(page).status_code == client.post(f"{page}/gui").status_code == status
    assert signed_in(ward.lan).get(f"/ho-so/{case.code}/giay-to/giay-la").status_code == 404


def test_the_file_of_a_result_is_kept_to_the_byte(ward: Ward) -> None:
    case: Case = stories.signed(ward, SINGLE)
    client, content = signed_in(ward.van), strange.pdf(pages=2)
    form = form_of(client.get(f"/ho-so/{case.code}/finished"))
    assert (
        send(client, f"/ho-so/{case.code}/finished", form, file=ContentFile(content, "kq.pdf")).status_code
        == 302
    )
    kept = case.results.get().file
    assert kept and kept.read() == content and kept.kept_by == ward.van
