"""How two texts differ, with bounded work: paragraphs first, then characters within those that changed.

Runs in the reader's own process (`apart.compare_apart`): comparing is quadratic in what somebody typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# A run of Latin letters or digits is one piece, white space another, anything else a piece of its own.
_PIECES = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[.,'’_-][A-Za-z0-9À-ɏ]+)*|\s+|.", re.DOTALL)
SHORT = 1_500  # pieces of both texts together: compared as a whole, across paragraphs
MOST_PIECES = 6_000  # of two paragraphs together
MOST_MATCHES = 400_000  # equal pairs of two sequences: what the comparison's work grows with
MOST_WORK = 2_000_000  # equal pairs of one request, all sequences together
MOST_LINES = 50_000

Step = tuple[bool, str, str]  # whether it is the same, the old text, the new
Opcode = tuple[str, int, int, int, int]


class _Budget:
    """How much work is left for one comparison."""

    def __init__(self) -> None:
        self.left = MOST_WORK
        self.coarse = False

    def opcodes(self, old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
        """The steps from one sequence to the other; one replacement, and `coarse`, where too costly."""
        start, end = _common(old, new)
        a, b = old[start : len(old) - end], new[start : len(new) - end]
        inner: list[Opcode] = []
        if a or b:
            inner = [
                (tag, i1 + start, i2 + start, j1 + start, j2 + start)
                for tag, i1, i2, j1, j2 in self._between(a, b)
            ]
        head: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
        tail: list[Opcode] = [("equal", len(old) - end, len(old), len(new) - end, len(new))] if end else []
        return [*head, *inner, *tail]

    def _between(self, a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
        if not a:
            return [("insert", 0, 0, 0, len(b))]
        if not b:
            return [("delete", 0, len(a), 0, 0)]
        counted = Counter(b)
        matches = sum(number * counted[one] for one, number in Counter(a).items())
        self.left -= matches
        if matches > MOST_MATCHES or self.left < 0:
            self.coarse = True
            return [("replace", 0, len(a), 0, len(b))]
        return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())


def align(old: Sequence[str], new: Sequence[str]) -> tuple[list[Opcode], bool]:
    """The steps from one list of texts to another, each equal or not, and whether the answer is coarse."""
    budget = _Budget()
    if len(old) + len(new) > 2 * MOST_LINES:
        return [("replace", 0, len(old), 0, len(new))], True
    return budget.opcodes(old, new), budget.coarse


def compare(old: str, new: str) -> dict[str, object]:
    """`{"steps": [[same, old, new], …], "coarse": bool}`; the old texts joined are `old`, the new ones `new`.

    Short texts by character in Chinese and by word in Latin. Longer ones by paragraph first, and within those
    that changed. Where that would cost too much, a passage is given whole as replaced, and the answer is
    coarse.
    """
    return compare_all([(old, new)])[0]


def compare_all(pairs: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """As `compare`, for many pairs, with the work of one request for all of them."""
    budget = _Budget()
    return [_compared(old, new, budget) for old, new in pairs]


def _compared(old: str, new: str, budget: _Budget) -> dict[str, object]:
    budget.coarse = False
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) + len(after) <= SHORT:
        steps = list(_joined(before, after, budget.opcodes(before, after)))
    else:
        steps = list(_merged(_by_paragraph(old, new, budget)))
    return {"steps": [list(step) for step in steps], "coarse": budget.coarse}


def _by_paragraph(old: str, new: str, budget: _Budget) -> Iterator[Step]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, i1, i2, j1, j2 in budget.opcodes(before, after):
        if tag == "equal":
            text = "".join(before[i1:i2])
            yield True, text, text
        elif i2 - i1 == j2 - j1:
            for gone, come in zip(before[i1:i2], after[j1:j2], strict=True):
                yield from _within(gone, come, budget)
        else:
            yield from _within("".join(before[i1:i2]), "".join(after[j1:j2]), budget)


def _within(old: str, new: str, budget: _Budget) -> Iterator[Step]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    start, end = _common(before, after)
    if old and new and len(before) + len(after) - 2 * (start + end) > MOST_PIECES:
        budget.coarse = True
        yield False, old, new
    else:
        yield from _joined(before, after, budget.opcodes(before, after))


def _joined(before: list[str], after: list[str], opcodes: list[Opcode]) -> Iterator[Step]:
    for tag, i1, i2, j1, j2 in opcodes:
        yield tag == "equal", "".join(before[i1:i2]), "".join(after[j1:j2])


def _merged(steps: Iterator[Step]) -> Iterator[Step]:
    """Neighbours of one kind as one step."""
    held: Step | None = None
    for same, old, new in steps:
        if held is not None and held[0] == same:
            held = (same, held[1] + old, held[2] + new)
        else:
            if held is not None:
                yield held
            held = (same, old, new)
    if held is not None:
        yield held


def _common(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many items both begin with, and how many of the rest both end with."""
    most = min(len(a), len(b))
    start = next((n for n in range(most) if a[n] != b[n]), most)
    end = next((n for n in range(most - start) if a[-1 - n] != b[-1 - n]), most - start)
    return start, end
