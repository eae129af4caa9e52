"""Finding a procedure when the words are not quite its own: a slip of the finger, or more words than it has."""

from collections.abc import Collection, Iterable
from itertools import product

from .search import SearchEntry, rank

SMALL = frozenset(["va", "cua", "cho", "ve", "cac", "nhung", "tai", "tu", "do", "de", "theo", "trong", "o", "xin", "toi",
                   "muon", "can", "lam", "thu", "tuc"])  # fmt: skip
MOST_SPELLINGS = 4  # of one word
MOST_WORDS = 8  # of a query that is spelled anew
IN_ONE_PIECE = 4  # the last place of `rank` at which the words stand together in a name


def respelled(query: str, entries: Collection[SearchEntry]) -> list[str]:
    """The query with each unknown word as it may have been meant, most likely first; empty when all are known.

    One letter too many, missing, wrong or changed places with its neighbour counts as a slip.
    """
    known = {word for entry in entries for word in entry.words}
    words = query.split()[:MOST_WORDS]
    choices = [_spellings(word, known) for word in words]
    if all(choice == [word] for choice, word in zip(choices, words, strict=True)) or not all(choices):
        return []
    return [" ".join(spelled) for spelled in product(*choices)][: MOST_SPELLINGS**2]


def best_respelled(query: str, entries: Collection[SearchEntry]) -> str:
    """The spelling under which most stands together in a name, or nothing."""
    placed = []
    for order, spelled in enumerate(respelled(query, entries)):
        places = [place for entry in entries if (place := rank(entry, spelled)) is not None]
        close = [place for place in places if place <= IN_ONE_PIECE]
        if close:
            placed.append((min(close), order, spelled))
    return min(placed)[2] if placed else ""


def share_held(entry: SearchEntry, query: str) -> tuple[int, int]:
    """How many of the query's words (small ones left out) begin a word of the entry, and how many there are."""
    words = [word for word in query.split() if word not in SMALL]
    return sum(any(known.startswith(word) for known in entry.words) for word in words), len(words)


def holds_enough(held: int, asked: int) -> bool:
    """Three fifths of the words, or four of a long sentence."""
    return held >= 2 and (held * 5 >= asked * 3 or (held >= 4 and held * 9 >= asked * 4))


def _spellings(word: str, known: Iterable[str]) -> list[str]:
    """The word itself where some known word begins with it, else known words one slip away: swaps first, then the same first letter."""
    if len(word) < 3 or any(char.isdigit() for char in word):
        return [word]
    near = []
    for other in known:
        if other.startswith(word):
            return [word]
        if abs(len(other) - len(word)) <= 1 and one_slip(word, other):
            near.append(
                (sorted(other) != sorted(word), other[0] != word[0], abs(len(other) - len(word)), other)
            )
    return [other for *_, other in sorted(near)[:MOST_SPELLINGS]]


def one_slip(typed: str, meant: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with the next turns one word into the other."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    left, right = typed[start:], meant[start:]
    if left[2:] == right[2:] and left[:2] == right[:2][::-1] and len(left) >= 2:
        return True
    return left[1:] == right or left == right[1:] or left[1:] == right[1:]
