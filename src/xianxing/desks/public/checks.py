"""The one place where the site calls the checker; what it keeps afterwards are findings, never the filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from xianxing.checker.apart import Checked, check_apart
from xianxing.desks.public.jobs import Jobs, Say
from xianxing.documents.limits import OcrMode
from xianxing.law import Guide, UnknownGuideError, load_guide

UPLOADS, SAMPLES = "uploads", "samples"


@dataclass(frozen=True)
class CheckAnswer:
    """What was checked, and the guide that it was checked against."""

    checked: Checked
    guide: Guide | None = None


@cache
def jobs() -> Jobs:
    """The store of this process: samples never wait behind what strangers hand in."""
    return Jobs(
        settings.SCRATCH_DIR,
        keep=settings.CHECK_KEEP_SECONDS,
        most=settings.CHECK_QUEUE,
        each=settings.CHECK_EACH,
        lines={UPLOADS: 2, SAMPLES: 1},
    )


def run_check(
    path: Path, as_of: date | None, say: Say, other_guides: Mapping[str, Guide] | None = None
) -> CheckAnswer:
    """Check a folder or zip in the current language, in a process of its own.

    An unreadable filing is an outcome with a reason. `other_guides` are those that only calls are pinned to:
    read beforehand, for here is no database.
    """
    ocr = OcrMode.AUTO if settings.XIANXING_OCR else OcrMode.NEVER
    checked = check_apart(path, as_of=as_of, ocr=ocr, other_guides=other_guides, progress=say)
    return CheckAnswer(checked, _guide(checked.guide, other_guides or {}))


def _guide(name: str, others: Mapping[str, Guide]) -> Guide | None:
    if not name or name in others:
        return others.get(name)
    try:
        return load_guide(name)
    except UnknownGuideError:
        return None
