"""Cases through a token: create one, get it, what waits, the catalogue for copying; only what its holder may see."""

from typing import Any
from unicodedata import normalize

import pytest

from motcua.domain.cases.models import Case
from motcua.domain.catalogue.rules import read_import, read_rows
from tests.faces.api_program import Program, token_of
from tests.people import BIRTH, LINKED, SINGLE, Ward
from tests.stories import Clock, examined, moment, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def minh(ward: Ward, clock: Clock) -> Program:
    """The province's gateway, acting as Minh of the ward's desk."""
    return Program(token_of(ward.minh, ward.desk))


@pytest.fixture
def quan(ward: Ward, clock: Clock) -> Program:
    """The same for the other ward."""
    return Program(token_of(ward.quan, ward.other_desk))


def filed(**more: Any) -> dict[str, Any]:
    """Tâm registers the birth of his child."""
    applicant = {
        "full_name": "Nguyễn Văn Tâm", "identity_number": "001090012345", "phone": "0912000123",
        "born_on": "1990-08-12", "sex": "Nam", "email": "tam@vidu.vn", "address": "Số 8 ngõ 21",
        **more.pop("applicant", {}),
    }  # fmt: skip
    papers = [{"key": key, "originals": 1} for key in ("to-khai", "giay-chung-sinh", "giay-to-tuy-than")]
    return {"procedure": BIRTH, "applicant": applicant, "papers": papers, **more}


# ---- create


def test_a_case_is_received_with_its_code_its_promise_and_its_slip(minh: Program, ward: Ward) -> None:
    made = minh.post("/cases", filed(subject="Đăng ký khai sinh cho con"))
    assert made.status == 201
    case = Case.objects.get()
    assert (made.json["code"], made.json["state"], made.json["version"]) == (case.code, 2, 1)
    assert made.json["received_unit"] == {"code": ward.desk.code, "name": ward.desk.name}
    assert made.json["tracking"] == {"path": f"/tra-cuu/{case.secret}", "pin": case.pin}
    assert made.json["due_promised"] == made.json["due_original"] == "2026-11-20T17:30:00+07:00"
    assert [paper["name"] for paper in made.json["papers"]][1] == "Giấy chứng sinh"
    assert case.events.get().actor_id == ward.minh.pk
    assert Program().get(f"/status/{case.secret}").json["code"] == case.code


def test_what_was_filed_online_waits_to_be_accepted(minh: Program) -> None:
    made = minh.post("/cases", filed(channel="online"))
    assert (made.status, made.json["state"], made.json["received_at"]) == (201, 1, None)
    assert made.json["submitted_at"] == "2026-11-20T09:30:00+07:00"


def test_the_same_key_makes_one_case(minh: Program) -> None:
    first = minh.post("/cases", filed(), key="cong-tinh-1")
    again = minh.post("/cases", filed(), key="cong-tinh-1")
    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert Case.objects.count() == 1
    assert minh.post("/cases", filed(), key="cong-tinh-2").status == 201
    assert minh.post("/cases", filed()).status == 201
    assert minh.post("/cases", filed()).status == 201  # without a key nothing says that it is the same
    assert Case.objects.count() == 4


def test_the_same_key_with_something_else_is_refused(minh: Program) -> None:
    minh.post("/cases", filed(), key="cong-tinh-1")
    other = minh.post("/cases", filed(subject="Việc khác"), key="cong-tinh-1")
    assert (other.status, other.code) == (422, "key_reused")
    assert Case.objects.count() == 1


def test_a_key_is_the_senders_own(minh: Program, quan: Program, ward: Ward) -> None:
    first = minh.post("/cases", filed(), key="1")
    second = quan.post("/cases", filed(authority=ward.other.code, procedure=SINGLE, papers=papers_of_single()), key="1")  # fmt: skip
    assert (first.status, second.status) == (201, 201), second.text
    assert first.json["code"] != second.json["code"]


def papers_of_single() -> list[dict[str, Any]]:
    from tests.people import birth_terms, filing

    return [{"key": paper.key, "originals": 1} for paper in filing(birth_terms(SINGLE)).papers]


def test_vietnamese_in_pieces_is_put_together(minh: Program) -> None:
    made = minh.post("/cases", filed(applicant={"full_name": normalize("NFD", "Nguyễn Thị Ngưỡng")}))
    assert made.json["applicant_name"] == "Nguyễn Thị Ngưỡng"
    assert Case.objects.get().applicant_name == "Nguyễn Thị Ngưỡng"


