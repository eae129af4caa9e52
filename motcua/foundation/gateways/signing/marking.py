"""The mark one can see: its lines set by typst on a slip of their own size."""

import json
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[3] / "library" / "papers" / "fonts"


def drawn_mark(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page, as large as its words; they travel as JSON, so that typst never reads them as markup."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    made = typst.Compiler(root=HERE, font_paths=fonts).compile(
        input=HERE / "mark.typ", sys_inputs={"lines": json.dumps(lines)}, format="pdf"
    )
    assert isinstance(made, bytes)
    return made
