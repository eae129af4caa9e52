"""C7 and C9: everything on one page to look over, consent, submitted once; then the code and what comes next."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.application.filing.actions import submit
from motcua.application.filing.models import Draft
from motcua.application.filing.queries import accept_by, offer
from motcua.application.filing.rules import missing, rows_of
from motcua.application.filing.standing import Standing
from motcua.application.notices.rules import Channel
from motcua.application.notices.ways import usable
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.catalogue.rules import allowed_words, fee_words
from motcua.domain.documents.rules.codes import qr_picture
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.ui.forms import PageForm

from .filing import answer, frame, held, nothing_here, owners_only, papers_address, step_names, topic_address
from .filing_form import lang
from .words import language, moment

TO_PHONES = {Channel.SMS, Channel.ZALO}
SOURCES = {
    "answers": gettext_lazy("lấy từ câu trả lời trước"),
    "person": gettext_lazy("lấy từ tài khoản"),
    "mandate": gettext_lazy("lấy từ ủy quyền"),
}


class ConsentForm(PageForm):
    """The two statements under which a filing is made."""

    truthful = forms.BooleanField(
        label=gettext_lazy(
            "Tôi cam đoan những điều đã khai là đúng và chịu trách nhiệm trước pháp luật về lời khai."
        ),
        error_messages={"required": gettext_lazy("Xin đánh dấu lời cam đoan thì mới nộp được.")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đồng ý để cơ quan dùng những điều đã khai và giấy tờ kèm theo để giải quyết hồ sơ này, và đối chiếu với "
            "cơ sở dữ liệu của nhà nước khi cần."
        ),
        error_messages={"required": gettext_lazy("Xin đánh dấu lời đồng ý thì mới nộp được.")},
    )

    @property
    def words(self) -> str:
        """What was agreed to, as it stood on the page."""
        return "\n".join(str(field.label) for field in self.fields.values())


class HelpedForm(ConsentForm):
    """What a helper states beside it, under their own account."""

    helped = forms.BooleanField(
        label=gettext_lazy(
            "Tôi nộp hộ: đã đọc lại mọi điều trên cho người nộp, và người nộp đồng ý để tôi nộp thay, bằng tài khoản của tôi."
        )
    )


def _consent(request: HttpRequest, found: Standing) -> type[ConsentForm]:
    return HelpedForm if found.draft.helped_by_id and _staff_of(request, found) else ConsentForm


def _staff_of(request: HttpRequest, found: Standing) -> Any:
    """Who works here and has opened this draft, for somebody before them."""
    staff = getattr(request, "staff", None)
    return staff if staff and staff.pk in (found.draft.opened_by_id, found.draft.helped_by_id) else None


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, secret: str) -> HttpResponse:
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _page(request, found, _consent(request, found)())
    form = _consent(request, found)(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    by: Any = _staff_of(request, found) or request.citizen or Citizen()  # type: ignore[attr-defined]
    try:
        case = submit(found.draft, by=by, consent=form.words)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, found, form, status=refused.status)
    if found.draft.opened_by_id and by.actor_kind == "staff":  # on to the papers that lie on the counter
        return HttpResponseRedirect(reverse("counter:accept", args=[case.code]))
    return HttpResponseRedirect(reverse("portal:filed", args=[found.draft.secret]))


def _page(request: HttpRequest, found: Standing, form: PageForm, *, status: int = 200) -> HttpResponse:
    draft, steps = found.draft, step_names(found)
    lacking = {q.key for topic in found.topics for q in missing(found.asked.of(topic), draft.answers)}
    rows = rows_of(found.form, draft.answers, draft.sources, today=local(now()).date())
    fees = found.case_type.fees
    shown = {
        **frame(found),
        "form": form,
        "topics": [
            (each["title"][lang()], [_row(found, each["key"], row, lacking) for row in each["rows"]])
            for each in rows
        ],
        "papers": [
            (paper, found.handed.get(paper.key, []), found.is_stored(paper)) for paper in found.papers
        ],
        "mandate": found.mandate,
        "strange_agent": draft.agent if draft.agent_id and found.mandate is None else None,
        "papers_address": papers_address(draft),
        "case_type": found.case_type.name,
        "time": allowed_words(found.case_type.allowed, language()),
        "fees": [fee_words(fee, language()) for fee in fees],
        "ready": not (lacking or found.papers_missing or found.undone),
        "at": len(steps),
        "steps": steps,
        "back": papers_address(draft) if found.papers else topic_address(draft, found.topics[-1].key),
    }
    return answer(render(request, "portal/file_check.html", shown, status=status))


def _row(found: Standing, topic: str, row: dict[str, Any], lacking: set[str]) -> dict[str, Any]:
    return {
        "label": row["label"][lang()],
        "said": row["said"][lang()],
        "source": SOURCES.get(row["source"], ""),
        "missing": row["key"] in lacking,
        "address": f"{topic_address(found.draft, topic)}#id_{row['key']}",
    }


@page_for(Public)
def filed(request: HttpRequest, secret: str) -> HttpResponse:
    """The case that came of it; the page stays for as long as the draft is kept."""
    draft = Draft.objects.held_by(secret)
    if draft is None:
        return nothing_here(request)
    if draft.case is None:
        return HttpResponseRedirect(reverse("portal:draft", args=[secret]))
    if elsewhere := owners_only(request, draft):
        return elsewhere
    case, facts = draft.case, draft.terms.facts
    shown = {
        "case": case,
        "procedure": facts.name_en if lang() else facts.short_name,
        **_dates(draft, case),
        "time": allowed_words(case.case_type.allowed, language()),
        "pay": reverse("portal:pay", args=[case.secret]) if case.money_state == MoneyState.DUE else "",
        "follow": reverse("portal:followed", args=[case.secret]),
        "calendar": reverse("portal:appointment", args=[case.secret]),
        "slip": reverse("portal:slip", args=[case.secret]) if case.received_at else "",
        "qr": _picture(f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}"),
        "office": draft.unit,
        "told_at": case.email or (case.phone if usable() & TO_PHONES else ""),
        "by_mail": bool(case.email),
    }
    return answer(render(request, "portal/file_done.html", shown))


def _dates(draft: Draft, case: Case) -> dict[str, str]:
    """The promised day once there is one; before that, until when the office answers and what would follow."""
    if case.received_at or case.submitted_at is None or case.state != State.REGISTERED:
        return {"promised": moment(case.due_promised or case.due_at), "answer_by": "", "then": ""}
    answer_by = accept_by(case.submitted_at, draft.unit, now()).at
    owed = offer(draft.unit, draft.terms, case.variant, at=answer_by).owed
    return {"promised": "", "answer_by": moment(answer_by), "then": moment(owed.at)}


def _picture(address: str) -> SafeString:
    """The QR of the page to follow the case, for another telephone or to be printed."""
    svg = str(qr_picture(address)["svg"])
    return mark_safe(svg.replace("<svg ", '<svg class="mc-qr" role="img" aria-label="QR" ', 1))
