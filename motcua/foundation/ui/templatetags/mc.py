"""Tags and filters of every template: states, deadlines, icons, numbers and days in Vietnamese."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from motcua.foundation import text
from motcua.foundation.ui import charts, marks
from motcua.foundation.ui.forms import FormError, form_errors
from motcua.foundation.ui.hot import render_hot

register = template.Library()


@register.simple_tag
def mark(state: str, words: str = "") -> SafeString:
    """{% mark "overdue" %} or {% mark "overdue" "quá hạn 1 ngày" %}: a tag with shape and word."""
    return mark_safe(marks.mark_html(state, _said(state, words)))


@register.simple_tag
def due(state: str, words: str = "", at: str = "") -> SafeString:
    """{% due "soon" "còn 1 ngày" "16:30 thứ Hai, 23/11/2026" %}: the deadline clock."""
    return mark_safe(marks.due_html(state, _said(state, words), str(at)))


def _said(state: str, words: object) -> str:
    """The words given, or the state's own, in the language of the page."""
    said = str(words) or (marks.MARKS[state].word if state in marks.MARKS else "")
    return gettext(said) if said else ""


@lru_cache(maxsize=256)
def _icon(name: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="mc-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "search" %}: a drawing beside a word, hidden from screen readers; names in assets/icons.txt."""
    return _icon(name, static("mc/icons.svg"))


@register.simple_tag(takes_context=True)
def hot(context: Context, name: str, **more: Any) -> SafeString:
    """{% hot "desk/rows.html" rows=rows %}: a Jinja2 template of a `jinja2` folder, for long tables."""
    return render_hot(name, {**context.flatten(), **more})  # type: ignore[dict-item]


@register.simple_tag
def bars(chart: charts.Chart) -> SafeString:
    return mark_safe(charts.bars(chart))


@register.simple_tag
def lines(chart: charts.Chart) -> SafeString:
    return mark_safe(charts.lines(chart))


@register.simple_tag
def small(chart: charts.Chart) -> SafeString:
    return mark_safe(charts.small(chart))


@register.simple_tag
def stacked(chart: charts.Chart) -> SafeString:
    return mark_safe(charts.stacked(chart))


@register.simple_tag
def spark(values: Iterable[float | None], bad: bool = False) -> SafeString:
    return mark_safe(charts.spark(list(values), bad=bad))


@register.filter
def error_links(form: forms.BaseForm | None) -> list[FormError]:
    """Errors of a bound form, each with the link to its field."""
    return form_errors(form) if isinstance(form, forms.BaseForm) else []


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers to show, with "…" for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def number(value: Any) -> str:
    """3430 → 3.430; 99.5 → 99,5; nothing → –."""
    if value is None or value == "":
        return "–"
    return text.thousands(value) if isinstance(value, int) else text.decimal_number(value)


@register.filter
def money(value: int | None) -> str:
    """15000 → 15.000 ₫."""
    return "–" if value is None else f"{text.thousands(int(value))}\u00a0₫"


@register.filter
def percent(value: Any) -> str:
    """0.9957 → 99,57%."""
    return "–" if value is None else text.percent(value)


@register.filter
def day(value: date | None) -> str:
    """22/11/2026."""
    return text.short_date(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """09:30 22/11/2026."""
    return text.short_moment(value) if value else ""


@register.filter
def promise(value: datetime | None) -> str:
    """16:30 thứ Hai, 23/11/2026: a deadline says its weekday."""
    return text.friendly_due(value, get_language() or "vi") if value else ""


@register.filter
def translated(value: object) -> str:
    """A label that was written in Vietnamese, in the language of the page."""
    return gettext(str(value)) if value else ""


@register.filter
def masked(value: str) -> str:
    """001099123456 → 001*******56."""
    return text.mask(str(value))
