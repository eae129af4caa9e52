"""Pairing a screen, putting a case on it and taking it off, and the rating that is tapped there.

None of this moves a case or is kept of anybody: the one thing that stays is the rating, and that is an action of its
own (`surveys.actions.rate`).
"""

import hmac
from datetime import datetime, time, timedelta
from hashlib import sha256
from secrets import randbelow, token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import kept_hash
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import RATED_WHEN, rate
from motcua.domain.surveys.queries import is_rated
from motcua.domain.surveys.rules import LONGEST_REMARK, OTHER, Score, questions_on, reasons_on
from motcua.foundation.actions import Refused, refuse_unless
from motcua.foundation.calendar import ZONE, local
from motcua.foundation.text import nfc

from .models import Screen
from .rules import CODE_LASTS, LONGER, MIRROR, SHOWN, Page, Part, is_enough, lasts, rating_page

DIGITS = 8


def offer_code(staff: Staff, unit: Unit, *, at: datetime) -> str:
    """A code with which a screen becomes this officer's; it ends the one before, and works once."""
    code = f"{randbelow(10**DIGITS):0{DIGITS}}"
    Screen.objects.update_or_create(
        staff=staff, defaults={"unit": unit, "code_hash": _code_hash(code), "code_until": at + CODE_LASTS}
    )
    return code


def pair(code: str, *, at: datetime) -> tuple[str, datetime]:
    """The key of the screen that this code belongs to and until when it holds: the end of the day.

    The screen that was paired with this officer before loses its key. Raises Refused for a code that nobody offers.
    """
    with transaction.atomic():
        asked = Screen.objects.select_for_update().filter(code_hash=_code_hash(code), code_until__gt=at)
        screen = asked.first()
        if screen is None:
            raise Refused("Mã này không đúng hoặc đã hết hạn. Xin cán bộ quầy lấy mã mới rồi gõ lại.")
        key = token_urlsafe(32)
        midnight = datetime.combine(local(at).date() + timedelta(days=1), time.min, ZONE)
        screen.code_hash = screen.code_until = None
        screen.key_hash, screen.paired_until = kept_hash(key), midnight
        screen.save(update_fields=["code_hash", "code_until", "key_hash", "paired_until"])
        screen.put("")
    return key, midnight


def unpair(staff: Staff) -> None:
    """End what was paired with this officer."""
    with transaction.atomic():
        for screen in Screen.objects.select_for_update().filter(staff=staff):
            screen.code_hash = screen.code_until = screen.key_hash = screen.paired_until = None
            screen.save(update_fields=["code_hash", "code_until", "key_hash", "paired_until"])
            screen.put("")


def show(staff: Staff, case: Case, part: Part, *, at: datetime) -> bool:
    """Put a case on this officer's screen, instead of whatever was there; False where they have none.

    A rating is not asked for a second time, nor of a case that has no result.
    """
    with transaction.atomic():
        screen = Screen.objects.select_for_update(of=("self",)).paired(at).filter(staff=staff).first()
        if screen is None:
            return False
        _keep_rating(screen)
        if part == Part.RATING and (case.state not in RATED_WHEN or is_rated(case.pk)):
            screen.put("")
        else:
            screen.put(part, case, at + SHOWN)
        return True


def keep_showing(staff: Staff, code: str, part: Part, *, at: datetime) -> None:
    """The officer's page with this case is still open, so it stays; once gone it does not come back by itself."""
    mine = Screen.objects.showing(at).filter(staff=staff, case__code=code, part__in=MIRROR)
    mine.update(until=at + SHOWN, part=part)


def next_person(staff: Staff, *, at: datetime, code: str = "") -> None:
    """Somebody else comes to the counter: a case other than `code` goes from the screen at once."""
    mine = Screen.objects.showing(at).filter(staff=staff, part__in=MIRROR).exclude(case__code=code)
    mine.update(part="", case=None, until=None, turn=F("turn") + 1)


def tap(screen: Screen, turn: int, said: dict[str, Any], *, at: datetime) -> None:
    """What the customer has just answered; the last answer sends the rating. Nothing, when their turn is over."""
    with transaction.atomic():
        screen = Screen.objects.select_for_update().get(pk=screen.pk)
        if screen.turn != turn or screen.part != Part.RATING or screen.until is None or at >= screen.until:
            return
        today = local(at).date()
        keys = [question.key for question in questions_on(today)]
        if said.pop("more", False):
            screen.until = at + LONGER
        else:
            screen.said = _heard(screen.said, said, keys, [reason.key for reason in reasons_on(today)])
            page = rating_page(screen.said, keys)
            screen.until = at + lasts(page)
            if page == Page.THANKS:
                _keep_rating(screen)
                screen.put(Part.THANKS, None, at + SHOWN)
                return
        screen.save(update_fields=["said", "until"])


def end_if_over(screen: Screen, *, at: datetime) -> None:
    """Take off what has been shown long enough; a rating that was left half way counts as far as it went."""
    if not screen.part or screen.until is None or at < screen.until:
        return
    with transaction.atomic():
        screen = Screen.objects.select_for_update().get(pk=screen.pk)
        if screen.part and screen.until is not None and at >= screen.until:
            _keep_rating(screen)
            screen.put("")


def _heard(
    before: dict[str, Any], said: dict[str, Any], keys: list[str], reasons: list[str]
) -> dict[str, Any]:
    """What was said so far with one more answer; an answer to nothing that was asked is left out."""
    now = {**before, "answers": {**before.get("answers", {})}, "passed": [*before.get("passed", [])]}
    if said.get("score") in set(Score):
        now["score"] = int(said["score"])
    if said.get("reason") in reasons:
        now["reason"] = said["reason"]
    if (key := said.get("question")) in keys:
        if said.get("answer") is None:
            now["passed"].append(key)
        else:
            now["answers"][key] = bool(said["answer"])
    if said.get("ended"):
        now["remark"] = nfc(str(said.get("remark", "")).strip(), lines=True)
        refuse_unless(
            now.get("reason") != OTHER or now["remark"],
            "Xin viết vài chữ về lý do khác, hoặc chọn một lý do có sẵn.",
        )
        refuse_unless(
            len(now["remark"]) <= LONGEST_REMARK,
            f"Lời góp ý dài {len(now['remark'])} ký tự; xin rút xuống {LONGEST_REMARK} ký tự.",
        )
        now["ended"] = True
    if said.get("again"):
        now["reason"] = ""
    return now


def _keep_rating(screen: Screen) -> None:
    """Send what was said, if it is enough; that the case was rated by its link meanwhile is no fault of anybody."""
    said = screen.said
    if screen.part != Part.RATING or screen.case is None or not is_enough(said):
        return
    case = screen.case
    try:
        with transaction.atomic():
            rate(
                case, by=Citizen(slip=case.code), score=said["score"], reason=said.get("reason", ""),
                answers=said.get("answers", {}), remark=said.get("remark", ""), through="tablet",
            )  # fmt: skip
    except Refused:
        return


def _code_hash(code: str) -> bytes:
    """A short code is kept under the key of the installation: its hash alone could be tried out in a second."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return hmac.new(settings.SECRET_KEY.encode(), b"screen " + digits.encode(), sha256).digest()
