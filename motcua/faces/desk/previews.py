"""What an act in law brings about, said before it is done: state, clock, who is next, the paper and the letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from motcua.application.notices.queries import letter
from motcua.application.notices.rules import Letter
from motcua.domain.cases.models import Case, CaseEvent, apology_draft
from motcua.domain.cases.queries.acts import Possible
from motcua.domain.cases.queries.ahead import ahead
from motcua.domain.cases.queries.papers import form_number
from motcua.domain.cases.rules import State, limits_on
from motcua.domain.documents.rules import FORMS
from motcua.domain.offices.models import Staff
from motcua.foundation import calendar as working
from motcua.foundation.ui.marks import MARKS
from motcua.foundation.ui.templatetags.mc import promise

# The paper an act makes, by its purpose.
MAKES = {
    "case.supplement_requested": "supplement", "case.papers_asked": "supplement", "case.not_accepted": "refusal",
    "case.extended": "apology", "case.apologised": "apology", "case.stopped": "stop", "case.withdrawn": "withdrawal",
}  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What follows when the act is confirmed: lines of (what, how it will be), and the applicant's letter."""

    lines: list[tuple[str, str]]
    letter: Letter | None
    address: str


def preview_of(
    case: Case, staff: Staff, possible: Possible, given: Mapping[str, Any], *, at: datetime
) -> Preview:
    """What `possible` would bring about for the case as it stands, with the words given so far."""
    act = possible.action
    drafted = apology_draft(case) if act.name in ("case.extended", "case.apologised") else None
    if drafted:
        given = {**given, **_drafted(drafted)}
    lines = [(_("Ký thay"), name) for name in [stands_in_for(staff, case, possible)] if name]
    if drafted:
        lines += [
            (_("Người lập phiếu"), str(drafted.actor or "")),
            (_("Nguyên nhân"), given["cause"]),
            (_("Lý do"), given["reason"]),
        ]
    if act.then is not None and act.then != case.state:
        lines.append((_("Trạng thái"), f"{_(case.state_label)} → {_(State(act.then).label)}"))
    if words := _clock(case, possible, given, at):
        lines.append((_("Thời hạn"), words))
    if possible.step:
        lines += [(_("Chuyển đến"), f"{step.name} · {step.where}") for step in ahead(case, possible.step)]
    if paper := _paper(case, act.name):
        lines.append((_("Giấy tờ"), paper))
    key = act.tell.get("applicant")
    said = _said(given, at) if key else {}
    due = given.get("new_due_at") or case.due_promised or case.due_at
    return Preview(lines, _letter(case, key, said, due) if key else None, case.email)


def _letter(case: Case, key: str, said: Mapping[str, Any], due: datetime | None) -> Letter:
    """The letter as it will be sent, but for the applicant's own secret in its address."""
    whole = letter(case, key, said, due=due)
    return Letter(whole.subject, whole.body.replace(case.secret, "…"))


def _drafted(draft: CaseEvent) -> dict[str, Any]:
    """What the drafted sheet of apology says."""
    said = dict(draft.payload)
    when = said["new_due_at"]
    return {**said, "new_due_at": datetime.fromisoformat(when) if when else None}


def stands_in_for(staff: Staff, case: Case, possible: Possible) -> str:
    """The absent colleague whose duty the person would act by, or nobody."""
    for guard in possible.action.who:
        if grounds := guard(staff, case):
            return str(getattr(grounds, "on_behalf_of", ""))
    return ""


def _clock(case: Case, possible: Possible, given: Mapping[str, Any], at: datetime) -> str:
    effect = possible.action.clock
    if effect == "stops":
        return _("Tạm dừng tính từ lúc xác nhận, cho đến khi người nộp thực hiện xong.")
    if effect == "extends" and given.get("new_due_at") and case.due_original:
        return _("Hẹn mới %(new)s. Hẹn ban đầu %(old)s vẫn giữ trong số liệu.") % {
            "new": promise(given["new_due_at"]),
            "old": promise(case.due_original),
        }
    if effect == "reopens":
        return _("Tính tiếp thời hạn; kết quả đã phát hành được thu hồi.")
    if effect == "ends" and possible.action.then == State.FINISHED and case.due_at:
        word = _(MARKS[working.classify(case.due_at, at)].word)
        return _("Kết thúc tính thời hạn: %(word)s (hẹn trả %(due)s).") % {
            "word": word,
            "due": promise(case.due_at),
        }
    return _("Kết thúc tính thời hạn.") if effect == "ends" else ""


def _paper(case: Case, name: str) -> str:
    number = form_number(case, MAKES[name]) if name in MAKES else ""
    if not number:
        return ""
    title = FORMS[case.facts.form_set][number].title
    return f"Mẫu {number}: {title}" if number.isdigit() else str(title)


def _said(given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What the event will say, as far as the letter asks."""
    said = dict(given)
    if "missing" in said:
        on = working.local(at).date()
        said["answer_by"] = (on + timedelta(days=limits_on(on).supplement_days)).isoformat()
    return said
