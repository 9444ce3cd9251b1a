"""The steps of a way from the firm to a party: English in the data, in the reader's language in messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from xianxing.i18n import gettext
from xianxing.toolbox.related_parties.words import named

CONTROLS = "{a} controls {b}"
HOLDS = "{a} holds {b}"
HAS_VOTES = "{a} has votes in {b}"
HAS_HALF = "{a} has half of the votes in {b}"
IN_CONCERT = "{a} acts in concert with {b}"
HAS_POST = "{a} is {word} of {b}"
PROPOSED = "{a}, director of the firm, was proposed by {b}"
IS_PARTY = "{a} is a counterparty"


class WayStep(str):
    """One step as the data have it; `said` is the same for people."""

    words: tuple[str, str, str, str]

    @property
    def said(self) -> str:
        """The step in the current language; posts and relations by their names."""
        template, a, b, word = self.words
        return gettext(template).format(a=a, b=b, word=named(word))


def step(template: str, a: str, b: str = "", word: str = "") -> WayStep:
    """A step between two ids; `word` is a post or a relation as the tables name it."""
    made = WayStep(template.format(a=a, b=b, word=word))
    made.words = (template, a, b, word)
    return made


def way(steps: Iterable[str]) -> str:
    """The steps as one text for people."""
    return gettext("; ").join(one.said if isinstance(one, WayStep) else one for one in steps)


def said_again(text: str) -> str:
    """A step of an answer's JSON in the current language; as it stands where it is none of ours."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            return step(template, parts["a"], parts.get("b", ""), parts.get("word", "")).said
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    templates = (PROPOSED, HAS_HALF, HAS_VOTES, IN_CONCERT, CONTROLS, HOLDS, IS_PARTY, HAS_POST)
    return tuple((re.compile(_PART.sub(_group, re.escape(one))), one) for one in templates)


_PART = re.compile(r"\\\{(\w+)\\\}")


def _group(part: re.Match[str]) -> str:
    kinds = {"word": r"\w+"}
    return f"(?P<{part[1]}>{kinds.get(part[1], '.+?')})"
