"""Versions of procedures that are known here: those of the packages, and those that calls are pinned to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.law.errors import GuideError
from xianxing.law.loader import known_guides
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.model import Procedure
from xianxing.procedure.versions import digest_of

PREFIX = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})")


def packaged_versions() -> dict[str, Procedure]:
    """The procedures of all readable guide packages by their versions."""
    found: dict[str, Procedure] = {}
    for name in known_guides():
        try:
            procedure = load_procedure(name)
        except GuideError:
            continue
        found.setdefault(digest_of(procedure), procedure)
    return found


def pinned_versions() -> dict[str, Procedure]:
    """The procedures that calls of this site were ever pinned to, by their versions; one query a guide."""
    from xianxing.pilot.calls.models import PinnedGuide
    from xianxing.pilot.calls.pinned import PinError, pinned_procedure

    found = {}
    for digest in PinnedGuide.objects.order_by("pinned_at", "digest").values_list("digest", flat=True):
        try:
            procedure = pinned_procedure(digest)
        except (PinError, GuideError):
            continue
        found[digest_of(procedure)] = procedure
    return found


def named_version(word: str, known: dict[str, Procedure]) -> Iterator[Procedure]:
    """The versions whose digest begins as `word` does, with or without `sha256:`; none for a shorter word."""
    prefix = PREFIX.fullmatch(word.lower())
    for version, procedure in known.items():
        if prefix is not None and version.removeprefix("sha256:").startswith(prefix[1]):
            yield procedure
