"""What a phase cost: processor time and memory from /proc, statements from pg_stat_statements."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cpu:
    """Seconds of processor used so far by the application, by PostgreSQL, and by this client."""

    application: float
    database: float
    client: float

    def __sub__(self, before: "Cpu") -> "Cpu":
        return Cpu(
            self.application - before.application,
            self.database - before.database,
            self.client - before.client,
        )


class Meter:
    """Reads what the processes of the web server and of the database server have used."""

    def __init__(self, url: str, web: int | None = None) -> None:
        self.connection = psycopg.connect(url, autocommit=True, application_name="benchmark")
        self.web = web
        self.postmaster = self._postmaster()
        row = self._one("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'")
        self.counts_statements = bool(row[0])

    def cpu(self) -> Cpu:
        application = _tree_cpu(self.web) if self.web else 0.0
        times = os.times()
        return Cpu(
            application, _tree_cpu(self.postmaster) if self.postmaster else 0.0, times.user + times.system
        )

    def memory(self) -> tuple[float, float]:
        """(application, PostgreSQL) in MB: each process its own pages and its share of shared ones."""
        return tuple(_tree_memory(root) if root else 0.0 for root in (self.web, self.postmaster))  # type: ignore[return-value]

    def forget_statements(self) -> None:
        if self.counts_statements:
            self._one("SELECT public.pg_stat_statements_reset()::text")

    def statements(self) -> tuple[int, int, list[tuple[int, float, str]]]:
        """(statements, BEGIN and COMMIT, the statements by time) of the application since the last reset."""
        if not self.counts_statements:
            return 0, 0, []
        rows = self.connection.execute(
            """SELECT calls, total_exec_time, query FROM public.pg_stat_statements
                WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND query NOT LIKE '%pg_stat_statements%'
                  AND query NOT LIKE 'SELECT % FROM ONLY %'  -- PostgreSQL's own checks of foreign keys
                ORDER BY 2 DESC"""
        ).fetchall()
        framing = sum(calls for calls, _, query in rows if query.upper() in ("BEGIN", "COMMIT", "ROLLBACK"))
        return sum(calls for calls, _, _ in rows) - framing, framing, rows

    def _postmaster(self) -> int | None:
        """The first process of the database server, where it runs on this machine."""
        pid = self._one("SELECT pg_backend_pid()")[0]
        try:
            parent = psutil.Process(pid).parent()
        except psutil.Error:
            return None
        return parent.pid if parent and "postgres" in parent.name() else None

    def _one(self, question: str) -> tuple[Any, ...]:
        row = self.connection.execute(question.encode()).fetchone()
        assert row is not None
        return row


def _tree(root: int) -> list[int]:
    try:
        first = psutil.Process(root)
        return [root, *(child.pid for child in first.children(recursive=True))]
    except psutil.Error:
        return []


def _tree_cpu(root: int) -> float:
    """User and system time of a process, its children, and those of them that have ended."""
    total = 0
    for pid in _tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:13]))
        if pid == root:
            total += sum(map(int, fields[13:15]))
    return total / TICK


def _tree_memory(root: int) -> float:
    total = 0
    for pid in _tree(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024
