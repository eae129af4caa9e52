"""What one event changes in the figures: the one definition in SQL, for reading, folding and building anew.

An event moves its case from the place of its predecessor to its own. Both places are laid down from the day of the
event on, one taken away and one added, each with its planned turn: on the day after the due date a running case
leaves *in time* and joins *overdue*. The next event takes the plan away again, if it has not come true by then.
Nothing is ever written before the day of the event, so the figures of a past day never change.
"""

from motcua.domain.cases.rules import fault_causes

from .counts import BEFORE, ENDED, counted
from .rules import near_due_days

ZONE = "Asia/Ho_Chi_Minh"


def day_of(moment: str) -> str:
    """The day in Viet Nam of a moment, in SQL."""
    return f"(({moment}) AT TIME ZONE '{ZONE}')::date"


def begin(day: str) -> str:
    """The moment at which a day begins in Viet Nam, in SQL."""
    return f"(({day})::timestamp AT TIME ZONE '{ZONE}')"


def place(e: str) -> str:
    """Where a case stands after event `e`; NULL of no event."""
    return f"""CASE
    WHEN {e}.id IS NULL THEN NULL
    WHEN {e}.received_at IS NULL THEN
      CASE {e}.state_after WHEN 1 THEN 'to_accept' WHEN 5 THEN 'papers_asked' WHEN 7 THEN 'withdrawn_before'
      ELSE 'not_accepted' END
    WHEN {e}.finished_at IS NOT NULL THEN
      CASE WHEN {e}.state_after = 7 THEN 'withdrawn' WHEN {e}.state_after NOT IN (9, 10) THEN 'stopped'
      WHEN {e}.outcome = '' THEN 'no_due' ELSE {e}.outcome END
    WHEN {e}.stopped_at IS NOT NULL THEN 'paused' ELSE 'open' END"""


def accept_by(e: str) -> str:
    """Until when the filing of `e` was to be accepted, as its registration recorded it."""
    return f"""(SELECT (o.payload->>'accept_by')::timestamptz FROM cases_caseevent o
                WHERE o.case_id = {e}.case_id AND o.n = 1)"""


def turn(e: str) -> str:
    """The first day on which the place after `e` counts as overdue; NULL: never."""
    owed = f"""(SELECT r.due_at FROM cases_caseevent r WHERE r.case_id = {e}.case_id AND r.n < {e}.n
                AND r.stopped_at IS NULL ORDER BY r.n DESC LIMIT 1)"""
    return f"""CASE
    WHEN {e}.finished_at IS NOT NULL THEN NULL
    WHEN {e}.received_at IS NULL THEN CASE WHEN {e}.state_after = 1 THEN {day_of(accept_by(e))} + 1 END
    WHEN {e}.stopped_at IS NOT NULL THEN
      CASE WHEN {day_of(owed)} < {day_of(f"{e}.stopped_at")} THEN '-infinity'::date END
    ELSE {day_of(f"{e}.due_at")} + 1 END"""


def near(e: str) -> str:
    """Whether the case of `e` was withdrawn close to its due date or after it."""
    ended = day_of(f"{e}.finished_at")
    when = " ".join(f"WHEN {ended} >= DATE '{since}' THEN {days}" for since, days in near_due_days())
    return f"coalesce({e}.state_after = 7 AND {ended} >= {day_of(f'{e}.due_at')} - CASE {when} ELSE 0 END, false)"


_FAULTS = ", ".join("'" + cause.replace("'", "''").replace("%", "%%") + "'" for cause in fault_causes())


def apology(e: str) -> str:
    """Whether event `e` is an apology for lateness, with a new date or without (Mẫu 04); one for another fault is not."""
    return f"""({e}.name IN ('case.extended', 'case.apologised')
                AND coalesce({e}.payload->>'cause', '') <> ALL(ARRAY[{_FAULTS}]))"""


def told(e: str, before: str = "<=") -> str:
    """Whether an apology for lateness has been given by `e`, or before it (`<`), also after a late result."""
    return f"""EXISTS (SELECT FROM cases_caseevent s WHERE s.case_id = {e}.case_id AND s.n {before} {e}.n AND {apology("s")})"""


_ACT = f"""CASE
    WHEN e.name = 'case.extended' THEN 'extended'
    WHEN e.name = 'case.apologised' THEN 'apologised'
    WHEN e.name IN ('case.returned', 'case.delivered', 'case.delivery_corrected') THEN 'handed_back'
    WHEN e.name = 'case.reopened' THEN 'reopened'
    WHEN e.name = 'case.accepted' AND e.at > {accept_by("e")} THEN 'accepted_late'
    WHEN e.name = 'case.supplement_requested' AND EXISTS (
      SELECT FROM cases_caseevent s WHERE s.case_id = e.case_id AND s.n < e.n AND s.name = e.name) THEN 'more_rounds'
    END"""

