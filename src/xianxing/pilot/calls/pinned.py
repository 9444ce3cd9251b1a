"""Reading a guide back from its pin: the package that a call was published with."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from xianxing.law.errors import GuideError
from xianxing.law.loader import known_guides, load_guide
from xianxing.law.model import Guide
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.model import Procedure
from xianxing.workdays.calendar import Calendar


class PinError(RuntimeError):
    """A pinned package no longer has the digest that it was pinned under."""


def files_of(guide: Guide) -> dict[str, str]:
    """Every TOML file of the package and of those that it extends, by folder and name."""
    return {
        f"{folder.name}/{path.name}": path.read_text("utf-8")
        for folder in guide.folders
        for path in sorted(folder.glob("*.toml"))
    }


def digest_of_files(files: Mapping[str, str]) -> str:
    """SHA-256 over names and contents: what a pin is known by, the procedure's file included."""
    content = json.dumps(dict(files), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def guide_of(call: Call) -> Guide:
    """The guide that a call is pinned to; PinError when its stored files were changed."""
    return _load(call.guide_id)[0]


def procedure_of(call: Call) -> Procedure:
    """The procedure that a call is pinned to; PinError when its stored files were changed."""
    return _load(call.guide_id)[1]


def pinned_procedure(digest: str) -> Procedure:
    """The procedure of a pinned package by its digest; PinError when its stored files were changed."""
    return _load(digest)[1]


def calendar_of(call: Call) -> Calendar:
    """The calendar of working days that a call is pinned to."""
    return _calendar(bytes(call.calendar))


@lru_cache(maxsize=16)
def _calendar(canonical: bytes) -> Calendar:
    return Calendar.from_canonical(canonical)


def guides_only_pinned() -> dict[str, Guide]:
    """The guides by name that calls are pinned to and that no package here answers to any more, or ever did.

    Of several versions the one pinned last. One query; a guide that can't be read from its pin is left out.
    """
    rows = PinnedGuide.objects.filter(calls__isnull=False).exclude(name__in=known_guides())
    found: dict[str, Guide] = {}
    for name, digest in rows.order_by("pinned_at", "digest").values_list("name", "digest").distinct():
        try:
            found[name] = _load(digest)[0]
        except (PinError, GuideError):
            continue
    return found


@lru_cache(maxsize=32)
def _load(digest: str) -> tuple[Guide, Procedure]:
    pinned = PinnedGuide.objects.get(pk=digest)
    with tempfile.TemporaryDirectory(prefix="xianxing-guide-") as folder:
        for name, text in pinned.files.items():
            target = Path(folder) / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, "utf-8")
        roots = (Path(folder),)
        guide = load_guide(pinned.name, roots, pinned=True)
        procedure = load_procedure(pinned.name, roots, pinned=True)
    if digest_of_files(pinned.files) != digest:
        raise PinError(f"the guide pinned as {digest} has other files now")
    return guide, procedure
