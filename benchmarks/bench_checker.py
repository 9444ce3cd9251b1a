"""Checking a sample filing: as a command with its cold start, and the rules alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.figure import Figure, seconds
from xianxing.checker import check, check_filing, registry
from xianxing.documents.limits import OcrMode
from xianxing.law import load_guide

SAMPLE = Path("examples/related-party-tool")
DEFECTIVE = Path("examples/defective-example")
AS_OF = date(2024, 1, 20)
WITHIN = 2.0  # seconds for the command, without OCR


def run() -> list[Figure]:
    """All figures of the checker."""
    return [_command(), _rules(), _recall()]


def _command() -> Figure:
    words = [
        sys.executable,
        "-c",
        "import sys; from xianxing.cli import main; sys.exit(main())",
        "check",
        str(SAMPLE),
        "--as-of",
        AS_OF.isoformat(),
        "--ocr",
        "never",
    ]

    def work() -> None:
        subprocess.run(words, check=True, capture_output=True)

    spent = seconds(work)
    assert spent < WITHIN * 2, "the command takes far longer than it may"
    return Figure(
        "xianxing check, a sample without OCR", spent, "s", note=f"cold start included; aim below {WITHIN} s"
    )


def _rules() -> Figure:
    report = check(SAMPLE, as_of=AS_OF, ocr=OcrMode.NEVER)
    guide = load_guide(report.guide)
    spent = seconds(lambda: check_filing(report.case.filing, guide, AS_OF), 5)
    return Figure(f"{len(registry)} rules on a filing already read", spent * 1000, "ms")


def _recall() -> Figure:
    report = check(DEFECTIVE, as_of=AS_OF, ocr=OcrMode.NEVER)
    return Figure("defects found in the defective sample, of 12 planted", report.summary["unmet"], "findings")
