"""A tool's answer as one JSON object: problems, findings, results, and what the pilot measures of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inputs import Inputs, SourceFile
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.problems import InputProblem
from xianxing.toolbox.reports import PaperMakers

FORMAT, VERSION = 1, "1.0"
FOUND_NOTHING, FOUND_UNMET, REFUSED = 0, 1, 2


@dataclass(frozen=True)
class RunAnswer:
    """What a tool says of inputs that it took: findings, and results by the names of its contract."""

    findings: tuple[ToolFinding, ...]
    results: Mapping[str, JSON]


@dataclass(frozen=True)
class RunOutcome:
    """A whole run; `answer` and `inputs` are None where the folder was refused."""

    tool: str
    as_of: date | None
    packs: Packs
    files: Mapping[str, SourceFile]
    problems: tuple[InputProblem, ...]
    answer: RunAnswer | None
    metrics: Mapping[str, JSON] = field(default_factory=dict)
    inputs: Inputs | None = field(default=None, repr=False)
    makers: PaperMakers = field(default_factory=PaperMakers, repr=False)

    @property
    def status(self) -> int:
        """The exit status: 0 nothing unmet, 1 something is, 2 the folder was refused."""
        if self.answer is None:
            return REFUSED
        unmet = any(finding.result is Result.UNMET for finding in self.answer.findings)
        return FOUND_UNMET if unmet else FOUND_NOTHING

    def as_json(self) -> dict[str, JSON]:
        """The answer as the contract writes it; the same inputs give the same bytes, but for `metrics`."""
        findings = self.answer.findings if self.answer else ()
        counted = Counter(finding.result.value for finding in findings)
        return {
            "tool": self.tool,
            "format": FORMAT,
            "version": VERSION,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "ruleset": f"sha256:{self.packs.digest}",
            "inputs": {
                name: {"rows": file.rows, "sha256": file.sha256} for name, file in sorted(self.files.items())
            },
            "problems": [problem.as_json() for problem in self.problems],
            "findings": [finding.as_json() for finding in findings],
            "results": dict(self.answer.results) if self.answer else {},
            "summary": {result.value: counted[result.value] for result in Result},
            "metrics": dict(self.metrics),
        }
