"""What the demonstration says of the four tools is what they say of their shipped examples."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xianxing.pilot.demo.project_lines import projects
from xianxing.pilot.demo.tool_runs import points_of, recorded_runs
from xianxing.pilot.supervision.catalogue import Worse, catalogue
from xianxing.pilot.supervision.points import values_of_points
from xianxing.toolbox.indicators import indicators
from xianxing.toolbox.registry import TOOLS, load_tool
from xianxing.toolbox.tool import run_tool

pytest.importorskip("scipy")
from scipy.stats import binomtest

MEASURED = "seconds_per_run"  # hangs on the machine
JUDGED = frozenset({"judged", "overruled_share", "precision", "precision_low", "precision_high"})
NEW_PLANS = {"related-parties": 1, "inspection": 2, "derivatives": 3, "evaluation": 19}


def written(folder: Path, run: Mapping[str, Any]) -> None:
    """The shipped example, with what was wrong with the data of that month."""
    for name, content in load_tool(run["tool"]).files().items():
        (folder / name).write_bytes(content)
    spoil = run.get("spoil")
    if not spoil:
        return
    path = folder / f"{spoil['table']}.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    for row in rows:
        if all(row[key] == value for key, value in spoil["where"].items()):
            row[spoil["column"]] = spoil["value"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.mark.parametrize("run", recorded_runs(), ids=lambda run: f"{run['tool']}-{run['period']}")
def test_a_fresh_run_gives_the_points_that_were_kept(run: Mapping[str, Any], tmp_path: Path) -> None:
    written(tmp_path, run)
    fresh = run_tool(load_tool(run["tool"]), tmp_path, as_of=run["as_of"], lenient="spoil" in run).as_json()
    said: list[dict[str, Any]] = json.loads(json.dumps(indicators(fresh, datetime.now(UTC))))
    points = {one["name"]: one["value"] for one in said}
    kept = {name: value for name, value in run["points"].items() if name not in JUDGED}
    assert kept.keys() == points.keys()
    assert {**points, MEASURED: ""} == {**kept, MEASURED: ""}


@pytest.mark.parametrize("run", recorded_runs(), ids=lambda run: f"{run['tool']}-{run['period']}")
def test_what_people_judged_has_the_exact_interval(run: Mapping[str, Any]) -> None:
    judged, upheld, points = run["judged"], run["upheld"], run["points"]
    interval = binomtest(upheld, judged).proportion_ci(0.95, method="exact")
    assert points["judged"] == str(judged)
    for name, value in (
        ("precision", upheld / judged), ("overruled_share", 1 - upheld / judged),
        ("precision_low", interval.low), ("precision_high", interval.high),
    ):  # fmt: skip
        assert float(points[name]) == pytest.approx(value, abs=5e-5)


@pytest.mark.clause("3.3.2", "3.3.5")
def test_every_tool_is_a_project_with_runs_of_two_months() -> None:
    assert set(NEW_PLANS) == set(TOOLS)
    for name, number in NEW_PLANS.items():
        [project] = [one for one in projects() if one.number == number]
        told = [one["tool_run"] for one in project.said["act"] if "tool_run" in one]
        assert told == [{"tool": name, "period": period} for period in ("2024-06", "2024-07")]
        for one in told:
            assert values_of_points(points_of(**one), one["period"])


@pytest.mark.parametrize("number", [2, 3, 19])
def test_the_plan_that_is_signed_has_the_lines_of_the_filing(number: int) -> None:
    [project] = [one for one in projects() if one.number == number]
    [plan] = [one["plan"] for one in project.said["act"] if "plan" in one]
    said = project.said.get("cells", {}).get("content.monitoring") or project.said["content"]["monitoring"]
    filed = {one["indicator"]: one for one in said}
    for key, (amber, red) in plan.items():
        indicator = catalogue().indicators[key]
        line = filed.pop(indicator.zh)
        assert (line["unit"], line["cadence"]) == (indicator.unit, f"{indicator.cadence}ly")
        assert (Decimal(line["amber"]), Decimal(line["red"])) == (Decimal(amber), Decimal(red))
        assert line["direction"] == ("above" if indicator.worse is Worse.HIGH else "below")
    assert filed == {}


@pytest.mark.parametrize(("number", "direction"), [(2, 2), (3, 2), (19, 5)])
def test_the_filing_of_a_tool_says_direction_risks_and_how_it_leaves(number: int, direction: int) -> None:
    [project] = [one for one in projects() if one.number == number]
    cells = project.said.get("cells") or {}
    told = project.said.get("content", {})
    assert project.said.get("project", {}).get("directions", [direction]) == [direction]
    risks = cells.get("content.business_risks") or told["business_risks"]
    assert len(risks) >= 2
    assert all(one["monitoring"] and one["measure"] and one["owner"] for one in risks)
    assert cells.get("content.exit_plan") or told["exit_plan"]
