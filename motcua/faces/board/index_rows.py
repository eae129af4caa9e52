"""A score of the index as pages show it: points in the language of the page, counts with their words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Document = Mapping[str, Any]


def index_shown(index: Document | None, before: str | None, lang: str) -> dict[str, Any] | None:
    """The dict of `score_document` with words beside its numbers; `before`: the total of the month before."""
    if not index:
        return None
    total = index["total"]
    return {
        **index,
        "said": said(total, lang),
        "said_of": said(index["of"], lang),
        "gained": _gained(float(total) - float(before), lang) if total and before else "",
        "groups": [
            {**group, "said": said(group["points"], lang), "width": _width(group)}
            for group in index["groups"]
        ],
        "indicators": [
            {
                **row,
                "said": said(row["points"], lang),
                "said_counts": _counts(row),
                "said_params": _params(row),
            }
            for row in index["indicators"]
        ],
    }


def _gained(points: float, lang: str) -> str:
    """“tăng 2,72 điểm”."""
    if not round(points, 2):
        return _("không đổi")
    words = _("tăng %(n)s điểm") if points > 0 else _("giảm %(n)s điểm")
    return words % {"n": said(f"{abs(points):.2f}", lang)}


def said(points: str | None, lang: str) -> str:
    """Points as kept (“88.75”) in the language of the page; a dash where nothing is known."""
    if points is None:
        return "–"
    return points.replace(".", ",") if lang == "vi" else points


def _width(group: Document) -> str:
    """Per cent of the group's points, written for a drawing: with a point in every language."""
    return f"{float(group['points'] or 0) / float(group['max']) * 100:.1f}"


def _counts(row: Document) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "value": int(value) if value == int(value) else value,
            "said": row["inputs"].get(name, ""),
        }
        for name, value in sorted((row["counts"] or {}).items(), key=lambda each: each[0] == "of")
    ]


def _params(row: Document) -> list[dict[str, Any]]:
    """The numbers that the index itself fixes, which a reader needs to reckon the points again."""
    return [{"name": name, "value": value} for name, value in row["params"].items()]
