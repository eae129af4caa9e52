"""A signature with a time stamp: OpenSSL's server on the loopback gives it, our page and OpenSSL both believe it."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, core, tsp
from pyhanko.pdf_utils.reader import PdfFileReader

from motcua.application.sealing.jobs import seal
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.foundation.gateways.signing import SealProblem, Stamp, check_signatures, checked_apart, seal_of
from motcua.foundation.gateways.signing.demo import STAMPER, make_demo_seal, make_demo_stamps
from motcua.foundation.gateways.signing.fake import FakeStamps
from tests.actions.test_sealing import CODE, MARK, NAME, issued, key_of, pdfsig, plain
from tests.people import Ward
from tests.stories import Clock, fresh


@pytest.fixture
def seals(tmp_path: Path, settings: Any) -> Path:
    settings.SEALS, settings.FILES = tmp_path / "seals", tmp_path / "files"
    make_demo_seal(CODE, NAME, settings.SEALS)
    make_demo_stamps(settings.SEALS / "stamps", settings.SEALS / "roots")
    return settings.SEALS


@pytest.fixture
def stamps(seals: Path, settings: Any) -> Iterator[FakeStamps]:
    with FakeStamps(seals / "stamps") as server:
        settings.TIME_STAMPS = server.url
        yield server


def stamped(seals: Path, server: FakeStamps) -> bytes:
    return seal_of(CODE, seals, time_stamps=server.url).sign(plain(), MARK)


def token_of(pdf: bytes) -> tuple[cms.ContentInfo, bytes]:
    """The stamp of the first signature, and the signature it is for."""
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    signer = signature.signer_info
    [stamp] = [a for a in signer["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"]
    return stamp["values"][0], signer["signature"].native


def openssl_believes(pdf: bytes, root: Path, folder: Path) -> bool:
    """Whether OpenSSL finds the stamp to be one of this signature, under this root."""
    token, signature = token_of(pdf)
    (folder / "token.der").write_bytes(token.dump())
    (folder / "signature").write_bytes(signature)
    program = shutil.which("openssl")
    assert program
    given = ["-token_in", "-in", folder / "token.der", "-data", folder / "signature", "-CAfile", root]
    done = subprocess.run([program, "ts", "-verify", *map(str, given)], capture_output=True, check=False)
    return done.returncode == 0


# The gateway ------------------------------------------------------------------------------------------------


def test_a_stamp_says_when_it_was_signed_and_OpenSSL_and_pdfsig_agree(
    seals: Path, stamps: FakeStamps, tmp_path: Path
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    made = stamped(seals, stamps)
    [found] = check_signatures(made, seals / "roots")
    assert (found.whole, found.last, found.known) == (True, True, True)
    assert (found.stamp, found.stamped_by) == (Stamp.GOOD, STAMPER)
    assert found.at and before <= found.at <= datetime.now(UTC)
    assert [found] == checked_apart(made, seals / "roots")
    assert openssl_believes(made, seals / "roots" / "stamps.pem", tmp_path)
    assert not openssl_believes(made, seals / "roots" / f"minh-hoa-{CODE}.pem", tmp_path)
    words = pdfsig(made, tmp_path)
    assert "Signature is Valid" in words and "Total document signed" in words
    assert stamps.asked == 1  # an office pays for each


def test_without_a_server_the_time_is_the_machines(seals: Path) -> None:
    [found] = check_signatures(seal_of(CODE, seals).sign(plain(), MARK), seals / "roots")
    assert (found.stamp, found.stamped_by, found.known) == (Stamp.NONE, "", True)


def test_the_keys_own_server_comes_before_the_offices(seals: Path, stamps: FakeStamps) -> None:
    place = seals / f"{CODE}.toml"
    place.write_text(place.read_text() + f'time_stamps = "{stamps.url}"\n')
    made = seal_of(CODE, seals, time_stamps="http://127.0.0.1:1/").sign(plain(), MARK)
    assert check_signatures(made, seals / "roots")[0].stamp == Stamp.GOOD


def of_another_file(server: FakeStamps) -> Callable[[bytes], tuple[int, bytes]]:
    """A server that stamps what was not asked for, with the right nonce."""

    def answer(question: bytes) -> tuple[int, bytes]:
        asked = tsp.TimeStampReq.load(question)
        asked["message_imprint"]["hashed_message"] = core.OctetString(b"x" * 32)
        return 200, server.stamped(asked.dump(force=True))

    return answer


def of_another_question(server: FakeStamps) -> Callable[[bytes], tuple[int, bytes]]:
    """A stamp for the right file that was given before: somebody plays it again."""

    def answer(question: bytes) -> tuple[int, bytes]:
        asked = tsp.TimeStampReq.load(question)
        asked["nonce"] = core.Integer(4711)
        return 200, server.stamped(asked.dump(force=True))

    return answer


def changed_on_the_way(server: FakeStamps) -> Callable[[bytes], tuple[int, bytes]]:
    """The last byte of the server's signature is another."""

    def answer(question: bytes) -> tuple[int, bytes]:
        whole = tsp.TimeStampResp.load(server.stamped(question))
        signature = whole["time_stamp_token"]["content"]["signer_infos"][0]["signature"].native
        sent = server_bytes = whole.dump()
        place = sent.rindex(signature) + len(signature) - 1
        return 200, sent[:place] + bytes([server_bytes[place] ^ 1]) + sent[place + 1 :]

    return answer


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        (lambda _server: lambda _asked: (200, b""), "không đọc được"),
        (lambda _server: lambda _asked: (200, b"<html>404</html>"), "không đọc được"),
        (lambda _server: lambda _asked: (200, bytes.fromhex("30053003020100")), "không đọc được"),
        (lambda _server: lambda _asked: (503, b"later"), r"không làm việc \(HTTP 503\)"),
        (lambda _server: lambda _asked: (302, b""), r"không làm việc \(HTTP 302\)"),
        (lambda server: lambda _asked: (200, server.stamped(b"nonsense")), r"từ chối đóng dấu \(bad_data_format\)"),
        (of_another_file, "không phải cho tệp này"),
        (of_another_question, "không phải cho tệp này"),
        (changed_on_the_way, "Chữ ký của dấu thời gian nhận được không đúng"),
    ],
)  # fmt: skip
def test_what_is_no_stamp_for_this_file_is_not_laid_in(
    seals: Path, stamps: FakeStamps, instead: Any, sentence: str
) -> None:
    stamps.instead.append(instead(stamps))
    with pytest.raises(SealProblem, match=sentence):
        stamped(seals, stamps)
    assert check_signatures(stamped(seals, stamps), seals / "roots")[0].stamp == Stamp.GOOD


