"""The result sent home: chosen online or on the page of the case, followed there in words, in both languages."""

from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.tracking import status_by_secret
from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import NEXT_FOR_PEOPLE, Direction, ParcelState
from tests import parcels, stories
from tests.faces.filing_pages import FATHER, fields_of, go_through
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.parcels import again, parcel_of
from tests.people import Ward
from tests.stories import Clock

S = ParcelState


@pytest.fixture(autouse=True)
def _on_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def follow(client: Client, case: Case, lang: str = "") -> Any:
    return page_of(client.get(f"{lang}/tra-cuu/{case.secret}")).xpath("//main")[0]


def choose(client: Client, case: Case, **typed: str) -> Any:
    address = f"/tra-cuu/{case.secret}/buu-chinh"
    return client.post(address, {**fields_of(page_of(client.get(address))), **typed})


def test_a_filing_from_home_says_where_the_result_goes_and_where_papers_are_fetched(
    client: Client, ward: Ward
) -> None:
    home = {"result_by": "post", "send_to_0": "Số 9 ngõ 22", "send_to_1": "thieu hoa, thanh hoa", "send_name": "Trần Thị Mai",
            "fetch": "co", "fetch_from_0": "Số 8 ngõ 21", "fetch_from_1": "thanh xuan, ha noi"}  # fmt: skip
    go_through(client, {**FATHER, **home})
    out, fetched = Parcel.objects.order_by("-direction")
    assert (out.direction, out.name, out.phone) == (Direction.OUT, "Trần Thị Mai", "0912000123")
    assert out.address == "Số 9 ngõ 22, Xã Thiệu Hóa, Tỉnh Thanh Hóa" and out.fee == 30_500
    assert (fetched.direction, fetched.name) == (Direction.IN, "Nguyễn Văn Tâm")
    assert fetched.address.startswith("Số 8 ngõ 21, Phường Thanh Xuân")
    words = words_of(follow(client, Case.objects.get()))
    assert NEXT_FOR_PEOPLE["in"][S.ASKED] in words and NEXT_FOR_PEOPLE["out"][S.ASKED] in words


def test_the_way_of_the_result_is_chosen_changed_and_dropped_on_the_page_of_the_case(
    client: Client, ward: Ward
) -> None:
    case = stories.examined(ward)
    assert f"/tra-cuu/{case.secret}/buu-chinh" in follow(client, case).xpath("//a/@href")
    assert choose(client, case, address="Số 9 ngõ 22").status_code == 303
    assert (again(case).result_by, parcel_of(case).address, parcel_of(case).name) == (
        "post",
        "Số 9 ngõ 22",
        "Nguyễn Văn Tâm",
    )
    assert choose(client, case, receiver="Trần Thị Mai").status_code == 303
    assert (parcel_of(case).name, Parcel.objects.count()) == ("Trần Thị Mai", 1)
    assert choose(client, case, act="drop").status_code == 303
    assert (again(case).result_by, parcel_of(case).state) == ("one_stop", S.CANCELLED)


def test_what_was_typed_stays_beside_the_sentence(client: Client, ward: Ward) -> None:
    case = stories.examined(ward)
    answer = choose(client, case, phone="12", address="Số 99 phố Mới")
    assert answer.status_code == 422 and "số điện thoại để bưu tá gọi" in words_of(page_of(answer))
    assert "Số 99 phố Mới" in answer.content.decode()
    assert choose(client, case, address=" ").status_code == 422


@pytest.mark.parametrize("place", ["labelled", "handed", "delivered", "lost"])
def test_what_is_packed_or_gone_is_not_changed_any_more(client: Client, ward: Ward, place: str) -> None:
    case = parcels.PLACES[place](ward)
    address = f"/tra-cuu/{case.secret}/buu-chinh"
    assert address not in follow(client, case).xpath("//a/@href")
    assert "không đổi được" in words_of(page_of(client.get(address)))
    assert client.post(address, parcels.HOME).status_code == 409


@pytest.mark.parametrize("place", [name for name in parcels.PLACES if name != "none"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_page_says_each_move_and_what_happens_next_without_a_name(
    client: Client, ward: Ward, place: str, lang: str
) -> None:
    case = parcels.PLACES[place](ward)
    tree = page_of(client.get(f"{lang}/tra-cuu/{case.secret}"))
    words, parcel = words_of(tree.xpath("//main")[0]), parcel_of(case)
    assert parcel.number in words
    assert not [name for name in ("Trần Thị Mai", "Trần Văn Tư", "0912000123", "ngõ 21") if name in words]
    if lang:
        assert left_in_vietnamese(tree) == []
    else:
        assert NEXT_FOR_PEOPLE["out"][ParcelState(parcel.state)] in words
        assert all(move.state_label in words for move in parcel.moves.all())


def test_a_letter_of_a_result_says_how_it_is_had(ward: Ward) -> None:
    from motcua.application.notices.queries import letter

    posted, fetched = parcels.asked(ward), stories.finished(ward)
    said = {case: letter(again(case), "result_ready", {}, due=None).body for case in (posted, fetched)}
    assert "Bưu chính sẽ mang đến địa chỉ" in said[posted] and "giấy hẹn" not in said[posted]
    assert "mang giấy hẹn" in said[fetched]


def test_a_case_with_parcels_is_still_followed_by_one_statement(
    ward: Ward, django_assert_max_num_queries: Any
) -> None:
    case = parcels.came_back(ward)
    with django_assert_max_num_queries(1):
        status = status_by_secret(case.secret)
    assert status and [move["state"] for move in status.parcels[0]["moves"]] == [
        S.ASKED,
        S.LABELLED,
        S.HANDED_OVER,
        S.CAME_BACK,
    ]
