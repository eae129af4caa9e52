"""Public pages: find a procedure, read it, find the office; few statements, few bytes, both languages."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from motcua.faces import frame
from motcua.foundation.actions import at_time
from motcua.foundation.calendar import ZONE
from tests import stories
from tests.faces.public_pages import STANDING, assert_light, left_in_vietnamese, page_of, words_of
from tests.people import Ward, adopt_more
from tests.stories import Clock

FOREIGN_MARRIAGE = "2.000806"


@pytest.fixture
def library(ward: Ward) -> Ward:
    """The ward with a few more procedures to find."""
    return adopt_more(ward, "2.000806", "1.001022", "1.000656", "1.001612", "1.000689", "1.004884")


@pytest.fixture(autouse=True)
def _on_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def found(client: Client, words: str, **more: str) -> list[str]:
    tree = page_of(client.get("/thu-tuc", {"q": words, **more}))
    return [link.get("href").rsplit("/", 1)[1] for link in tree.xpath('//ol[@class="mc-found"]//h2/a')]


@pytest.mark.parametrize(
    "typed", ["khai sinh", "giay khai sinh", "KHAI SINH", "Khai\u0301 sinh".replace("\u0301", ""), "ks", "dkks", "1.001193",
              "1001193", "khia sinh", "giấy kai sinh", "làm giấy khai sinh cho con trai"],
)  # fmt: skip
def test_birth_registration_is_found_first_however_it_is_typed(
    client: Client, library: Ward, typed: str
) -> None:
    assert found(client, typed)[0] == "1.001193"


def test_a_marriage_with_a_foreigner_is_among_the_first_three(client: Client, library: Ward) -> None:
    assert FOREIGN_MARRIAGE in found(client, "dang ky ket hon nuoc ngoai")[:3]


def test_a_household_business_is_found_by_its_abbreviation(client: Client, library: Ward) -> None:
    assert found(client, "dkkd")[0] == "1.001612"


def test_filters_narrow_what_is_found_and_stay_in_the_address(client: Client, library: Ward) -> None:
    everything = found(client, "đăng ký")
    assert set(found(client, "đăng ký", **{"truc-tuyen": "toan_trinh"})) < set(everything)
    assert found(client, "", **{"su-kien": "nguoi-mat"}) == ["1.000656"]
    assert found(client, "khai sinh", **{"linh-vuc": "Đất đai"}) == []
    tree = page_of(client.get("/thu-tuc", {"linh-vuc": "Hộ tịch"}))
    assert tree.xpath('//select[@name="linh-vuc"]/option[@selected]/text()') == ["Hộ tịch"]
    assert found(client, "khai sinh", cap="'; drop table") == found(client, "khai sinh")


def test_nothing_found_shows_the_hotline_and_what_is_near(client: Client, library: Ward) -> None:
    tree = page_of(client.get("/thu-tuc?q=giám+hộ+kết+nghĩa"))
    words = words_of(tree.get_element_by_id("ket-qua"))
    assert "Chưa tìm thấy" in words and "024.1022" in words
    assert tree.xpath('//div[@id="ket-qua"]//ul/li/a')


def test_how_many_were_found_is_announced(client: Client, library: Ward) -> None:
    tree = page_of(client.get("/thu-tuc?q=khai+sinh"))
    (said,) = tree.xpath('//*[@role="status"]')
    assert words_of(said).startswith("Có ") and "“khai sinh”" in words_of(said)
    meant = words_of(page_of(client.get("/thu-tuc?q=khia+sinh")).xpath('//*[@role="status"]')[0])
    assert "Hiểu là “khai sinh”" in meant


def test_typing_gets_only_what_changes(client: Client, library: Ward) -> None:
    part = client.get("/thu-tuc?q=khai", headers={"HX-Request": "true"})
    assert b"<html" not in part.content and b"mc-found" in part.content
    few = client.get("/thu-tuc?q=khai&goi-y=1", headers={"HX-Request": "true"})
    assert 1 <= few.content.count(b"<li>") <= 6 and b"<html" not in few.content
    assert client.get("/thu-tuc?q=k&goi-y=1", headers={"HX-Request": "true"}).content.strip() == b""
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("words", ["%", "\\", "'", "\x00", "a" * 5000, "😀", "../..", "<b>", "  "])
def test_strange_words_are_no_fault(client: Client, library: Ward, words: str) -> None:
    response = client.get("/thu-tuc", {"q": words})
    assert response.status_code == 200 and b"<b>" not in response.content.split(b"ket-qua")[1][:300]


def test_a_procedure_answers_plainly_before_anything_is_opened(client: Client, ward: Ward) -> None:
    tree = page_of(client.get("/thu-tuc/1.001193"))
    answer = words_of(tree.xpath('//dl[@class="mc-answer"]')[0])
    for wanted in (
        "Trong ngày làm việc",
        "8.000 đồng",
        "Công dân",
        "Phường An Bình",
        "Phòng Tư pháp – Hộ tịch",
        "mức độ 4",
    ):
        assert wanted in answer
    assert not tree.xpath('//dl[@class="mc-answer"]/ancestor::details')
    papers = words_of(tree.get_element_by_id("giay-to"))
    assert "Giấy chứng sinh" in papers and "Khi trẻ bị bỏ rơi" in papers
    assert tree.xpath('//ul[@class="mc-basis"]//a[contains(@href, "123/2015")]')
    assert "Cập nhật ngày 05/01/2026" in words_of(tree)
    assert tree.xpath('//div[@class="mc-drawing__wide"]/svg') and tree.xpath(
        '//div[@class="mc-drawing__narrow"]/svg'
    )


def test_the_case_chosen_changes_the_answer(client: Client, ward: Ward) -> None:
    usual = words_of(page_of(client.get("/thu-tuc/1.001193")).xpath('//dl[@class="mc-answer"]')[0])
    late = page_of(client.get("/thu-tuc/1.001193?truong-hop=qua-han"))
    assert "HĐND cấp tỉnh" not in usual and "HĐND cấp tỉnh" in words_of(
        late.xpath('//dl[@class="mc-answer"]')[0]
    )
    assert late.xpath('//input[@name="truong-hop"][@checked]/@value') == ["qua-han"]
    assert client.get("/thu-tuc/1.001193?truong-hop=khong-co").status_code == 200


def test_facts_not_yet_compared_say_so_beside_themselves(client: Client, ward: Ward) -> None:
    tree = page_of(client.get("/thu-tuc/1.001193"))
    (fees,) = tree.xpath('//dl[@class="mc-answer"]/div[contains(dt, "Bao nhiêu")]/dt')
    assert "đang đối chiếu" in words_of(fees)


def test_an_old_version_stays_readable_and_says_that_it_is_old(client: Client, library: Ward) -> None:
    from motcua.domain.catalogue.models import ProcedureVersion

    version = ProcedureVersion.objects.get(procedure__code="1.001193")
    version.pk, version.number = None, 9
    version.valid_from, version.valid_to = date(2016, 1, 1), date(2025, 6, 30)
    version.save()
    old = page_of(client.get("/thu-tuc/1.001193?phien-ban=9"))
    assert "phiên bản cũ" in words_of(old) or "chỉ áp dụng đến" in words_of(old)
    assert not old.xpath('//a[contains(@href, "dichvucong")]')
    assert old.xpath('//a[@href="?phien-ban=1"]')
    assert client.get("/thu-tuc/1.001193?phien-ban=77").status_code == 404
    assert client.get("/thu-tuc/9.999999").status_code == 404


def test_the_office_is_open_now_or_says_when_it_will_be(client: Client, ward: Ward, clock: Clock) -> None:
    assert "Đang mở, đóng lúc 12:00" in words_of(page_of(client.get("/")))
    clock.at(20, 12, 30)
    assert "mở lại lúc 13:30" in words_of(page_of(client.get("/")))
    clock.at(21, 10)
    assert "mở lại 08:00 thứ Hai, 23/11/2026" in words_of(page_of(client.get("/co-quan")))


def test_a_holiday_ahead_is_announced(client: Client, ward: Ward) -> None:
    assert "24/11/2026 nghỉ" in words_of(page_of(client.get("/")))


def test_offices_can_be_called_by_touching_their_number(client: Client, ward: Ward) -> None:
    tree = page_of(client.get("/co-quan"))
    assert "tel:0241022" in tree.xpath("//main//a/@href")
    assert "Yên Hòa" not in words_of(page_of(client.get("/co-quan?q=an+binh")).xpath("//main")[0])
    assert "Chưa tìm thấy" in words_of(page_of(client.get("/co-quan?q=zzz")))


@pytest.mark.parametrize("address", STANDING)
def test_an_english_page_is_english_or_says_that_it_is_not(
    client: Client, library: Ward, address: str
) -> None:
    tree = page_of(client.get(f"/en{address}"))
    assert tree.get("lang") == "en"
    assert left_in_vietnamese(tree) == []


@pytest.mark.parametrize("address", STANDING)
def test_a_page_leads_to_itself_in_the_other_language(client: Client, library: Ward, address: str) -> None:
    assert client.get(address).content.count(f'hreflang="en" href="/en{address}"'.encode()) >= 1


@pytest.mark.parametrize(
    ("address", "most"), [("/", 3), ("/thu-tuc?q=khai+sinh", 3), ("/thu-tuc/1.001193", 4), ("/co-quan", 3), ("/cong-khai/", 3)]
)  # fmt: skip
def test_a_page_asks_the_database_little(
    client: Client, library: Ward, django_assert_max_num_queries: Any, address: str, most: int
) -> None:
    client.get(address)  # what each process reads once: the office, who is competent
    frame.forget()
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*STANDING, "/thu-tuc/1.001612", "/thu-tuc/1.001193/giay-to"])
def test_a_first_visit_is_light(client: Client, library: Ward, address: str) -> None:
    assert_light(client, address)


def test_a_paper_of_the_list_leads_to_a_drawing_that_says_it_is_one(client: Client, library: Ward) -> None:
    tree = page_of(client.get("/thu-tuc/1.001193"))
    assert "/giay-to-mau/giay-chung-sinh" in tree.xpath("//ul[@class='mc-papers']//a/@href")
    page = page_of(client.get("/giay-to-mau/giay-chung-sinh"))
    (picture,) = page.xpath("//main//img")
    assert picture.get("loading") == "lazy" and "Giấy chứng sinh" in picture.get("alt")
    assert "không phải mẫu chính thức" in words_of(page) and len(page.xpath("//main//ol/li")) == 4
    answer = client.get(picture.get("src"))
    assert answer["Content-Type"] == "image/png" and answer["Cache-Control"].startswith("public")
    english = page_of(client.get("/en/giay-to-mau/giay-chung-sinh"))
    assert "Birth notice of the hospital" in words_of(english) and left_in_vietnamese(english) == []
    assert (
        client.get("/giay-to-mau/khong-co").status_code == client.get("/giay-to-mau/x.png").status_code == 404
    )


def test_offices_say_how_many_came_in_the_last_hour_while_they_are_open(
    client: Client, ward: Ward, clock: Clock
) -> None:
    stories.received(ward)
    clock.wait(minutes=50)
    for _number in range(2):
        stories.received(ward)
    stories.case_at(ward, "1")  # filed online: nobody stood at the desk
    said = words_of(page_of(client.get("/co-quan?q=an+binh")))
    assert "Một giờ qua, quầy đã nhận 3 hồ sơ nộp trực tiếp." in said
    clock.wait(minutes=20)
    assert "Một giờ qua, quầy đã nhận 2 hồ sơ" in words_of(page_of(client.get("/co-quan?q=an+binh")))
    clock.at(21, 10)  # a Saturday
    assert "Một giờ qua" not in words_of(page_of(client.get("/co-quan")))


def test_wrong_addresses_get_a_kind_page_with_a_way_back(client: Client, ward: Ward) -> None:
    response = client.get("/khong-co-trang-nay")
    tree = page_of(response)
    assert response.status_code == 404
    assert tree.xpath('//main//a[starts-with(@href, "tel:")]') and tree.xpath('//main//a[@href="/"]')
    english = page_of(client.get("/en/khong-co"))
    assert english.xpath('//main//a[@href="/en/"]') and left_in_vietnamese(english) == []


def test_robots_are_kept_from_cases_and_browsers_find_a_mark(client: Client, ward: Ward) -> None:
    assert "Disallow: /tra-cuu" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico").status_code == 301


def test_public_pages_set_no_cookie(client: Client, library: Ward) -> None:
    for address in STANDING:
        assert not client.get(address).cookies


def test_pages_before_any_office_is_set_up_do_not_break(client: Client, db: None) -> None:
    from motcua.domain.offices.models import Unit

    with at_time(datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)):
        Unit.objects.filter(kind="trung_tam_pvhcc").update(kind="phong")
        for address in ("/", "/thu-tuc", "/tra-cuu", "/co-quan", "/cong-khai/"):
            assert client.get(address).status_code == 200
