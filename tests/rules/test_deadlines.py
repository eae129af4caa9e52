"""What a case is watched for at a moment; spec §4.6, §4.7, NĐ 61/2018 Đ.19, NĐ 45/2020. The 24th is a holiday."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.cases.deadline_rules import (
    Since,
    Standing,
    Told,
    Watch,
    apology_from,
    read_watching,
    reminders_passed,
    watched,
    watching_on,
    who_is_told,
)
from motcua.domain.cases.rules import LIBRARY, State, accept_by
from motcua.foundation.calendar import (
    STANDARD,
    ZONE,
    Allowance,
    calendar_named,
    is_working_day,
    working_days_between,
)

DAYS = calendar_named(STANDARD)
FIVE_DAYS, THIRTY_DAYS = Allowance(value=5, unit="working_day"), Allowance(value=30, unit="working_day")
ONE_DAY = Allowance(value=1, unit="working_day")


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def classes(moment: datetime, allowance: Allowance | None = FIVE_DAYS, **case: Any) -> set[str]:
    case.setdefault("state", State.IN_PROGRESS)
    found = watched(Standing(**case), moment, allowance=allowance, days=DAYS, desk_days=DAYS)
    assert all(each.at <= moment for each in found), "nothing is so before it began"
    return {str(each.what) for each in found}


# Friday 27/11: two working days before is Wednesday 25, one is Thursday 26.
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 17), set()),
        (at(25, 0), {"soon"}),
        (at(25, 17), {"soon"}),
        (at(26, 0), {"soon", "apology"}),  # NĐ 61/2018 Đ.19: at the latest one day before
        (at(27, 8), {"today", "apology"}),
        (at(27, 23, 59), {"today", "apology"}),  # the whole of the due day is still on time
        (at(28, 0), {"overdue", "no_apology", "apology"}),
        (at(30, 8), {"overdue", "no_apology", "apology"}),
    ],
)
def test_a_case_is_warned_of_before_it_is_late(moment: datetime, expected: set[str]) -> None:
    assert classes(moment, due_at=at(27, 10)) == expected


def test_an_apology_ends_the_task_and_never_the_lateness() -> None:
    assert classes(at(26), due_at=at(27), apologised=True) == {"soon"}
    assert classes(at(28), due_at=at(27), apologised=True) == {"overdue"}


# spec §4.6: two working days, or a fifth of the allowance, whichever is earlier; four hours of a one-day case
@pytest.mark.parametrize(
    ("allowance", "moment", "soon"),
    [
        (FIVE_DAYS, at(25, 0), True),
        (THIRTY_DAYS, at(18, 9, 30), False),
        (THIRTY_DAYS, at(18, 10), True),
        (ONE_DAY, at(26, 15), False),
        (ONE_DAY, at(26, 16), True),
        (None, at(24, 23), False),
        (None, at(25, 0), True),
    ],
)
def test_how_soon_is_soon_depends_on_the_time_allowed(
    allowance: Allowance | None, moment: datetime, soon: bool
) -> None:
    assert ("soon" in classes(moment, allowance, due_at=at(27, 10))) is soon


def test_what_is_promised_within_a_day_owes_no_apology_on_arrival() -> None:
    assert classes(at(26, 10), ONE_DAY, due_at=at(27, 10)) == set()
    assert classes(at(26, 16), ONE_DAY, due_at=at(27, 10)) == {"soon", "apology"}


# NĐ 45/2020: eight working hours to accept or answer an online filing; Friday 20/11 16:30 has one hour left
@pytest.mark.parametrize(
    ("moment", "expected"),
    [(at(20, 17), set()), (at(23, 16, 30), set()), (at(23, 16, 31), {"slow_to_accept"})],
)
def test_an_online_filing_waits_eight_working_hours(moment: datetime, expected: set[str]) -> None:
    assert accept_by(at(20, 16, 30), DAYS) == at(23, 16, 30)
    assert classes(moment, state=State.REGISTERED, submitted_at=at(20, 16, 30)) == expected


def test_waiting_for_the_applicant_is_always_seen_and_too_long_is_graver() -> None:
    """Fault F2 of other systems: a case parked in “waiting” was in no list."""
    asked: dict[str, Any] = {
        "state": State.AWAITING_SUPPLEMENT,
        "acted_at": at(10),
        "answer_by": date(2026, 11, 25),
    }
    assert classes(at(25, 23), **asked) == {"waiting"}
    assert classes(at(26, 0), **asked) == {"waiting", "not_answered"}
    assert classes(at(26), state=State.AWAITING_PAYMENT, acted_at=at(10)) == {"waiting"}


def test_a_result_lies_uncollected_after_the_first_reminder() -> None:
    assert classes(at(22, 23), state=State.FINISHED, finished_at=at(20)) == set()
    assert classes(at(23, 0), state=State.FINISHED, finished_at=at(20)) == {"uncollected"}
    passed = [reminders_passed(at(20), moment) for moment in (at(22), at(23), at(27), at(20, month=12))]
    assert passed == [0, 1, 2, 3]


def test_a_late_step_of_a_case_in_time_is_a_warning_of_its_own() -> None:
    late = {"step_due_at": at(20, 17)}
    assert classes(at(23, 8), due_at=at(30), **late) == {"step_late"}
    assert classes(at(23, 8), due_at=None, **late) == {"step_late"}  # no fixed date, but hours of its step
    assert "step_late" not in classes(at(30), due_at=at(27), **late)


@pytest.mark.parametrize("state", [State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED, State.RETURNED])
def test_what_has_ended_is_not_watched(state: State) -> None:
    assert classes(at(30), state=state, due_at=at(20), finished_at=at(21), step_due_at=at(20)) == set()


@given(st.integers(0, 400), st.integers(1, 5))
def test_the_day_of_the_apology_is_so_many_working_days_before(day: int, before: int) -> None:
    due = datetime(2026, 1, 10, 15, tzinfo=ZONE) + timedelta(days=day)
    owed = apology_from(due, DAYS, before=before)
    assert is_working_day(owed.date(), DAYS) and (owed.hour, owed.minute) == (0, 0)
    if is_working_day(due.date(), DAYS):
        assert working_days_between(owed.date(), due.date(), DAYS) == before


# Who is told ---------------------------------------------------------------------------------------------------

ROWS = (
    Told((Watch.SOON, Watch.OVERDUE), "holder", 0),
    Told((Watch.SOON,), "dept_head", 8, idle=True),
    Told((Watch.OVERDUE,), "leader", 8),
)


@pytest.mark.parametrize(
    ("since", "acted_at", "moment", "expected"),
    [
        (Since(Watch.SOON, at(25, 0)), at(20), at(25, 8), ["holder"]),
        (Since(Watch.SOON, at(25, 0)), at(20), at(26, 8), ["holder", "dept_head"]),
        (Since(Watch.SOON, at(25, 0)), at(25, 14), at(26, 8), ["holder"]),  # acted after the warning
        (Since(Watch.OVERDUE, at(28, 0)), at(27), at(30, 8), ["holder"]),  # a weekend is no time to act
        (Since(Watch.OVERDUE, at(28, 0)), at(30, 9), at(1, 8, month=12), ["holder", "leader"]),
        (Since(Watch.UNCOLLECTED, at(25, 0)), None, at(30, 8), []),
    ],
)
def test_the_next_leader_hears_after_the_hours_of_the_table(
    since: Since, acted_at: datetime | None, moment: datetime, expected: list[str]
) -> None:
    case = Standing(state=State.IN_PROGRESS, acted_at=acted_at)
    assert who_is_told(since, case, moment, DAYS, ROWS) == expected


def test_what_is_warned_of_is_data_with_a_date() -> None:
    first = (LIBRARY / "limits.toml").read_text("utf-8")
    table = first.partition("[[watching]]")
    later = first + "[[watching]]" + table[2].replace("2018-06-21", "2027-01-01").replace("= 2 ", "= 3 ", 1)
    tables = read_watching(later)
    assert [(t.valid_from.year, t.soon.working_days) for t in tables] == [(2018, 2), (2027, 3)]
    rule = watching_on(date(2026, 11, 26))
    assert not rule.confirmed and rule.apology_working_days == 1
    assert watching_on(date(2010, 1, 1)) == rule, "before the first table, the first"
    told = {(what, row.who) for row in rule.told for what in row.what}
    warned = {Watch.SOON, Watch.TODAY, Watch.APOLOGY, Watch.OVERDUE, Watch.STEP_LATE, Watch.SLOW_TO_ACCEPT}
    assert {what for what, who in told if who == "holder"} >= warned
