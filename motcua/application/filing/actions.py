"""From a draft to a case: checked once more, registered once, with what was answered kept beside it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from motcua.domain.cases.actions.intake import Applicant, Enclosed, Filing, register
from motcua.domain.cases.actions.money import as_line
from motcua.domain.cases.models import Case, Follower, How
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.catalogue.rules import fee_total, papers_for
from motcua.domain.delivery.models import Home
from motcua.domain.documents.actions import Bound, bound_papers, forget_uploads
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.rules import PAPER
from motcua.domain.people.models import PersonKind
from motcua.foundation.actions import Refused, now, refuse_if, refuse_unless
from motcua.foundation.calendar import local

from .models import Draft, Filed
from .rules import Form, faults, kept, rows_of, subject_of
from .standing import Standing, standing

KINDS = {"citizen": PersonKind.CITIZEN, "firm": PersonKind.FIRM, "household": PersonKind.HOUSEHOLD}
SEXES = {"nam": "Nam", "nu": "Nữ"}
GONE = "Bản nháp này đã được xóa. Xin bắt đầu lại từ trang thủ tục."


def submit(draft: Draft, *, by: Any, consent: str) -> Case:
    """Make a case of a draft. The same draft submitted again, also at the same moment, gives the same case."""
    with transaction.atomic():
        # The case is not read with it: whoever waited for the row sees it as it is now, but what is joined as it was.
        held = Draft.objects.select_for_update(of=("self",)).select_related("terms", "unit")
        still = held.filter(pk=draft.pk).first()
        if still is None:
            raise Refused(GONE)
        draft = still
        if draft.case:
            return draft.case
        at = now()
        if draft.account_id is None and by.actor_kind == "citizen":
            draft.account_id = by.account_id  # begun as a guest, submitted after signing in
        ready = _ready(draft, local(at).date())
        answers = kept(ready.form, draft.answers, today=local(at).date())
        filing = _filing(ready, answers, bound_papers(draft.holder, at=at))
        filing = _for_another(filing, ready, by)
        case: Case = register(draft.unit, by=by, key=f"draft {draft.holder}", filing=filing)
        Filed.objects.create(
            case=case, form=f"{ready.form.code}@{ready.form.digest}", answers=answers, consent=consent, filed_at=at,
            rows=rows_of(ready.form, answers, draft.sources, today=local(at).date()),
            account_id=draft.account_id, mandate_id=filing.mandate, staff_id=draft.opened_by_id or (by.actor_id if by.actor_kind == "staff" else None),
        )  # fmt: skip
        draft.submitted(case)
        if draft.account_id:
            Follower.objects.note(case, draft.account_id, how=How.FILED, at=at)
        return case


def drop(draft: Draft) -> None:
    """Away with an application that was begun, answers and files, at once: whoever fills it in says so."""
    with transaction.atomic():
        held = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is None:  # pressed twice
            return
        refuse_if(
            held.case_id,
            "Hồ sơ này vừa được nộp nên không xóa ở đây được. Muốn rút, xin gọi số ở cuối trang.",
        )
        holder = held.holder
        held.delete()
        forget_uploads([holder])


def _for_another(filing: Filing, ready: Standing, by: Any) -> Filing:
    """The filing under its mandate: the name of whoever files beside that of who gave it, and the paper it rests on."""
    mandate, draft = ready.mandate, ready.draft
    refuse_if(
        draft.agent_id and mandate is None and by.actor_kind == "staff",
        "Người nộp thay chưa có ủy quyền của người yêu cầu này cho thủ tục này. Xin ghi giấy ủy quyền trước, hoặc bắt "
        "đầu lại với chính người yêu cầu.",
    )
    refuse_if(
        mandate is None and "mandate" in draft.sources.values(),
        "Ủy quyền mà hồ sơ này dựa vào đã chấm dứt hoặc hết hạn, nên chưa nộp được. Những gì đã nhập vẫn còn; xin hỏi lại "
        "người ủy quyền.",
    )
    if mandate is None:
        return filing
    at_post = draft.agent_id and by.actor_kind == "staff"  # who has seen the card of the one who came
    refuse_unless(
        at_post or (by.actor_kind == "citizen" and by.level >= 2 and by.person_id == mandate.agent_id),
        "Nộp thay theo ủy quyền cần đăng nhập bằng tài khoản định danh mức 2. Những gì đã nhập vẫn còn; xin đăng nhập "
        "bằng tài khoản định danh rồi nộp lại.",
    )
    paper = mandate.paper
    sent = any(each.paper == PAPER for each in filing.files)
    stored = (Enclosed(file=paper, paper=PAPER, name=_named(mandate)),) if paper and not sent else ()
    listed = next((c for c in ready.case_type.components if c.key == PAPER), None)
    known = any(each.key == PAPER for each in filing.papers)
    papers = (Paper(PAPER, listed.name, photos=1),) if stored and listed and not known else ()
    # An agent who is the applicant, as some forms ask it, is named once.
    own = filing.applicant.identity_number == mandate.agent.identity_number
    name = "" if own else mandate.agent.full_name
    return replace(
        filing, submitter_name=name, mandate=mandate.pk, files=(*filing.files, *stored), papers=(*filing.papers, *papers)
    )  # fmt: skip


def _named(mandate: Mandate) -> str:
    return f"{mandate.grounds[:1].upper()}{mandate.grounds[1:]}"[:150] + ".pdf"


def _ready(draft: Draft, on: date) -> Standing:
    """The draft as it stands, if nothing is in its way."""
    refuse_if(draft.expires_on < on, "Bản nháp này đã quá hạn giữ. Xin bắt đầu một hồ sơ mới.")
    found = standing(draft, on=on)
    if found is None:
        raise Refused("Thủ tục này hiện không nhận hồ sơ qua mạng. Xin nộp tại Bộ phận Một cửa.")
    refuse_if(
        found.asked.stops, "Với các câu trả lời này, hồ sơ chưa nộp được tại đây. Xin xem lại trang đầu."
    )
    refuse_if(found.elsewhere, "Hồ sơ này thuộc địa bàn khác. Xin xem lại địa chỉ đã ghi.")
    refuse_unless(not found.undone, "Còn câu hỏi chưa trả lời. Xin mở trang kiểm tra để xem chỗ còn thiếu.")
    lacking = "; ".join(paper.component.name for paper in found.papers_missing)
    refuse_if(lacking, f"Còn thiếu giấy tờ: {lacking}.")
    wrong = faults(found.form, draft.answers, today=on)
    refuse_if(wrong, "Có câu trả lời chưa đúng dạng. Xin mở trang kiểm tra và sửa lại.")
    return found


def _filing(ready: Standing, answers: dict[str, Any], bound: list[Bound]) -> Filing:
    draft, facts = ready.draft, ready.draft.terms.facts
    variant = ready.case_type.variant
    copies = answers.get("copies", 0)
    fees = fee_total(
        facts,
        variant,
        quantity={"extra_copy": copies} if copies else {},
        channel=_channel(draft).name.lower(),
    )
    wanted = {paper.key for paper in ready.papers}
    return Filing(
        terms=draft.terms,
        variant=variant,
        applicant=_applicant(ready.form, answers),
        subject=subject_of(ready.form, answers),
        channel=_channel(draft),
        result_by=answers.get("result_by", "one_stop"),
        send_to=_home(ready.form, answers, "send_to") if answers.get("result_by") == "post" else None,
        fetch_from=_home(ready.form, answers, "fetch_from") if answers.get("fetch") else None,
        papers=tuple(_papers(ready)),
        files=tuple(enclosed(paper) for paper in bound if paper.component in wanted),
        fee=fees.total,
        charges=tuple(as_line(line) for line in fees.lines),
    )


def enclosed(paper: Bound) -> Enclosed:
    """A document that was handed in, as it goes into the folder."""
    return Enclosed(file=paper.file, paper=paper.component, name=paper.name, consented_at=paper.consented_at)


def _channel(draft: Draft) -> Channel:
    return Channel.DIRECT if draft.opened_by_id else Channel.ONLINE


def _papers(ready: Standing) -> list[Paper]:
    """The form itself stands for the declaration; every other paper is there as the picture that was sent."""
    by_form = {key for key, rule in ready.form.papers.items() if rule.by_form}
    asked = papers_for(ready.case_type.components, _channel(ready.draft).name.lower())
    found = [Paper(c.key, c.name, originals=1) for c in asked if c.key in by_form]
    return found + [
        Paper(paper.key, paper.component.name, photos=1) for paper in ready.papers if ready.has(paper)
    ]


def _home(form: Form, answers: dict[str, Any], key: str) -> Home | None:
    """Where the post comes to, and who opens: the applicant where nobody else was named."""
    address = address_words(answers.get(key))
    if not address:
        return None
    applicant = _applicant(form, answers)
    other = key == "send_to"
    return Home(
        name=(answers.get("send_name") if other else "") or applicant.full_name,
        phone=(answers.get("send_phone") if other else "") or applicant.phone,
        address=address,
    )


def address_words(said: dict[str, Any] | None) -> str:
    """An address as one line."""
    said = said or {}
    return ", ".join(part for part in (said.get("line", ""), said.get("place", "")) if part)[:400]


def _applicant(form: Form, answers: dict[str, Any]) -> Applicant:
    said = {field: answers.get(name, "") for field, name in form.applicant.items()}
    born_on = said.get("born_on")
    return Applicant(
        full_name=said.get("full_name", ""),
        kind=KINDS[form.kind],
        identity_number=said.get("identity_number", "") if form.kind == "citizen" else "",
        tax_code=said.get("tax_code", ""),
        born_on=date.fromisoformat(born_on) if born_on else None,
        sex=SEXES.get(said.get("sex", ""), ""),
        phone=said.get("phone", ""),
        email=said.get("email", ""),
        address=address_words(said.get("address")),
    )
