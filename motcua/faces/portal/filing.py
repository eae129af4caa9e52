"""C4 and C5: an application begun, filled in one topic a page, and taken up again by its link."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.application.filing.actions import drop
from motcua.application.filing.models import Draft
from motcua.application.filing.rules import Form, Topic
from motcua.application.filing.standing import Standing, answers_under, first_answers, form_of, standing
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.catalogue.rules import Component, for_variant, papers_for, usual_variant
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.queries import agent_known_as
from motcua.domain.people.models import Person
from motcua.domain.people.rules import read_citizen_number
from motcua.faces.audience import CITIZENS_SIGN_IN, Public, page_for, refusal_page, visitor_address
from motcua.faces.office import office_edition, our_office
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.limits.models import count_try
from motcua.foundation.text import TextRefused
from motcua.foundation.ui.forms import PageForm

from .answer import papers_of
from .filing_form import TopicForm, kept_sources, lang, sources_of, topic_form, without_row

MOST_BEGUN, WINDOW = 60, timedelta(hours=1)
# What a secret opens is kept by no browser, many of which belong to a library, and is known to no robot.
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What is needed, how long it is kept, and the button that begins."""
    at, office = now(), our_office()
    terms = terms_of(code, on=local(at).date(), edition=office_edition())
    if terms is None or office is None:
        raise Http404
    form = form_of(terms)
    if form is None or "online" not in terms.facts.channels:
        return redirect("portal:procedure", code)
    mandate = _mandate(request, code, local(at).date())
    helped = AgentForm(request.POST if request.method == "POST" else None) if _post_worker(request) else None
    if request.method == "POST" and (helped is None or helped.is_valid()):
        tries = count_try("filing begun", visitor_address(request), at=at, window=WINDOW)
        if tries > MOST_BEGUN:
            raise Refused(
                _("Máy này vừa mở quá nhiều hồ sơ. Xin đợi một giờ rồi thử lại, hoặc gọi số ở cuối trang.")
            )
        account = request.account if request.citizen else None  # type: ignore[attr-defined]
        answers, sources = first_answers(form, account) if account else ({}, {})
        if mandate:  # the applicant is who gave it, not whoever fills in
            answers, sources = answers_under(form, mandate)
        draft = Draft.begin(
            terms, office, at=at, account=account, answers=answers, sources=sources, helped_by=_post_worker(request),
            agent=helped.cleaned_data["agent"] if helped else None,
        )  # fmt: skip
        return redirect("portal:draft", draft.secret)
    facts = terms.facts
    needed, sometimes = papers_of(_sent_along(form, for_variant(facts, usual_variant(facts)).components))
    shown = {
        "facts": facts,
        "title": facts.name_en if lang() else facts.short_name,
        "needed": needed,
        "sometimes": sometimes,
        "office": office,
        "days": settings.DRAFT_DAYS,
        "sign_in": _sign_in_first(request),
        "mandate": mandate,
        "helped": helped,
    }
    return render(request, "portal/file_start.html", shown, status=422 if helped and helped.errors else 200)


