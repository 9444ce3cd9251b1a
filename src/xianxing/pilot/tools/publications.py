"""What the public log says of an anchored run: a salted commitment, and nothing of what was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.publications import PublicationKind
from xianxing.pilot.tools.models import RunAnchor, ToolRun
from xianxing.record.canonical import Plain
from xianxing.toolbox.anchoring import commitment_to

ANCHORED = "tool.anchor"


def statement_of_run(run: ToolRun) -> dict[str, Plain]:
    """What an anchor states of a run, from its row; as `toolbox.anchoring.statement_of` from its answer."""
    files: dict[str, dict[str, str]] = run.inputs or {}
    return {
        "tool": run.tool,
        "version": run.tool_version,
        "as_of": run.judged_as_of.isoformat() if run.judged_as_of else None,
        "rules_as_of": run.rules_as_of.isoformat() if run.rules_as_of else None,
        "lenient": run.lenient,
        "language": run.language,
        "inputs": {name: file["sha256"] for name, file in files.items()},
        "ruleset": run.ruleset,
        "output": run.output,
    }


def _about(said: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """The commitment computed again from the run as it is now."""
    row = RunAnchor.objects.select_related("run").get(commitment=str(said.get("commitment", "")))
    return {"commitment": commitment_to(statement_of_run(row.run), bytes(row.salt))}


def _unsaid() -> Iterator[str]:
    rows = RunAnchor.objects.exclude(publication__step=ANCHORED)
    return (
        f"tools_runanchor {pk} was published in no entry of the log"
        for pk in rows.values_list("pk", flat=True)
    )


def _words(said: Mapping[str, Plain]) -> str:
    return _("Result of a tool anchored: commitment {commitment}").format(
        commitment=str(said.get("commitment", ""))[:16]
    )


ANCHORS = PublicationKind(ANCHORED, _about, _unsaid, _words)
