"""Files of another system, as tests write them: a few rows with what matters, a case acted out told as a row."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from motcua.application.history.importing import Brought, bring_in
from motcua.application.history.rules import NAMES
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import Channel
from motcua.foundation.actions import SYSTEM
from motcua.foundation.calendar import local
from tests.people import SINGLE, Ward

DESK = "H26.101.1"


def row(**more: str) -> dict[str, str]:
    """A case of three working days, received on Monday 02/11/2026, finished early and returned; or as told."""
    usual = {
        "code": f"{DESK}-261102-0001", "unit": DESK, "procedure": SINGLE, "received_at": "2026-11-02 09:00",
        "handed_over_at": "2026-11-02 09:20", "finished_at": "2026-11-04 10:00", "returned_at": "2026-11-05 08:30",
    }  # fmt: skip
    return usual | more


def several(count: int) -> list[dict[str, str]]:
    return [row(code=f"{DESK}-261102-{number:04d}") for number in range(1, count + 1)]


def written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV with the columns that the rows use."""
    columns = [name for name in NAMES if any(name in each for each in rows)]
    columns += sorted({name for each in rows for name in each} - set(NAMES))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def loaded(ward: Ward, path: Path, **more: Any) -> Brought:
    return bring_in(path, by=SYSTEM, unit=ward.city, progress=lambda *_: None, **more)


def refusals(brought: Brought) -> list[tuple[int, str, str]]:
    """(line, code, reason) of every refused row."""
    if brought.refusals is None:
        return []
    with brought.refusals.open(encoding="utf-8-sig", newline="") as file:
        return [(int(line), code, reason) for line, code, reason in list(csv.reader(file))[1:]]


_TOLD = {
    "case.registered": "submitted_at", "case.received": "received_at", "case.accepted": "received_at",
    "case.handed_over": "handed_over_at", "case.finished": "finished_at", "case.returned": "returned_at",
    "case.withdrawn": "withdrawn_at", "case.stopped": "stopped_at", "case.not_accepted": "refused_at",
    "case.refused_at_desk": "refused_at", "case.extended": "extended_at",
}  # fmt: skip
_WAITS = {
    "case.supplement_requested": "supplements", "case.supplemented": "supplements",
    "case.payment_required": "payments", "case.payment_confirmed": "payments",
}  # fmt: skip


def told(case: Case, code: str) -> dict[str, str]:
    """What a former system would have kept of a case that was acted out here; not its due date."""
    said = {
        "code": code, "unit": case.received_unit.code, "procedure": case.procedure.code, "variant": case.variant,
        "channel": Channel(case.channel).name.lower(), "reason": "Theo đề nghị", "received_at": "",
    }  # fmt: skip
    waits: dict[str, list[str]] = {}
    for event in case.events.order_by("n"):
        at = local(event.at).isoformat()
        if event.name in _TOLD:
            said[_TOLD[event.name]] = at
        if event.name == "case.extended":
            said["extended_to"] = local(event.extended_to).isoformat()
        if event.name in _WAITS:
            spans = waits.setdefault(_WAITS[event.name], [])
            if event.stopped_at:
                spans.append(f"{at}/")
            else:
                spans[-1] += at
    return said | {name: ";".join(spans) for name, spans in waits.items()}
