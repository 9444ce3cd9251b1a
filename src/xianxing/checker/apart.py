"""Checking a stranger's filing in a process of its own: nothing in it can hold up or harm the caller."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xianxing.documents.child import Child
from xianxing.documents.limits import MEGABYTE, OcrMode
from xianxing.i18n import current_language, gettext
from xianxing.law import Guide
from xianxing.law.findings import JSON

CHECKER = "xianxing.checker.worker"


@dataclass(frozen=True)
class CheckLimits:
    """What the check of one filing may cost, its documents apart, which have limits of their own each."""

    memory_bytes: int = 2048 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: float = 600.0


@dataclass(frozen=True)
class Checked:
    """The report's JSON with the bare statement of each finding, or the reason why there is none.

    `names` holds the institution behind `unit[…]` and the file behind `material[…]` of its locations; `guide`
    is the name of the one that it was checked against.
    """

    report: dict[str, JSON] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    guide: str = ""
    reason: str = ""


def check_apart(
    path: Path,
    *,
    as_of: date | None = None,
    other_guides: Mapping[str, Guide] | None = None,
    ocr: OcrMode = OcrMode.AUTO,
    progress: Callable[[str], None] | None = None,
    limits: CheckLimits | None = None,
) -> Checked:
    """As `engine.check` in the current language, in a process of its own. Never raises for a bad filing.

    A filing that can't be read, names an unknown guide, or takes more memory or time than it may, has a
    `reason` in place of a report.
    """
    bounds = limits or CheckLimits()
    guides = pickle.dumps(dict(other_guides or {}))
    request = {
        "path": str(path.resolve()),
        "as_of": as_of.isoformat() if as_of else "",
        "ocr": ocr.value,
        "language": current_language(),
        "memory": bounds.memory_bytes,
        "cpu": bounds.cpu_seconds,
        "wall": bounds.wall_seconds,
        "bytes": len(guides),
    }
    child = Child(CHECKER)
    try:
        answer = child.ask(request, guides, seconds=bounds.wall_seconds, heard=progress)
    finally:
        child.stop()
    if "report" in answer:
        return Checked(
            dict(answer["report"]), tuple(answer["bodies"]), dict(answer["names"]), str(answer["guide"])
        )
    return Checked(reason=str(answer.get("reason") or _failure(str(answer["failure"]))))


def _failure(code: str) -> str:
    message = gettext(
        "the check took more memory or time than a filing may ({code}); leave out what is not part of it"
    )
    return message.format(code=code)
