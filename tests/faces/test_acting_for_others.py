"""Acting for others: a mandate given at home or noted from its paper, filing under it, help at a post point."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.application.filing.models import Draft, Filed
from motcua.domain.cases.models import Case
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.mandates.actions import note_paper
from motcua.domain.mandates.models import Mandate
from motcua.domain.offices.models import Staff
from tests import strange_files as strange
from tests.faces.citizens import GIVEN, proved, signed_in_at
from tests.faces.desk_pages import signed_in, words
from tests.faces.filing_pages import FATHER, go_through, press
from tests.handing_in import places
from tests.people import LINKED, Ward, person

pytestmark = pytest.mark.usefixtures("clock", "places")
__all__ = ["places"]
TAM, MINE, NUMBER = "tam@vidu.vn", "/tai-khoan", "001090012345"
MAI, BINH = "001158000077", "001192012345"
PAPER = "van-ban-uy-quyen"

# Mandates -----------------------------------------------------------------------------------------------------


def test_a_mandate_is_given_seen_by_both_and_ended_by_the_agent(ward: Ward) -> None:
    client = proved(signed_in_at(TAM))
    assert client.post(f"{MINE}/uy-quyen/moi", GIVEN).status_code == 302
    made = Mandate.objects.get()
    assert (made.agent.identity_number, made.procedures) == (MAI, ["1.001193"])
    text = words(client.get(f"{MINE}/uy-quyen"))
    assert "Trần Thị Mai" in text and "Đăng ký khai sinh" in text and "20/11/2026 – 20/02/2027" in text
    stranger = proved(signed_in_at("la@vidu.vn"), "001099000001", "Lạ Thị Xa")
    assert stranger.post(f"{MINE}/uy-quyen/{made.pk}/cham-dut").status_code == 404
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    assert "Nguyễn Văn Tâm" in words(agent.get(f"{MINE}/uy-quyen"))
    assert agent.post(f"{MINE}/uy-quyen/{made.pk}/cham-dut").status_code == 302
    assert "Đã chấm dứt" in words(client.get(f"{MINE}/uy-quyen"))


def test_a_mandate_with_a_mistake_keeps_what_was_typed(ward: Ward) -> None:
    client = proved(signed_in_at(TAM))
    answer = client.post(f"{MINE}/uy-quyen/moi", {**GIVEN, "number": "12", "valid_to_2": "2031"})
    assert answer.status_code == 422 and "Trần Thị Mai" in answer.content.decode()
    assert client.post(f"{MINE}/uy-quyen/moi", {**GIVEN, "procedures": ["1.000894"]}).status_code == 422
    assert not Mandate.objects.exists()


def test_filing_under_a_mandate_names_both_and_says_under_which(ward: Ward) -> None:
    client = proved(signed_in_at(TAM))
    client.post(f"{MINE}/uy-quyen/moi", GIVEN)
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    go_through(agent, FATHER)
    case = Case.objects.get()
    assert (case.applicant_name, case.submitter_name) == ("Nguyễn Văn Tâm", "Trần Thị Mai")
    assert case.events.order_by("n")[0].payload["mandate"] == Mandate.objects.get().pk
    assert case.code in words(client.get(MINE)) and case.code in words(agent.get(MINE))


def test_after_its_end_a_mandate_names_nobody(ward: Ward) -> None:
    client = proved(signed_in_at(TAM))
    client.post(f"{MINE}/uy-quyen/moi", GIVEN)
    client.post(f"{MINE}/uy-quyen/{Mandate.objects.get().pk}/cham-dut")
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    go_through(agent, FATHER)
    case = Case.objects.get()
    assert case.submitter_name == "" and "mandate" not in case.events.order_by("n")[0].payload


# On paper -----------------------------------------------------------------------------------------------------

ON_PAPER = {
    "grantor_name": "Nguyễn Văn Tâm", "grantor_number": NUMBER, "full_name": "Trần Thị Mai", "number": MAI,
    "evidence": "notarised", "evidence_number": "123/2026, PCC số 1", "valid_from": "20/11/2026",
    "valid_to": "20/02/2027",
}  # fmt: skip


def noted(staff: Staff, **other: str) -> Mandate:
    """A mandate noted by somebody who had the paper before them, with its picture."""
    client = signed_in(staff)
    answer = client.post("/quay/uy-quyen", {**ON_PAPER, **other})
    assert answer.status_code == 302, words(answer)
    page = answer["Location"]
    for n in (1, 2):
        client.post(page, {"tep": SimpleUploadedFile(f"trang {n}.jpg", strange.photo())})
    for upload in Upload.objects.all():
        check(upload.pk)
    made = Mandate.objects.latest("pk")
    assert page == f"/quay/uy-quyen/{made.pk}/giay-to/{PAPER}"
    assert client.post(f"/quay/uy-quyen/{made.pk}/luu").status_code == 302
    made.refresh_from_db()
    return made


def test_a_desk_notes_a_written_mandate(ward: Ward) -> None:
    client = signed_in(ward.minh)
    assert client.post("/quay/uy-quyen", {**ON_PAPER, "evidence_number": ""}).status_code == 422
    assert client.post("/quay/uy-quyen", {**ON_PAPER, "valid_to": "1/1/2026"}).status_code == 422
    answer = client.post("/quay/uy-quyen", ON_PAPER)
    assert "Trần Thị Mai được làm thay Nguyễn Văn Tâm" in words(client.get(answer["Location"]))
    assert Mandate.objects.get().events.get().name == note_paper.name
    assert "Chụp giấy" in words(client.get("/quay/uy-quyen"))


def test_the_paper_is_kept_once_by_who_had_it_before_them_and_seen_by_both(ward: Ward) -> None:
    made = noted(ward.minh)
    assert made.paper is not None and made.paper.kind == "pdf" and not Upload.objects.exists()
    assert [event.name for event in made.events.order_by("n")] == ["mandate.noted", "mandate.paper_kept"]
    assert signed_in(ward.hai).get(f"/quay/uy-quyen/{made.pk}/giay-to/{PAPER}").status_code == 404
    grantor, agent = proved(signed_in_at(TAM)), proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    for client in (grantor, agent):
        assert "giấy ủy quyền 123/2026, PCC số 1 · Xem giấy" in words(client.get(f"{MINE}/uy-quyen"))
        answer = client.get(f"{MINE}/uy-quyen/{made.pk}.pdf")
        assert b"".join(answer).startswith(b"%PDF") and answer["Content-Disposition"].startswith("attachment")
    stranger = proved(signed_in_at("la@vidu.vn"), "001099000001", "Lạ Thị Xa")
    assert stranger.get(f"{MINE}/uy-quyen/{made.pk}.pdf").status_code == 404


def test_a_mandate_keeps_no_paper_that_nobody_sent(ward: Ward) -> None:
    client = signed_in(ward.minh)
    client.post("/quay/uy-quyen", ON_PAPER)
    answer = client.post(f"/quay/uy-quyen/{Mandate.objects.get().pk}/luu")
    assert answer.status_code == 422 and "một tệp PDF" in words(answer)


def test_the_stored_paper_goes_along_with_every_case_and_staff_can_open_it(ward: Ward) -> None:
    made = noted(ward.minh)
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    for _time in range(2):
        go_through(agent, FATHER)
    for case in Case.objects.all():
        kept = case.files.get(paper=PAPER)
        assert kept.file == made.paper and case.filed.mandate == made
        assert [each["photos"] for each in case.papers if each["key"] == PAPER] == [1]
        page = signed_in(ward.minh).get(f"/quay/ho-so/{case.code}")
        assert "Trần Thị Mai nộp thay Nguyễn Văn Tâm theo giấy ủy quyền 123/2026, PCC số 1" in words(page)
        assert f"/ho-so/{case.code}/tep/{kept.pk}?xem=1" in page.content.decode()
    assert Case.objects.count() == 2


def test_where_a_form_asks_for_the_paper_the_stored_one_is_enough(ward: Ward) -> None:
    """As “somebody the parents have authorised” the agent is the applicant; the mother's number is in the form."""
    made = noted(ward.minh, grantor_name="Trần Thị Bình", grantor_number=BINH)
    own = {**FATHER, "relation": "other", "full_name": "Trần Thị Mai", "identity_number": MAI, "sex": "nu",
           "father_known": "khong", "married": "khong"}  # fmt: skip
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    papers = go_through(agent, own, until="giay-to")
    shown = words(agent.get(papers))
    assert "Văn bản ủy quyền có chứng thực" in shown and "đã lưu" in shown, shown[-1500:]
    assert "giấy này tự đi theo hồ sơ" in words(agent.get(f"{papers}/{PAPER}"))
    check_page = str(press(agent, papers, {})["Location"])
    assert "Trần Thị Mai nộp thay Trần Thị Bình theo giấy ủy quyền" in words(agent.get(check_page))
    assert agent.post(check_page, {"truthful": "on", "agreed": "on"}).status_code == 302
    case = Case.objects.get()
    assert (case.applicant_name, case.submitter_name, case.filed.mandate) == ("Trần Thị Mai", "", made)
    assert case.files.get(paper=PAPER).file == made.paper
    assert {"key": PAPER, "photos": 1}.items() <= next(p for p in case.papers if p["key"] == PAPER).items()


