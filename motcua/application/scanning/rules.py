"""Where one paper of a pile ends and the next begins: which pages are blank, and what was chosen for each."""

from collections.abc import Sequence
from dataclasses import dataclass

# Three parts in ten thousand of a page of A4 are about the signature of one hand, or four words.
BLANK = 0.0003
TURNS = (0, 90, 180, 270)
# What may be chosen for a page beside a paper the case asks for.
UNCHOSEN, GOES_ON, DROPPED, OTHER = "", "tiep", "bo", "khac"


@dataclass(frozen=True)
class Leaf:
    """A page of the pile and what was chosen for it."""

    number: int  # of the page, as it is kept
    choice: str
    turned: int = 0


def is_blank(written: float) -> bool:
    """Whether a page separates papers rather than being one; `written` is the share of it that is."""
    return written < BLANK


def first_choices(blank: Sequence[bool], begins: Sequence[bool]) -> list[str]:
    """What is chosen for each page before anybody has: a blank one is dropped, the page after it, or the first of a
    file, begins a paper, every other goes on."""
    found: list[str] = []
    fresh = True
    for is_empty, begins_file in zip(blank, begins, strict=True):
        fresh = fresh or begins_file
        if is_empty:
            found.append(DROPPED)
            fresh = True
        else:
            found.append(UNCHOSEN if fresh else GOES_ON)
            fresh = False
    return found


def papers_of(leaves: Sequence[Leaf]) -> list[tuple[str, list[Leaf]]]:
    """The papers a pile was sorted into: (which paper, its pages). A page that goes on belongs to the one before."""
    found: list[tuple[str, list[Leaf]]] = []
    for leaf in leaves:
        if leaf.choice == DROPPED:
            continue
        if leaf.choice == GOES_ON and found:
            found[-1][1].append(leaf)
        elif leaf.choice not in (GOES_ON, UNCHOSEN):
            found.append((leaf.choice, [leaf]))
    return found


def faults(leaves: Sequence[Leaf]) -> list[tuple[int, str]]:
    """(page, what is wrong with the choice), in the order of the pile."""
    found, begun = [], False
    for place, leaf in enumerate(leaves, start=1):
        if leaf.choice == UNCHOSEN:
            found.append((leaf.number, f"Trang {place}: chưa chọn giấy tờ."))
        elif leaf.choice == GOES_ON and not begun:
            found.append((leaf.number, f"Trang {place}: không có giấy tờ nào ở trước để nối vào."))
        begun = begun or leaf.choice not in (DROPPED, GOES_ON)
    return found
