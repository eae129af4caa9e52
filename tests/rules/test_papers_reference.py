"""The page of fields in docs is what the declarations say today."""

from pathlib import Path

from motcua.domain.documents.rules.reference import fields_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "papers-fields.md"


def test_the_page_of_fields_is_current():
    assert PAGE.read_text(encoding="utf-8") == fields_reference(), (
        "Run: python -m motcua.domain.documents.rules.reference > docs/papers-fields.md"
    )
