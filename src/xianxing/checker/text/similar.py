"""How alike two texts or two names are."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团|（特殊普通合伙）|\(特殊普通合伙\))+$")
_NOISE = re.compile(r"[\s“”\"'‘’「」『』《》〈〉\-—–_·.,，。、；：;:]+")


def bare(text: str) -> str:
    """A name for comparison: NFKC, folded, without white space, quotes and dashes."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def shingles(text: str, size: int = 5) -> frozenset[str]:
    """Every run of `size` characters of the bare text."""
    plain = bare(text)
    return frozenset(plain[i : i + size] for i in range(len(plain) - size + 1))


def overlap(one: str, other: str) -> float:
    """The share of the shorter text that also stands in the other, 0–1; 0 for texts under 30 characters."""
    return shared(shingles(one), shingles(other))


def shared(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of the shorter text's runs that the other has too, 0–1; 0 for a text of few runs."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller >= 25 else 0.0


def distance(one: str, other: str, most: int = 3) -> int:
    """Edits between two short strings, counted up to `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return min(row[-1], most + 1)


def stem(name: str) -> str:
    """A unit's name without its legal form, as people shorten it: 云杉证券股份有限公司 → 云杉证券."""
    return bare(
        _LEGAL_FORM.sub("", unicodedata.normalize("NFKC", name).replace("(", "（").replace(")", "）"))
    )


def names_unit(text: str, name: str) -> bool:
    """Whether a text names a unit, in full or shortened; department names after it don't matter."""
    said, short = bare(text), stem(name)
    return bool(name) and (
        bare(name) in said or (len(short) >= 4 and short in said) or (len(said) >= 4 and said in bare(name))
    )