def test_a_code_by_email_is_not_enough_to_act_under_a_mandate(ward: Ward) -> None:
    noted(ward.minh)
    proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    agent = signed_in_at("mai@vidu.vn")
    page = go_through(agent, FATHER, until="kiem-tra")
    answer = agent.post(page, {"truthful": "on", "agreed": "on"})
    assert answer.status_code == 422 and "tài khoản định danh mức 2" in words(answer)
    assert not Case.objects.exists()


def test_from_the_account_a_form_begins_with_the_name_of_who_gave_the_mandate(ward: Ward) -> None:
    made = noted(ward.minh, procedures="1.001193")
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    address = f"/thu-tuc/1.001193/nop?thay={made.pk}"
    assert address in agent.get(f"{MINE}/uy-quyen").content.decode()
    assert "nộp thay Nguyễn Văn Tâm" in words(agent.get(address))
    assert agent.post(address).status_code == 302
    draft = Draft.objects.latest("pk")
    assert (draft.answers["full_name"], draft.sources["identity_number"]) == ("Nguyễn Văn Tâm", "mandate")
    for client, where in (
        (agent, LINKED),
        (proved(signed_in_at(TAM)), "1.001193"),
        (Client(), "1.001193"),
    ):
        page = client.get(f"/thu-tuc/{where}/nop?thay={made.pk}")
        assert page.status_code == 200 and "nộp thay" not in words(page)