def test_a_server_whose_certificate_has_ended_or_is_nobodys_is_told_apart(
    seals: Path, tmp_path: Path
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    make_demo_stamps(seals / "ended", seals / "roots", end=yesterday)
    make_demo_stamps(seals / "stranger", tmp_path / "elsewhere")
    ends = f"hết hạn ngày {yesterday:%d/%m/%Y}"
    for folder, sentence in (("ended", ends), ("stranger", "không do nơi nào được tin cấp")):
        with FakeStamps(seals / folder) as server, pytest.raises(SealProblem, match=sentence):
            stamped(seals, server)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("http://127.0.0.1:1/", "không trả lời"), ("dau-thoi-gian", "không phải là một địa chỉ http")],
)
def test_a_server_that_is_not_there_is_said(seals: Path, address: str, sentence: str) -> None:
    with pytest.raises(SealProblem, match=sentence):
        seal_of(CODE, seals, time_stamps=address).sign(plain(), MARK)


# Reading --------------------------------------------------------------------------------------------------------


def test_a_stamp_holds_after_the_signers_certificate_has_ended(seals: Path, stamps: FakeStamps) -> None:
    later = datetime.now(UTC) + timedelta(days=366 * 5 - 30)  # the demonstration's certificates live as long
    end = later - timedelta(days=30)
    make_demo_seal("H9", NAME, seals, end=end)
    plainly = seal_of("H9", seals).sign(plain(), MARK)
    with_stamp = seal_of("H9", seals, time_stamps=stamps.url).sign(plain(), MARK)
    known = {at: [check_signatures(pdf, seals / "roots", at=at)[0].known for pdf in (plainly, with_stamp)]
             for at in (None, later)}  # fmt: skip
    assert known == {None: [True, True], later: [False, True]}


def test_a_stamp_by_nobody_known_or_of_something_else_gives_no_time(
    seals: Path, stamps: FakeStamps, tmp_path: Path
) -> None:
    made = stamped(seals, stamps)
    (seals / "roots" / "stamps.pem").rename(tmp_path / "away.pem")
    [unknown] = check_signatures(made, seals / "roots")
    assert (unknown.stamp, unknown.known, unknown.whole) == (Stamp.UNKNOWN, True, True)
    (tmp_path / "away.pem").rename(seals / "roots" / "stamps.pem")
    [broken] = check_signatures(with_stamp_of_another(made, seals, stamps), seals / "roots")
    assert (broken.stamp, broken.stamped_by, broken.known, broken.whole) == (
        Stamp.BROKEN,
        STAMPER,
        True,
        True,
    )


def with_stamp_of_another(pdf: bytes, seals: Path, server: FakeStamps) -> bytes:
    """The same file with the stamp of another signature: it lies outside what is signed, so anybody can do that."""
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    other, _ = token_of(stamped(seals, server))
    signed = signature.signed_data
    for attribute in signed["signer_infos"][0]["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            attribute["values"] = cms.SetOfContentInfo([other])
    whole = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    written = whole.dump(force=True).hex().encode()
    begin = pdf.index(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", begin)
    return pdf[:begin] + written.ljust(end - begin, b"0") + pdf[end:]


# Results of cases -------------------------------------------------------------------------------------------


def result_of(case: Case) -> Any:
    return case.results.get()


def test_a_result_waits_for_the_stamp_it_was_to_have_and_the_office_reads_why(
    ward: Ward, seals: Path, stamps: FakeStamps, clock: Clock
) -> None:
    case = issued(ward, online=True)
    key_of(case, seals)
    stamps.instead.append(lambda _asked: (500, b""))
    with pytest.raises(SealProblem):
        seal(case.pk)
    held = result_of(case)
    assert (held.sealed_at, held.seal_fault) == (None, "Máy chủ dấu thời gian không làm việc (HTTP 500).")
    assert fresh(case).state == State.FINISHED and held.number  # issued: paper and number are there
    seal(case.pk)
    held = result_of(case)
    assert held.sealed_at and held.seal_fault == "" and fresh(case).state == State.RETURNED


def test_two_weeks_of_tries_often_at_first() -> None:
    retry = seal.retry_strategy
    tries: list[timedelta] = []
    attempts = 0
    while (decision := retry.get_retry_decision(exception=SealProblem(), job=_job(attempts))) is not None:
        tries.append(decision.retry_at - datetime.now(UTC))
        attempts += 1
        assert attempts < 1000
    whole = sum(tries, timedelta())
    assert timedelta(days=13) < whole < timedelta(days=15)
    assert sum(tries[:10], timedelta()) < timedelta(hours=1)


def _job(attempts: int) -> Any:
    from procrastinate.jobs import Job

    return Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="sealing.seal", attempts=attempts
    )
