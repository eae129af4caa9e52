"""`motcua history import` killed with -9 in the middle, again and again: each case comes in once, each refusal is told once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from motcua.application.reports.behind import fresh_figures
from motcua.application.reports.queries import figures
from motcua.application.reports.rollup import check
from motcua.domain.cases.models import Case, HistoryLoad
from motcua.faces.cli.main import main
from motcua.foundation.calendar import local
from tests.faces.running_office import until
from tests.former_cases import DESK, row, several, written
from tests.people import Ward, present_ward

ROWS = 1_200
# The very command, writing a hundred rows at once, so that a small file is many chunks.
COMMAND = """
import sys
import django
django.setup()
from motcua.application.history import importing
importing.bring_in.__kwdefaults__["at_once"] = 100
from motcua.faces.cli.main import main
sys.exit(main(["history", "import", sys.argv[1], "--unit", "H26"]))
"""


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    return present_ward()


def started(path: Path) -> "subprocess.Popen[bytes]":
    at = connection.settings_dict
    keys = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = " ".join(f"{key}={at[name]}" for key, name in keys.items() if at[name])
    return subprocess.Popen(
        [sys.executable, "-P", "-c", COMMAND, str(path)],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def position() -> int:
    return HistoryLoad.objects.values_list("position", flat=True).first() or 0


def test_killed_again_and_again_it_brings_in_each_case_once(ward: Ward, tmp_path: Path) -> None:
    rows = several(ROWS)
    for at in (150, 450, 1_150):
        rows[at] = row(code=f"{DESK}-261103-{at:04d}", procedure="9.999999")
    path = written(tmp_path / "cu.csv", rows)
    reached = []
    for _ in range(3):
        before, process = position(), started(path)
        until(lambda: position() > before or process.poll() is not None)  # noqa: B023
        process.kill()
        assert process.wait() == -signal.SIGKILL, process.stdout and process.stdout.read().decode()
        reached.append(position())
    assert 0 < reached[0] < reached[1] < reached[2] < ROWS
    last = started(path)
    assert last.wait() == 3, last.stdout and last.stdout.read().decode()
    assert main(["history", "import", str(path), "--unit", "H26"]) in (0, 3)  # and once more for nothing
    codes = Counter(Case.objects.values_list("code", flat=True))
    assert codes == {each["code"]: 1 for each in rows if each["procedure"] != "9.999999"}
    listed = (tmp_path / "cu-tu-choi.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in listed] == ["152", "452", "1152"]
    assert check() == []
    assert [main(["case", code, "--verify"]) for code in sorted(codes)[::400]] == [0, 0, 0]
    day = local(Case.objects.latest("received_at").received_at).date()
    period = {"first": day.replace(day=1), "last": day, "as_at": day}
    assert figures(**period) == fresh_figures(**period) and figures(**period)[0].received == ROWS - 3
