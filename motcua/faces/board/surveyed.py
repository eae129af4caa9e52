"""What surveys by sample found, as the page of T6 shows it: by way and by question, beside how many were to be asked."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.reports.queries import figures, total
from motcua.application.reports.rules import Period, month_of, quarter_of, share_words, year_of
from motcua.application.reports.sample_rules import sample_size
from motcua.domain.surveys.queries import Held, surveys_held
from motcua.domain.surveys.rules import FEWEST_SHOWN
from motcua.domain.surveys.sheet_rules import SurveyLine
from motcua.faces.kept import kept_if_dear
from motcua.foundation.text import thousands

from .asked import Asked, lang, named_until, today_here

WAYS = {
    "online": gettext_lazy("Trực tuyến"),
    "direct": gettext_lazy("Trực tiếp"),
    "paper": gettext_lazy("Phiếu giấy"),
    "phone": gettext_lazy("Điện thoại"),
    "": gettext_lazy("Không nêu cách hỏi"),
}


def surveyed(asked: Asked) -> list[SimpleNamespace]:
    """The surveys whose time meets the period asked for, of the unit and those below it."""
    period = asked.period
    return [_survey(each) for each in surveys_held(period.first, period.last, asked.path)]


def _survey(held: Held) -> SimpleNamespace:
    transactions = _transactions(held)
    return SimpleNamespace(
        unit=named_until(held.unit), label=_label(held), shown=held.shown, told=held.told, transactions=transactions,
        answered=held.answered, sample=sample_size(transactions), share=share_words(held.pleased, held.answered, lang()),
        rows=[_row(str(WAYS[each.way]), [each]) for each in held.ways if _may_part(held.ways)],
        whole=_row(_("Tổng số"), held.ways),
        questions=[
            (question, share_words(sum(p), sum(n), lang()), sum(n)) for question, p, n in _by_question(held) if sum(n) >= FEWEST_SHOWN
        ],
        enough=held.answered >= sample_size(transactions),
    )  # fmt: skip


def _label(held: Held) -> str:
    """năm 2016, or from a day to a day."""
    spans = [each(held.first) for each in (month_of, quarter_of, year_of)]
    whole = [each for each in spans if (each.first, each.last) == (held.first, held.last)]
    return [*whole, Period("", "days", held.first, held.last)][0].label(lang())


def _transactions(held: Held) -> int:
    """The cases received in the time of the survey, of which its sample is one."""
    first, last, path = held.first, held.last, held.unit.path
    return kept_if_dear(
        ("surveyed", held.unit.pk, first, last),
        lambda: total(figures(first=first, last=last, as_at=today_here(), path=path)).received,
    )


def _may_part(ways: Iterable[SurveyLine]) -> bool:
    """Whether no way of asking has so few answers that its row, or the rest of the sum, tells whose they are."""
    return all(each.answered >= FEWEST_SHOWN for each in ways)


def _by_question(held: Held) -> list[tuple[str, list[int], list[int]]]:
    """Each question with (how many were pleased, how many answered) by way of asking."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for each in held.questions:
        pleased, answered = found.setdefault(each.question, ([], []))
        pleased.append(each.pleased)
        answered.append(each.answered)
    return [(question, *counts) for question, counts in found.items()]


def _row(name: str, lines: Iterable[SurveyLine]) -> SimpleNamespace:
    """The counts of some lines together; one that a line does not tell is not told of them all."""
    lines = list(lines)
    answered, sent = sum(each.answered for each in lines), _sum([each.sent for each in lines])
    parts = {
        each: _sum([getattr(line, each) for line in lines])
        for each in ("dissatisfied", "neutral", "satisfied", "very_satisfied")
    }
    return SimpleNamespace(
        name=name, sent=_said(sent), refused=_said(_sum([each.refused for each in lines])),
        answered=_said(answered, sent), pleased=share_words(sum(each.pleased for each in lines), answered, lang()),
        **{key: _said(many, answered) for key, many in parts.items()},
    )  # fmt: skip


def _sum(counts: list[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None


def _said(many: int | None, of: int | None = None) -> str:
    """“210 (84,00%)”; a dash where the source does not tell."""
    if many is None:
        return "–"
    return f"{thousands(many)} ({share_words(many, of, lang())})" if of else thousands(many)
