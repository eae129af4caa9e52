"""Forms of acts, made from the action's own parameters, so a page cannot ask for what the action does not take."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.domain.cases.actions.who import holds
from motcua.domain.cases.models import Case, Step, supplement_proposed
from motcua.domain.cases.queries.acts import Possible
from motcua.domain.cases.reason_rules import reasons_on
from motcua.domain.cases.rules import Paper
from motcua.domain.documents.actions import keep_as_it_is
from motcua.domain.documents.models import File
from motcua.domain.offices.models import Staff
from motcua.foundation import calendar as working
from motcua.foundation.actions import now
from motcua.foundation.files import FileRefused
from motcua.foundation.ui.forms import PageForm, readable, speak

from .act_fields import FIELDS

# Acts whose reason may be taken from the office's list, and the kind of reason there.
USUAL = {
    "case.supplement_requested": "supplement", "case.supplement_proposed": "supplement", "case.papers_asked": "supplement", "case.not_accepted": "refusal",
    "case.stopped": "refusal", "case.withdrawn": "withdrawal",
}  # fmt: skip
HIDDEN = {"data-no-draft": ""}  # what guards the act is never taken from an old copy of the form


class ActForm(PageForm):
    """The form of one act on one case; `given()` is what the action is called with."""

    expected = forms.IntegerField(widget=forms.HiddenInput(HIDDEN))
    key = forms.CharField(widget=forms.HiddenInput(HIDDEN), max_length=60)
    node = forms.CharField(widget=forms.HiddenInput(HIDDEN), required=False, max_length=60)

    def __init__(self, *args: Any, case: Case, staff: Staff, possible: Possible, **options: Any) -> None:
        self.case, self.staff, self.possible = case, staff, possible
        self.held = possible.step or step_meant(case, staff, possible)
        # What a usual reason may stand for, so that it is asked for only where none was chosen.
        self.must: frozenset[str] = frozenset()
        super().__init__(*args, **options)

    @property
    def asks_words(self) -> bool:
        """Whether something has to be filled in before the act can be done."""
        return bool(self.must) or any(f.required and not f.widget.is_hidden for f in self.fields.values())

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments from the cleaned form."""
        names = self.possible.action.parameters
        found = {n: v for n, v in self.cleaned_data.items() if n in names and v not in (None, "", [])}
        if "papers" in found:
            keys = {c.name: c.key for c in self.case.case_type.components}
            found["papers"] = tuple(
                Paper(key=keys.get(name, name), name=name, originals=1) for name in found["papers"]
            )
        return found

    def clean(self) -> dict[str, Any]:
        """A usual reason stands before one's own words and brings its legal basis."""
        found = super().clean() or self.cleaned_data
        usual = next((r for r in self.usual_reasons() if r.key == found.get("usual")), None)
        own = found.get("reason", "")
        if usual:
            found["reason"] = f"{usual.text} {own}".strip()
            if "legal_basis" in self.fields and not found.get("legal_basis"):
                found["legal_basis"] = usual.basis
        for name in self.must:
            if not found.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return found

    def usual_reasons(self) -> tuple[Any, ...]:
        kind = USUAL.get(self.possible.name)
        return reasons_on(working.local(now()).date(), kind) if kind else ()

    def clean_file(self) -> File | None:
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return keep_as_it_is(upload, at=now(), by=self.staff)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


def step_meant(case: Case, staff: Staff, possible: Possible) -> Step | None:
    """The step the person holds and would act on; to take one, the first that nobody has."""
    held = [step for step in case.open_steps if holds(staff, step)]
    if possible.name == "case.taken":
        held = [step for step in held if step.assignee_id is None]
    return next(iter(held), None)


def act_form(case: Case, staff: Staff, possible: Possible, *args: Any, **options: Any) -> ActForm:
    """A form with a field for each parameter of the action that a person fills in."""
    form = ActForm(*args, case=case, staff=staff, possible=possible, **options)
    form.initial = {**_first(form), **form.initial}
    for name, parameter in possible.action.parameters.items():
        make = FIELDS.get(name)
        field = make(form) if make and name not in form.fields else None
        if field is None:
            continue
        field.required = parameter.default is parameter.empty or name == "leader_agrees"
        if field.initial is None and parameter.default not in (parameter.empty, None, "", ()):
            field.initial = parameter.default
        if isinstance(field, forms.CharField):
            field.validators = [*field.validators, readable]
        form.fields[name] = field
    _offer_usual_reasons(form)
    for name, field in form.fields.items():
        speak(name, field)
    return form


def _first(form: ActForm) -> dict[str, Any]:
    """What guards the act: the version the person sees, a key for this one press, the step that is meant."""
    node = form.held.node if form.held and "node" in form.possible.action.parameters else ""
    found = {"expected": form.case.version, "key": str(uuid4()), "node": node}
    if form.possible.name == "case.supplement_requested" and (laid := supplement_proposed(form.case)):
        found |= {name: laid.payload[name] for name in ("missing", "reason", "legal_basis")}
    return found


def _offer_usual_reasons(form: ActForm) -> None:
    """A list of usual reasons before the free one; with it, neither reason nor basis has to be typed."""
    usual = form.usual_reasons()
    if not usual or "reason" not in form.fields:
        return
    form.must = frozenset(
        n for n in ("reason", "legal_basis") if n in form.fields and form.fields[n].required
    )
    form.fields["usual"] = forms.ChoiceField(
        label=_("Lý do thường dùng"),
        required=False,
        choices=[("", _("Tự viết lý do")), *((r.key, r.text) for r in usual)],
        widget=forms.RadioSelect,
    )
    for name in form.must:
        form.fields[name].required = False
    form.mark_optional = False  # reason and basis are not: they may be chosen instead of written
    form.fields["reason"].label = _("Nói rõ thêm, hoặc lý do khác")
    before = [name for name in form.fields if name not in ("usual", "reason", "legal_basis")]
    form.order_fields([*before, "usual", "reason", "legal_basis"])
