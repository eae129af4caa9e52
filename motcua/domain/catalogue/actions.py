"""What may be done to the catalogue: versions of procedures and routes are adopted, never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import Duty
from motcua.domain.workflow.models import RouteVersion
from motcua.domain.workflow.rules import RouteError, check_hours, with_hours
from motcua.foundation.actions import Act, Refused, action, system

from .models import Competence, Field, Procedure, RoadmapLine, adopt_version
from .rules import Planned, ProcedureFacts, search_text, untied, working_hours


def keeper(person: Any, unit: Unit) -> Duty | None:
    """Cán bộ kiểm soát thủ tục hành chính hoặc quản trị hệ thống của cơ quan."""
    keepers = ("ptc_control", "sysadmin")
    return next((d for d in person.duties if d.role in keepers and unit.path.startswith(d.unit_path)), None)


@action("catalogue.adopted", label="Cập nhật danh mục thủ tục", who=[keeper, system], when=[1])
def adopt(
    unit: Unit,
    act: Act,
    *,
    procedures: Sequence[ProcedureFacts],
    routes: Mapping[str, bytes],
    source: str = "",
) -> None:
    """Adopt procedures with the routes they name, all or none; unchanged ones make no new version."""
    known = {key: _route(key, bpmn, act) for key, bpmn in routes.items()}
    fields: dict[str, Field] = {}
    changed: list[str] = []
    for facts in procedures:
        route = (
            known.get(facts.code)
            or known.get(facts.route)
            or RouteVersion.objects.current(facts.route).first()
        )
        if route is None:
            raise Refused(
                f"Thủ tục {facts.code} dùng quy trình “{facts.route}” chưa có. Xin nhập quy trình này trước."
            )
        _refuse_unfit(facts, route)
        if facts.field not in fields:
            fields[facts.field] = Field.objects.get_or_create(name=facts.field)[0]
        if adopt_version(facts, field=fields[facts.field], search=search_text(facts), route=route, at=act.at):
            changed.append(facts.code)
    act.record(source=source, read=len(procedures), changed=changed, routes=sorted(known))


@action("catalogue.competence_set", label="Phân công thẩm quyền", who=[keeper, system], when=[1])
def set_competence(
    unit: Unit,
    act: Act,
    *,
    department: Unit,
    valid_from: date,
    field: str = "",
    procedure: str = "",
    partner_key: str = "",
) -> None:
    """Say which department of this authority handles a field or a procedure, or which agency it consults."""
    Competence.objects.create(
        authority=unit,
        department=department,
        field=Field.objects.get_or_create(name=field)[0] if field else None,
        procedure=Procedure.objects.get(code=procedure) if procedure else None,
        partner_key=partner_key,
        valid_from=valid_from,
    )
    act.record(department=department.code, field=field, procedure=procedure, partner_key=partner_key)


@action("catalogue.roadmap_set", label="Nhập lộ trình trực tuyến", who=[keeper, system], when=[1])
def set_roadmap(unit: Unit, act: Act, *, lines: Sequence[Planned], source: str = "") -> None:
    """Adopt the roadmap of online levels of a unit in place of the one before; levels must add up to the totals stated."""
    if faults := untied(lines):
        raise Refused(" ".join(faults))
    RoadmapLine.objects.filter(unit=unit, replaced_at=None).update(replaced_at=act.at)
    RoadmapLine.objects.bulk_create(
        RoadmapLine(unit=unit, adopted_at=act.at, **asdict(line)) for line in lines
    )
    act.record(source=source, lines=len(lines))


def _refuse_unfit(facts: ProcedureFacts, route: RouteVersion) -> None:
    """Refuse step hours of nodes the route has not, and hours beyond the time the law allows."""
    allowed = working_hours(facts.allowed.legal)
    try:
        walk = with_hours(route.route, {step.node: step.hours for step in facts.steps})
    except RouteError as problem:
        raise Refused(f"Thủ tục {facts.code}: {problem}") from problem
    if facts.steps and allowed and (faults := check_hours(walk, allowed)):
        raise Refused(f"Thủ tục {facts.code}: {' '.join(faults)}")


def _route(key: str, bpmn: bytes, act: Act) -> RouteVersion:
    try:
        return RouteVersion.objects.adopt(key, bpmn, at=act.at)
    except RouteError as problem:
        raise Refused(f"Quy trình “{key}”: {problem}") from problem
