"""A pile as it stands."""

from dataclasses import dataclass

from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import ARRIVING, REFUSED
from motcua.domain.documents.queries import uploads_of
from motcua.domain.offices.models import Staff

from .models import Scan, ScannedPage
from .rules import first_choices


@dataclass(frozen=True, slots=True)
class Pile:
    """The pages of a pile in their order, what is proposed for each, and the files that are not drawn yet or never will be."""

    scan: Scan
    pages: list[ScannedPage]
    choices: list[str]
    waiting: list[Upload]
    refused: list[Upload]


def scan_of(code: str, staff: Staff) -> Scan | None:
    """This person's own pile for the case of a code."""
    return Scan.objects.visible_to(staff).filter(case__code=code).select_related("case").first()


def pile_of(scan: Scan) -> Pile:
    """The pile with its pages in the order of the files and of their pages."""
    uploads = [upload for upload in uploads_of(scan.holder) if upload.state != ARRIVING]
    found: dict[int, list[ScannedPage]] = {}
    for page in scan.pages.select_related("upload", "picture").order_by("number"):
        found.setdefault(page.upload_id, []).append(page)
    pages = [page for upload in uploads for page in found.get(upload.pk, [])]
    begins = [page.number == 1 and not page.upload.is_photo for page in pages]
    return Pile(
        scan=scan,
        pages=pages,
        choices=first_choices([page.blank for page in pages], begins),
        waiting=[u for u in uploads if u.pk not in found and u.state != REFUSED],
        refused=[u for u in uploads if u.state == REFUSED],
    )


def picture_of(number: int, staff: Staff) -> ScannedPage | None:
    """A page of one of this person's own piles."""
    mine = ScannedPage.objects.filter(scan__in=Scan.objects.visible_to(staff), pk=number)
    return mine.select_related("picture").first()
