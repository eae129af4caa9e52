"""Every declared act is reachable by a token of whoever may do it; refusals are codes and sentences."""

from collections.abc import Callable
from typing import Any

import pytest

from motcua.domain.cases.actions.processing import confirm_supplement, request_supplement
from motcua.domain.cases.models import Case
from motcua.faces.api.acts import acts, slug_of
from motcua.foundation.actions import ACTIONS, system
from tests.faces.api_program import DOCUMENT, Program, token_of
from tests.parcels import HOME
from tests.people import Ward, present_ward
from tests.stories import BASIS, LATE_CAUSE, Clock, apology_drafted, examined, fresh, paper_of, received

pytestmark = pytest.mark.django_db
UNIT_OF = {"minh": "desk", "khoa": "desk", "lan": "justice", "thao": "justice", "hoa": "ward", "van": "ward", "hung": "tax", "quan": "other_desk"}  # fmt: skip

# slug: (who, where the case is, what is sent, the state afterwards)
Sent = dict[str, Any] | Callable[[Case], dict[str, Any]]
ACTS: dict[str, tuple[str, str, Sent, int]] = {
    "accepted": ("minh", "1", lambda case: {"papers": [{"key": c.key, "originals": 1} for c in case.case_type.components]}, 2),
    "papers-asked": ("minh", "1", lambda case: {"missing": [paper_of(case)], "reason": "Chưa ký"}, 5),
    "not-accepted": ("minh", "1", {"reason": "Không đúng thẩm quyền", "legal_basis": BASIS}, 3),
    "handed-over": ("minh", "2", {}, 4),
    "taken": ("thao", "4a", {}, 4),
    "forwarded": ("lan", "4", {"note": "Đã xem đủ giấy tờ"}, 4),
    "taken-back": ("thao", "4", {}, 4),
    "sent-back": ("lan", "4", {"to_node": "phan_cong", "reason": "Nhầm người"}, 4),
    "supplement-requested": ("lan", "4", lambda case: {"missing": [paper_of(case)], "reason": "Tờ khai chưa ký", "legal_basis": BASIS}, 5),
    "supplemented": ("minh", "5", lambda case: {"papers": [{"key": case.case_type.components[0].key, "originals": 1}]}, 4),
    "payment-required": ("lan", "4", {"amount": 50_000, "reason": "Lệ phí hộ tịch"}, 6),
    "payment-confirmed": ("minh", "6", {"receipt": "BL 0001"}, 4),
    "opinion-asked": ("lan", "4", {"unit": "H26.113", "question": "Đã nộp thuế chưa?", "hours": 16}, 4),
    "opinion-given": ("hung", "4o", {"answer": "Đã nộp đủ."}, 4),
    "reassigned": ("thao", "4", {"to": "DUNG", "reason": "Chị Lan đi công tác"}, 4),
    "approved": ("hoa", "4k", {}, 4),
    "supplement-proposed": ("lan", "4", lambda case: asked_once(case), 4),
    "apology-drafted": ("minh", "4", {"cause": LATE_CAUSE, "reason": "Cần xác minh.", "more_days": 2}, 4),
    "extended": ("hoa", "4", lambda case: sheet_of(case), 4),
    "apologised": ("hoa", "9", lambda case: sheet_of(case, cause=FAULT, more_days=0), 9),
    "stopped": ("hoa", "4", {"reason": "Không đủ điều kiện", "legal_basis": BASIS}, 8),
    "finished": ("van", "4p", {"number": "12/GXN-UBND"}, 9),
    "reopened": ("hoa", "9", {"reason": "Sai tên đệm", "to_node": "tham_tra"}, 4),
    "called": ("minh", "9", {}, 9),
    "returned": ("minh", "9", {"receiver_name": "Nguyễn Văn Tâm"}, 10),
    "parcel-asked": ("minh", "9", lambda case: HOME, 9),
    "pickup-asked": ("minh", "1", lambda case: HOME, 1),
    "withdrawn": ("minh", "4", lambda case: {"reason": "Đổi ý", "proof": case.pin}, 7),
}  # fmt: skip
# Nothing is due, linked or celebrated in any place of the stories, so what these do is tried with their refusals.
REFUSED_HERE = {
    "fee-collected": ("minh", "2", {"receipt": "BL 0001"}),
    "paper-reused": ("minh", "2", {"component": "giay-chung-sinh", "agreed": True}),
    "fee-taken": ("minh", "2", {"amount": 8_000, "means": "cash"}),
    "fee-waived": ("minh", "2", {"exemption": "ho_ngheo", "evidence": "Giấy chứng nhận hộ nghèo số 12"}),
    "fee-refunded": (
        "khoa",
        "9",
        {"payment_key": "MC22222222A", "amount": 1, "reason": "Thừa", "voucher": "PC 1"},
    ),
    "receipt-replaced": ("khoa", "9", {"receipt": "MC26E 0000001", "payer_name": "Tâm", "reason": "Sai tên"}),
    "transfer-matched": ("khoa", "2", {"transfer": 1}),
    "reminded": ("lan", "4", {"unit": "H26.113"}),
    "letter-handed": ("minh", "9", {"asked": True}),
    "parcel-dropped": ("minh", "9", {}),
    "parcel-labelled": ("minh", "9", {"grams": 100}),
    "parcel-handed-over": ("minh", "9", {}),
    "parcel-came-back": ("minh", "9", {"reason": "Không gặp"}),
    "parcel-lost": ("minh", "9", {"reason": "Bưu chính báo mất"}),
    "delivered": ("minh", "9", {"receiver_name": "Trần Văn Tư"}),
    "delivery-corrected": ("hoa", "10", {"reason": "Người nhận gọi báo chưa nhận được"}),
    "result-copied": ("van", "9", {"instead": "Bản sao chứng thực số 15"}),
    "letter-sent": ("minh", "9", {"asked": True}),
}


