"""How long a step along a route takes, beside SpiffWorkflow in the same run.

Run: python -m benchmarks.routes
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cel
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from motcua.domain.workflow.rules import Context, Marking, Route, advance, compile_route, draw, start

LIBRARY = Path(__file__).parents[1] / "library" / "routes"
KEYS = ("five-steps", "supplement-loop", "consult-two", "province-department", "land-tax")
ROUNDS, JUDGE_ROUNDS = 2000, 10
APPROVE = Context(decision="approve")


class CelEngine(PythonScriptEngine):
    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return cel.evaluate(expression, task.data)


def main() -> int:
    print(
        f"{'route':<22}{'compile':>10}{'from_json':>11}{'advance':>10}{'kept step':>11}{'marking':>9}", end=""
    )
    print(f"{'Spiff step':>12}{'Spiff kept':>12}{'state':>9}{'ratio':>8}")
    print(" " * 22 + "".join(f"{unit:>{width}}" for unit, width in UNITS))
    for key in KEYS:
        print_row(key)
    picture = compile_route((LIBRARY / "land-tax.bpmn").read_bytes())
    print(f"\none drawing (land-tax): {microseconds(lambda: draw(picture), 50):.0f} µs")
    return 0


UNITS = [
    ("µs", 10),
    ("µs", 11),
    ("µs", 10),
    ("µs", 11),
    ("bytes", 9),
    ("µs", 12),
    ("µs", 12),
    ("bytes", 9),
    ("", 8),
]


def print_row(key: str) -> None:
    xml = (LIBRARY / f"{key}.bpmn").read_bytes()
    route = compile_route(xml)
    kept = route.to_json()
    compiling = microseconds(lambda: compile_route(xml), 50)
    reading = microseconds(lambda: Route.from_json(kept).entry, 500)
    stepping, keeping, largest = ours(route)
    judged, judged_kept, state = theirs(xml, route.key)
    print(
        f"{key:<22}{compiling:>10.0f}{reading:>11.1f}{stepping:>10.2f}{keeping:>11.2f}{largest:>9}"
        f"{judged:>12.0f}{judged_kept:>12.0f}{state:>9}{judged_kept / keeping:>7.0f}x"
    )


def ours(route: Route) -> tuple[float, float, int]:
    """Microseconds a step alone, a step with its marking read and written, and the largest marking."""
    plain, kept, largest = [], [], 0
    for _ in range(ROUNDS // 10):
        move = start(route)
        while not move.ended:
            text = json.dumps(move.marking.to_json())
            largest = max(largest, len(text))
            node_id = move.marking.at[0]
            begun = time.perf_counter()
            marking = Marking.from_json(json.loads(text))
            middle = time.perf_counter()
            move = advance(route, marking, node_id, APPROVE)
            stepped = time.perf_counter()
            json.dumps(move.marking.to_json())
            kept.append(time.perf_counter() - begun)
            plain.append(stepped - middle)
    return statistics.median(plain) * 1e6, statistics.median(kept) * 1e6, largest


def theirs(xml: bytes, key: str) -> tuple[float, float, int]:
    """The same for SpiffWorkflow, its state read and written as JSON at each step."""
    parser = BpmnParser()
    parser.add_bpmn_str(xml)
    spec = parser.get_spec(key)
    serializer = BpmnWorkflowSerializer()
    engine = CelEngine()
    plain, kept, largest = [], [], 0
    for _ in range(JUDGE_ROUNDS):
        workflow = BpmnWorkflow(spec, script_engine=engine)
        workflow.do_engine_steps()
        while not workflow.completed:
            text = serializer.serialize_json(workflow)
            largest = max(largest, len(text))
            begun = time.perf_counter()
            workflow = serializer.deserialize_json(text)
            workflow.script_engine = engine
            middle = time.perf_counter()
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data.update({"answer": {"decision": "approve", "outcome": "", "amount": 0}})
            task.run()
            workflow.do_engine_steps()
            stepped = time.perf_counter()
            serializer.serialize_json(workflow)
            kept.append(time.perf_counter() - begun)
            plain.append(stepped - middle)
    return statistics.median(plain) * 1e6, statistics.median(kept) * 1e6, largest


def microseconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


if __name__ == "__main__":
    sys.exit(main())
