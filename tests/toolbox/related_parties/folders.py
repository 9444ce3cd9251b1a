"""Folders for the tool `related-parties`, written as short tables, and what it answers to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

HEAD = 'tool = "related-parties"\nformat = 1\nas_of = 2025-06-30\nfirm = "F"\nboards = ["szse_main"]\n'
WORKED = {
    "entities": """id,name,kind
F,示例证券,company
P,示例控股,company
B,示例实业,company
D1,甲,person
D2,乙,person
D3,丙,person
D4,丁,person
""",
    "holdings": "holder,held,equity\nP,F,0.52\nP,B,0.60\n",
    "posts": "person,entity,post\nD1,F,director\nD1,P,chairman\n"
    "D2,F,director\nD3,F,director\nD4,F,director\n",
    "trades": "id,date,counterparty,kind,amount\n"
    "T1,2025-03-03,B,service,3000000\nT2,2025-04-01,B,service,1\n",
    "financials": "date,net_assets\n2024-12-31,500000000\n",
}


def write(place: Path, head: str = HEAD, **tables: str) -> Path:
    """A folder with `tool.toml` and tables, each given as the text of its CSV."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "tool.toml").write_text(head, "utf-8")
    for name, text in tables.items():
        (place / f"{name}.csv").write_text(text, "utf-8")
    return place


def judged(place: Path, head: str = HEAD, **tables: str) -> dict[str, Any]:
    """The tool's JSON for tables."""
    return run_tool(TOOL, write(place, head, **tables)).as_json()


def judged_leniently(place: Path, head: str = HEAD, **tables: str) -> dict[str, Any]:
    """The tool's JSON for tables of which bad rows are set aside."""
    return run_tool(TOOL, write(place, head, **tables), lenient=True).as_json()


def worked(place: Path, head: str = HEAD, **changed: str) -> dict[str, Any]:
    """The contract's worked example, with tables replaced or added."""
    return judged(place, head, **{**WORKED, **changed})


def people(*names: str) -> str:
    """Rows of `entities` for persons."""
    return "".join(f"{name},{name},person\n" for name in names)


def companies(*names: str) -> str:
    """Rows of `entities` for companies."""
    return "".join(f"{name},{name},company\n" for name in names)


def found(answer: dict[str, Any], rule: str, **wanted: Any) -> list[dict[str, Any]]:
    """The findings of a rule whose fields are as wanted; `id` is that of the subject."""
    every = [one | {"id": one["subject"]["id"]} for one in answer["findings"] if one["rule"] == rule]
    return [one for one in every if all(one[name] == value for name, value in wanted.items())]
