"""Finding a procedure the way people and officers type: code, plain words, abbreviations, no diacritics."""

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.foundation.text import fold, initials

from . import words
from .facts import ProcedureFacts

SMALL_WORDS = frozenset(
    ["và", "của", "cho", "về", "các", "những", "tại", "từ", "do", "để", "theo", "trong", "trên", "với"]
)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A procedure prepared for the picker: everything folded, kept in memory by the one who searches."""

    code: str
    title: str
    titles: tuple[str, ...]
    aliases: frozenset[str]
    initials: frozenset[str]
    words: frozenset[str]


def search_text(facts: ProcedureFacts) -> str:
    """One folded line with everything a person may type for this procedure; for a stored, indexed column."""
    parts = [
        facts.short_name,
        *facts.aliases,
        *sorted(initials_of(facts)),
        facts.code,
        facts.code.replace(".", ""),
    ]
    parts += [facts.name, facts.field, *facts.keywords, words.LIFE_EVENTS[facts.life_event], facts.name_en]
    return " ".join(dict.fromkeys(fold(part) for part in parts))


def initials_of(facts: ProcedureFacts) -> frozenset[str]:
    """The abbreviations of a procedure's names, with and without the small words between."""
    names = [facts.short_name, *(alias for alias in facts.aliases if " " in alias)]
    slim = [" ".join(word for word in name.split() if word.lower() not in SMALL_WORDS) for name in names]
    return frozenset(found for name in (*names, *slim) if len(found := initials(name)) > 1)


def search_entry(facts: ProcedureFacts) -> SearchEntry:
    """What `rank` needs to know of a procedure."""
    return SearchEntry(
        code=facts.code,
        title=fold(facts.short_name),
        titles=(fold(facts.short_name), fold(facts.name)),
        aliases=frozenset(fold(alias) for alias in facts.aliases),
        initials=initials_of(facts),
        words=frozenset(search_text(facts).split()),
    )


def rank(entry: SearchEntry, query: str) -> int | None:
    """How well an entry answers a folded query, 0 best; None when some word of it is not there.

    Code, then a name people use, then initials, then beginnings, then all words anywhere.
    """
    compact = query.replace(".", "").replace(" ", "")
    if query == entry.code or (len(compact) == 7 and compact == entry.code.replace(".", "")):
        return 0
    if query in entry.aliases or query in entry.titles:
        return 1
    if compact in entry.initials:
        return 2
    if any(name.startswith(query) for name in (*entry.titles, *entry.aliases)):
        return 3
    if any(f" {query}" in name for name in (*entry.titles, *entry.aliases)):
        return 4
    if all(any(known.startswith(word) for known in entry.words) for word in query.split()):
        return 5
    return None


def find(entries: Iterable[SearchEntry], query: str, limit: int = 20) -> list[SearchEntry]:
    """The entries that answer a query, best first; shorter titles before longer ones."""
    folded = fold(query)
    if not folded:
        return []
    found = [(place, entry) for entry in entries if (place := rank(entry, folded)) is not None]
    found.sort(key=lambda pair: (pair[0], len(pair[1].title), pair[1].code))
    return [entry for _, entry in found[:limit]]
