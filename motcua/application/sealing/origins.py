"""Which files of a case are results that an authority here has sealed, and whether their signatures hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from motcua.domain.cases.models import Case, CaseFile, Result
from motcua.foundation.gateways.signing import check_signatures


@dataclass(frozen=True)
class Origin:
    """A result that came back as a paper of another case: what it is, and how it stands at this moment."""

    title: str
    number: str
    authority: str
    signed_by: str
    sealed_at: datetime
    withdrawn_at: datetime | None
    holds: bool


def origins_of(case: Case, files: Collection[CaseFile]) -> dict[int, Origin]:
    """By file of a case: the result of another case that it is, to the byte. One statement; none where no file is a PDF.

    Files are known by their content, so a copy that was changed, printed or photographed is none of these.
    """
    pdfs = {kept.file_id for kept in files if kept.file.kind == "pdf"}
    if not pdfs:
        return {}
    found = Result.objects.filter(file__in=pdfs, sealed_at__isnull=False).exclude(case=case)
    rows = found.select_related("case__authority", "signed_by", "file").order_by("issued_at")
    return {row.file_id: _origin(row) for row in rows if row.file_id}


def _origin(result: Result) -> Origin:
    assert result.file and result.sealed_at
    try:
        said = check_signatures(result.file.read(), settings.SEALS / "roots")
    except ValueError:
        said = []
    return Origin(
        title=result.title, number=result.number, authority=result.case.authority.name,
        signed_by=result.signed_by.full_name if result.signed_by else "", sealed_at=result.sealed_at,
        withdrawn_at=result.withdrawn_at,
        holds=bool(said) and all(each.whole and each.last and each.known for each in said),
    )  # fmt: skip
