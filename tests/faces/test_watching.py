"""Watching deadlines: what is watched now is what is read later of that moment, and what the figures count."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from motcua.application.reports.queries import figures, total
from motcua.application.timekeeping.watching import OverdueCase, Watched, counts, overdue_list, watch
from motcua.application.timekeeping.workload import workload
from motcua.domain.cases.actions.apologising import extend
from motcua.domain.cases.actions.deciding import issue_result
from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.actions.processing import confirm_supplement, forward, reassign, take
from motcua.domain.cases.models import Case
from motcua.foundation.calendar import ZONE
from tests import stories
from tests.faces.desk_pages import form_of, send, signed_in, words
from tests.people import LINKED, Ward
from tests.stories import Clock, moment


def seen(rows: list[Watched]) -> set[tuple[Any, ...]]:
    return {
        (row.code, row.node, row.holder, row.due_at, bool(row.apologised_at), each.what, each.at)
        for row in rows
        for each in row.since
    }


def midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=ZONE)


def test_each_thing_is_counted_once_for_a_case(
    ward: Ward, clock: Clock, case_in: Callable[..., Case]
) -> None:
    clock.at(10)
    late, sorry, paused, done, online = (
        case_in("4"), stories.extended(ward, case_in("4k")), case_in("5"), case_in("9"), case_in("1"),
    )  # fmt: skip
    clock.at(20)
    fresh = case_in("4")
    found = counts(watch(at=clock.now))
    assert {what: n for what, n in found.items() if n} == {
        "overdue": 2,
        "no_apology": 1,
        "apology": 1,
        "waiting": 1,
        "uncollected": 1,
        "slow_to_accept": 1,
    }
    codes = {what: {r.code for r in watch(at=clock.now) if r.is_under(what)} for what in ("overdue", "soon")}
    assert codes["overdue"] == {late.code, sorry.code} and not codes["soon"]
    by_code = {row.code: row for row in watch(at=clock.now, all_of=True)}
    assert by_code[late.code].holder == "Nguyễn Thị Lan" and by_code[online.code].role == "reception"
    assert not by_code[fresh.code].since and by_code[sorry.code].apologised_at
    assert {paused.code, done.code} <= set(by_code)


def test_a_leader_sees_what_their_office_may_see(ward: Ward, clock: Clock) -> None:
    clock.at(10)
    stories.examined(ward)
    clock.at(20)
    assert len(watch(at=clock.now, staff=ward.hoa)) == 1 and watch(at=clock.now, staff=ward.son) == []
    assert len(watch(at=clock.now, path=ward.justice.path)) == 1
    assert watch(at=clock.now, path=ward.land.path) == []


def test_what_was_watched_at_a_moment_is_read_the_same_ever_after(ward: Ward, clock: Clock) -> None:
    """No flag is ticked: each answer is kept here, and asked for again when all has moved on."""
    clock.at(10, 9)
    first, second, third = stories.examined(ward), stories.examined(ward), stories.asked(ward)
    stories.case_at(ward, "4a", code=LINKED)
    online = stories.case_at(ward, "1")
    answers: list[tuple[datetime, set[tuple[Any, ...]]]] = []

    def look(day: int, hour: int = 12, month: int = 11) -> None:
        at = clock.at(day, hour, month=month)
        answers.append((at, seen(watch(at=at))))

    look(12)
    second = reassign(second, by=ward.thao, to=ward.dung, reason="Lan nghỉ")
    accept(online, by=ward.minh)
    look(13)
    take(second, by=ward.dung)
    third = confirm_supplement(third, by=ward.minh)
    look(16)
    stories.extended(ward, first)
    look(18)
    look(20)
    first = forward(first, by=ward.lan)
    look(27)
    assert len({frozenset(found) for _, found in answers}) >= 5
    clock.at(15, month=12)
    for at, found in answers:
        assert seen(watch(at=at, past=True)) == found, at


def test_overdue_is_what_the_figures_call_open_and_overdue(ward: Ward, clock: Clock) -> None:
    clock.at(2)
    stories.examined(ward), stories.extended(ward, stories.examined(ward)), stories.asked(ward)
    stories.case_at(ward, "4a", code=LINKED)
    finished_late = stories.signed(ward)
    for day in (6, 9, 10, 27):
        clock.at(day, 17)
        if day == 10:
            issue_result(finished_late, by=ward.again().van)
    clock.at(30)
    for day in (6, 9, 10, 20, 27):
        on = date(2026, 11, day)
        sums = total(figures(first=date(2026, 11, 1), last=on, as_at=date(2026, 11, 30)))
        listed = overdue_list(at=midnight(date(2026, 11, day + 1)), past=True)
        assert len(listed) == sums.open_overdue, on
    assert sums.open_overdue == 3


def test_the_public_list_says_whether_an_apology_was_sent(ward: Ward, clock: Clock) -> None:
    clock.at(2)
    plain, sorry = stories.examined(ward), stories.extended(ward, stories.examined(ward))
    clock.at(12)
    listed = overdue_list(at=clock.now, path=ward.desk.path)
    assert listed == [
        OverdueCase(case.code, case.procedure.short_name, ward.justice.name, moment(5, 9), at)
        for case, at in ((plain, None), (sorry, moment(2, 9)))
    ]
    assert overdue_list(at=clock.now, path=ward.other_desk.path) == []


@pytest.mark.parametrize("past", [False, True])
def test_watching_takes_the_same_few_statements_whatever_the_size(
    ward: Ward, clock: Clock, django_assert_max_num_queries: Any, past: bool
) -> None:
    clock.at(10)
    for _ in range(4):
        stories.examined(ward)
    at = clock.at(20)
    clock.at(21)
    with django_assert_max_num_queries(6):
        assert len(watch(at=at, past=past)) == 4


# The pages ---------------------------------------------------------------------------------------------------


def test_counts_lead_to_the_cases_and_every_choice_is_an_address(ward: Ward, clock: Clock) -> None:
    clock.at(10)
    late, sorry = stories.examined(ward), stories.extended(ward, stories.drafted(ward))
    clock.at(20)
    client = signed_in(ward.hoa)
    page = words(client.get("/theo-doi"))
    assert "Quá hạn 2" in page and "Quá hạn, chưa xin lỗi 1" in page and late.code not in page
    listed = client.get("/theo-doi?loai=overdue")
    assert late.code in words(listed) and sorry.code in words(listed)
    assert f"/ho-so/{late.code}?ve=%2Ftheo-doi%3Floai%3Doverdue" in listed.content.decode()
    assert sorry.code not in words(client.get("/theo-doi?loai=no_apology"))
    for asked, expected in {
        f"can-bo={ward.lan.pk}": {late.code}, f"don-vi={ward.ward.code}": {sorry.code}, urlencode({"buoc": sorry.open_steps[0].name}): {sorry.code},
    }.items():  # fmt: skip
        found = words(client.get(f"/theo-doi?loai=overdue&{asked}"))
        assert {code for code in (late.code, sorry.code) if code in found} == expected, asked


def test_a_past_day_is_shown_as_it_was_and_a_day_that_cannot_be_read_is_said(
    ward: Ward, clock: Clock
) -> None:
    clock.at(10)
    case = stories.signed(ward)
    clock.at(20)
    issue_result(case, by=ward.again().van)
    client = signed_in(ward.hoa)
    assert case.code not in words(client.get("/theo-doi?loai=overdue"))
    past = words(client.get("/theo-doi?loai=overdue&ngay=18/11/2026"))
    assert case.code in past and "đọc lại từ diễn biến" in past
    assert case.code not in words(client.get("/theo-doi?loai=overdue&ngay=12/11/2026"))
    wrong = client.get("/theo-doi?ngay=31/02/2026")
    assert wrong.status_code == 422 and "31/02/2026" in wrong.content.decode()
    morning = words(client.get("/theo-doi?loai=overdue&ngay=20/11/2026%2008:30"))
    assert case.code in morning and "Như đã là lúc 08:30 20/11/2026" in morning
    assert case.code not in words(
        client.get("/theo-doi?loai=overdue&ngay=20/11/2026%2010h")
    )  # not yet: as it is now
    assert client.get("/theo-doi?ngay=18/11/2026%2024:30").status_code == 422


def test_what_an_apology_is_owed_for_is_said_where_the_work_is(ward: Ward, clock: Clock) -> None:
    case = stories.examined(ward)
    client = signed_in(ward.lan)
    clock.at(23, 17)
    assert "phiếu xin lỗi" not in words(client.get("/ban-lam-viec"))
    assert "Cần lập phiếu xin lỗi" not in words(client.get(f"/ho-so/{case.code}"))
    clock.at(25, 8)  # one working day before Thursday 26
    assert "cần phiếu xin lỗi" in words(client.get("/ban-lam-viec"))
    assert "Cần lập phiếu xin lỗi" in words(client.get(f"/ho-so/{case.code}"))
    stories.apology_drafted(ward, case)
    assert "đang chờ lãnh đạo ký" in words(client.get(f"/ho-so/{case.code}"))
    signing = words(signed_in(ward.hoa).get("/ky-duyet"))
    assert "Phiếu xin lỗi chờ ký 1" in signing and case.code in signing
    extend(case, by=ward.hoa)
    assert "phiếu xin lỗi" not in words(client.get("/ban-lam-viec"))
    assert "Phiếu xin lỗi chờ ký" not in words(signed_in(ward.hoa).get("/ky-duyet"))


def test_the_load_of_each_person_and_step_is_shown_with_the_usual_time(ward: Ward, clock: Clock) -> None:
    clock.at(10, 8)
    first, second = stories.examined(ward), stories.examined(ward)
    clock.at(10, 10)
    forward(first, by=ward.lan)
    clock.at(10, 14)
    third = stories.examined(ward)
    clock.at(11, 8)
    forward(third, by=ward.lan)
    clock.at(20)
    loads = {(load.holder, load.step): load for load in workload(ward.thao, at=clock.now)}
    lan = next(load for (holder, _), load in loads.items() if holder == ward.lan.full_name)
    assert (lan.open, lan.late, lan.step_late, lan.done) == (1, 1, 0, 2)
    assert lan.minutes == round((120 + 210) / 2)
    page = words(signed_in(ward.thao).get("/khoi-luong"))
    assert ward.lan.full_name in page and "2 giờ 45 phút" in page and second.code not in page
    assert ward.lan.full_name not in words(signed_in(ward.son).get("/khoi-luong"))


def test_several_steps_are_given_to_a_colleague_each_by_itself(ward: Ward, clock: Clock) -> None:
    cases = [stories.examined(ward) for _ in range(3)]
    gone = stories.examined(ward)
    client = signed_in(ward.thao)
    address = f"/khoi-luong?can-bo={ward.lan.pk}"
    form = form_of(client.get(address))
    assert all(case.code in words(client.get(address)) for case in cases)
    nothing = send(client, address, form, pick=[], den=str(ward.dung.pk), ly_do="Lan nghỉ ốm")
    assert nothing.status_code == 422 and "đánh dấu ít nhất một hồ sơ" in words(nothing)
    assert form_of(nothing)["ly_do"] == "Lan nghỉ ốm"
    picks = [case.code for case in (*cases, gone)]
    no_reason = send(client, address, form, pick=picks, den=str(ward.dung.pk), ly_do="")
    assert no_reason.status_code == 422 and form_of(no_reason)["pick"] == picks
    forward(gone, by=ward.lan)
    for _ in range(2):  # sent twice, done once
        answer = send(client, address, form, pick=picks, den=str(ward.dung.pk), ly_do="Lan nghỉ ốm")
        assert answer.status_code == 302
    for case in cases:
        assert stories.waiting(case) == [("tham_tra", "dung")]
        events = case.events.filter(name="case.reassigned")
        assert [(e.actor, e.note, e.payload["was"]) for e in events] == [
            (ward.thao, "Lan nghỉ ốm", ward.lan.pk)
        ]
    told = words(client.get(address))
    assert "Đã giao cho Vũ Đức Dũng" in told and "Chưa làm được 1 hồ sơ" in told and gone.code in told