def test_what_was_begun_under_a_mandate_is_not_filed_after_its_end(ward: Ward) -> None:
    made = noted(ward.minh)
    agent = proved(signed_in_at("mai@vidu.vn"), MAI, "Trần Thị Mai")
    address = agent.post(f"/thu-tuc/1.001193/nop?thay={made.pk}")["Location"]
    own = {name: said for name, said in FATHER.items() if name not in ("full_name", "identity_number")}
    page = to_the_check(agent, str(agent.get(address)["Location"]), own)
    assert "Trần Thị Mai nộp thay Nguyễn Văn Tâm" in words(agent.get(page))
    proved(signed_in_at(TAM)).post(f"{MINE}/uy-quyen/{made.pk}/cham-dut")
    answer = agent.post(page, {"truthful": "on", "agreed": "on"})
    assert answer.status_code == 422 and "đã chấm dứt hoặc hết hạn" in words(answer)
    assert not Case.objects.exists()


# Helped at a post point ---------------------------------------------------------------------------------------


def test_a_helper_files_under_their_own_account_with_the_stated_consent(ward: Ward) -> None:
    helper = post_worker(ward)
    client = signed_in(helper)
    assert "Đăng ký khai sinh" in words(client.get("/quay/nop-ho"))
    check = go_through(client, FATHER, until="kiem-tra")
    assert "Tôi nộp hộ" in words(client.get(check)) and "Đăng ký khai sinh" in words(
        client.get("/quay/nop-ho")
    )
    assert client.post(check, {"truthful": "on", "agreed": "on"}).status_code == 422
    assert client.post(check, {"truthful": "on", "agreed": "on", "helped": "on"}).status_code == 302
    case, filed = Case.objects.get(), Filed.objects.get()
    event = case.events.order_by("n")[0]
    assert (event.actor, event.unit, event.payload["helped"]) == (helper, ward.city, True)
    assert filed.staff == helper and "người nộp đồng ý" in filed.consent and filed.account_id is None
    assert case.code in words(client.get("/quay/nop-ho"))
    assert (
        client.get(f"/ho-so/{case.code}").status_code == 404
    )  # helping gives no right to read it afterwards


