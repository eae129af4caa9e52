"""Small BPMN files for the tests of routes, and a judge that walks them with another engine."""

from pathlib import Path
from typing import Any

import cel
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from motcua.domain.workflow.rules import Context, Route, compile_route

LIBRARY = Path(__file__).parents[2] / "library" / "routes"
LIBRARY_FILES = sorted(LIBRARY.glob("*.bpmn"))

LANES = (
    '<lane id="l1" name="Một cửa" motcua:role="reception" motcua:unit="one_stop">{one}</lane>'
    '<lane id="l2" name="Chuyên môn" motcua:role="officer" motcua:unit="department">{two}</lane>'
)


def library_route(key: str) -> Route:
    return compile_route((LIBRARY / f"{key}.bpmn").read_bytes())


def bpmn(body: str, *, lanes: str | None = None, head: str = "", key: str = "thu", more: str = "") -> bytes:
    """A file with this process body; nodes named a, b, c … lie in the second lane unless `lanes` says."""
    inside = "".join(f"<flowNodeRef>{one}</flowNodeRef>" for one in "abcdefgh")
    lane_set = LANES.format(one="", two=inside) if lanes is None else lanes
    return (
        f'{head}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:motcua="urn:motcua:route:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        f'targetNamespace="urn:thu"><process id="{key}" name="Thử" isExecutable="true">'
        f"<laneSet id='ls'>{lane_set}</laneSet>{body}</process>{more}</definitions>"
    ).encode()


def task(node_id: str, name: str = "", *, hours: str = "1", does: str = "") -> str:
    more = f' motcua:hours="{hours}"' if hours else ""
    more += f' motcua:does="{does}"' if does else ""
    return f'<userTask id="{node_id}" name="{name or "Bước " + node_id}"{more}/>'


def flows(*pairs: str) -> str:
    """Flows written as "s>a" or "x>a:condition"; "x>a!" is named so that a default can point at it."""
    written = []
    for pair in pairs:
        ends, _, condition = pair.partition(":")
        source, target = ends.strip("!").split(">")
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        flow_id = f"f_{source}_{target}"
        written.append(
            f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(written)


START, END = '<startEvent id="s"/>', '<endEvent id="z"/>'


class _CelEngine(PythonScriptEngine):
    """Spiff runs conditions as Python; the judge gives it CEL without our own checks in between."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return cel.evaluate(expression, task.data)


_CALLED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
<process id="{key}" isExecutable="true"><startEvent id="s"/><userTask id="w"/><endEvent id="e"/>
<sequenceFlow id="a" sourceRef="s" targetRef="w"/><sequenceFlow id="b" sourceRef="w" targetRef="e"/>
</process></definitions>"""


class Judge:
    """The same file walked by SpiffWorkflow."""

    def __init__(self, xml: bytes, route: Route) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        for key in sorted({node.called for node in route.table if node.called}):
            parser.add_bpmn_str(_CALLED.format(key=key).encode())
        self.specs = parser.get_spec(route.key), parser.get_subprocess_specs(route.key)
        self.known = set(route.nodes)

    def start(self, context: Context) -> None:
        self.workflow = BpmnWorkflow(*self.specs, script_engine=_CelEngine())
        for first in self.workflow.get_tasks(state=TaskState.READY):
            first.data.update(_facts(context))
        self.workflow.do_engine_steps()

    def complete(self, node_id: str, context: Context) -> None:
        ready = next(task for name, task in self._ready() if name == node_id)
        ready.data.update(_facts(context))
        ready.run()
        self.workflow.do_engine_steps()

    def waiting(self) -> set[str]:
        return {name for name, _ in self._ready()}

    def passed(self) -> set[str]:
        done = self.workflow.get_tasks(state=TaskState.COMPLETED)
        return {task.task_spec.bpmn_id for task in done} & self.known

    def _ready(self) -> list[tuple[str, Any]]:
        """A task inside a called process stands for the call itself."""
        found = []
        for ready in self.workflow.get_tasks(state=TaskState.READY, manual=True):
            inner = ready.workflow
            owner = ready if inner is self.workflow else self.workflow.get_task_from_id(inner.parent_task_id)
            found.append((owner.task_spec.bpmn_id, ready))
        return found


def _facts(context: Context) -> dict[str, dict[str, object]]:
    return {
        "answer": {
            "decision": context.decision,
            "outcome": context.outcome,
            "amount": context.amount,
        },
        "case": {"variant": context.variant, "channel": context.channel, "fee": context.fee},
    }
