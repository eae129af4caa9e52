"""Tells a database that is away, or a disk that has no room left, from a mistake in a request."""

import errno

import psycopg
from psycopg_pool import PoolTimeout

# Class 08: connection lost. 57P01-57P05: stopped, crashed, starting. 53: no disk, memory or connections left.
# 25006: a standby answered while its leader changes. 58030: the disk failed.
_AWAY = ("08", "57P0", "53", "25006", "58030")
DISK_FULL = "53100"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def is_outage(problem: BaseException | None) -> bool:
    """Is this, or anything it came from, the database being away for a while? Trying again later helps then."""
    return any(_is_away(link) for link in _chain(problem))


def is_disk_full(problem: BaseException | None) -> bool:
    """Is the reason that a disk has no room left, the database's or our own? Somebody must make room."""
    return any(_is_full(link) for link in _chain(problem))


def _is_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):  # an upload on its way through the folder for temporary files
        return problem.errno in _NO_ROOM
    return getattr(problem, "sqlstate", None) == DISK_FULL


def _is_away(problem: BaseException) -> bool:
    if isinstance(problem, PoolTimeout) or _is_full(problem):
        return True
    if not isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError | psycopg.InternalError):
        return False
    state = problem.sqlstate
    if state is None:
        # Without a code the driver itself speaks: no server, or a connection that broke.
        return isinstance(problem, psycopg.OperationalError) or "closed" in str(problem)
    return state.startswith(_AWAY)


def _chain(problem: BaseException | None) -> list[BaseException]:
    links: list[BaseException] = []
    while problem is not None and problem not in links:
        links.append(problem)
        problem = problem.__cause__ or problem.__context__
    return links
