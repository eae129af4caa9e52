"""The facts of a procedure set out for a reader: papers, results, and what has not been checked yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.domain.catalogue.rules import Component, ProcedureFacts
from motcua.domain.documents.rules.samples import sample_for

from .words import PAPER_FORMS

# Which part of the page an unconfirmed fact belongs to, by the first word of its path.
PLACES = {
    "allowed": "time", "fees": "fees", "components": "papers", "number_of_sets": "papers", "agency": "where",
    "department": "where", "levels": "where", "applicants": "who", "channels": "how", "online_level": "how",
    "legacy_level": "how", "steps": "steps", "route": "steps", "results": "results", "legal_basis": "basis",
    "publication_decision": "basis", "name": "name", "code": "name", "field": "name", "valid_from": "validity",
    "valid_to": "validity", "form_set": "forms", "variants": "variants", "linked": "linked",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One paper as a line of the list: `how` is in which form and how many, `any_of` papers that serve equally."""

    name: str
    how: str
    when: str
    any_of: tuple[str, ...]
    channels: tuple[str, ...]
    group: str
    sample: str  # the key of a drawing of it, if there is one


def papers_of(components: Sequence[Component]) -> tuple[list[Paper], list[Paper]]:
    """(always needed, needed in some cases), in the order of the official list."""
    needed = [_paper(each) for each in components if each.required]
    return needed, [_paper(each) for each in components if not each.required]


def _paper(component: Component) -> Paper:
    return Paper(
        name=component.name,
        how=_how(component),
        when=component.when,
        any_of=component.one_of,
        channels=component.channels,
        group=component.group,
        sample=sample.key if (sample := sample_for(component.key)) else "",
    )


def _how(component: Component) -> str:
    form = str(PAPER_FORMS[component.form])
    if component.submit_or_present == "present":
        return _("xuất trình %(form)s, xem rồi trả lại") % {"form": form}
    counts = []
    if component.originals:
        counts.append(f"{component.originals} {form}")
    if component.copies:
        copies = _("bản sao") if component.originals else form
        counts.append(f"{component.copies} {copies}")
    return " + ".join(counts) or form


def results_of(facts: ProcedureFacts) -> list[tuple[str, bool]]:
    """(what one gets, whether also as an electronic paper), without the answers that are refusals."""
    return [(result.name, result.electronic) for result in facts.results if not result.refusal]


def checks_of(unconfirmed: Sequence[str]) -> set[str]:
    """The parts of the page that hold a fact not yet compared with its source."""
    return {PLACES.get(path.split(".")[0], "name") for path in unconfirmed}