FAULT = "Kết quả có sai sót"


def sheet_of(case: Case, **more: Any) -> dict[str, Any]:
    """Minh drafts the sheet of apology that is to be signed; nothing is sent with the signature."""
    apology_drafted(present_ward(), fresh(case), **more)
    return {}


def asked_once(case: Case) -> dict[str, Any]:
    """Papers were asked for and brought already, so that a second request goes to the leader."""
    ward, asked = (
        present_ward(),
        {"missing": [paper_of(case)], "reason": "Tờ khai chưa ký", "legal_basis": BASIS},
    )
    confirm_supplement(request_supplement(fresh(case), by=ward.lan, **asked), by=ward.minh)
    return asked


def program(ward: Ward, login: str) -> Program:
    return Program(token_of(getattr(ward, login), getattr(ward, UNIT_OF[login])))


def test_the_table_names_every_act_there_is() -> None:
    slugs = {slug_of(act) for act in acts()}
    assert slugs == {*ACTS, *REFUSED_HERE}
    assert {f"/api/v1/cases/{{code}}/acts/{slug}" for slug in slugs} < set(DOCUMENT["paths"])
    apart = {name for name, act in ACTIONS.items() if name.startswith("case.") and act not in acts()}
    by_rule = {name for name in apart if ACTIONS[name].opens or tuple(ACTIONS[name].who) == (system,)}
    # Files go in through the pages, and applicants answer there.
    assert apart - by_rule == {"case.file_added", "case.supplement_answered"}


@pytest.mark.parametrize("slug", ACTS)
def test_an_act_is_done_and_answered_with_the_case_as_it_is_now(
    ward: Ward, clock: Clock, case_in: Any, slug: str
) -> None:
    login, place, sent, state = ACTS[slug]
    case = case_in(place)
    body = sent(case) if callable(sent) else sent
    case = fresh(case)
    done = program(ward, login).post(f"/cases/{case.code}/acts/{slug}", {**body, "expected": case.version})
    assert done.status == 200, done.text
    after = fresh(case)
    assert (after.state, done.json["state"], done.json["version"]) == (state, state, after.version)
    assert after.version > case.version
    event = after.events.order_by("-n")[0]
    assert (event.name, event.actor_id) == (f"case.{slug.replace('-', '_')}", getattr(ward, login).pk)


