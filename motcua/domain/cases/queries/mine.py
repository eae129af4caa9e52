"""What is a citizen's own: their cases, and who has looked at them – by unit, purpose and time, never by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import PersonKind

from ..models import How, Through
from ..rules import State

MOST = 200  # cases on a page; who has more asks at the desk


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One case of a citizen's list. `how` is why it is there: empty where they are the applicant by proved number."""

    code: str
    procedure_code: str
    title: str
    state: int
    unit: str
    applicant: str
    submitted_at: datetime | None
    received_at: datetime | None
    due_promised: datetime | None
    finished_at: datetime | None
    how: str
    for_firm: bool  # a firm or a household business is the applicant

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def how_label(self) -> str:
        return How(self.how).label if self.how else ""


@dataclass(frozen=True, slots=True)
class OwnLook:
    """Some looks of one unit at one case on one day for one purpose: how many, and when the last was."""

    code: str
    unit: str
    through: str
    times: int
    last_at: datetime


# A linked part belongs to its whole; by a number only who has proved it, whatever was typed at a desk.
_OWN = """
WITH own AS (
  SELECT c.id, coalesce(max(f.how), '') AS how FROM cases_case c
    LEFT JOIN cases_follower f ON f.case_id = c.id AND f.account_id = %(account)s
   WHERE c.id IN (
     SELECT case_id FROM cases_follower WHERE account_id = %(account)s
     UNION ALL
     SELECT k.id FROM people_person me
       JOIN people_person p ON p.kind = me.kind AND p.identity_number = me.identity_number
       JOIN cases_case k ON k.applicant_id = p.id
      WHERE me.id = %(person)s AND me.identity_number <> '')
   GROUP BY c.id
)
"""
_CASES = (
    _OWN
    + """
SELECT c.code, p.code, p.short_name, c.state, u.name, c.applicant_name, c.submitted_at, c.received_at, c.due_promised,
       c.finished_at, own.how, a.kind <> %(natural)s
  FROM own JOIN cases_case c ON c.id = own.id
  JOIN people_person a ON a.id = c.applicant_id
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE c.parent_id IS NULL
 ORDER BY coalesce(c.submitted_at, c.received_at, c.changed_at) DESC, c.id DESC LIMIT %(most)s
"""
)
_LOOKS = (
    _OWN
    + """
SELECT coalesce(w.code, c.code), coalesce(u.name, ''), r.through, count(*), max(r.at)
  FROM own JOIN cases_case c ON c.id = own.id OR c.parent_id = own.id
  LEFT JOIN cases_case w ON w.id = c.parent_id
  JOIN cases_reading r ON r.case_id = c.id
  LEFT JOIN offices_unit u ON u.id = r.unit_id
 GROUP BY 1, 2, 3, date_trunc('day', r.at, 'Asia/Ho_Chi_Minh')
 UNION ALL
SELECT coalesce(c.code, ''), u.name, 'store', count(*), max(k.at)
  FROM cases_consent k JOIN offices_unit u ON u.id = k.unit_id LEFT JOIN cases_case c ON c.id = k.case_id
 WHERE k.case_id IN (SELECT id FROM own) OR k.identity_number = (
   SELECT identity_number FROM people_person WHERE id = %(person)s AND identity_number <> '')
 GROUP BY 1, 2, 3, date_trunc('day', k.at, 'Asia/Ho_Chi_Minh')
 ORDER BY 5 DESC, 1, 2, 3 LIMIT %(limit)s OFFSET %(offset)s
"""
)
STORE = "store"  # papers kept of the citizen were looked up at a desk, as they had signed they might be


_IDS = _OWN + "SELECT c.id FROM own JOIN cases_case c ON c.id = own.id OR c.parent_id = own.id"


def case_keys_of(citizen: Citizen) -> list[int]:
    """The keys of a citizen's cases, with their linked parts."""
    return [key for (key,) in _rows(_IDS, citizen)]


def cases_of(citizen: Citizen) -> list[OwnCase]:
    """The cases of a citizen, newest first: those in the list of their account, and at level 2 all under their number."""
    return [OwnCase(*row) for row in _rows(_CASES, citizen, most=MOST, natural=PersonKind.CITIZEN)]


def looks_of(citizen: Citizen, *, limit: int, offset: int = 0) -> list[OwnLook]:
    """Who has looked at the citizen's cases, latest first; what one unit did on a day for one purpose is one line."""
    return [OwnLook(*row) for row in _rows(_LOOKS, citizen, limit=limit, offset=offset)]


def purpose_of(through: str) -> str:
    """For what a case was looked at, as a citizen understands it (in Vietnamese)."""
    return PURPOSES[through]


PURPOSES: dict[str, str] = {
    STORE: "Tìm giấy tờ đã có của ông/bà để dùng lại, khi ông/bà đã đồng ý",
    Through.CASE: "Xem hồ sơ để giải quyết",
    Through.COUNTER: "Tiếp nhận, trả kết quả",
    Through.ACT: "Xử lý hồ sơ",
    Through.PAPER: "In giấy tờ của hồ sơ",
    Through.FILE: "Xem giấy tờ đã nộp",
    Through.POST: "Giao, nhận bưu gửi",
    Through.API: "Phần mềm của cơ quan",
    Through.SHELL: "Quản trị máy chủ",
}


def _rows(question: str, citizen: Citizen, **more: Any) -> list[tuple[Any, ...]]:
    proved = citizen.person_id if citizen.level >= 2 else None
    with connection.cursor() as cursor:
        cursor.execute(question, {"account": citizen.account_id, "person": proved, **more})
        return cursor.fetchall()
