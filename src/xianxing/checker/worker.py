"""The process in which a stranger's filing is checked: unpacked, read and judged, within limits.

Frames are those of `documents.child`. A request is `{"path", "as_of", "ocr", "language", "memory", "cpu",
"wall", "bytes"}`; the bytes that follow are the guides that only the caller has, pickled by it. The answer is
`{"report", "bodies", "names", "guide"}`, `{"reason": text}` or `{"failure": code}`; before it stands what is
being read, as `{"progress": name}`. Start it with `python -P -m xianxing.checker.worker`.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xianxing.checker.engine import CheckReport, check
from xianxing.checker.folder import FolderError
from xianxing.documents.child import receive, send
from xianxing.documents.confinement import end_with_parent, restrict
from xianxing.documents.limits import OcrMode
from xianxing.i18n import gettext, language
from xianxing.law import Finding, Guide, UnknownGuideError

YIELDS = 5  # the system gives the server's own process the processor first


def main() -> int:
    """Answer one request."""
    end_with_parent()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    if hasattr(os, "nice"):
        os.nice(YIELDS)
    request = receive(requests)
    if request is None:
        return 0
    guides = pickle.loads(requests.read(request["bytes"]))  # noqa: S301 — our own parent's
    restrict(memory=request["memory"], cpu_seconds=request["cpu"], wall_seconds=request["wall"] + 5)
    with language(request["language"]):
        send(answers, _answer(request, guides, lambda name: send(answers, {"progress": name})))
    return 0


def _answer(
    request: Mapping[str, Any], guides: Mapping[str, Guide], say: Callable[[str], None]
) -> dict[str, Any]:
    day = request["as_of"]
    try:
        report = check(
            Path(request["path"]),
            as_of=date.fromisoformat(day) if day else None,
            other_guides=guides,
            ocr=OcrMode(request["ocr"]),
            progress=say,
        )
    except FolderError as error:
        return {"reason": str(error)}
    except UnknownGuideError:
        return {"reason": gettext("filing.toml names a guide that is not known here.")}
    except MemoryError:
        return {"failure": "too-large"}
    filing = report.case.filing
    names = {f"unit[{unit.id}]": unit.name or unit.id for unit in filing.units}
    names |= {f"material[{entry.index}]": entry.file for entry in filing.files if entry.file}
    return {
        "report": report.as_json(),
        "bodies": [statement(report, finding) for finding in report.findings],
        "names": names,
        "guide": report.case.guide.name,
    }


def statement(report: CheckReport, finding: Finding) -> str:
    """The message without its place and its clause, which a page shows beside it."""
    text = finding.message
    where = str(report.case.where(finding.location))
    if text.startswith(where):
        text = text[len(where) :].lstrip("：: ")
    head, mark, tail = text.rpartition("（") if text.endswith("）") else text.rpartition(" (")
    return head if mark and report.case.display(finding.clause) in tail else text


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)
