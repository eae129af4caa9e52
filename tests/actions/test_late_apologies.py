"""Which late cases count as apologised for: as at the end of the period, by the events; every figure says the same."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from django.test import Client

from motcua.application.reports.behind import behind, fresh_figures
from motcua.application.reports.causes import SILENT, causes
from motcua.application.reports.form_rules import form
from motcua.application.reports.lateness import late_to_handle
from motcua.application.reports.periodic import report
from motcua.application.reports.queries import Figures, figures, total
from motcua.application.reports.rollup import check, fold_all
from motcua.domain.cases.rules import fault_causes, late_causes
from tests import stories
from tests.actions.test_figures import live, numbers, places
from tests.faces.public_pages import page_of, words_of
from tests.histories import Life, Told, step
from tests.people import Ward
from tests.stories import Clock

LATE, FAULT, UNSAID = late_causes()[0], fault_causes()[0], ""
NOVEMBER, DECEMBER, BOTH = ((11, 30, 11), (12, 31, 12), (12, 31, 11))  # last month and day, first month

# What happens to a case received on 2/11 that is owed on 5/11, as (event, state, month, day, cause); then the period and
# (late, late with an apology, overdue, overdue with an apology) in it. NĐ 61/2018 Đ.19; biểu 07a/BTP.
FINISHED = ("finished", 9, 11, 10, "")
TABLE = [
    ("nobody apologised", [FINISHED], NOVEMBER, (1, 0, 0, 0)),
    ("a day before the due day, as the decree wants it", [("extended", 4, 11, 4, LATE), FINISHED], NOVEMBER, (1, 1, 0, 0)),
    ("after the due day, before the result", [("extended", 4, 11, 9, LATE), FINISHED], NOVEMBER, (1, 1, 0, 0)),
    ("after the late result", [FINISHED, ("apologised", 9, 11, 20, LATE)], NOVEMBER, (1, 1, 0, 0)),
    ("after the result was handed over", [FINISHED, ("returned", 10, 11, 11, ""), ("apologised", 10, 11, 20, LATE)],
     NOVEMBER, (1, 1, 0, 0)),
    ("moved in from a system that kept no cause", [("extended", 4, 11, 4, UNSAID), FINISHED], NOVEMBER, (1, 1, 0, 0)),
    ("on the last day of the period", [FINISHED, ("apologised", 9, 11, 30, LATE)], NOVEMBER, (1, 1, 0, 0)),
    ("after the period: its report stays as it was", [FINISHED, ("apologised", 9, 12, 1, LATE)], NOVEMBER, (1, 0, 0, 0)),
    ("in the period after: it had no such result", [FINISHED, ("apologised", 9, 12, 1, LATE)], DECEMBER, (0, 0, 0, 0)),
    ("in a period that holds both", [FINISHED, ("apologised", 9, 12, 1, LATE)], BOTH, (1, 1, 0, 0)),
    ("for a wrong result, not for the lateness", [FINISHED, ("apologised", 9, 11, 20, FAULT)], NOVEMBER, (1, 0, 0, 0)),
    ("for lost papers, with a new date", [("extended", 4, 11, 4, FAULT), FINISHED], NOVEMBER, (1, 0, 0, 0)),
    ("for the lateness, then for a fault", [FINISHED, ("apologised", 9, 11, 20, LATE), ("apologised", 9, 11, 21, FAULT)],
     NOVEMBER, (1, 1, 0, 0)),
    ("taken back after the apology and still open",
     [FINISHED, ("apologised", 9, 11, 20, LATE), ("reopened", 4, 12, 2, "")], DECEMBER, (0, 0, 1, 1)),
    ("apologised and taken back after the period of the result",
     [FINISHED, ("apologised", 9, 12, 1, LATE), ("reopened", 4, 12, 2, ""), ("finished", 9, 12, 9, "")],
     DECEMBER, (1, 1, 0, 0)),
    ("still open", [], NOVEMBER, (0, 0, 1, 0)),
    ("still open, told", [("extended", 4, 11, 9, LATE)], NOVEMBER, (0, 0, 1, 1)),
    ("overdue, then papers were asked for", [("supplement_requested", 5, 11, 9, "")], NOVEMBER, (0, 0, 1, 0)),
    ("apologised for while the applicant is waited for",
     [("supplement_requested", 5, 11, 9, ""), ("apologised", 5, 11, 10, LATE)], NOVEMBER, (0, 0, 1, 1)),
    ("an apology for what came in time", [("finished", 9, 11, 5, ""), ("apologised", 9, 11, 20, LATE)],
     NOVEMBER, (0, 0, 0, 0)),
]  # fmt: skip


def told(acts: list[tuple[str, int, int, int, str]]) -> Life:
    start, due = stories.moment(2), stories.moment(5, 17)
    events = [Told("received", start, 2, received=start, due=due)]
    events.append(step(events[-1], "handed_over", 4, start, 3, again=False))
    for name, state, month, day, cause in acts:
        after = step(events[-1], name, state, stories.moment(day, month=month), None, again=False)
        events.append(replace(after, cause=cause))
    return Life(0, 0, 0, 1, events)


def counted(found: Figures) -> tuple[int, int, int, int]:
    return found.late, found.late_told, found.overdue, found.overdue_told


@pytest.mark.parametrize(
    ("acts", "period", "wanted"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_late_case_counts_as_apologised_for_when_it_was_by_the_end_of_the_period(
    ward: Ward,
    acts: list[tuple[str, int, int, int, str]],
    period: tuple[int, int, int],
    wanted: tuple[int, int, int, int],
) -> None:
    live(places(ward), [told(acts)], Random(1))
    first, last = date(2026, period[2], 1), date(2026, *period[:2])
    known = {"first": first, "last": last, "as_at": last}
    for _ in range(2):  # with what is pending, and with everything folded
        found = figures(**known)
        assert counted(total(found)) == wanted
        assert numbers(found) == numbers(fresh_figures(**known))
        assert counted(total(figures(**known, by="field"))) == wanted
        fold_all(wait=True)
    assert check() == []
    everywhere_the_same(ward, known, wanted)


def everywhere_the_same(ward: Ward, known: dict[str, date], wanted: tuple[int, int, int, int]) -> None:
    """07a, the causes of II.06g, the public list of late cases and the cases behind each figure."""
    late, late_told, overdue, overdue_told = wanted
    one = report(form("07a"), unit=ward.city, **known)
    row = dict(zip((column.key for column in one.form.columns), one.rows[0].cells, strict=True))
    assert [row[key] for key in ("late", "late_told", "late_untold")] == [late, late_told, late - late_told]
    because = causes(**known, path="/")
    assert sum(each.cases for each in because) == late + overdue
    assert sum(each.cases for each in because if each.cause == SILENT) in (
        late + overdue - late_told - overdue_told,
        late + overdue,  # moved in without a cause
    )
    listed = late_to_handle(as_at=known["last"], path="/")
    assert (len(listed), sum(each.told_on is not None for each in listed)) == (overdue, overdue_told)
    for name, many in (("late_told", late_told), ("overdue_told", overdue_told)):
        assert len(behind(name, **known)) == many


def test_the_board_counts_what_was_overdue_before_it_waits_for_the_applicant(
    ward: Ward, clock: Clock, client: Client
) -> None:
    """Spec §10.2: a pause hides no lateness, neither in the table nor in the sentence above it."""
    live(places(ward), [told([("supplement_requested", 5, 11, 9, "")])], Random(1))
    words = words_of(page_of(client.get("/cong-khai/?ky=2026-11")))
    assert "Còn 1 hồ sơ đang quá hạn." in words and "Đang quá hạn1" in words
