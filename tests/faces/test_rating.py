"""Rating by link: on a phone without signing in, in at most eight taps; what is missing is asked for and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.models import Case
from motcua.domain.surveys.models import Rating
from motcua.domain.surveys.rules import questions_on, read_asked
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.stories import PLACES, Clock, moment

Bring = Callable[..., Case]


@pytest.fixture(autouse=True)
def _from_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def rating_of(client: Client, case: Case, lang: str = "", **given: Any) -> Any:
    place = f"{lang}/danh-gia/{case.secret}"
    return client.post(place, given) if given else client.get(place)


def test_seven_questions_and_a_button_are_eight_taps(client: Client, case_in: Bring) -> None:
    case = case_in("10")
    page = rating_of(client, case)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"  # with no-referrer a browser's form would be refused
    tree = page_of(page)
    asked = tree.xpath("//div[contains(@class, 'mc-rating')]//fieldset")
    buttons = tree.xpath("//button[@name='score']/@value")
    assert (len(asked), buttons) == (7, ["3", "2", "1"])
    answer = rating_of(client, case, score=3, **{q.key: "co" for q in questions_on(moment(20).date())})
    assert answer.status_code == 302
    given = Rating.objects.get()
    assert (given.score, len(given.answers), given.through) == (3, 7, "link")
    assert "Xin cảm ơn" in words_of(page_of(rating_of(client, case)))


@pytest.mark.parametrize("place", PLACES)
def test_the_case_leads_to_its_rating_when_there_is_a_result(
    client: Client, case_in: Bring, place: str
) -> None:
    case = case_in(place)
    led = page_of(client.get(f"/tra-cuu/{case.secret}")).xpath(f"//a[@href='/danh-gia/{case.secret}']")
    words = words_of(page_of(rating_of(client, case)))
    rateable = place in ("3", "8", "10")
    assert bool(led) is rateable
    assert ("thế nào" in words) is rateable and ("chưa có kết quả" in words) is not rateable
    if not rateable:
        rating_of(client, case, score=3)
        assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"score": 1}, "chọn điều ông/bà chưa hài lòng"),
        ({"score": 1, "reason": "khac", "remark": ""}, "viết vài chữ về lý do khác"),
        ({"score": 7}, "một trong ba nút"),
        ({"remark": "a"}, "một trong ba nút"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_said_stays(
    client: Client, case_in: Bring, given: dict[str, Any], sentence: str
) -> None:
    case = case_in("10")
    answer = rating_of(client, case, lang_nghe="chua", **{"remark": "Chờ từ 8 giờ", **given})
    tree = page_of(answer)
    assert answer.status_code == 422 and not Rating.objects.exists()
    assert sentence in words_of(tree.xpath("//div[contains(@class, 'error-summary')]")[0]), words_of(tree)
    assert tree.xpath("//input[@name='lang_nghe' and @value='chua' and @checked]")
    assert tree.xpath("//textarea[@name='remark']")[0].text.strip() == given.get("remark", "Chờ từ 8 giờ")


def test_who_was_not_satisfied_says_why_and_hears_how_to_get_an_answer(
    client: Client, case_in: Bring
) -> None:
    case = case_in("10")
    tree = page_of(rating_of(client, case, score=1))
    assert len(tree.xpath("//input[@name='reason']")) == 6
    rating_of(client, case, score=1, reason="tre_hen")
    words = words_of(page_of(rating_of(client, case)))
    assert Rating.objects.get().reason == "tre_hen" and "muốn được trả lời" in words
    again = rating_of(client, case, score=3)  # a second tab that was still open
    assert again.status_code == 200 and Rating.objects.get().score == 1


def test_the_page_is_whole_in_english(client: Client, case_in: Bring) -> None:
    case = case_in("10")
    assert left_in_vietnamese(page_of(rating_of(client, case, "/en"))) == []
    assert left_in_vietnamese(page_of(rating_of(client, case, "/en", score=1))) == []
    rating_of(client, case, score=2)
    assert left_in_vietnamese(page_of(rating_of(client, case, "/en"))) == []


def test_a_wrong_secret_tells_nothing(client: Client, case_in: Bring) -> None:
    case_in("10")
    assert client.get(f"/danh-gia/{'a' * 26}").status_code == 404


def test_officers_see_the_sum_and_never_who(client: Client, case_in: Bring, clock: Clock) -> None:
    cases = [case_in("10") for _ in range(5)]
    for case in cases[:4]:
        rating_of(client, case, score=3)
    page = "/cong-khai/khao-sat?ky=2026-11"
    assert "không công bố" in words_of(page_of(client.get(page)))
    rating_of(client, cases[4], score=1, reason="cho_lau", lich_su="co")
    words = words_of(page_of(client.get(page)))
    assert "trong 5 lượt đánh giá; 100,00% của 5 hồ sơ đã trả" in words
    assert "Qua đường dẫn trên giấy hẹn580,00%" in words
    assert "80,00%" in words and "Phải chờ lâu (1)" in words


@pytest.mark.parametrize(
    "toml", ["", "[[questions]]\nkey = 'a'", "questions = [{key='a', text='b', text_en='c'}]"]
)
def test_a_rating_file_that_lacks_something_is_named(toml: str) -> None:
    with pytest.raises(ValueError, match=r"rating\.toml"):
        read_asked(toml)