REFUSED: dict[str, tuple[dict[str, Any], int, str, str]] = {
    "a paper is missing": ({"papers": []}, 422, "refused", "Giấy chứng sinh"),
    "no such procedure": ({"procedure": "9.999999"}, 422, "refused", "9.999999"),
    "no such case of it": ({"variant": "khong-co"}, 422, "refused", "khong-co"),
    "no such unit": ({"unit": "H99.1"}, 422, "refused", "H99.1"),
    "no such authority": ({"authority": "H99.1"}, 422, "refused", "H99.1"),
    "not one's desk": ({"unit": "H26.102.1"}, 403, "forbidden", "không có quyền"),
    "no desk at all": ({"unit": "H26.101.2"}, 403, "forbidden", "không có quyền"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_received_is_refused_in_a_sentence(minh: Program, kind: str) -> None:
    more, status, code, words = REFUSED[kind]
    answer = minh.post("/cases", filed(**more), key="k")
    assert (answer.status, answer.code) == (status, code)
    assert words in answer.sentence
    assert not Case.objects.exists()
    # A refusal does not use the key up: what is put right is received under it.
    assert minh.post("/cases", filed(), key="k").status == 201


def test_who_works_at_no_desk_is_asked_for_one(ward: Ward, clock: Clock) -> None:
    answer = Program(token_of(ward.lan, ward.justice)).post("/cases", filed())
    assert answer.status == 422
    assert "unit" in answer.sentence


# ---- get


def test_a_case_comes_with_what_may_be_done_and_what_was_done(minh: Program, ward: Ward) -> None:
    case = received(ward)
    got = minh.get(f"/cases/{case.code}")
    assert got.json["version"] == case.version
    assert "handed-over" in [act["slug"] for act in got.json["acts"]]
    assert [(line["n"], line["label"]) for line in got.json["history"]] == [(1, "Tiếp nhận hồ sơ")]
    assert got.json["applicant_name"] == "Nguyễn Văn Tâm"
    assert [step["unit"]["code"] for step in got.json["steps"]] == [ward.desk.code]


def test_a_case_out_of_sight_is_as_if_it_were_not_there(quan: Program, ward: Ward) -> None:
    case = examined(ward)
    there, nowhere = quan.get(f"/cases/{case.code}"), quan.get("/cases/H26.101.1-261120-9999")
    assert there.status == nowhere.status == 404
    assert there.text.replace(case.code, "") == nowhere.text.replace("H26.101.1-261120-9999", "")


@pytest.mark.parametrize("code", ["x" * 61, "%00", "a%0Ab", "§¨ng"])
def test_a_code_that_cannot_be_one_is_refused(minh: Program, code: str) -> None:
    assert minh.get(f"/cases/{code}").status in (404, 422)


# ---- inbox


def test_what_waits_comes_soonest_due_first_and_in_pages(ward: Ward, clock: Clock) -> None:
    late = examined(ward)
    clock.at(18)
    soon = examined(ward)
    lan = Program(token_of(ward.lan, ward.justice))
    codes = [line["code"] for line in lan.get("/inbox", tab="mine").json["items"]]
    assert codes == [soon.code, late.code]
    first = lan.get("/inbox", tab="mine", limit=1).json
    assert ([line["code"] for line in first["items"]], first["more"]) == ([soon.code], True)
    rest = lan.get("/inbox", tab="mine", limit=1, offset=1).json
    assert ([line["code"] for line in rest["items"]], rest["more"]) == ([late.code], False)
    for tab in ("all", "new", "due", "stopped", "consulted", "done"):
        assert lan.get("/inbox", tab=tab).status == 200


def test_nothing_of_another_ward_waits(quan: Program, ward: Ward) -> None:
    examined(ward)
    assert quan.get("/inbox").json == {"items": [], "more": False}


def test_an_unknown_tab_is_told_which_there_are(minh: Program) -> None:
    answer = minh.get("/inbox", tab="moi")
    assert (answer.status, answer.code) == (422, "invalid")
    assert "consulted" in answer.sentence


# ---- catalogue


def test_the_catalogue_can_be_copied_and_read_back(minh: Program) -> None:
    import json

    items, offset = [], 0
    while True:
        page = minh.get("/catalogue", limit=3, offset=offset).json
        items, offset = items + page["items"], offset + 3
        if not page["more"]:
            break
    codes = [item["code"] for item in items]
    assert codes == sorted(set(codes))
    assert {BIRTH, LINKED} <= set(codes)
    text = json.dumps([item["document"] for item in items])
    assert [facts.code for facts in read_rows(read_import(text, "json", "bản sao"), {}, "bản sao")] == codes


def test_what_is_no_longer_in_force_is_not_copied(minh: Program, ward: Ward, clock: Clock) -> None:
    from motcua.domain.catalogue.models import ProcedureVersion

    ProcedureVersion.objects.filter(procedure__code=SINGLE).update(valid_to=moment(19).date())
    assert SINGLE not in [item["code"] for item in minh.get("/catalogue", limit=200).json["items"]]
