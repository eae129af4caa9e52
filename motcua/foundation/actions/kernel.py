"""Runs an action in one transaction: key → lock → who → when → body → state → clock → event → jobs."""

import hashlib
import json
from typing import Any

from django.db import DataError, OperationalError, transaction

from motcua.foundation.text import TextRefused

from .clock import now
from .declaration import Act, Action
from .models import UsedKey
from .refusals import Forbidden, KeyReused, Refused, Stale, WrongState

# PostgreSQL's words for "two transactions met": safe to run again from the start, nothing was written.
_MET = {"40P01", "40001"}


def run(
    action: Action, subject: Any, *, by: Any, key: str, expected: int | None, given: dict[str, Any]
) -> Any:
    """Do `action`; returns the subject as it stands afterwards. Raises Refused with a sentence."""
    try:
        return _run_until_alone(action, subject, by=by, key=key, expected=expected, given=given)
    except TextRefused as unreadable:
        raise Refused(str(unreadable)) from unreadable
    except DataError as unfit:  # longer or larger than its column, or a character the database cannot keep
        raise Refused(
            "Có nội dung quá dài, số quá lớn hoặc ký tự không lưu được, nên chưa ghi gì. "
            "Xin rút gọn hoặc gõ lại chỗ đó rồi gửi lại."
        ) from unfit


def _run_until_alone(
    action: Action, subject: Any, *, by: Any, key: str, expected: int | None, given: dict[str, Any]
) -> Any:
    for attempt in range(3):
        try:
            with transaction.atomic():
                return _run_once(action, subject, by=by, key=key, expected=expected, given=given)
        except Repeated as repeat:  # the same request was first; what this one wrote is rolled back
            return _repeat(repeat.used, _fingerprint(action, subject, by, given))
        except Refused:
            if key and action.opens and (used := UsedKey.objects.filter(key=key).first()):
                return _repeat(used, _fingerprint(action, subject, by, given))
            raise
        except OperationalError as problem:
            if attempt == 2 or getattr(problem.__cause__, "sqlstate", None) not in _MET:
                raise
            if not transaction.get_connection().in_atomic_block:
                continue
            raise
    raise AssertionError("unreachable")


def _run_once(
    action: Action, subject: Any, *, by: Any, key: str, expected: int | None, given: dict[str, Any]
) -> Any:
    at = now()
    mark = _fingerprint(action, subject, by, given) if key else b""
    if key and not action.opens and (used := UsedKey.claim(key, mark, at, subject)):
        return _repeat(used, mark)
    if not action.opens:
        subject = subject.lock()
        _check_version(subject, expected)
    act = Act(by=by, at=at, action=action)
    _check_who(action, act, subject)
    _check_when(action, subject)
    act.state_before = 0 if action.opens else subject.state
    opened = action.body(subject, act, **given)
    subject = opened if action.opens else subject
    if action.then is not None:
        subject.state = action.then
    subject.turn_clock(action.clock, act)
    subject.keep(act)
    for job in act.jobs:
        job()
    if key and action.opens and (used := UsedKey.claim(key, mark, at, subject)):
        raise Repeated(used)
    return subject


def _check_version(subject: Any, expected: int | None) -> None:
    if expected is not None and subject.version != expected:
        raise Stale(subject.stale_sentence())


def _check_who(action: Action, act: Act, subject: Any) -> None:
    for guard in action.who:
        if grounds := guard(act.by, subject):
            act.unit_id = getattr(grounds, "unit_id", None)
            act.on_behalf_of_id = getattr(grounds, "on_behalf_of_id", None)
            return
    raise Forbidden(
        f"Ông/Bà không có quyền “{action.label.lower()}” ở đây. "
        "Nếu việc này thuộc phần mình, xin báo người phụ trách phân công lại."
    )


def _check_when(action: Action, subject: Any) -> None:
    if not action.opens and subject.state not in action.when:
        raise WrongState(
            f"Không thể “{action.label.lower()}” khi hồ sơ đang ở trạng thái “{subject.state_label}”. "
            "Xin tải lại trang để xem trạng thái mới nhất."
        )


def key_used(key: str, subject: Any) -> Any:
    """The subject as it stands now, if this key has already done something to it; else None."""
    kind = subject._meta.label_lower
    used = (
        UsedKey.objects.filter(key=key[:80], subject_kind=kind, subject_id=subject.pk).first()
        if key
        else None
    )
    return used.subject() if used else None


class Repeated(Exception):
    """A request that opens something came a second time."""

    def __init__(self, used: UsedKey) -> None:
        self.used = used


def _repeat(used: UsedKey, mark: bytes) -> Any:
    if bytes(used.fingerprint) != mark:
        raise KeyReused("Yêu cầu này đã được gửi trước đó với nội dung khác. Xin tải lại trang rồi làm lại.")
    subject = used.subject()
    subject.repeated = True  # for a face that tells "made" from "made before"
    return subject


def _fingerprint(action: Action, subject: Any, by: Any, given: dict[str, Any]) -> bytes:
    words = [action.name, type(subject).__name__, subject.pk, by.actor_kind, by.actor_id, given]
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=_plain).encode()).digest()


def _plain(value: Any) -> Any:
    return getattr(value, "pk", None) or getattr(value, "sha256", None) or str(value)
