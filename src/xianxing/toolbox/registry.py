"""The tools by the name that the command line calls them, each loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from xianxing.toolbox.tool import Tool

# name → module with TOOL
TOOLS: dict[str, str] = {
    "related-parties": "xianxing.toolbox.related_parties.tool",
    "inspection": "xianxing.toolbox.inspection.tool",
    "derivatives": "xianxing.toolbox.derivatives.tool",
    "evaluation": "xianxing.toolbox.evaluation.tool",
}


def load_tool(name: str) -> Tool:
    """The tool of this name; KeyError for an unknown one."""
    return cast(Tool, import_module(TOOLS[name]).TOOL)
