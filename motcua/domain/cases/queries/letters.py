"""The letter that goes with a result: whether there is one, its page, and how many were given."""

from collections import Counter
from datetime import date, datetime, time

from motcua.domain.documents.rules.setting_out import VIETNAM
from motcua.domain.documents.rules.typeset import typeset
from motcua.domain.offices.queries import leader_title
from motcua.foundation.actions import now
from motcua.foundation.calendar import local, whole_days
from motcua.foundation.text import long_date

from ..actions.letters import GIVEN
from ..letter_rules import Letter, letter_of
from ..models import Case, CaseEvent


def letter_for(case: Case) -> Letter | None:
    """The letter of this case in its words, or None: the procedure has none, or none for this event of life."""
    if not case.facts.letter:
        return None
    try:
        return letter_of(case.facts.letter).written(
            applicant=case.applicant_name, unit=case.authority.name, life_event=case.facts.life_event
        )
    except KeyError:
        return None


def letter_given(case: Case) -> CaseEvent | None:
    """When the letter was handed over or sent, if it was."""
    return case.events.filter(name__in=GIVEN).first()


def letter_pdf(case: Case, letter: Letter) -> bytes:
    """The letter as a page of A5, under the name of the leader who signed the result."""
    result = case.results.filter(withdrawn_at=None).select_related("signed_by").order_by("-issued_at").first()
    leader = result.signed_by if result else None
    on = local(result.issued_at if result else case.finished_at or now()).date()
    task = {
        "template": "letter.typ",
        "form": {"number": "", "title": letter.title, "issued_by": ""},
        "sheet": {"size": "A5", "copies": 1, "longest_word": 0, "longest_in_cell": 0},
        "facts": {
            "agency": case.authority.name, "title": letter.title, "greeting": letter.greeting,
            "body": list(letter.body), "closing": letter.closing, "place": case.authority.dated_at,
            "on": {"phrase": long_date(on)}, "leader_title": leader_title(case.authority, leader.pk if leader else None),
            "leader_name": leader.full_name if leader else None,
        },
    }  # fmt: skip
    return typeset(task, at=datetime.combine(on, time(12), VIETNAM))


def letters_given(first: date, last: date, path: str = "") -> dict[str, int]:
    """How many letters of each kind were given in a period, by units under `path`."""
    begin, end = whole_days(first, last)
    told = CaseEvent.objects.filter(
        name__in=GIVEN, at__gte=begin, at__lt=end, case__received_unit__path__startswith=path
    )
    return dict(Counter(told.values_list("payload__letter", flat=True)))
