"""Routes: BPMN 2.0 files read, checked, compiled and walked. Pure: no Django, no clock, no person, no case."""

from .bpmn import read_bpmn
from .checks import compile_route, problems, route_problems
from .conditions import VARIABLES, Context, condition_problem, samples
from .drawing import draw
from .graph import earlier_nodes
from .hours import check_hours, longest_hours, with_hours
from .route import Flow, Kind, Lane, Marking, Move, Node, Route, RouteError
from .table import Step, StepLine, bpmn_from_steps, read_tables, route_from_steps, steps
from .walk import CannotReturn, NotHere, WalkRefused, advance, back, drawn_return, send_back, start, waiting
from .words import ACTIONS, PARTNERS, ROLES, UNITS, holder_label, hours_text, role_label, unit_label
from .writing import to_bpmn

__all__ = [
    "ACTIONS",
    "PARTNERS",
    "ROLES",
    "UNITS",
    "VARIABLES",
    "CannotReturn",
    "Context",
    "Flow",
    "Kind",
    "Lane",
    "Marking",
    "Move",
    "Node",
    "NotHere",
    "Route",
    "RouteError",
    "Step",
    "StepLine",
    "WalkRefused",
    "advance",
    "back",
    "bpmn_from_steps",
    "check_hours",
    "compile_route",
    "condition_problem",
    "draw",
    "drawn_return",
    "earlier_nodes",
    "holder_label",
    "hours_text",
    "longest_hours",
    "problems",
    "read_bpmn",
    "read_tables",
    "role_label",
    "route_from_steps",
    "route_problems",
    "samples",
    "send_back",
    "start",
    "steps",
    "to_bpmn",
    "unit_label",
    "waiting",
    "with_hours",
]