def test_what_cannot_be_done_is_refused_with_the_reason(ward: Ward, clock: Clock, case_in: Any) -> None:
    programs = {login: program(ward, login) for login in {login for login, *_ in REFUSED_HERE.values()}}
    for slug, (login, place, sent) in REFUSED_HERE.items():
        answer = programs[login].post(f"/cases/{case_in(place).code}/acts/{slug}", sent)
        assert (answer.status, answer.code) == (422, "refused")


@pytest.mark.parametrize("slug", [*ACTS, *REFUSED_HERE])
def test_no_act_reaches_a_case_of_another_ward(ward: Ward, clock: Clock, case_in: Any, slug: str) -> None:
    _, place, sent, *_ = {**ACTS, **REFUSED_HERE}[slug]
    case = case_in(place)
    body = sent(case) if callable(sent) else sent
    case = fresh(case)
    answer = program(ward, "quan").post(f"/cases/{case.code}/acts/{slug}", body)
    assert (answer.status, answer.code) == (404, "not_found")
    assert fresh(case).version == case.version


def test_somebody_who_may_not_is_told_so(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    answer = program(ward, "lan").post(
        f"/cases/{case.code}/acts/stopped", {"reason": "Không", "legal_basis": BASIS}
    )
    assert (answer.status, answer.code) == (403, "forbidden")
    assert "không có quyền" in answer.sentence


def test_an_act_of_another_state_is_told_the_state(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    answer = program(ward, "hoa").post(
        f"/cases/{case.code}/acts/reopened", {"reason": "Sai tên", "to_node": "tham_tra"}
    )
    assert (answer.status, answer.code) == (409, "wrong_state")
    assert case.state_label in answer.sentence


def test_a_version_that_is_no_longer_is_stale(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    lan = program(ward, "lan")
    answer = lan.post(f"/cases/{case.code}/acts/forwarded", {"expected": case.version - 1})
    assert (answer.status, answer.code) == (409, "stale")
    assert "Thảo" in answer.sentence  # who acted meanwhile
    assert fresh(case).version == case.version


def test_an_act_sent_twice_is_done_once(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    lan = program(ward, "lan")
    path = f"/cases/{case.code}/acts/forwarded"
    first = lan.post(path, {"note": "Đủ"}, key="1")
    again = lan.post(path, {"note": "Đủ"}, key="1")
    assert (first.status, again.status) == (200, 200)
    assert first.json["version"] == again.json["version"] == case.version + 1
    other = lan.post(path, {"note": "Khác"}, key="1")
    assert (other.status, other.code) == (422, "key_reused")


UNKNOWN = {
    "a colleague": ("thao", "reassigned", {"to": "khong-co", "reason": "Đi vắng"}, "khong-co"),
    "a unit": ("lan", "opinion-asked", {"unit": "H99", "question": "Đúng không?"}, "H99"),
    "a step": ("lan", "sent-back", {"to_node": "buoc-la", "reason": "Nhầm"}, "bước"),
    "a paper": ("lan", "supplement-requested", {"missing": ["Giấy lạ"], "reason": "Thiếu"}, "Giấy lạ"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_is_not_known_is_named(ward: Ward, clock: Clock, kind: str) -> None:
    login, slug, sent, word = UNKNOWN[kind]
    case = examined(ward)
    answer = program(ward, login).post(f"/cases/{case.code}/acts/{slug}", sent)
    assert (answer.status, answer.code) == (422, "refused")
    assert word.lower() in answer.sentence.lower()
    assert fresh(case).version == case.version


@pytest.mark.parametrize("day", ["2026-02-31", "30/11/2026", "1e999", "0001-01-01", "9999-12-31", 20261130])
def test_a_date_that_cannot_be_is_refused(ward: Ward, clock: Clock, day: Any) -> None:
    case = examined(ward)
    sent = {"new_due_at": day, "cause": "Xác minh"}
    answer = program(ward, "hoa").post(f"/cases/{case.code}/acts/extended", sent)
    assert answer.status == 422
    assert fresh(case).due_at == case.due_at


def test_an_act_without_a_body_needs_none(ward: Ward, clock: Clock) -> None:
    case = received(ward)
    assert program(ward, "minh").post_bytes(f"/cases/{case.code}/acts/handed-over", b"").status == 200