def test_what_a_helper_began_the_applicant_may_end_without_them(ward: Ward) -> None:
    helper = post_worker(ward)
    check = go_through(signed_in(helper), FATHER, until="kiem-tra")
    citizen = Client()
    assert "Tôi nộp hộ" not in words(citizen.get(check))
    assert citizen.post(check, {"truthful": "on", "agreed": "on"}).status_code == 302
    event = Case.objects.get().events.order_by("n")[0]
    assert event.actor is None and "helped" not in event.payload and Filed.objects.get().staff is None


def post_worker(ward: Ward) -> Staff:
    return person(ward.city, "thuy", "Lương Thanh Thủy", "postal", "Nhân viên bưu điện")


def begun_for(client: Client, number: str) -> str:
    """A form begun at a post point by who has come for somebody else; the address of its first page."""
    answer = client.post("/thu-tuc/1.001193/nop", {"agent": number})
    assert answer.status_code == 302, words(answer)
    return str(client.get(answer["Location"])["Location"])


def to_the_check(client: Client, address: str, answers: dict[str, Any]) -> str:
    while not address.endswith("kiem-tra"):
        address = press(client, address, answers)["Location"]
    return address


CONSENT = {"truthful": "on", "agreed": "on", "helped": "on"}


def test_a_neighbour_files_at_the_post_point_under_a_paper_noted_there_once(ward: Ward) -> None:
    thuy = post_worker(ward)
    client, made = signed_in(thuy), noted(thuy)
    for _time in range(2):  # the second time nothing is noted or sent again
        page = to_the_check(client, begun_for(client, MAI), FATHER)
        assert "Trần Thị Mai nộp thay Nguyễn Văn Tâm" in words(client.get(page))
        assert client.post(page, CONSENT).status_code == 302
    for case in Case.objects.all():
        event = case.events.order_by("n")[0]
        assert (event.actor, event.payload["helped"], event.payload["mandate"]) == (thuy, True, made.pk)
        assert (case.applicant_name, case.submitter_name) == ("Nguyễn Văn Tâm", "Trần Thị Mai")
        assert case.files.get(paper=PAPER).file == made.paper and case.filed.staff == thuy


def test_at_the_post_point_only_who_has_a_mandate_comes_for_somebody(ward: Ward) -> None:
    client = signed_in(post_worker(ward))
    start = "/thu-tuc/1.001193/nop"
    assert "người nộp thay" in words(client.get(start)) and "người nộp thay" not in words(Client().get(start))
    for number, said in ((MAI, "Chưa ghi ủy quyền nào"), ("12", "12 chữ số")):
        answer = client.post(start, {"agent": number})
        assert answer.status_code == 422 and said in words(answer)
    noted(Staff.objects.get(full_name="Lương Thanh Thủy"), grantor_name="Trần Thị Bình", grantor_number=BINH)
    page = to_the_check(client, begun_for(client, MAI), FATHER)
    assert "chưa có ủy quyền của người yêu cầu này" in words(client.get(page))
    answer = client.post(page, CONSENT)
    assert answer.status_code == 422 and "Xin ghi giấy ủy quyền trước" in words(answer)
    assert not Case.objects.exists()


def test_who_is_not_at_a_post_point_names_no_agent(ward: Ward) -> None:
    noted(ward.minh)
    answer = Client().post("/thu-tuc/1.001193/nop", {"agent": MAI})
    assert answer.status_code == 302 and Draft.objects.get().agent is None
