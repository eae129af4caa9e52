"""One case for one person: found and noted as read by them in one statement, or as if it did not exist."""

from collections.abc import Collection
from datetime import datetime

from motcua.domain.delivery.models import Parcel, beside
from motcua.domain.offices.models import Staff
from motcua.foundation.database.rows import read

from ..models import READERS, Case, Reading, Through, furnish

# Who may see it as `CaseQuerySet.visible_to` says of a set. What is not noted is not answered: the row comes out
# only joined to the note of its being read, which stays whatever becomes of the page.
_READ = """
WITH found AS MATERIALIZED (
  SELECT * FROM cases_case
   WHERE code = %(code)s AND (%(desks)s::bigint[] IS NULL OR received_unit_id = ANY(%(desks)s::bigint[]))
), allowed AS (
  SELECT found.id, (
    SELECT duty.unit_id
      FROM unnest(%(units)s::bigint[], %(paths)s::text[]) WITH ORDINALITY AS duty (unit_id, path, place)
     WHERE EXISTS (
       SELECT FROM offices_unit u
        WHERE u.id IN (found.received_unit_id, found.authority_id, found.department_id)
          AND starts_with(u.path, duty.path)
     ) OR EXISTS (
       SELECT FROM (
         SELECT unit_id FROM cases_step WHERE case_id = found.id
         UNION ALL SELECT unit_id FROM cases_opinion WHERE case_id = found.id
       ) AS asked JOIN offices_unit u ON u.id = asked.unit_id
        WHERE starts_with(u.path, duty.path)
     )
     ORDER BY duty.place LIMIT 1
  ) AS unit_id FROM found
), noted AS (
  INSERT INTO cases_reading (case_id, staff_id, unit_id, at, through)
  SELECT id, %(staff)s, unit_id, %(at)s, %(through)s FROM allowed
   WHERE unit_id IS NOT NULL OR %(staff)s::bigint IS NULL
  RETURNING case_id
)
SELECT found.*, (SELECT mark FROM offices_edition) AS edition FROM found JOIN noted ON noted.case_id = found.id
"""


def case_for(
    staff: Staff, code: str, *, through: Through, at: datetime, desks: Collection[int] | None = None
) -> Case | None:
    """The case of a code with all that a page about it looks at, noted as read by `staff`; None also where the
    person may not see it, or it was not received at one of `desks`, where those are given."""
    duties = [duty for duty in staff.duties if duty.role in READERS]
    return _read(
        code=code,
        desks=None if desks is None else list(desks),
        units=[duty.unit_id for duty in duties],
        paths=[duty.unit_path for duty in duties],
        staff=staff.pk,
        through=through.value,
        at=at,
    )


def case_for_post(staff: Staff, parcel: Parcel, *, at: datetime) -> Case:
    """The case of a parcel for somebody of the public post: they see name, telephone and address of the parcel and no
    more of the case, and stand in its record for that."""
    duty = next(
        duty
        for duty in staff.duties
        if duty.role == "postal" and parcel.unit.path.startswith(beside(duty.unit_path))
    )
    case: Case = Case.objects.whole().get(code=parcel.reference)
    Reading.objects.create(case_id=case.pk, staff=staff, unit_id=duty.unit_id, at=at, through=Through.POST)
    return case


def case_for_shell(code: str, *, at: datetime) -> Case | None:
    """The case of a code for whoever has the shell of the server; noted as read there."""
    return _read(code=code, desks=None, units=[], paths=[], staff=None, through=Through.SHELL.value, at=at)


def _read(**given: object) -> Case | None:
    found = read(Case, _READ, given)
    furnish(found)
    return found[0] if found else None
