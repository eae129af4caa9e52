"""O3: files that staff add come in as a citizen's do; only a result's file is kept as it is."""

import io

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.domain.cases.models import Case
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from tests import stories
from tests import strange_files as strange
from tests.faces.desk_pages import add_file, form_of, send, signed_in, words
from tests.handing_in import places
from tests.people import BIRTH, SINGLE, Ward
from tests.stories import last_event

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
