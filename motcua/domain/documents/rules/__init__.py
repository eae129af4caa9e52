"""The official papers of a case: what each needs, how it is set, and the ledger of cases."""

from .fields import Field, Form, PaperError
from .forms import FORMS, TT01_2018, TT03_2025, form_for, ledger_number, paper_fields
from .ledger import ledger_workbook
from .papers import draw_paper, render_paper

__all__ = [
    "FORMS",
    "TT01_2018",
    "TT03_2025",
    "Field",
    "Form",
    "PaperError",
    "draw_paper",
    "form_for",
    "ledger_number",
    "ledger_workbook",
    "paper_fields",
    "render_paper",
]