class AgentForm(PageForm):
    """At a post point: who has come, where it is not the applicant."""

    agent = forms.CharField(
        label=gettext_lazy("Số định danh của người nộp thay"),
        help_text=gettext_lazy(
            "Bỏ trống nếu người yêu cầu có mặt. Chỉ nhận người đã có ủy quyền ghi tại đây."
        ),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_agent(self) -> Person | None:
        typed = self.cleaned_data["agent"]
        if not typed:
            return None
        try:
            number = read_citizen_number(typed).number
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        found = agent_known_as(number, on=local(now()).date())
        if found is None:
            raise forms.ValidationError(
                _("Chưa ghi ủy quyền nào cho số định danh này. Xin ghi giấy ủy quyền ở mục “Ủy quyền” trước.")
            )
        return found


def _mandate(request: HttpRequest, code: str, on: date) -> Mandate | None:
    """The mandate of the address, where it is one's own to act under and holds for this procedure."""
    typed, citizen = request.GET.get("thay", ""), request.citizen  # type: ignore[attr-defined]
    if not (citizen and typed.isascii() and typed.isdigit() and len(typed) < 16):
        return None
    mine = Mandate.objects.visible_to(citizen.person_id).select_related("grantor")
    found = mine.filter(pk=int(typed), agent=citizen.person_id).first()
    return found if found and found.covers(code, on=on) else None


def _sign_in_first(request: HttpRequest) -> str:
    """Where one signs in and comes back to this page."""
    return f"{reverse(CITIZENS_SIGN_IN)}?{urlencode({'tiep': request.path})}"


def _sent_along(form: Form, components: Sequence[Component]) -> list[Component]:
    """The papers that are sent when filing online: the form itself needs no preparing."""
    by_form = {key for key, rule in form.papers.items() if rule.by_form}
    return [each for each in papers_for(components, "online") if each.key not in by_form]


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the application goes on: the first topic that is not done, or the check; by POST of `xoa`, its end."""
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    if request.POST.get("viec") == "xoa":
        drop(found.draft)
        messages.success(request, _("Đã xóa bản nháp với mọi điều đã khai và giấy tờ kèm theo."))
        return HttpResponseRedirect(reverse("portal:procedure", args=[found.draft.terms.facts.code]))
    return HttpResponseRedirect(next_address(found))


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, secret: str, key: str) -> HttpResponse:
    """One topic of the form; saved at every press, also of what is right on a page with mistakes."""
    found = held(request, secret)
    if isinstance(found, HttpResponse):
        return found
    page = next((each for each in found.topics if each.key == key), None)
    if page is None:
        return HttpResponseRedirect(next_address(found))
    if request.method != "POST":
        return topic_page(request, found, page, topic_form(found, page))
    act = request.POST.get("act", "")
    if act.startswith("them:"):
        return topic_page(request, found, page, topic_form(found, page, request.POST, bound=False))
    if act.startswith("bo:"):
        _bo, group, n = f"{act}::".split(":")[:3]
        left = without_row(request.POST, group, int(n) if n.isdecimal() and len(n) < 3 else 99)
        return topic_page(request, found, page, topic_form(found, page, left, bound=False))
    return _save(request, found, page, back=act == "back")


def _save(request: HttpRequest, found: Standing, page: Topic, *, back: bool) -> HttpResponse:
    form = topic_form(found, page, request.POST)
    valid, at = form.is_valid(), now()
    answers = form.answers()
    sources = kept_sources(found, page, answers)
    found.draft.take(answers, at=at, done=page.key if valid else "", sources=sources)
    if back:
        return HttpResponseRedirect(previous_address(found, page.key))
    if not valid:
        return topic_page(request, found, page, form, status=422)
    after = standing(found.draft, on=local(at).date())
    if after is None:
        raise Http404
    # The same page again while it asks more, or says why nothing can be filed here; else on to what is not done.
    same = next((each for each in after.topics if each.key == page.key), None)
    if same is not None and not after.is_done(same):
        return HttpResponseRedirect(topic_address(found.draft, page.key))
    return HttpResponseRedirect(next_address(after))


def topic_page(
    request: HttpRequest, found: Standing, page: Topic, form: TopicForm, *, status: int = 200
) -> HttpResponse:
    steps = step_names(found)
    at = next(n for n, each in enumerate(found.topics, 1) if each.key == page.key)
    place = found.form.place
    shown = {
        **frame(found),
        "form": form,
        "blocks": list(form.blocks(sources_of(found, page))),
        "topic": page,
        "places": any(q.kind == "address" for q in page.questions),  # communes are listed while typing
        "title": page.title[lang()],
        "intro": page.intro[lang()],
        "at": at,
        "steps": steps,
        "back": previous_address(found, page.key),
        "stops": [stop.say[lang()] for each, stop in found.asked.stops if each.key == page.key],
        "elsewhere": found.elsewhere
        if place and any(q.key == place.question for q in page.questions) and page.key in found.draft.done
        else None,
        "more": page.key in found.draft.done and not form.is_bound and not found.is_done(page),
    }
    return answer(render(request, "portal/file_topic.html", shown, status=status))


# What every page of a draft does ---------------------------------------------------------------------------


def held(request: HttpRequest, secret: str) -> Standing | HttpResponse:
    """The draft of a link as it stands; or the page to see instead, where it was submitted, is over or unknown."""
    found = Draft.objects.held_by(secret)
    on = local(now()).date()
    if found is None or found.expires_on < on:
        return nothing_here(request)
    if found.case_id:
        return HttpResponseRedirect(reverse("portal:filed", args=[secret.lower()]))
    if elsewhere := owners_only(request, found):
        return elsewhere
    stands = standing(found, on=on)
    if stands is None:
        raise Refused(_("Thủ tục này hiện không nhận hồ sơ qua mạng. Xin nộp tại Bộ phận Một cửa."))
    return stands


def owners_only(request: HttpRequest, found: Draft) -> HttpResponse | None:
    """Where an account's draft sends whoever has not signed in to it: the link alone stays in a browser's history."""
    if found.account_id in (None, _account(request)):
        return None
    return answer(redirect(_sign_in_first(request)))


def _account(request: HttpRequest) -> int | None:
    citizen = request.citizen  # type: ignore[attr-defined]
    return citizen.account_id if citizen else None


def _post_worker(request: HttpRequest) -> Any:
    """Who works at a post point and fills in for somebody present."""
    staff = getattr(request, "staff", None)
    return staff if staff and staff.has_role("postal") else None


def nothing_here(request: HttpRequest) -> HttpResponse:
    """A link that opens nothing, or nothing any more."""
    sentence = _(
        "Không có bản nháp nào ở đường dẫn này. Có thể bản nháp đã quá hạn giữ; xin bắt đầu lại từ trang thủ tục, "
        "hoặc gọi số ở cuối trang."
    )
    return answer(refusal_page(request, sentence, 404))


def frame(found: Standing) -> dict[str, Any]:
    """What stands around every page of a draft."""
    facts = found.draft.terms.facts
    return {
        "draft": found.draft,
        "procedure": facts.name_en if lang() else facts.short_name,
        "link": reverse("portal:draft", args=[found.draft.secret]),
    }


def answer(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def step_names(found: Standing) -> list[str]:
    names = [topic.title[lang()] for topic in found.topics]
    if found.papers:
        names.append(_("Giấy tờ kèm theo"))
    return [*names, _("Kiểm tra và nộp")]


def topic_address(draft: Draft, key: str) -> str:
    return reverse("portal:topic", args=[draft.secret, key])


def papers_address(draft: Draft) -> str:
    return reverse("portal:file_papers", args=[draft.secret])


def paper_address(draft: Draft, key: str) -> str:
    return reverse("portal:file_paper", args=[draft.secret, key])


def check_address(draft: Draft) -> str:
    return reverse("portal:file_check", args=[draft.secret])


def next_address(found: Standing) -> str:
    """The first page that is not done; when all are, the check."""
    if undone := found.undone:
        return topic_address(found.draft, undone.key)
    if found.papers and "giay-to" not in found.draft.done:
        return papers_address(found.draft)
    return check_address(found.draft)


def previous_address(found: Standing, key: str) -> str:
    """The page before a topic's; before the first, the start."""
    keys = [topic.key for topic in found.topics]
    place = keys.index(key) if key in keys else len(keys)
    if place == 0:
        return reverse("portal:file", args=[found.draft.terms.facts.code])
    return topic_address(found.draft, keys[place - 1])
