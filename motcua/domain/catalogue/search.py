"""What a word finds among the procedures in force: nearest by trigram first, then ranked as people mean it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.foundation.text import fold

from .models import ProcedureVersion, kept_versions
from .rules import ProcedureFacts, SearchEntry, rank, search_entry
from .rules.near import best_respelled, holds_enough, share_held

CANDIDATES = 60
WORTH_NAMING = 0.25  # how alike a text must be to be offered where nothing answers; 1 is the same
LONGEST = 120

_entries: dict[int, SearchEntry] = {}
_Near = Sequence[tuple[ProcedureVersion, float, int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks for; empty parts ask for nothing."""

    words: str = ""
    field: str = ""
    level: str = ""
    online: str = ""
    life_event: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of procedures and how many there are in all.

    `meant` is the spelling they were found under, where it is not what was typed; `nearest` are offered where
    nothing answers.
    """

    found: Sequence[ProcedureFacts]
    total: int
    meant: str = ""
    nearest: Sequence[ProcedureFacts] = ()


_NARROWED = """
  FROM catalogue_procedure p JOIN catalogue_field f ON f.id = p.field_id
 WHERE p.valid_from <= %(on)s AND (p.valid_to IS NULL OR p.valid_to >= %(on)s)
   AND (%(field)s = '' OR f.name = %(field)s)
   AND (%(level)s = '' OR %(level)s = ANY(string_to_array(p.levels, ',')))
   AND (%(online)s = '' OR p.online_level = %(online)s)
   AND (%(life_event)s = '' OR p.life_event = %(life_event)s)
"""
# A version this process has read before is named only; its document is 6 KB.
_WITH_TERMS = """
SELECT v.id, CASE WHEN v.id = ANY(%(kept)s) THEN NULL ELSE v.document::text END, near.alike, near.total
  FROM ({procedures}) near
  JOIN LATERAL (
    SELECT id, document FROM catalogue_procedureversion
     WHERE procedure_id = near.id AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
     ORDER BY number DESC LIMIT 1
  ) v ON true
 ORDER BY near.place
"""
_NEAREST = f"""
SELECT id, 1 - place AS alike, 0 AS total, place
  FROM (SELECT p.id, p.search <->> %(words)s AS place {_NARROWED} ORDER BY 2 LIMIT {CANDIDATES}) p
"""
_LISTED = f"""
SELECT p.id, 0 AS alike, count(*) OVER () AS total, row_number() OVER (ORDER BY p.search, p.id) AS place {_NARROWED}
 ORDER BY p.search, p.id LIMIT %(limit)s OFFSET %(offset)s
"""


def find_procedures(wanted: Wanted, *, on: date, limit: int = 20, offset: int = 0) -> Answer:
    """The procedures that answer, best first; without words all of them by name. One statement."""
    words = fold(wanted.words)[:LONGEST]
    given = {
        "on": on, "words": words, "field": wanted.field, "level": wanted.level, "online": wanted.online,
        "life_event": wanted.life_event, "limit": limit, "offset": offset, "kept": kept_versions(),
    }  # fmt: skip
    if not words:
        rows = _rows(_LISTED, given)
        return Answer([version.facts for version, _, _ in rows], rows[0][2] if rows else 0)
    near = _rows(_NEAREST, given)
    found, meant = _answering(near, words)
    if found:
        page = [version.facts for version in found[offset : offset + limit]]
        return Answer(page, len(found), meant)
    return Answer([], 0, "", [version.facts for version, alike, _ in near[:4] if alike >= WORTH_NAMING])


def _answering(near: _Near, words: str) -> tuple[list[ProcedureVersion], str]:
    """Those that hold every word; else under another spelling; else those that hold most of the words."""
    if found := _ranked(near, words):
        return found, ""
    meant = best_respelled(words, [_entry(version) for version, _, _ in near])
    if meant:
        return _ranked(near, meant), meant
    held = [(*share_held(_entry(version), words), alike, version) for version, alike, _ in near]
    enough = [row for row in held if holds_enough(row[0], row[1])]
    enough.sort(key=lambda row: (-row[0], -row[2], len(_entry(row[3]).title)))
    return [version for *_, version in enough], ""


def _ranked(near: _Near, words: str) -> list[ProcedureVersion]:
    placed = [(rank(_entry(version), words), version) for version, _, _ in near]
    kept = [(place, version) for place, version in placed if place is not None]
    kept.sort(key=lambda row: (row[0], len(_entry(row[1]).title), row[1].facts.code))
    return [version for _, version in kept]


def _entry(version: ProcedureVersion) -> SearchEntry:
    """What ranking needs of a version; made once per process, since a version never changes."""
    if version.pk not in _entries:
        _entries[version.pk] = search_entry(version.facts)
    return _entries[version.pk]


def _rows(procedures: str, given: dict[str, Any]) -> list[tuple[ProcedureVersion, float, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_WITH_TERMS.format(procedures=procedures), given)
        return [
            (ProcedureVersion(pk=pk, document=json.loads(document) if document else None), alike, total)
            for pk, document, alike, total in cursor.fetchall()
        ]


def fields_in_force(*, on: date) -> list[str]:
    """The fields of administration that have procedures in force; one statement."""
    given: dict[str, Any] = {"on": on, "field": "", "level": "", "online": "", "life_event": ""}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT f.name {_NARROWED}", given)
        return [name for (name,) in cursor.fetchall()]
