"""What is counted. Every figure of the house – board, reports, indices, publication, files – is one of these counts.

A case is counted at the unit that received it, for its authority and the terms it was received under; a linked part
is counted with its parent. Days are days of Viet Nam. A case stands in one *place* after each of its events:

| place             | it is                                                                                          |
|-------------------|------------------------------------------------------------------------------------------------|
| to_accept         | filed online, not yet accepted (state 1); late from the day after the 8 working hours ended     |
| papers_asked      | papers were asked for before reception (state 5); not received, so no clock runs                 |
| not_accepted      | refused before reception (state 3, Mẫu 03)                                                      |
| withdrawn_before  | withdrawn before reception                                                                      |
| open              | received, the clock runs (states 2, 4); late from the day after the due date (spec §4.3, by date) |
| paused            | received, the clock stopped (states 5, 6); late throughout if it was overdue when it stopped      |
| early, on_time, late | the result was issued (states 9, 10) on an earlier day, on the due day, or after it             |
| no_due            | the result was issued; the procedure fixes no day                                               |
| withdrawn         | withdrawn after reception (state 7)                                                             |
| stopped           | stopped after reception (state 8, Mẫu 05 of TT 03/2025; 3 after reception)                       |

The due date is the first promise moved on by pauses only: an apology (Mẫu 04) does not make a late case on time
(NĐ 61/2018 Đ.19). Papers asked for, payment and withdrawal are no excuse either: what was overdue before is counted
as overdue in its own column.

COUNTS gives each count's condition on a row (place, overdue, told, near, channel, away, whole): `told`: an apology for the
lateness was given, with a new date or, where the result was there, without one; `near`: withdrawn a few days before the due date or after it (library/figures.toml); `away`: received
outside the authority's territory (phi địa giới); `whole`: the terms let
the procedure be done wholly online (toàn trình). ACTS count acts, not cases, and their rows have the act as place.
"""

BEFORE = ("to_accept", "papers_asked", "not_accepted", "withdrawn_before")
ENDED = ("early", "on_time", "late", "no_due", "withdrawn", "stopped")
_RECEIVED = "place IN ('open', 'paused', 'early', 'on_time', 'late', 'no_due', 'withdrawn', 'stopped')"

# Standing on a day: what a period ends with, and the next one begins with.
STOCKS = {
    "open_in_time": "place = 'open' AND NOT overdue",
    "open_overdue": "place = 'open' AND overdue",
    "paused": "place = 'paused' AND NOT overdue",
    "paused_overdue": "place = 'paused' AND overdue",
    "overdue_told": "place IN ('open', 'paused') AND overdue AND told",  # of open_overdue and paused_overdue
    "to_accept": "place = 'to_accept' AND NOT overdue",
    "to_accept_late": "place = 'to_accept' AND overdue",
    "papers_asked": "place = 'papers_asked'",
}
# Happening in a period.
FLOWS = {
    "direct": f"channel = 1 AND {_RECEIVED}",
    "online": f"channel = 2 AND {_RECEIVED}",
    "postal": f"channel = 3 AND {_RECEIVED}",
    "no_boundary": f"away AND {_RECEIVED}",  # of the three above
    "full_offered": f"whole AND {_RECEIVED}",  # of the three above
    "full_online": f"channel = 2 AND whole AND {_RECEIVED}",  # of online: trực tuyến toàn trình
    **{name: f"place = '{name}'" for name in ENDED},
    "late_told": "place = 'late' AND told",  # of late: quá hạn đã có thư xin lỗi
    "withdrawn_near_due": "place = 'withdrawn' AND near",  # of withdrawn
    "not_accepted": "place = 'not_accepted'",
    "withdrawn_before": "place = 'withdrawn_before'",
}
ACTS = {
    "accepted_late": "accepted online, later than 8 working hours after it was filed, to the minute",
    "extended": "apologies with a new date (Mẫu 04)",
    "apologised": "apologies without one: the result was there, or was wrong",
    "more_rounds": "papers asked for again after the first time (NĐ 61/2018: not more than once)",
    "handed_back": "results handed to the applicant",
    "reopened": "results taken back to be corrected",
}
COUNTS = {**STOCKS, **FLOWS, **{act: f"place = '{act}'" for act in ACTS}}
OPEN = ("open_in_time", "open_overdue", "paused", "paused_overdue")


def counted(amount: str = "n") -> str:
    """The columns of all counts over rows of `amount` cases each."""
    return ",\n".join(f"sum({amount}) FILTER (WHERE {said}) AS {name}" for name, said in COUNTS.items())
