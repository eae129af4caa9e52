"""Files on their way in, as a browser sends them and a worker looks at them."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.domain.documents.actions import begin_upload, take_piece
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import File, Upload
from motcua.foundation.actions import now
from motcua.foundation.files import Store


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> Path:
    settings.FILES, settings.QUARANTINE, settings.CLAMAV = tmp_path / "files", tmp_path / "quarantine", ""
    return tmp_path


@pytest.fixture
def holder() -> UUID:
    return uuid4()


def sent(
    holder: UUID, content: bytes, name: str = "ảnh.jpg", component: str = "to-khai", mark: str = ""
) -> Upload:
    """All pieces of a file; it waits to be looked at."""
    upload = begin_upload(holder, component, name=name, size=len(content), mark=mark, at=now())
    for offset in range(0, len(content), 500_000):
        upload = take_piece(
            holder, upload.pk, offset=offset, piece=content[offset : offset + 500_000], at=now()
        )
    return upload


def handed_in(holder: UUID, content: bytes, name: str = "ảnh.jpg", component: str = "to-khai") -> Upload:
    """Sent and looked at."""
    upload = sent(holder, content, name, component)
    check(upload.pk)
    upload.refresh_from_db()
    return upload


def kept(file: File | None, root: Path) -> bytes:
    assert file is not None
    with Store(root / "files").open(file.sha256) as opened:
        return opened.read()
