"""A result becomes a signed file: by a key in a file or on a token, checked by our own page and by pdfsig alike."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.db import connection
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from motcua.application.sealing.jobs import give, seal
from motcua.domain.cases.actions.deciding import issue_result
from motcua.domain.cases.actions.money import take_fee
from motcua.domain.cases.actions.returning import hand_back, seal_result
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.documents.models import File
from motcua.foundation.actions import SYSTEM, Forbidden, Refused
from motcua.foundation.files import Store
from motcua.foundation.gateways.signing import (
    Mark,
    NoSeal,
    SealProblem,
    check_signatures,
    checked_apart,
    seal_of,
)
from motcua.foundation.gateways.signing.demo import make_demo_seal
from tests import people
from tests.people import Ward
from tests.rules.paper_reading import pdfsig
from tests.stories import Clock, fresh, signed

CODE, NAME = "H26.101.1", "Ủy ban nhân dân phường Nguyễn Thị Minh Khai"
MARK = Mark((f"Ký số: {NAME}", "Chủ tịch: Nguyễn Thị Ngưỡng", "Ngày ký: 26/11/2026"), "Kết quả 12/2026/KQ")
Bring = Callable[..., Case]


@pytest.fixture
def seals(tmp_path: Path, settings: Any) -> Path:
    settings.SEALS, settings.FILES = tmp_path / "seals", tmp_path / "files"
    make_demo_seal(CODE, NAME, settings.SEALS)
    return settings.SEALS


def plain(pages: int = 1) -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.save(out)
    return out.getvalue()


# The gateway ------------------------------------------------------------------------------------------------


def test_a_signed_file_says_who_signed_it_and_pdfsig_agrees(seals: Path, tmp_path: Path) -> None:
    made = seal_of(CODE, seals).sign(plain(), MARK)
    (found,) = check_signatures(made, seals / "roots")
    assert (found.who, found.organisation, found.whole, found.last, found.known) == (
        NAME,
        NAME,
        True,
        True,
        True,
    )
    assert found == checked_apart(made, seals / "roots")[0]
    words = pdfsig(made, tmp_path)
    assert "Signature is Valid" in words and NAME in words and "ETSI.CAdES.detached" in words
    assert "Total document signed" in words


def test_two_signatures_stand_beside_each_other(seals: Path, tmp_path: Path) -> None:
    key = seal_of(CODE, seals)
    made = key.sign(key.sign(plain(2), MARK), MARK)
    assert [(each.whole, each.last) for each in check_signatures(made, seals / "roots")] == [(True, True)] * 2
    assert pdfsig(made, tmp_path).count("Signature is Valid") == 2


def test_a_changed_byte_and_an_added_page_are_noticed(seals: Path, tmp_path: Path) -> None:
    made = seal_of(CODE, seals).sign(plain(), MARK)
    place = made.index(b"/MediaBox")
    changed = made[: place + 12] + b"9" + made[place + 13 :]
    assert [each.whole for each in check_signatures(changed, seals / "roots")] == [False]
    assert "Signature is Valid" not in pdfsig(changed, tmp_path)
    more = io.BytesIO(made)
    writer = IncrementalPdfFileWriter(more)
    writer.root["/Pages"]["/Kids"][0].get_object()["/Rotate"] = NumberObject(90)
    writer.update_container(writer.root["/Pages"]["/Kids"][0].get_object())
    writer.write_in_place()
    (added,) = check_signatures(more.getvalue(), seals / "roots")
    assert added.whole and not added.last


def test_who_issued_the_certificate_is_asked_of_the_office(seals: Path, tmp_path: Path) -> None:
    made = seal_of(CODE, seals).sign(plain(), MARK)
    assert [each.known for each in check_signatures(made, tmp_path)] == [False]
    assert check_signatures(plain(), seals / "roots") == []


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"abc" * 100, plain()[:300], b"%PDF-1.7\n" + b"[" * 100_000]
)
def test_what_is_no_pdf_is_said_not_to_be_one(tmp_path: Path, content: bytes) -> None:
    for ask in (check_signatures, checked_apart):
        with pytest.raises(ValueError, match="not a readable PDF"):
            ask(content, tmp_path)


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (None, NoSeal),
        ("kind = 'file'\n", SealProblem),
        ("kind = 'cloud'\n", SealProblem),
        ("not toml", SealProblem),
        ("kind = 'file'\nfile = '../../etc/passwd'\n", SealProblem),
        ("kind = 'token'\nmodule = '/no/such.so'\ntoken = 'a'\nkey = 'b'\npin = '1'\n", SealProblem),
    ],
)
def test_a_key_that_is_not_there_or_wrongly_described_is_said(
    tmp_path: Path, toml: str | None, fault: type[Exception]
) -> None:
    if toml is not None:
        (tmp_path / "H1.toml").write_text(toml)
    with pytest.raises(fault):
        seal_of("H1", tmp_path).sign(plain(), MARK)
    with pytest.raises(NoSeal):
        seal_of("../H1", tmp_path)


def test_a_key_on_a_token_signs_and_never_leaves_it(
    seals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = next(iter(Path("/usr/lib").glob("**/libsofthsm2.so")), None)
    assert module, "SoftHSM is missing: apt-get install -y softhsm2"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    put_on_token(module, seals)
    (seals / "H2.toml").write_text(
        f"kind = 'token'\nmodule = '{module}'\ntoken = 'motcua'\nkey = 'seal'\npin = '4711'\n"
    )
    made = seal_of("H2", seals).sign(plain(), MARK)
    assert [(each.whole, each.known) for each in check_signatures(made, seals / "roots")] == [(True, True)]
    assert "Signature is Valid" in pdfsig(made, tmp_path)
    (seals / "H2.toml").write_text((seals / "H2.toml").read_text().replace("4711", "0815"))
    with pytest.raises(SealProblem):
        seal_of("H2", seals).sign(plain(), MARK)


def put_on_token(module: Path, seals: Path) -> None:
    """The demonstration's key on a token of SoftHSM, as an office's would be."""
    util = shutil.which("softhsm2-util")
    assert util
    subprocess.run(
        [util, "--init-token", "--free", "--label", "motcua", "--so-pin", "1234", "--pin", "4711"],
        check=True, capture_output=True,
    )  # fmt: skip
    key, certificate, _more = pkcs12.load_key_and_certificates((seals / f"{CODE}.p12").read_bytes(), None)
    assert key and certificate
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    library = pkcs11.lib(str(module))
    library.reinitialize()
    with library.get_token(token_label="motcua").open(rw=True, user_pin="4711") as session:
        session.create_object(
            {**decode_ec_private_key(der), pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True}
        )
        session.create_object({
            **decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER)),
            pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True,
        })  # fmt: skip


# Results of cases -------------------------------------------------------------------------------------------


def issued(ward: Ward, *, online: bool = False, file: File | None = None) -> Case:
    case = signed(ward, people.BIRTH, result_by="online" if online else "one_stop")
    return issue_result(case, by=ward.van, file=file)


def key_of(case: Case, seals: Path) -> None:
    make_demo_seal(case.authority.code, case.authority.name, seals)


def content_of(case: Case, seals: Path) -> bytes:
    found = case.results.get()
    assert found.file and found.sealed_at
    return Store(seals.parent / "files").open(found.file.sha256).read()


def test_a_result_with_an_electronic_copy_is_made_and_signed_once(
    ward: Ward, seals: Path, clock: Clock
) -> None:
    case = issued(ward)
    key_of(case, seals)
    seal(case.pk)
    made = content_of(case, seals)
    assert [each.who for each in check_signatures(made, seals / "roots")] == [case.authority.name]
    before = fresh(case).version
    seal(case.pk)
    assert (content_of(case, seals), fresh(case).version) == (made, before)
    assert fresh(case).state == State.FINISHED


def test_a_file_of_the_office_is_signed_and_one_signed_elsewhere_stays_as_it_is(
    ward: Ward, seals: Path, clock: Clock
) -> None:
    elsewhere = seal_of(CODE, seals).sign(plain(3), MARK)
    for given, same in ((plain(2), False), (elsewhere, True)):
        file = File.put(io.BytesIO(given), name="a.pdf", at=clock.now)
        case = issued(ward, file=file)
        key_of(case, seals)
        seal(case.pk)
        assert (content_of(case, seals) == given) is same
        assert len(check_signatures(content_of(case, seals), seals / "roots")) == 1


def test_a_result_asked_for_online_is_given_when_it_is_signed(ward: Ward, seals: Path, clock: Clock) -> None:
    case = issued(ward, online=True)
    seal(case.pk)
    assert (
        fresh(case).state == State.FINISHED and not case.results.get().sealed_at
    )  # no key in this office yet
    key_of(case, seals)
    seal(case.pk)
    given = fresh(case)
    last = given.events.order_by("-n").first()
    assert last and (given.state, last.name, last.payload["means"]) == (
        State.RETURNED,
        "case.returned",
        "Trực tuyến",
    )


@pytest.mark.parametrize(("wanted", "made"), [("online", 1), ("one_stop", 0)])
def test_a_file_is_made_of_whatever_was_asked_for_online(
    ward: Ward, clock: Clock, wanted: str, made: int
) -> None:
    """Of marriages nothing electronic is published (1.000894): a file is made only for whoever asked for one."""
    case = issue_result(signed(ward, people.MARRIAGE, result_by=wanted), by=ward.van)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'sealing.seal' AND (args->>'case')::bigint = %s",
            [case.pk],
        )
        assert cursor.fetchone() == (made,)


def test_only_the_house_lays_in_a_signed_file_and_only_once(ward: Ward, seals: Path, clock: Clock) -> None:
    case = issued(ward)
    key_of(case, seals)
    seal(case.pk)
    file = case.results.get().file
    assert file
    with pytest.raises(Forbidden):
        seal_result(fresh(case), by=ward.van, result=case.results.get().pk, file=file)
    with pytest.raises(Refused, match="đã được ký số"):
        seal_result(fresh(case), by=SYSTEM, result=case.results.get().pk, file=file)
    assert hand_back(fresh(case), by=ward.minh, receiver_name="Nguyễn Văn Tâm").state == State.RETURNED


def test_a_result_asked_for_online_waits_for_what_is_owed_and_is_then_given(
    ward: Ward, seals: Path, clock: Clock
) -> None:
    case = issued(ward, online=True)
    key_of(case, seals)
    Case.objects.filter(pk=case.pk).update(fee=8_000, money_state=MoneyState.DUE)
    seal(case.pk)
    assert fresh(case).state == State.FINISHED and case.results.get().sealed_at
    take_fee(fresh(case), by=ward.minh, amount=8_000, means="cash")
    assert queued(case) == queued(case, "sealing.give") == 1  # when it was issued, and when the money came
    give(case.pk)
    assert fresh(case).state == State.RETURNED


def queued(case: Case, task: str = "sealing.seal") -> int:
    """How often a task of this case was queued."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND args->'case' = to_jsonb(%s)",
            [task, case.pk],
        )
        return cursor.fetchone()[0]
