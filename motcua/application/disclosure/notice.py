"""Thông báo tháng as PDF, from the frozen document alone: the same bytes whenever it is printed."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.conf import settings

from motcua.application.reports.rules import share_words
from motcua.domain.documents.rules.setting_out import VIETNAM
from motcua.domain.documents.rules.typeset import typeset
from motcua.foundation.calendar import local
from motcua.foundation.text import long_date, thousands

from .models import Publication
from .rules import as_few, chosen_on, named_fewest, named_most, overdue_of, untold_of

Document = Mapping[str, Any]
_ROWS = (
    ("Tiếp nhận trong tháng", ("direct", "online", "postal")),
    ("trong đó nộp trực tuyến", ("online",)),
    ("Từ tháng trước chuyển sang", ("carried",)),
    ("Xong trước hạn", ("early",)),
    ("Xong đúng hạn", ("on_time",)),
    ("Xong quá hạn", ("late",)),
    ("trong đó đã có thư xin lỗi", ("late_told",)),
    ("Rút, dừng giải quyết", ("withdrawn", "stopped")),
    ("Đang giải quyết, còn hạn hoặc chờ người nộp", ("open_in_time", "paused")),
    ("Đang quá hạn vào ngày cuối tháng", ("open_overdue", "paused_overdue")),
    ("Hồ sơ trực tuyến chậm tiếp nhận", ("to_accept_late",)),
)


def notice_pdf(publication: Publication) -> bytes:
    """The printed notice of an edition."""
    title = f"Thông báo {publication.document['period']['label']}"
    task = {
        "template": "monthly-notice.typ",
        "form": {"number": "", "title": title, "issued_by": ""},
        "sheet": {"size": "A4", "copies": 1, "longest_word": 0, "longest_in_cell": 0},
        "facts": _facts(publication),
    }
    on = local(publication.signed_at or publication.frozen_at).date()
    return typeset(task, at=datetime.combine(on, time(12), VIETNAM))


def _facts(publication: Publication) -> dict[str, Any]:
    document, unit = publication.document, publication.unit
    above = unit.parent
    index = document["index"]
    page = f"{settings.PUBLIC_URL.rstrip('/')}/cong-khai/thang/{unit.code}/{publication.month:%Y-%m}/lan-{publication.edition}"
    on = local(publication.signed_at or publication.frozen_at).date()
    return {
        "agency_parent": above.name if above else None, "agency": unit.name, "document_number": None,
        "place": unit.dated_at, "on": {"phrase": long_date(on)},
        "period": document["period"]["label"], "finding": publication.finding,
        "corrects": publication.reason if publication.edition > 1 else "",
        "figures": _figures(document),
        "groups": [
            {"name": group["name"], "points": _comma(group["points"]), "max": group["max"]} for group in index["groups"]
        ] if index else None,
        "index": _index(document) if index else "",
        "units": _units(document), "named": _named(publication),
        "late_number": 2 + bool(index) + (len(document["units"]) > 1), "late": _late(document),
        "page": page, "page_words": page.partition("://")[2],
        "leader_title": [publication.signed_title or "Lãnh đạo cơ quan"],
        "leader_name": publication.signed_by.full_name if publication.signed_by else None,
        "digest": publication.digest,
    }  # fmt: skip


def _figures(document: Document) -> list[dict[str, str]]:
    now = document["figures"]
    was = document["months"][-2] if len(document["months"]) > 1 else None
    rows = [
        {"words": words, "now": _sum(now, names), "before": _sum(was, names) if was else "–"}
        for words, names in _ROWS
    ]
    return [
        *rows,
        {"words": "Tỷ lệ trước hạn, đúng hạn", "now": _share(now), "before": _share(was) if was else "–"},
    ]


def _sum(counts: Document, names: tuple[str, ...]) -> str:
    return thousands(sum(counts[name] for name in names))


def _share(counts: Document) -> str:
    in_time = counts["early"] + counts["on_time"]
    return share_words(in_time, in_time + counts["late"])


def _index(document: Document) -> str:
    index = document["index"]
    if index["total"] is None:
        return "chưa có số liệu."
    words = f"{_comma(index['total'])} điểm"
    words += (
        f", xếp loại {index['band']}" if index["band"] else f" trên {_comma(index['of'])} điểm đã có số liệu"
    )
    if document["index_before"]:
        gained = float(index["total"]) - float(document["index_before"])
        words += (
            f"; {'tăng' if gained >= 0 else 'giảm'} {_comma(f'{abs(gained):.2f}')} điểm so với tháng trước"
        )
    return f"{words}."


def _units(document: Document) -> list[dict[str, str]]:
    rows = sorted(document["units"], key=lambda unit: (unit["place"] is None, unit["place"] or 0))
    return [
        {
            "place": str(unit["place"] or "–"), "name": unit["name"],
            "received": _sum(unit["figures"], ("direct", "online", "postal")), "share": _share(unit["figures"]),
            "overdue": thousands(overdue_of(unit)), "points": _comma(unit["points"]),
        }
        for unit in rows
    ]  # fmt: skip


def _named(publication: Publication) -> str:
    many = chosen_on(publication.month).named
    units = publication.document["units"]
    most, fewest = named_most(units, many), named_fewest(units, many)
    if not most:
        return "Không đơn vị nào có hồ sơ quá hạn."
    said = "; ".join(f"{unit['name']} ({thousands(overdue_of(unit))})" for unit in most)
    least = "; ".join(f"{unit['name']} ({thousands(overdue_of(unit))})" for unit in fewest)
    if more := as_few(units, many):
        least += f"; {thousands(more)} đơn vị khác cũng {thousands(overdue_of(fewest[-1]))}"
    return f"Nhiều hồ sơ quá hạn nhất: {said}." + (f" Ít nhất: {least}." if least else "")


def _late(document: Document) -> str:
    handle, accept = document["late_to_handle"], document["late_to_accept"]
    untold = untold_of(document)
    words = (
        f"Còn {thousands(len(handle))} hồ sơ đang quá hạn" if handle else "Không có hồ sơ nào đang quá hạn"
    )
    if handle:
        words += f", {thousands(untold)} hồ sơ chưa có thư xin lỗi" if untold else ", đều đã có thư xin lỗi"
    return f"{words}; {thousands(len(accept))} hồ sơ trực tuyến chậm tiếp nhận."


def _comma(points: str | None) -> str:
    return "–" if points is None else points.replace(".", ",")
