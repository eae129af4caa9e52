"""The fields of every paper as a Markdown page: python -m motcua.domain.documents.rules.reference > docs/papers-fields.md."""

import sys
from collections.abc import Iterator

from .fields import Field, Form, Kind
from .forms import FORMS

GIVEN_AS: dict[Kind, str] = {
    "line": "text, one line",
    "text": "text, several lines allowed",
    "day": "`date`",
    "moment": "`datetime`",
    "moment_or_none": "`datetime` or `None`",
    "count": "`int`",
    "money": "`int`, đồng",
    "flag": "`bool`",
    "lines": "list of lines, or one text",
    "rows": "list of rows",
}


def fields_reference() -> str:
    """One section per layout, in the order the forms are numbered."""
    layouts: dict[tuple[Field, ...], list[tuple[str, Form]]] = {}
    for form_set, forms in FORMS.items():
        for form in forms.values():
            layouts.setdefault(form.fields, []).append((form_set, form))
    sections = ["\n".join(_section(fields, uses)) for fields, uses in layouts.items()]
    return "\n\n".join(["# Fields of the papers", _INTRODUCTION, *sections]) + "\n"


_INTRODUCTION = (
    "Written by `python -m motcua.domain.documents.rules.reference > docs/papers-fields.md` from the declarations;\n"
    "how to use them is in [papers.md](papers.md). A star marks what a paper cannot be printed without."
)


def _section(fields: tuple[Field, ...], uses: list[tuple[str, Form]]) -> Iterator[str]:
    forms = dict.fromkeys(
        f"`{form_set}` {form.number}" if form.issued_by else f"`{form.number}`" for form_set, form in uses
    )
    yield "## " + " / ".join(dict.fromkeys(form.title for _, form in uses))
    yield ""
    yield f"{', '.join(forms)}; {' and '.join(uses[0][1].sizes)}."
    yield ""
    yield "| key | | printed as | given as | note |"
    yield "|---|---|---|---|---|"
    for field in fields:
        yield _line(field, "")
        yield from (_line(column, "· ") for column in field.columns)


def _line(field: Field, indent: str) -> str:
    star = "\\*" if field.required else ""
    return f"| {indent}`{field.name}` | {star} | {field.label} | {GIVEN_AS[field.kind]} | {field.note} |"


if __name__ == "__main__":
    sys.stdout.write(fields_reference())
