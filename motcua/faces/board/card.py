"""T10: one figure as a drawing that any page may embed: no script, no cookie, a few kilobytes."""

from html import escape

from django.http import Http404, HttpRequest, HttpResponse

from motcua.application.disclosure.queries import newest, published
from motcua.application.reports.rules import month_of, share_words
from motcua.faces.audience import Public, page_for

from .month_rows import finished_of, overdue

_CARD = """<svg xmlns="http://www.w3.org/2000/svg" width="320" height="132" viewBox="0 0 320 132" role="img" lang="vi" \
aria-label="{alt}"><rect x="1" y="1" width="318" height="130" rx="8" fill="#faf8f3" stroke="#14506b" stroke-width="2"/>\
<g font-family="'Noto Sans',system-ui,sans-serif" fill="#16211f"><text x="18" y="30" font-size="13">{unit}</text>\
<text x="18" y="78" font-size="38" font-weight="700" fill="#14506b">{share}</text>\
<text x="18" y="99" font-size="13">hồ sơ trả trước hoặc đúng hạn, {period}</text>\
<text x="18" y="119" font-size="12" fill="#48534f">{late}</text></g></svg>"""


@page_for(Public)
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The latest published month of a unit as an SVG."""
    found = newest(code)
    whole = published(code, found.month) if found else None
    if whole is None:
        raise Http404("Đơn vị này chưa công bố tháng nào.")
    counts = whole.document["figures"]
    share = share_words(counts["early"] + counts["on_time"], finished_of(counts))
    period = month_of(whole.month).label()
    late = f"đang quá hạn: {overdue(counts)}"
    alt = f"{whole.unit.name}, {period}: {share} hồ sơ trả trước hoặc đúng hạn; {late}"
    said = {"unit": _cut(whole.unit.name), "share": share, "period": period, "late": late, "alt": alt}
    drawn = _CARD.format(**{name: escape(words) for name, words in said.items()})
    response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _cut(name: str) -> str:
    return name if len(name) <= 44 else f"{name[:43].rstrip()}…"
