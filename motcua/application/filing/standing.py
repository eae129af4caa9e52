"""What is asked of a draft: its form, what stands where, what is still missing before it can be submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.rules import (
    Component,
    Effective,
    ProcedureFacts,
    for_variant,
    papers_for,
    read_procedure,
    usual_variant,
)
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING, CLEAN
from motcua.domain.documents.queries import uploads_of
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.queries import mandate_for
from motcua.domain.mandates.rules import PAPER
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import in_force, read_units
from motcua.domain.people.models import Account

from .models import Draft
from .rules import (
    Asked,
    Commune,
    Form,
    FormRefused,
    Text,
    Topic,
    asked,
    commune,
    missing,
    read_form,
    shared_from,
    variant_of,
)
from .rules.form import NOTHING
from .rules.places import COMMUNE_KINDS

LIBRARY = Path(__file__).resolve().parents[3] / "library"


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A component to be handed in as a file."""

    component: Component
    required: bool
    hint: Text = NOTHING

    @property
    def key(self) -> str:
        return self.component.key


@dataclass(frozen=True)
class Standing:
    """A draft as it stands on a day: what its form asks now, of which case type, with which papers."""

    draft: Draft
    form: Form
    asked: Asked
    case_type: Effective
    papers: tuple[PaperAsked, ...]
    elsewhere: Commune | None
    on: date

    @property
    def topics(self) -> list[Topic]:
        return [topic for topic, _questions in self.asked.topics]

    def is_done(self, topic: Topic) -> bool:
        """Seen and answered, and nothing on it stands in the way."""
        stopped = any(each.key == topic.key for each, _stop in self.asked.stops)
        lost = self.elsewhere is not None and self.form.place is not None
        here = lost and any(q.key == self.form.place.question for q in topic.questions)  # type: ignore[union-attr]
        return (
            topic.key in self.draft.done
            and not missing(self.asked.of(topic), self.draft.answers)
            and not (stopped or here)
        )

    @property
    def papers_missing(self) -> list[PaperAsked]:
        return [paper for paper in self.papers if paper.required and not self.has(paper)]

    def has(self, paper: PaperAsked) -> bool:
        """Whether a paper is there: as files, or as the stored paper of the mandate."""
        return paper.key in self.handed or self.is_stored(paper)

    def is_stored(self, paper: PaperAsked) -> bool:
        """Whether it is the paper of the mandate, kept with it and sent along by itself."""
        return paper.key == PAPER and self.mandate is not None and self.mandate.paper_id is not None

    @cached_property
    def mandate(self) -> Mandate | None:
        """Under which mandate whoever fills this in acts, on this day: for the applicant, or, where the form asks for
        the paper of a mandate, for somebody else whose number it states."""
        draft, form = self.draft, self.form
        applicant = form.applicant.get("identity_number", "") if form.kind == "citizen" else ""
        asked = any(paper.key == PAPER and paper.required for paper in self.papers)
        others = [q.key for q in form.questions if q.kind == "identity"] if asked else []
        numbers = [str(draft.answers.get(name, "")) for name in (applicant, *others) if name]
        if not any(numbers):
            return None
        agent = draft.agent_id or (draft.account.person_id if draft.account else None)
        return mandate_for(agent, grantor_numbers=numbers, procedure=draft.terms.facts.code, on=self.on)

    @cached_property
    def handed(self) -> dict[str, list[Upload]]:
        """The files handed in for each component, those that are still being looked at among them."""
        found: dict[str, list[Upload]] = {}
        for upload in uploads_of(self.draft.holder):
            if upload.state in (CHECKING, CLEAN):
                found.setdefault(upload.component, []).append(upload)
        return found

    @property
    def undone(self) -> Topic | None:
        """The first topic that needs somebody."""
        return next((topic for topic in self.topics if not self.is_done(topic)), None)


def standing(draft: Draft, *, on: date) -> Standing | None:
    """Where a draft stands; None where its procedure has no form (any more)."""
    form = form_of(draft.terms)
    if form is None:
        return None
    facts = draft.terms.facts
    shown = asked(form, draft.answers, today=on)
    variant = variant_of(form, draft.answers, today=on, usual=usual_variant(facts))
    case_type = for_variant(facts, variant)
    return Standing(
        draft,
        form,
        shown,
        case_type,
        _papers(draft, form, case_type, shown),
        _elsewhere(draft, form, shown),
        on,
    )


