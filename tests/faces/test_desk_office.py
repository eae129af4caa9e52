"""One's own page and the administrator's pages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.domain.offices.models import Delegation, Posting, Staff
from tests import stories
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import BIRTH, PASSWORD, Ward

pytestmark = pytest.mark.django_db
NEW = "mot cau de nho"


def test_ones_own_page_shows_positions_and_who_stands_in_for_whom(ward: Ward, clock: Any) -> None:
    page = words(signed_in(ward.lan).get("/toi"))
    assert "Công chức hộ tịch Phòng Tư pháp – Hộ tịch" in page and "không có phân công làm thay nào" in page
    assert "Phân công người làm thay" not in page


def test_a_leader_lets_somebody_stand_in_and_ends_it_early(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.hoa)
    form = form_of(client.get("/toi/phan-cong-thay"))
    given = {"absent": str(ward.hoa.pk), "deputy": str(ward.thao.pk), "valid_from": "20/11/2026",
             "valid_to": "25/11/2026", "grounds": "Giấy cử đi công tác số 12/GCT-UBND"}  # fmt: skip
    for _press in range(2):  # a double press
        assert send(client, "/toi/phan-cong-thay", form, **given)["Location"] == "/toi"
    kept = Delegation.objects.get()
    assert (kept.absent, kept.deputy, kept.valid_to) == (ward.hoa, ward.thao, date(2026, 11, 25))
    page = client.get("/toi")
    assert "Hoàng Phương Thảo thay Lê Thị Hoa" in words(page)
    case = stories.drafted(ward, BIRTH)
    assert case.code in words(signed_in(Staff.objects.get(pk=ward.thao.pk)).get("/ban-lam-viec"))
    send(client, f"/toi/phan-cong-thay/{kept.pk}/thoi", {})
    assert case.code not in words(signed_in(Staff.objects.get(pk=ward.thao.pk)).get("/ban-lam-viec"))
    assert ward.ward.events.order_by("-n")[0].name == "office.delegation_ended"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"deputy": "absent"}, "hai người khác nhau"),
        ({"valid_to": "19/11/2026"}, "phải từ ngày bắt đầu"),
        ({"valid_to": "31/02/2027"}, "chỉ có 28 ngày"),
        ({"grounds": ""}, "Hãy nhập căn cứ"),
    ],
)
def test_a_bad_delegation_gets_a_sentence_and_keeps_the_rest(
    ward: Ward, clock: Any, given: dict[str, str], said: str
) -> None:
    client = signed_in(ward.hoa)
    form = form_of(client.get("/toi/phan-cong-thay"))
    sent = {"absent": str(ward.hoa.pk), "deputy": str(ward.thao.pk), "valid_from": "20/11/2026",
            "valid_to": "25/11/2026", "grounds": "Công tác", **given}  # fmt: skip
    if given.get("deputy"):
        sent["deputy"] = sent["absent"]
    answer = send(client, "/toi/phan-cong-thay", form, **sent)
    assert answer.status_code == 422 and said in words(answer)
    assert form_of(answer)["absent"] == str(ward.hoa.pk) and not Delegation.objects.exists()


def test_an_officer_arranges_nothing_for_others(ward: Ward, clock: Any) -> None:
    assert signed_in(ward.lan).get("/toi/phan-cong-thay").status_code == 403


def test_a_new_password_ends_the_other_sessions_but_not_this_one(ward: Ward, clock: Any) -> None:
    here, elsewhere = signed_in(ward.lan), signed_in(ward.lan)
    sent = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert send(here, "/toi/mat-khau", {}, **sent)["Location"] == "/toi"
    assert here.get("/toi").status_code == 200
    assert elsewhere.get("/toi")["Location"].startswith("/dang-nhap")
    fresh = Client()
    assert fresh.post("/dang-nhap", {"login": "lan", "password": NEW})["Location"] == "/ban-lam-viec"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "sai", "new": NEW, "again": NEW}, "Mật khẩu đang dùng chưa đúng"),
        ({"old": PASSWORD, "new": "ngan", "again": "ngan"}, "ít nhất 10 ký tự"),
        ({"old": PASSWORD, "new": "a" * 12, "again": "a" * 12}, "không lặp đi lặp lại"),
        ({"old": PASSWORD, "new": NEW, "again": NEW + "x"}, "chưa giống nhau"),
    ],
)
def test_a_bad_password_gets_a_sentence_and_is_never_sent_back(
    ward: Ward, clock: Any, sent: dict[str, str], said: str
) -> None:
    answer = send(signed_in(ward.lan), "/toi/mat-khau", {}, **sent)
    assert answer.status_code == 422 and said in words(answer)
    assert PASSWORD not in answer.content.decode() and NEW not in answer.content.decode()


def test_guessing_ones_own_password_is_stopped(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.lan)
    for _try in range(10):
        send(client, "/toi/mat-khau", {}, old="sai", new=NEW, again=NEW)
    answer = send(client, "/toi/mat-khau", {}, old=PASSWORD, new=NEW, again=NEW)
    assert "Đã thử quá nhiều lần" in words(answer)


def test_the_administrator_sees_own_units_and_nobody_elses(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.an)
    page = words(client.get("/quan-tri"))
    assert "Phường An Bình" in page and "Phòng Tư pháp – Hộ tịch" in page and "Yên Hòa" not in page
    assert "Nguyễn Thị Lan" in words(client.get(f"/quan-tri/{ward.justice.pk}"))
    for foreign in (ward.other.pk, ward.city.pk, ward.police.pk, 999_999):
        assert client.get(f"/quan-tri/{foreign}").status_code == 404
        assert client.get(f"/quan-tri/{foreign}/them-can-bo").status_code == 404
    assert signed_in(ward.hoa).get("/quan-tri").status_code == 403


def test_a_new_colleague_is_employed_and_signs_in(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.an)
    address = f"/quan-tri/{ward.justice.pk}/them-can-bo"
    given = {"full_name": "Trịnh Thị Ngưỡng", "login": "nguong", "password": NEW, "role": "officer",
             "title": "Công chức hộ tịch", "valid_from": "20/11/2026"}  # fmt: skip
    form = form_of(client.get(address))
    assert send(client, address, form, **given)["Location"] == f"/quan-tri/{ward.justice.pk}"
    assert "Trịnh Thị Ngưỡng" in words(client.get(f"/quan-tri/{ward.justice.pk}"))
    assert Client().post("/dang-nhap", {"login": "nguong", "password": NEW})["Location"] == "/ban-lam-viec"
    again = send(client, address, form_of(client.get(address)), **given)
    assert again.status_code == 422 and "Tên đăng nhập nguong đã có người dùng" in words(again)
    assert NEW not in again.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"login": "Lan Nguyễn"}, "chữ thường không dấu"),
        ({"password": "ngan"}, "ít nhất 10 ký tự"),
        ({"role": "citizen"}, "không có trong danh sách"),
        ({"full_name": ""}, "Hãy nhập họ, chữ đệm và tên"),
    ],
)
def test_a_bad_colleague_gets_a_sentence(ward: Ward, clock: Any, given: dict[str, str], said: str) -> None:
    client = signed_in(ward.an)
    address = f"/quan-tri/{ward.justice.pk}/them-can-bo"
    sent = {"full_name": "Trịnh Thị Ngưỡng", "login": "nguong", "password": NEW, "role": "officer",
            "title": "Công chức", "valid_from": "20/11/2026", **given}  # fmt: skip
    answer = send(client, address, form_of(client.get(address)), **sent)
    assert (
        answer.status_code == 422
        and said in words(answer)
        and not Staff.objects.filter(full_name="").exists()
    )


def test_a_position_is_given_and_ended(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.an)
    address = f"/quan-tri/{ward.land.pk}/bo-tri"
    given = {
        "staff": str(ward.lan.pk),
        "role": "dept_head",
        "title": "Phụ trách phòng",
        "valid_from": "20112026",
    }
    assert send(client, address, form_of(client.get(address)), **given).status_code == 302
    held = Posting.objects.get(staff=ward.lan, unit=ward.land)
    again = send(client, address, form_of(client.get(address)), **given)
    assert again.status_code == 422 and "đang giữ vai trò này" in words(again)
    end = f"/quan-tri/{ward.land.pk}/ket-thuc/{held.pk}"
    form = form_of(client.get(end))
    early = send(client, end, form, last_day="01/11/2026")
    assert early.status_code == 422 and "phải từ ngày bắt đầu" in words(early)
    assert send(client, end, form_of(early), last_day="30/11/2026").status_code == 302
    held.refresh_from_db()
    assert held.valid_to == date(2026, 11, 30)
    assert (
        client.get(f"/quan-tri/{ward.land.pk}/ket-thuc/{Posting.objects.get(staff=ward.hoa).pk}").status_code
        == 404
    )


def test_a_forgotten_password_is_set_anew_and_old_sessions_end(ward: Ward, clock: Any) -> None:
    old = signed_in(ward.lan)
    client = signed_in(ward.an)
    held = Posting.objects.get(staff=ward.lan)
    address = f"/quan-tri/{ward.justice.pk}/dat-lai-mat-khau/{held.pk}"
    assert send(client, address, form_of(client.get(address)), password=NEW).status_code == 302
    assert old.get("/toi")["Location"].startswith("/dang-nhap")
    assert Client().post("/dang-nhap", {"login": "lan", "password": NEW}).status_code == 302
    event = ward.justice.events.order_by("-n")[0]
    assert (event.name, event.payload) == ("office.password_reset", {"staff": ward.lan.pk})


def test_a_calendar_of_the_library_is_adopted(ward: Ward, clock: Any) -> None:
    client = signed_in(ward.an)
    address = f"/quan-tri/{ward.desk.pk}/lich-lam-viec"
    form = form_of(client.get(address))
    nothing = send(client, address, form, calendar="vn-saturday-reception")
    assert nothing.status_code == 422 and "Hãy chọn lịch này dùng để làm gì" in words(nothing)
    assert send(client, address, form, calendar="vn-saturday-reception", reception="on").status_code == 302
    ward.desk.refresh_from_db()
    assert ward.desk.reception_calendar is not None and ward.desk.processing_calendar is None
    assert ward.desk.reception_calendar.key == "vn-saturday-reception"


def test_the_session_is_made_longer_when_asked(ward: Ward, clock: Any) -> None:
    client = Client()
    client.post("/dang-nhap", {"login": "lan", "password": PASSWORD})
    first = client.session["until"]
    clock.wait(hours=7, minutes=50)
    assert client.get("/gia-han-phien").content == b"3600"  # seconds left
    assert client.session["until"] == first + 50 * 60
    assert Client().get("/gia-han-phien").status_code == 302
