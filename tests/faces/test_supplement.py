"""C11: papers asked for later are sent from home by the same way as those of a filing; also for a linked part."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.application.filing.answering import send_answer
from motcua.domain.cases.actions.processing import confirm_supplement, hand_over, request_supplement
from motcua.domain.cases.models import Case, Supplement
from motcua.domain.cases.queries.tracking import status_by_secret
from motcua.domain.cases.rules import State
from motcua.domain.documents.jobs import check, forget
from motcua.domain.documents.models import Document, Upload
from motcua.domain.documents.queries import uploads_of
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from motcua.foundation.actions import Forbidden, Refused, at_time, now
from tests import strange_files as strange
from tests.faces.citizens import signed_in_at
from tests.faces.filing_pages import fields_of, press
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.handing_in import handed_in, places, sent
from tests.people import LINKED, Ward
from tests.stories import BASIS, Clock, asked, fresh, paper_of, received

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["places"]


def words(response: Any) -> str:
    return words_of(page_of(response))


def key_of(case: Case) -> str:
    return next(c.key for c in case.case_type.components if c.name == paper_of(case))


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, strange.photo(), "image/jpeg")


def look_at_all() -> None:
    """What the worker does."""
    for upload in Upload.objects.filter(state="checking"):
        check(upload.pk)


def link_of(client: Client, case: Case) -> str:
    """The page of the request, by the button of the page to follow the case."""
    (link,) = page_of(client.get(f"/tra-cuu/{case.secret}")).xpath('//a[contains(@href, "/bo-sung/")]/@href')
    return str(link)


def test_papers_asked_for_are_sent_from_home_and_confirmed_at_the_desk(client: Client, ward: Ward) -> None:
    case = asked(ward)
    name, key = case.supplements.get().missing[0], key_of(case)
    follow, link = f"/tra-cuu/{case.secret}", link_of(client, case)
    assert "Xin gửi những giấy tờ nêu ở trên" in words(client.get(follow))
    assert client.get(f"{follow}/bo-sung")["Location"] == link
    said = words(client.get(link))
    assert "lần đầu" in said and name in said and "Tờ khai chưa ký" in said and "20/12/2026" in said
    empty = client.post(link, {"key": "k-1", "words": " "})
    assert empty.status_code == 422 and "ít nhất một giấy tờ" in words(empty)
    paper = client.post(link, {"key": "k-1", "words": "Đã ký lại", "mo": key})["Location"]
    assert client.post(paper, {"tep": photo()})["Location"] == paper
    early = press(client, link, {})
    assert early.status_code in (409, 422) and "đang được kiểm tra" in words(early)
    look_at_all()
    assert "1 tệp, 1 trang" in words(client.get(link)) and "1 tệp, 1 trang" in words(client.get(paper))
    form = fields_of(page_of(client.get(link)))
    assert form["words"].strip() == "Đã ký lại"  # written before the photo was taken
    done = client.post(link, form)
    assert done.status_code == 303 and "Đã gửi" in words(client.get(follow))
    assert client.post(link, form).status_code == 303  # pressed twice
    kept = case.files.get()
    assert (kept.paper, kept.name, kept.file.kind) == (key, f"{name} – anh.pdf", "pdf")
    assert case.events.filter(name="case.supplement_answered").count() == 1
    assert uploads_of(case.supplements.get().holder) == [] and "chưa có" in words(client.get(link))
    said = words(client.get(follow))
    assert "Ông/bà đã gửi giấy tờ bổ sung" in said and "Gửi thêm" in said
    assert "đang kiểm tra giấy tờ ông/bà đã gửi" in said and "Xin gửi những giấy tờ" not in said
    client.force_login(ward.minh.account)
    assert "đã gửi bổ sung" in words(client.get("/quay/ho-so?loai=bo-sung"))
    desk = words(client.get(f"/quay/ho-so/{case.code}/da-bo-sung"))
    assert "Đã ký lại" in desk and kept.name in desk


def test_what_could_harm_is_refused_here_as_in_a_filing(client: Client, ward: Ward) -> None:
    case = asked(ward)
    paper = f"{link_of(client, case)}/giay-to/{key_of(case)}"
    answer = client.post(paper, {"tep": SimpleUploadedFile("a.pdf", b"<!doctype html>x")})
    assert answer.status_code == 422 and "HTML" in words(answer)
    client.post(paper, {"tep": SimpleUploadedFile("a.pdf", strange.pdf(pages=2))})
    look_at_all()
    begun = client.post(f"{paper}/gui", {"name": "b.jpg", "size": 10, "mark": "m"}).json()
    assert (
        client.post(f"{paper}/gui/{begun['number']}?tu=0", b"abc", content_type="x/y").json()["received"] == 3
    )
    upload = uploads_of(case.supplements.get().holder)[0]
    for end, kind in (("pdf", "application/pdf"), ("jpg", "image/jpeg")):
        page = client.get(f"{paper}/{upload.pk}.{end}")
        assert (page["Content-Type"], "noindex" in page["X-Robots-Tag"]) == (kind, True)
    assert client.get(f"{paper}/{upload.pk + 9}.pdf").status_code == 404
    other = f"{link_of(client, case)}/giay-to/khac"
    assert client.post(other, {"tep": photo()}).status_code == 404


def test_ones_own_document_answers_a_request(ward: Ward) -> None:
    case, client = asked(ward), signed_in_at("tam@vidu.vn")
    before = handed_in(case.supplements.get().holder, strange.pdf(), "a.pdf", "khac")
    document = Document.keep(
        Account.objects.get(email="tam@vidu.vn"), before.file, name="Giấy kết hôn", source="handed_in", at=now(),  # type: ignore[arg-type]
        thumbnail=before.thumbnail,
    )  # fmt: skip
    paper = f"{link_of(client, case)}/giay-to/{key_of(case)}"
    assert "Giấy kết hôn" in words(client.get(paper)) and "Giấy kết hôn" not in words(Client().get(paper))
    assert Client().post(paper, {"dung": document.pk}).status_code == 422
    assert client.post(paper, {"dung": document.pk}).status_code == 302
    assert press(client, link_of(client, case), {}).status_code == 303
    assert case.files.get().consented_at == now()


def test_what_was_never_sent_is_forgotten_after_two_months(client: Client, ward: Ward, clock: Clock) -> None:
    case = asked(ward)
    client.post(f"{link_of(client, case)}/giay-to/{key_of(case)}", {"tep": photo()})
    look_at_all()
    with at_time(now() + timedelta(days=59)):
        forget(0)
    assert Upload.objects.count() == 1
    with at_time(now() + timedelta(days=61)):
        forget(0)
    assert not Upload.objects.exists()


def test_a_second_request_shows_why_the_leader_agreed(client: Client, ward: Ward) -> None:
    case = confirm_supplement(asked(ward), by=ward.minh)
    given = {
        "missing": [paper_of(case)],
        "reason": "Ảnh mờ",
        "legal_basis": BASIS,
        "leader_agrees": "Giấy bị nhòe khi chụp",
    }
    request_supplement(case, by=ward.hoa, **given)
    said = words(client.get(f"/tra-cuu/{case.secret}/bo-sung", follow=True))
    assert "lần thứ 2" in said and "Giấy bị nhòe khi chụp" in said


# A linked part -----------------------------------------------------------------------------------------------


@pytest.fixture
def part(ward: Ward) -> Case:
    """The birth registration of a linked set asks for its paper again."""
    parent = hand_over(received(ward, LINKED), by=ward.minh)
    child = Case.objects.whole().get(parent=parent, parent_node="khai_sinh")
    name = child.case_type.components[0].name
    return fresh(request_supplement(child, by=ward.lan, missing=[name], reason="Ảnh mờ", legal_basis=BASIS))


def test_a_linked_part_is_answered_with_the_slip_of_the_whole(client: Client, ward: Ward, part: Case) -> None:
    whole = part.parent
    assert whole
    follow = words(client.get(f"/tra-cuu/{whole.secret}"))
    assert "Phần liên thông:" in follow and "Ảnh mờ" in follow and "Gửi giấy tờ qua mạng" in follow
    link = link_of(client, whole)
    said = words(client.get(link))
    assert part.code in said and part.supplements.get().missing[0] in said
    key = part.case_type.components[0].key
    client.post(f"{link}/giay-to/{key}", {"tep": photo()})
    look_at_all()
    assert press(client, link, {"words": "Chụp lại"}).status_code == 303
    assert (part.files.get().paper, whole.files.count()) == (key, 0)
    assert "cơ quan đang kiểm tra" in words(client.get(f"/tra-cuu/{whole.secret}"))
    assert left_in_vietnamese(page_of(client.get(f"/en/tra-cuu/{whole.secret}"))) == []
    assert left_in_vietnamese(page_of(client.get(f"/en{link}"))) == []
    client.force_login(ward.minh.account)
    assert "Chụp lại" in words(client.get(f"/quay/ho-so/{part.code}/da-bo-sung"))
    assert confirm_supplement(fresh(part), by=ward.minh).state == State.IN_PROGRESS
    shown = status_by_secret(whole.secret)
    assert shown and shown.asked == []
    client.logout()
    assert "không yêu cầu bổ sung gì" in words(client.get(link))


def test_only_the_slip_of_its_own_whole_answers_a_part(client: Client, ward: Ward, part: Case) -> None:
    other = asked(ward)
    request = part.supplements.get()
    page = f"/tra-cuu/{other.secret}/bo-sung/{request.pk}"
    assert "không yêu cầu bổ sung gì" in words(client.get(page))
    assert client.post(page, {"key": "k", "words": "Xin chào"}).status_code == 409
    key = part.case_type.components[0].key
    assert client.post(f"{page}/giay-to/{key}", {"tep": photo()}).status_code == 404
    sent(request.holder, strange.photo(), component=key)
    for who in (Citizen(slip=other.code), Citizen(slip=part.code), Citizen(), ward.lan):
        with pytest.raises((Forbidden, Refused)):
            send_answer(request, by=who, key="k", words="Xin chào")
    assert not Supplement.objects.exclude(answered_at=None).exists()
