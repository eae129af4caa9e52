"""What people read and choose about being told: the account's messages, and every letter for who looks after them."""

import re
from typing import Any

import pytest

from motcua.application.notices.models import Choice
from motcua.application.notices.queries import HOW
from motcua.application.notices.rules import LANGUAGES, letters
from motcua.application.notices.rules.letters import PLACEHOLDERS, _letter
from motcua.domain.cases.actions.intake import Applicant
from motcua.foundation.actions import ACTIONS
from motcua.foundation.gateways.sms.segments import segments, without_accents
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import form_of, signed_in, words
from tests.faces.telling import channels_of, told
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
TAM = Applicant(
    full_name="Nguyễn Văn Tâm", identity_number="001090012345", phone="0912345678", email="Tam@vidu.vn"
)
PAGE = "/tai-khoan/tin-bao"


def test_the_owner_of_an_address_reads_what_was_told_and_nobody_else(ward: Ward, clock: Clock) -> None:
    case = told(ward, TAM)
    page = words(signed_in_at("tam@vidu.vn").get(PAGE))
    assert f"Đã tiếp nhận hồ sơ {case.code}" in page and case.secret in page
    assert case.code not in words(signed_in_at("nam@vidu.vn").get(PAGE))


def test_what_is_chosen_is_kept_and_holds_for_the_next_case(ward: Ward, clock: Clock, gateway: Any) -> None:
    browser = signed_in_at("tam@vidu.vn")
    form = form_of(browser.get(PAGE))
    form.pop("_action")
    answer = browser.post(PAGE, {**form, "channels": ["sms"], "language": "en"}, follow=True)
    assert "Đã lưu lựa chọn báo tin" in words(answer)
    chosen = Choice.objects.get()
    assert (chosen.channels, chosen.language) == (["sms"], "en")
    assert channels_of(told(ward, TAM)) == {"page", "sms"}
    assert "has received your case" in words(browser.get(PAGE))
    browser.post(PAGE, {**form, "channels": [], "language": "vi"})
    assert Choice.objects.get().channels == []


@pytest.mark.parametrize("given", [{"channels": ["pigeon"], "language": "vi"}, {"language": "xx"}, {}])
def test_a_choice_that_is_none_is_said(ward: Ward, given: dict[str, Any]) -> None:
    answer = signed_in_at("tam@vidu.vn").post(PAGE, given)
    assert answer.status_code == 422 and not Choice.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_shown_with_the_longest_names_and_what_a_text_costs(
    ward: Ward, language: str
) -> None:
    response = signed_in(ward.hai).get(f"/quan-tri/loi-nhan?tieng={language}")
    page = words(response)
    assert response.status_code == 200 and not re.search(r"\{\w+\}", page)
    for letter in letters(language).values():
        assert letter.subject.partition("{")[0].strip() in page
    assert "mẫu Zalo 100001" in page and "chưa đối chiếu" in page


def test_a_text_of_every_letter_to_an_applicant_is_written_in_both_languages_and_costs_little() -> None:
    told_to_applicants = {
        action.tell["applicant"] for action in ACTIONS.values() if "applicant" in action.tell
    }
    for key in told_to_applicants:
        vi, en = letters("vi")[key], letters("en")[key]
        assert vi.short and en.short and vi.body != en.body, key
        facts = {**dict.fromkeys(PLACEHOLDERS, "x" * 30), "how": max(HOW["vi"].values(), key=len)}
        assert segments(without_accents(vi.written(facts).short)).count <= 2, key


def test_an_unknown_placeholder_is_refused_in_every_part_of_a_letter() -> None:
    good = {"subject": "a", "body": "b", "short": "c"}
    for part in good:
        with pytest.raises(ValueError, match=r"notice\.x\.vi: không có chỗ điền nobody"):
            _letter("notice.x.vi", {**good, part: "{nobody}"})