# An event beside its predecessor, with the constant columns of the case.
PAIR = f"""SELECT e.id, e.case_id, e.n, c.received_unit_id AS unit_id, c.authority_id, c.terms_id, c.channel,
    NOT starts_with(u.path, a.path) AS away, v.wholly_online AS whole, {day_of("e.at")} AS day, {_ACT} AS act,
    CASE e.name WHEN 'case.delivery_corrected' THEN -1 ELSE 1 END AS times,
    {place("e")} AS place, {turn("e")} AS turn, before.told OR {apology("e")} AS told, {near("e")} AS near,
    {place("p")} AS was, {turn("p")} AS was_turn, before.told AS was_told, {near("p")} AS was_near,
    {day_of("p.finished_at")} AS was_ended
  FROM cases_caseevent e
  JOIN cases_case c ON c.id = e.case_id AND c.parent_id IS NULL
  JOIN offices_unit u ON u.id = c.received_unit_id
  JOIN offices_unit a ON a.id = c.authority_id
  JOIN catalogue_procedureversion v ON v.id = c.terms_id
  LEFT JOIN cases_caseevent p ON p.case_id = e.case_id AND p.n = e.n - 1
  CROSS JOIN LATERAL (SELECT {told("e", "<")} AS told OFFSET 0) before"""

_KEPT = "unit_id, authority_id, terms_id, channel, away, whole"
_MOVED = "(place, turn, told, near) IS DISTINCT FROM (was, was_turn, was_told, was_near)"
_BOTH = "(VALUES (false, -1), (true, 1)) AS half(late, sign)"  # a turn: away from in time, on to overdue

# Rows (dimensions, day, place, overdue, told, near, channel, away, whole, n) of the pairs of a relation `pair`.
ROWS = f"""SELECT {_KEPT}, day, place, coalesce(day >= turn, false) AS overdue, told, near, 1 AS n FROM pair WHERE {_MOVED}
  UNION ALL SELECT {_KEPT}, day, was, coalesce(day >= was_turn, false), was_told, was_near, -1 FROM pair
    WHERE was IS NOT NULL AND {_MOVED}
  UNION ALL SELECT {_KEPT}, turn, place, late, told, near, sign FROM pair, {_BOTH} WHERE turn > day AND {_MOVED}
  UNION ALL SELECT {_KEPT}, was_turn, was, late, was_told, was_near, -sign FROM pair, {_BOTH}
    WHERE was_turn > day AND {_MOVED}
  UNION ALL SELECT {_KEPT}, day, act, false, false, false, times FROM pair WHERE act IS NOT NULL"""

# The same, added up to one row per day and dimensions.
DELTA = f"SELECT unit_id, authority_id, terms_id, day, {counted()} FROM ({ROWS}) rows GROUP BY 1, 2, 3, 4"


def pairs(join: str, where: str = "true") -> str:
    """The pairs of some events: `join` is laid against `e`, `where` may also name the case `c`."""
    return f"{PAIR} {join} WHERE {where}"


# A case as at a day: its last event until then. `entered`: the day on which it came to where it stands.
AS_AT = f"""SELECT c.id AS case_id, c.received_unit_id AS unit_id, c.authority_id, c.terms_id, c.channel,
    NOT starts_with(u.path, a.path) AS away, v.wholly_online AS whole, stood.place, stood.told, stood.near,
    coalesce(stood.turn <= %(last)s, false) AS overdue, stood.received, stood.entered,
    coalesce(stood.received, stood.entered) AS since, stood.pauses, stood.state, stood.received_at, stood.due_at,
    stood.finished_at
  FROM cases_case c
  JOIN offices_unit u ON u.id = c.received_unit_id
  JOIN offices_unit a ON a.id = c.authority_id
  JOIN catalogue_procedureversion v ON v.id = c.terms_id
  CROSS JOIN LATERAL (
    SELECT {place("e")} AS place, {turn("e")} AS turn, {told("e")} AS told, {near("e")} AS near,
           {day_of("e.received_at")} AS received, {day_of("coalesce(e.finished_at, e.at)")} AS entered,
           e.pauses, e.state_after AS state, e.received_at, e.due_at, e.finished_at
      FROM cases_caseevent e WHERE e.case_id = c.id AND e.at < %(end)s ORDER BY e.n DESC LIMIT 1) AS stood
 WHERE c.parent_id IS NULL AND starts_with(u.path, %(path)s)
   AND (c.finished_at IS NULL OR c.finished_at >= %(start)s)
   AND (stood.place NOT IN {ENDED + BEFORE[2:]} OR stood.entered >= %(first)s)"""
