"""O3: doing one act: asked once, previewed where it is law, nothing typed is ever lost."""

import re
from base64 import b64decode
from typing import Any

import pytest

from motcua.domain.cases.actions.processing import ask_opinion, forward
from motcua.domain.cases.rules import State
from motcua.domain.documents.models import Register
from tests import stories
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import BIRTH, SINGLE, Ward

pytestmark = pytest.mark.django_db
REASON = "Tờ khai chưa ký, xin ký lại rồi nộp."


def test_a_plain_act_is_done_from_the_box_at_one_press(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, BIRTH)
    client = signed_in(ward.lan)
    form = form_of(client.get(f"/ho-so/{case.code}"), "/forwarded")
    done = send(client, form["_action"], form, note="Đủ điều kiện, trình ký.")
    assert (done.status_code, done["Location"]) == (302, "/ban-lam-viec")
    assert stories.last_event(case).note == "Đủ điều kiện, trình ký."
    assert f"Chuyển bước tiếp theo: {case.code}" in words(client.get("/ban-lam-viec"))


def test_an_act_in_law_shows_what_follows_and_asks_once(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/supplement-requested"
    form = form_of(client.get(address))
    preview = send(client, address, form, missing=[stories.paper_of(case)], reason=REASON)
    said = words(preview)
    assert preview.status_code == 200 and stories.fresh(case).state == State.IN_PROGRESS
    assert "Đang xử lý → Yêu cầu bổ sung giấy tờ" in said and "Tạm dừng tính từ lúc xác nhận" in said
    assert f"Hồ sơ {case.code} cần bổ sung giấy tờ" in said and "đến hết ngày 20/12/2026" in said
    assert "Mẫu 02: Phiếu yêu cầu bổ sung" in said and REASON in said
    assert "/tra-cuu/…" in said and case.secret not in preview.content.decode()
    done = send(client, address, form_of(preview), chac="1")
    assert done.status_code == 302 and stories.fresh(case).state == State.AWAITING_SUPPLEMENT
    assert case.supplements.get().reason == REASON


def test_from_the_preview_one_may_go_back_and_change_words(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/supplement-requested"
    sent = {"missing": [stories.paper_of(case)], "reason": REASON}
    preview = send(client, address, form_of(client.get(address)), **sent)
    changed = send(client, address, form_of(preview), sua="1")
    assert changed.status_code == 200 and form_of(changed)["reason"] == REASON
    assert "Hãy sửa những chỗ sau" not in words(changed)


def test_a_usual_reason_brings_its_words_and_its_basis(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/supplement-requested"
    form = form_of(client.get(address))
    assert send(client, address, form, missing=[stories.paper_of(case)]).status_code == 422
    preview = send(
        client, address, form, missing=[stories.paper_of(case)], usual="chua-hop-le", reason="Ký lại."
    )
    send(client, address, form_of(preview), chac="1")
    asked = case.supplements.get()
    assert asked.reason.startswith("Giấy tờ đã nộp chưa hợp lệ") and asked.reason.endswith("Ký lại.")
    assert asked.legal_basis == "Nghị định 118/2025/NĐ-CP, Điều 17"


def test_signing_needs_no_words_so_its_page_is_the_preview(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, BIRTH)
    client = signed_in(ward.hoa)
    page = client.get(f"/ho-so/{case.code}/approved")
    assert "Chuyển đến Vào sổ, đóng dấu, chuyển Bộ phận Một cửa · Phường An Bình" in words(page)
    assert "Xác nhận: Ký duyệt" in words(page)
    assert send(client, f"/ho-so/{case.code}/approved", form_of(page), chac="1").status_code == 302
    assert stories.last_event(case).name == "case.approved"


@pytest.mark.parametrize(
    ("who", "slug", "written", "title"),
    [
        ("hoa", "stopped", {"reason": "Không đủ điều kiện", "legal_basis": stories.BASIS}, "thông báo dừng"),
        ("lan", "supplement-requested", {"reason": REASON}, "phiếu yêu cầu bổ sung"),
    ],
)
def test_the_very_paper_is_drawn_at_the_desk_and_looking_leaves_nothing(
    ward: Ward, clock: Any, who: str, slug: str, written: dict[str, str], title: str
) -> None:
    case = stories.examined(ward)
    more = {"missing": [stories.paper_of(case)]} if slug.startswith("supplement") else {}
    client, address, before = signed_in(getattr(ward, who)), f"/ho-so/{case.code}/{slug}", case.version
    papers = Register.objects.count()
    page = send(client, address, form_of(client.get(address)), **written, **more)
    assert page.status_code == 200 and "Tờ giấy sẽ in" in words(page)
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', page.content.decode())
    assert found and b64decode(found[1]).startswith(b"<svg") and title in found[2].lower()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    now = stories.fresh(case)
    assert (now.version, now.state, Register.objects.count()) == (before, State.IN_PROGRESS, papers)
    done = send(client, address, form_of(page), chac="1")
    assert done.status_code == 302 and stories.fresh(case).version == before + 1


@pytest.mark.parametrize(
    ("slug", "sent", "said"),
    [
        ("supplement-requested", {"reason": REASON}, "giấy tờ cần bổ sung"),
        ("payment-required", {"amount": "nhiều", "reason": REASON}, "bằng chữ số"),
        ("opinion-asked", {"question": REASON}, "đơn vị cần hỏi"),
        ("sent-back", {"reason": ""}, "Hãy nhập lý do"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(
    ward: Ward, clock: Any, slug: str, sent: dict[str, Any], said: str
) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/{slug}"
    answer = send(client, address, form_of(client.get(address)), **sent)
    assert answer.status_code == 422 and said in words(answer) and "<title>Lỗi:" in answer.content.decode()
    typed = form_of(answer)
    assert all(typed[name] == value for name, value in sent.items())
    assert stories.fresh(case).version == case.version


def test_a_refusal_of_the_action_stands_above_the_form_with_everything_typed(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/apology-drafted"
    form = {**form_of(client.get(address)), "cause": stories.LATE_CAUSE, "reason": REASON, "more_days": ""}
    answer = send(client, address, form)
    assert answer.status_code == 422 and "Xin ghi số ngày làm việc xin thêm" in words(answer)
    assert form_of(answer)["reason"] == REASON


def test_a_leader_reads_the_sheet_the_letter_and_both_dates_before_signing(ward: Ward, clock: Any) -> None:
    case = stories.apology_drafted(ward, stories.examined(ward))
    client = signed_in(ward.hoa)
    address = f"/ho-so/{case.code}/extended"
    page = client.get(address)
    said = words(page)
    for shown in (ward.minh.full_name, stories.LATE_CAUSE, "Cần xác minh nơi cư trú cũ.", "30/11/2026",
                  "26/11/2026 vẫn giữ trong số liệu", "Mẫu 04"):  # fmt: skip
        assert shown in said, shown
    assert send(client, address, form_of(page), chac="1").status_code == 302
    assert stories.fresh(case).extensions == 1


def test_a_stale_page_shows_the_new_state_keeps_the_words_and_can_be_sent_again(
    ward: Ward, clock: Any
) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/sent-back"
    form = form_of(client.get(address))
    ask_opinion(case, by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?")
    answer = send(client, address, form, reason="Phân công lại giúp.")
    assert answer.status_code == 409 and "vừa được Nguyễn Thị Lan cập nhật" in words(answer)
    again = form_of(answer)
    assert again["reason"] == "Phân công lại giúp." and again["expected"] == str(stories.fresh(case).version)
    assert send(client, address, again).status_code == 302
    assert stories.last_event(case).name == "case.sent_back"


def test_an_act_that_is_no_longer_open_gives_back_what_was_typed(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/opinion-asked"
    form = form_of(client.get(address))
    stories.stop(case, by=ward.hoa, reason="Không đủ điều kiện", legal_basis=stories.BASIS)
    answer = send(client, address, form, question="Đã nộp thuế chưa?")
    assert answer.status_code == 409 and "“Dừng xử lý”" in words(answer)
    assert "Nội dung Ông/Bà đã nhập Đã nộp thuế chưa?" in words(answer)


def test_a_step_by_the_wrong_person_gets_a_sentence(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    for who, slug in (
        (ward.hoa, "forwarded"),
        (ward.lan, "approved"),
        (ward.minh, "stopped"),
        (ward.van, "returned"),
    ):
        answer = signed_in(who).get(f"/ho-so/{case.code}/{slug}")
        assert answer.status_code in (403, 409)
        assert "thuộc phần của người khác" in words(answer) or "lúc này không" in words(answer)


def test_an_act_that_does_not_exist_is_not_found(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    assert signed_in(ward.lan).get(f"/ho-so/{case.code}/khong-co").status_code == 404


def test_a_double_press_does_it_once(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, BIRTH)
    client = signed_in(ward.lan)
    form = form_of(client.get(f"/ho-so/{case.code}"), "/forwarded")
    answers = [send(client, form["_action"], form) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.events.filter(name="case.forwarded").count() == 1


def test_of_two_officers_one_wins_and_the_other_reads_a_sentence(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward, BIRTH)
    lan, dung = signed_in(ward.lan), signed_in(ward.dung)
    first, second = (form_of(who.get(f"/ho-so/{case.code}"), "/forwarded") for who in (lan, dung))
    assert send(lan, first["_action"], first).status_code == 302
    late = send(dung, second["_action"], second, note="Tôi cũng trình.")
    assert late.status_code in (403, 409) and "Tôi cũng trình." in words(late)
    assert "vừa được Nguyễn Thị Lan cập nhật" in words(late)


@pytest.mark.parametrize("typed", ["50000", "50.000", "50 000 đ"])
def test_an_amount_is_read_as_people_write_it(ward: Ward, clock: Any, typed: str) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/payment-required"
    done = send(client, address, form_of(client.get(address)), amount=typed, reason="Lệ phí")
    assert done.status_code == 302 and stories.fresh(case).fee == 50_000


def test_text_in_an_old_encoding_gets_a_sentence(ward: Ward, clock: Any) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    answer = send(client, f"/ho-so/{case.code}/sent-back", form_of(client.get(f"/ho-so/{case.code}/sent-back")),
                  reason="NguyÔn V¨n §øc")  # fmt: skip
    assert answer.status_code == 422 and "Nguyễn Văn Đức" in words(answer)


def test_the_nearest_step_is_the_one_to_return_to(ward: Ward, clock: Any) -> None:
    case = stories.drafted(ward, SINGLE)
    page = signed_in(ward.hoa).get(f"/ho-so/{case.code}/sent-back")
    nodes = re.findall(r'<option value="(\w+)"( selected)?>', page.content.decode())
    assert [node for node, _ in nodes][:2] == ["kiem_tra", "tham_tra"] and nodes[0][1]


def test_the_second_supplement_asks_the_leader_for_a_reason(ward: Ward, clock: Any) -> None:
    case = stories.asked(ward)
    case = forward(_answered(ward, case), by=ward.lan)
    client = signed_in(ward.hoa)
    address = f"/ho-so/{case.code}/supplement-requested"
    assert "lần nữa" in words(client.get(address))


def _answered(ward: Ward, case: Any) -> Any:
    client = signed_in(ward.lan)
    address = f"/ho-so/{case.code}/supplemented"
    form = form_of(client.get(address))
    assert form["papers"] == [stories.paper_of(case)]
    assert send(client, address, form).status_code == 302
    return stories.fresh(case)
