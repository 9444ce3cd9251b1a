"""The tools by the name that the command line calls them, each loaded only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from xianxing.toolbox.tool import Tool


@dataclass(frozen=True)
class ToolEntry:
    """Where a tool is found: its module, what people call it (an English message), the clauses of the guide,
    in reference ids, that ask for it, and what it can do.

    `replays` under the rules of another date, `engines` have its sums added up by a database.
    """

    module: str
    title: str
    clauses: tuple[str, ...]
    replays: bool = False
    engines: bool = False


TOOLS = {
    "related-parties": ToolEntry(
        "xianxing.toolbox.related_parties.tool",
        "Related-party checks of securities firms",
        ("3.3.2",),
        engines=True,
    ),
    "inspection": ToolEntry(
        "xianxing.toolbox.inspection.tool",
        "On-site inspection of asset management",
        ("3.3.2",),
        replays=True,
        engines=True,
    ),
    "derivatives": ToolEntry(
        "xianxing.toolbox.derivatives.tool", "Supervision of OTC derivatives", ("3.3.2",)
    ),
    "evaluation": ToolEntry(
        "xianxing.toolbox.evaluation.tool", "Evaluation of firms and the chain between them", ("3.3.5",)
    ),
}


def tool_clauses() -> dict[str, tuple[str, ...]]:
    """The clauses that ask for each tool, by its name."""
    return {name: entry.clauses for name, entry in TOOLS.items()}


class ExtraMissingError(Exception):
    """A library of the extra `tools` isn't installed; `library` names it."""

    def __init__(self, library: str) -> None:
        super().__init__(library)
        self.library = library


def load_tool(name: str) -> Tool:
    """The tool of this name; KeyError for an unknown one, ExtraMissingError without the extra `tools`."""
    try:
        return cast(Tool, import_module(TOOLS[name].module).TOOL)
    except ModuleNotFoundError as missing:
        library = (missing.name or "").partition(".")[0]
        if library == "xianxing":
            raise
        raise ExtraMissingError(library) from missing
