"""The weekly check list: what waits is counted, what was looked at is kept on the unit's record, once."""

import pytest

from tests import stories
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import Ward
from tests.stories import Clock

PAGE = "/khoi-luong/tuan"


@pytest.fixture
def late(ward: Ward, clock: Clock) -> Ward:
    """On Friday 20/11 Lan holds a case that is overdue since the start of the month."""
    clock.at(3)
    stories.examined(ward)
    clock.at(20)
    return ward.again()


def test_the_list_counts_what_waits_in_the_unit_and_leads_to_it(late: Ward) -> None:
    page = signed_in(late.thao).get(PAGE)
    assert "Tuần từ thứ Hai 16/11/2026" in words(page) and "Quá hạn: 1" in words(page)
    assert "/theo-doi?loai=overdue#danh-sach" in page.content.decode()
    for unit in (late.land, late.desk):  # the desk received it, but does not hold it
        assert "Quá hạn: 0" in words(signed_in(late.hoa).get(f"{PAGE}?don-vi={unit.code}"))


def test_what_was_looked_at_stays_on_the_record_with_its_number_and_who(late: Ward) -> None:
    client = signed_in(late.thao)
    form = form_of(client.get(PAGE))
    for _ in range(2):  # sent twice, kept once
        answer = send(
            client, PAGE, form, **{"xem-tiep-dan": "on", "ghi-qua-han": "Giao chị Lan báo cáo thứ Hai"}
        )
        assert answer.status_code == 302
    event = late.justice.events.get(name="office.week_checked")
    assert event.actor == late.thao and event.payload["week"] == "2026-11-16"
    assert [(each["number"], each["remark"]) for each in event.payload["looked"]] == [
        (1, "Giao chị Lan báo cáo thứ Hai"), (None, ""),
    ]  # fmt: skip
    said = words(client.get(PAGE))
    assert "Đã lưu phiếu kiểm tra" in said and "Giao chị Lan báo cáo thứ Hai" in said
    assert late.thao.full_name in said


def test_nothing_looked_at_is_refused_and_a_remark_too_long_is_not_lost(late: Ward) -> None:
    client = signed_in(late.thao)
    form = form_of(client.get(PAGE))
    assert "đánh dấu ít nhất một mục" in words(send(client, PAGE, form))
    answer = send(client, PAGE, form, **{"ghi-qua-han": "x" * 501})
    assert answer.status_code == 422 and form_of(answer)["ghi-qua-han"] == "x" * 501
    assert not late.justice.events.filter(name="office.week_checked").exists()


def test_the_page_is_for_those_who_direct_a_unit(late: Ward) -> None:
    assert signed_in(late.lan).get(PAGE).status_code == 403
