"""Quarantine with ClamAV's real daemon: found, not found, away, and back again."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.domain.documents.actions import keep_as_it_is
from motcua.domain.documents.jobs import check, check_again
from motcua.domain.documents.models.upload import CHECKING, CLEAN, REFUSED
from motcua.foundation.actions import at_time, now
from motcua.foundation.files import FileRefused, ScannerAway, found_in, scanner_answers
from tests import strange_files as strange
from tests.clamd import Clamd, clamd_program
from tests.handing_in import handed_in, holder, places, sent
from tests.people import Ward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["holder", "places"]


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    program = clamd_program()
    if program is None:
        pytest.skip("there is no clamd, and it cannot be installed: sudo apt-get install clamav-daemon")
    # The path of a socket must be short, so it is not made below the tests' own folder.
    with tempfile.TemporaryDirectory(prefix="clamd-") as home, Clamd(program, Path(home)) as running:
        yield running


@pytest.fixture
def scanner(clamd: Clamd, settings: Any) -> str:
    settings.CLAMAV = str(clamd.socket)
    return str(clamd.socket)


def test_the_scanner_tells_what_it_finds(scanner: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(strange.EICAR)
    (tmp_path / "good").write_bytes(strange.photo((1200, 900)))
    assert found_in(tmp_path / "bad", scanner=scanner).startswith("Thu-nghiem")
    assert found_in(tmp_path / "good", scanner=scanner) == ""


@pytest.mark.parametrize("where", ["nowhere.ctl", "127.0.0.1:1"])
def test_a_scanner_that_is_not_there_is_away(where: str, tmp_path: Path) -> None:
    address = where if ":" in where else str(tmp_path / where)
    (tmp_path / "a").write_bytes(b"x")
    assert not scanner_answers(address)
    with pytest.raises(ScannerAway):
        found_in(tmp_path / "a", scanner=address)


def test_more_than_the_scanner_takes_is_not_taken_for_clean(scanner: str, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(31 * 1024 * 1024)
    with pytest.raises(ScannerAway):
        found_in(tmp_path / "large", scanner=scanner)


def test_a_photo_with_a_virus_in_it_is_refused_and_a_good_one_taken(
    scanner: str, holder: UUID, places: Path
) -> None:
    bad = handed_in(holder, strange.photo(comment=strange.EICAR))
    assert (bad.state, bad.file) == (REFUSED, None)
    assert "mã độc" in bad.said
    assert not list(places.glob("files/??/*")) and not list(places.glob("quarantine/*"))
    assert handed_in(holder, strange.photo()).state == CLEAN


def test_while_the_scanner_is_away_a_file_stays_unopened_and_is_looked_at_when_it_is_back(
    clamd: Clamd, settings: Any, holder: UUID, places: Path
) -> None:
    settings.CLAMAV = str(places / "nowhere.ctl")
    good, bad = sent(holder, strange.photo()), sent(holder, strange.photo(comment=strange.EICAR))
    for minutes in (2, 3, 60):
        with at_time(now() + timedelta(minutes=minutes)):
            check_again(0)
            check(bad.pk)
    for upload in (good, bad):
        upload.refresh_from_db()
        assert (upload.state, upload.file) == (CHECKING, None)
        assert places.joinpath("quarantine", str(upload.pk)).is_file()
    assert "chưa trả lời" in good.said
    assert not list(places.glob("files/??/*"))
    settings.CLAMAV = str(clamd.socket)
    with at_time(now() + timedelta(minutes=61)):
        check_again(0)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.said, bad.state) == (CLEAN, "", REFUSED)


def test_the_file_of_a_result_is_looked_at_too_and_kept_as_it_is(
    scanner: str, ward: Ward, settings: Any
) -> None:
    infected = strange.pdf() + strange.EICAR
    with pytest.raises(FileRefused, match="mã độc"):
        keep_as_it_is(SimpleUploadedFile("a.pdf", infected), at=now(), by=ward.van)
    kept = keep_as_it_is(SimpleUploadedFile("a.pdf", strange.pdf()), at=now(), by=ward.van)
    assert kept.read() == strange.pdf()
    settings.CLAMAV = "127.0.0.1:1"
    with pytest.raises(FileRefused, match="chưa trả lời"):
        keep_as_it_is(SimpleUploadedFile("a.pdf", strange.pdf()), at=now(), by=ward.van)