def first_answers(form: Form, account: Account) -> tuple[dict[str, Any], dict[str, str]]:
    """(answers, their sources) that an account brings along: what it states, and what a provider has proved."""
    person, brought = (
        account.person,
        {"full_name": account.full_name, "phone": account.phone, "email": account.email},
    )
    if person is not None:
        sexes = {"Nam": "nam", "Nữ": "nu"}
        brought |= {
            "full_name": person.full_name,
            "identity_number": person.identity_number,
            "born_on": person.born_on.isoformat() if person.born_on else "",
            "sex": sexes.get(person.sex, ""),
        }
    wanted = {
        q.key: q.prefill.removeprefix("person.") for q in form.questions if q.prefill.startswith("person.")
    }
    answers = {key: brought[name] for key, name in wanted.items() if brought.get(name)}
    return answers, dict.fromkeys(answers, "person")


def answers_under(form: Form, mandate: Mandate) -> tuple[dict[str, Any], dict[str, str]]:
    """(answers, their sources) that a mandate brings along: who the applicant is."""
    if form.kind != "citizen":
        return {}, {}
    names = ("full_name", "identity_number")
    answers = {form.applicant[n]: getattr(mandate.grantor, n) for n in names if n in form.applicant}
    return answers, dict.fromkeys(answers, "mandate")


def form_of(terms: ProcedureVersion) -> Form | None:
    """The form by which a version of a procedure is filed, or None; a faulty one is no form, and the doctor says so."""
    if terms.pk not in _forms:
        facts = terms.facts
        path = LIBRARY / "procedures" / facts.code / "form.json"
        try:
            _forms[terms.pk] = form_from(path, facts) if path.is_file() else None
        except FormRefused:
            _forms[terms.pk] = None
    return _forms[terms.pk]


_forms: dict[int, Form | None] = {}  # a version never changes, and the library only with the program


def form_from(path: Path, facts: ProcedureFacts) -> Form:
    """A form of the library for the facts of its procedure. Raises FormRefused."""
    text, variants = path.read_text("utf-8"), {each.key for each in facts.variants}
    components = {c.key for c in (*facts.components, *(c for v in facts.variants for c in v.components))}
    return read_form(text, facts.code, library=shared_files(), components=components, variants=variants)


def library_forms(folder: Path = LIBRARY) -> tuple[list[Form], list[str]]:
    """(every form of the library, the sentences on what is wrong with others)."""
    found, wrong = [], []
    for path in sorted(folder.glob("procedures/*/form.json")):
        facts = read_procedure((path.parent / "procedure.toml").read_text("utf-8"), path.parent.name)
        try:
            found.append(form_from(path, facts))
        except FormRefused as refused:
            wrong += refused.sentences
    return found, wrong


@cache
def shared_files() -> dict[str, Mapping[str, Any]]:
    folder = LIBRARY / "forms"
    return dict(shared_from({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.json"))}))


def _papers(draft: Draft, form: Form, case_type: Effective, shown: Asked) -> tuple[PaperAsked, ...]:
    """The components handed in as files, compulsory ones first; a condition of the form decides where there is one."""
    found = []
    if draft.opened_by_id:  # at the counter, papers are handed over as they are
        return ()
    for component in papers_for(case_type.components, "online"):
        rule = form.papers.get(component.key)
        if rule and rule.by_form:
            continue
        if rule and rule.when:
            if shown.facts.hold(rule.when):
                found.append(PaperAsked(component, True, rule.hint))
            continue
        found.append(PaperAsked(component, component.required, rule.hint if rule else NOTHING))
    return tuple(sorted(found, key=lambda paper: not paper.required))


# Communes ------------------------------------------------------------------------------------------------


@cache
def communes() -> tuple[Commune, ...]:
    """The communes of today; read once per process."""
    with (LIBRARY / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = in_force(read_units(lines), date(2100, 1, 1))
    names = {row.code: row.name for row in rows}
    return tuple(
        commune(row.code, row.name, row.parent, names[row.parent])
        for row in rows
        if row.kind in COMMUNE_KINDS
    )


@cache
def _communes_by_code() -> dict[str, Commune]:
    return {each.code: each for each in communes()}


def commune_of(code: str) -> Commune | None:
    return _communes_by_code().get(code)


def territory_of(unit: Unit) -> str:
    """The commune a desk belongs to, by its official code; empty where the office has none."""
    keys = [int(part) for part in unit.path.strip("/").split("/")]
    above = Unit.objects.filter(pk__in=keys).exclude(territory_code="").order_by("path").last()
    return above.territory_code if above else ""


def _elsewhere(draft: Draft, form: Form, shown: Asked) -> Commune | None:
    """The commune that decides, where it is not the one of this desk."""
    if form.place is None:
        return None
    address = shown.facts.answers.get(form.place.question) or {}
    there, here = commune_of(address.get("commune", "")), territory_of(draft.unit)
    if there is None or not here:
        return None
    if form.place.within == "province":
        mine = commune_of(here)
        return there if (mine.province_code if mine else here) != there.province_code else None
    return there if here != there.code else None
