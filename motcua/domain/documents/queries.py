"""What was handed in for a filing."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from .models import File, Upload
from .models.upload import CHECKING, CLEAN


@dataclass(frozen=True)
class Paper:
    """A document that a filing hands in for a component: one file, or photographed pages in their order."""

    component: str
    name: str
    uploads: tuple[Upload, ...]

    @property
    def pages(self) -> int:
        return sum(upload.pages or 0 for upload in self.uploads)

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(upload.file for upload in self.uploads if upload.file)


def uploads_of(holder: UUID, component: str | None = None) -> list[Upload]:
    """All files of a filing in the order of their pages, whatever became of them."""
    found = Upload.objects.of(holder).select_related("file", "thumbnail", "original")
    return list(found if component is None else found.filter(component=component))


def papers_of(holder: UUID) -> list[Paper]:
    """What can be handed in: files that are clean; photos that follow each other are pages of one document."""
    clean = [upload for upload in uploads_of(holder) if upload.state == CLEAN]
    papers: list[Paper] = []
    for (component, together), group in groupby(clean, key=lambda u: (u.component, u.is_photo)):
        row = tuple(group)
        papers += [Paper(component, each[0].name, each) for each in ([row] if together else zip(row))]
    return papers


def is_being_checked(holder: UUID) -> bool:
    """Whether a file of the filing is still in quarantine."""
    return Upload.objects.of(holder).filter(state=CHECKING).exists()
