"""Folders of the tool made from facts in words, and what the tool says of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xianxing.toolbox.evaluation.tool import TOOL
from xianxing.toolbox.tool import run_tool

Facts = dict[str, str]  # "indicator year" → value

FLAGS_STAR = (
    "software", "fifth_standard", "barred", "restricted", "exc_leading", "exc_award", "exc_project",
    "exc_substitute",
)  # fmt: skip


@dataclass
class Folder:
    """One folder: settings, facts of firms, and any further tables as rows under a header."""

    schemes: tuple[str, ...] | None = ("star",)
    last_year: int = 2023
    as_of: str = "2024-04-30"
    firms: dict[str, dict[str, str]] = field(default_factory=lambda: {"E1": {}})
    facts: dict[str, Facts] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    more: str = ""

    def write(self, folder: Path) -> Path:
        """The folder's files."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            'tool = "evaluation"',
            "format = 1",
            f"as_of = {self.as_of}",
            f"last_year = {self.last_year}",
        ]
        if self.schemes is not None:
            lines.append(f"schemes = {list(self.schemes)}".replace("'", '"'))
        (folder / "tool.toml").write_text("\n".join([*lines, self.more, ""]), "utf-8")
        firms = [{"id": name, "name": f"firm {name}", **cells} for name, cells in self.firms.items()]
        _write(folder / "firms.csv", firms)
        stated = [
            {"firm": firm, "indicator": key.split()[0], "period": key.split()[1], "value": value}
            for firm, facts in self.facts.items()
            for key, value in facts.items()
        ]
        _write(folder / "facts.csv", [*stated, *self.rows])
        for name, text in self.tables.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return folder


def say(folder: Path, **options: Any) -> dict[str, Any]:
    """The tool's whole JSON."""
    outcome = run_tool(TOOL, folder, **options)
    return {**outcome.as_json(), "status": outcome.status}


def evaluation(said: Mapping[str, Any], firm: str = "E1", scheme: str = "star") -> dict[str, Any]:
    """One evaluation of an answer."""
    found = [one for one in said["results"]["evaluations"] if (one["firm"], one["scheme"]) == (firm, scheme)]
    assert len(found) == 1, said["problems"]
    return dict(found[0])


def item(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One item of an evaluation."""
    (only,) = [one for one in found["items"] if one["item"] == name]
    return dict(only)


def results(found: Mapping[str, Any]) -> dict[str, str]:
    """Item → result."""
    return {one["item"]: one["result"] for one in found["items"]}


def judge(tmp_path: Path, facts: Facts, *, scheme: str = "star", **settings: Any) -> dict[str, Any]:
    """The evaluation of one firm with these facts."""
    folder = Folder(schemes=(scheme,), facts={"E1": facts}, **settings).write(tmp_path / "in")
    return evaluation(say(folder), scheme=scheme)


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    kept = list(rows)
    columns = list(dict.fromkeys(name for row in kept for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(kept)
    if columns:
        path.write_text(text.getvalue(), "utf-8")


def star_facts(last_year: int = 2023) -> Facts:
    """The worked example of the contract."""
    y, y1, y2 = last_year, last_year - 1, last_year - 2
    return {
        f"revenue {y2}": "700000000",
        f"revenue {y1}": "800000000",
        f"revenue {y}": "900000000",
        f"rd_expense {y2}": "20000000",
        f"rd_expense {y1}": "20000000",
        f"rd_expense {y}": "35000000",
        f"staff {y}": "200",
        f"rd_staff {y}": "20",
        f"patents_main {y}": "7",
        f"patents_core {y}": "0",
        **{f"{name} {y}": "0" for name in FLAGS_STAR},
    }


CLEAN = (
    "abnormal",
    "dishonest",
    "accident",
    "fraud",
    "champion",
    "controlled_by_giant",
    "same_product_group",
)


def innovative_facts() -> Facts:
    """Full points, and no way past them."""
    return {
        "ip_class1_high 2024": "1",
        "ip_class1_own 2024": "0",
        "ip_class1 2024": "0",
        "ip_class2 2024": "0",
        "rd_expense 2024": "5",
        "revenue 2024": "100",
        "main_revenue 2024": "92",
        "main_revenue 2023": "80",
        "total_liabilities 2024": "55",
        "total_assets 2024": "100",
        "strategic_field 2024": "1",
        "award_3y 2024": "0",
        "high_tech_valid 2024": "0",
        "rd_body 2024": "0",
        "new_equity 2022": "0",
        "new_equity 2023": "0",
        "new_equity 2024": "0",
    }


def little_giant_facts() -> Facts:
    """Every item on its line."""
    return {
        "title_srdi 2025": "1",
        "niche_years 2025": "3",
        "revenue 2023": "80000000",
        "revenue 2024": "80000000",
        "revenue 2025": "88200000",
        "main_revenue 2025": "79380000",
        "total_liabilities 2025": "75",
        "total_assets 2025": "100",
        "rd_expense 2024": "9354000",
        "rd_expense 2025": "2646000",
        "ip_class1_own 2025": "4",
        "national_award_top3 2025": "0",
        "market_share 2025": "0.1",
        "domestic_rank 2025": "4",
        "key_link 2025": "1",
        "platform_score 2025": "60",
        **{f"{flag} 2025": "0" for flag in CLEAN},
    }
