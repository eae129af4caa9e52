"""What tests of telling people share: a case whose event was told, and the providers of texts on the loopback."""

from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Notice
from motcua.application.notices.rules import Channel
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.models import Case
from tests import people, stories
from tests.people import Ward

TAM = Applicant(full_name="Nguyễn Văn Tâm", identity_number="001090012345", phone="0912 345 678")


def told(ward: Ward, applicant: Applicant = TAM) -> Case:
    """A case just received, and its notices written and tried once."""
    case = stories.received(ward, people.BIRTH, applicant=applicant)
    tell(stories.last_event(case).pk)
    return case


def by(channel: Channel) -> Notice:
    return Notice.objects.get(channel=channel)


def channels_of(case: Case) -> set[str]:
    return set(Notice.objects.filter(case=case, audience="applicant").values_list("channel", flat=True))
