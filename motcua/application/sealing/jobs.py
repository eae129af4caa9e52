"""After a result is issued: its file is made, signed and laid into the case, then given to whom it is for."""

import io

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.cases.actions.returning import hand_back, seal_result
from motcua.domain.cases.models import Case, Result
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.documents.models import File
from motcua.domain.offices.queries import leader_title
from motcua.foundation.actions import SYSTEM, now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.signing import Mark, NoSeal, SealProblem, check_signatures, seal_of
from motcua.foundation.text import short_date

from .laying import gather, lay
from .paper import result_pdf


# After a minute, then two, then three: within the hour often, and for two weeks, so that a token left at home over a
# holiday or a time stamp server that is away for days is waited for.
@app.task(name="sealing.seal", retry=RetryStrategy(max_attempts=200, linear_wait=60))
def seal(case: int) -> None:
    """Sign the result of a case that has none signed yet; done twice, it is signed once.

    An authority without a key here gives its results on paper: nothing happens. A token that is out, or a time stamp
    that was asked for and is not to be had, raises SealProblem: the staff reads why, and the queue tries again.
    """
    found = _unsealed(case)
    if found is not None:
        try:
            _seal(found)
        except SealProblem as problem:
            found.not_sealed(str(problem))
            raise
    give(case)


@app.task(name="sealing.give", retry=RetryStrategy(max_attempts=48, wait=300))
def give(case: int) -> None:
    """Lay the signed result into its owner's documents, and give it online where that was asked for; once."""
    lay(case)
    give_online(case)


@app.task(name="sealing.gather", retry=RetryStrategy(max_attempts=5, wait=300))
def gather_for(account: int) -> None:
    """What was given to a person before they had proved here who they are."""
    gather(account)


def _seal(found: Result) -> None:
    try:
        key = seal_of(found.case.authority.code, settings.SEALS, time_stamps=settings.TIME_STAMPS)
    except NoSeal:
        return
    content = _content(found)
    if content is None:
        return
    if not _is_signed(content):
        content = key.sign(content, mark_of(found))
    seal_result(found.case, by=SYSTEM, key=f"seal-{found.pk}", result=found.pk, file=_kept(content))


def give_online(case: int) -> None:
    """Give a result that was asked for online, once its file is signed and nothing is owed for it."""
    held = Case.objects.select_related("applicant").get(pk=case)
    if (
        held.result_by == "online"
        and held.state == State.FINISHED
        and held.money_state != MoneyState.DUE
        and held.parent_id is None
        and held.results.filter(withdrawn_at=None, sealed_at__isnull=False).exists()
    ):
        hand_back(
            held,
            by=SYSTEM,
            key=f"online-{held.pk}-{held.version}",
            receiver_name=held.applicant_name,
            means="Trực tuyến",
        )


def mark_of(result: Result) -> Mark:
    """What the visible mark says: whose seal, who signed, the day (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    lines = [f"Ký số: {result.case.authority.name}"]
    if result.signed_by:
        lines.append(
            f"{leader_title(result.case.authority, result.signed_by_id)}: {result.signed_by.full_name}"
        )
    lines.append(f"Ngày ký: {short_date(local(now()).date())}")
    return Mark(tuple(lines), f"{result.title}, số {result.number}")


def _unsealed(case: int) -> Result | None:
    rows = Result.objects.filter(case_id=case, withdrawn_at=None, sealed_at=None)
    return (
        rows.select_related("case__authority", "case__procedure", "signed_by", "file")
        .order_by("-issued_at")
        .first()
    )


def _content(result: Result) -> bytes | None:
    """The file the office gave, or one of our own; None for a picture or a document, which carries no signature."""
    if result.file is None:
        return result_pdf(result)
    if result.file.kind != "pdf":
        return None
    return result.file.read()


def _is_signed(pdf: bytes) -> bool:
    try:
        return bool(check_signatures(pdf, settings.SEALS / "roots"))
    except ValueError:
        return False


def _kept(content: bytes) -> File:
    return File.put(io.BytesIO(content), name="ket-qua.pdf", at=now(), limit=4 * settings.UPLOAD_LIMIT)
