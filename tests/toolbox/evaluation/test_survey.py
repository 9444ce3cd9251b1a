"""The list in columns says of every firm what the exact judgement of that firm says, also on the lines."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.toolbox.evaluation.folders import Folder, innovative_facts, little_giant_facts, say, star_facts
from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.example import example_files
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.judging import JUDGES, every_firm
from xianxing.toolbox.evaluation.survey import columns_of, survey
from xianxing.toolbox.evaluation.tool import TOOL
from xianxing.toolbox.evaluation.versions import versions_of
from xianxing.toolbox.reading import read_folder

numpy = pytest.importorskip("numpy")
VERSIONS = [(scheme, version) for scheme in JUDGES for version in versions_of(scheme)]


def firms_of(folder: Path) -> list[FirmFacts]:
    inputs = read_folder(folder, TOOL.layout).inputs
    assert inputs is not None
    return list(every_firm(inputs))


def differing(firms: list[FirmFacts]) -> list[tuple[str, str, Result, Result]]:
    columns = columns_of(firms)
    found = []
    for scheme, version in VERSIONS:

        def exactly(place: int, scheme: str = scheme, version: object = version) -> Result:
            return JUDGES[scheme](firms[place].afresh(), version).result  # type: ignore[arg-type]

        quick = survey(scheme, version, columns, exactly)
        for place, firm in enumerate(firms):
            if quick[place] is not exactly(place):
                found.append((firm.firm.text("id"), version.id, quick[place], exactly(place)))
    return found


def test_the_example_agrees(tmp_path: Path) -> None:
    for name, content in example_files().items():
        (tmp_path / name).write_bytes(content)
    assert differing(firms_of(tmp_path)) == []


def test_firms_on_and_beside_every_line_agree(tmp_path: Path) -> None:
    random = Random(7)
    firms: dict[str, dict[str, str]] = {}
    facts: dict[str, dict[str, str]] = {}
    rows = []
    bases = [(star_facts(2024), 2024), (innovative_facts(), 2024), (little_giant_facts(), 2025)]
    for number in range(300):
        base, year = bases[number % 3]
        moved = {
            f"{name.split()[0]} {int(name.split()[1]) + 2024 - year}": value for name, value in base.items()
        }
        for name in random.sample(sorted(moved), 3):
            moved[name] = random.choice(values_near(name, moved[name]))
        for name in random.sample(sorted(INDICATORS), 12):
            moved.setdefault(f"{name} 2024", "1" if not INDICATORS[name].choices else "3")
        firm = f"E{number}"
        firms[firm] = {"application": random.choice(["first", "recheck"])}
        facts[firm] = {name: value for name, value in moved.items() if value}
        if number % 10 == 0:
            rows.append({"firm": firm, "indicator": "revenue", "period": "2024", "value": "3", "source": "b"})
    folder = Folder(schemes=None, last_year=2024, firms=firms, facts=facts, rows=rows).write(tmp_path / "in")
    assert differing(firms_of(folder)) == []


def values_near(name: str, value: str) -> list[str]:
    indicator = INDICATORS[name.split()[0]]
    if indicator.form is IndicatorForm.FLAG:
        return ["0", "1", ""]
    if indicator.unit == "CNY":
        return ["", "0", f"{float(value) - 0.01:.2f}" if float(value) else "0", f"{float(value) + 0.01:.2f}"]
    return ["", str(indicator.low or 0), value]


def test_counts_of_a_list_are_those_of_its_history(tmp_path: Path) -> None:
    for name, content in example_files().items():
        (tmp_path / name).write_bytes(content)
    said = say(tmp_path)["results"]
    settings = (tmp_path / "tool.toml").read_text("utf-8")
    (tmp_path / "tool.toml").write_text(settings.replace("seed = 1", "history = false"), "utf-8")
    columns = say(tmp_path)["results"]
    assert (columns["history"], columns["by_version"]) == ([], said["by_version"])
    for row in said["by_version"]:
        results = [
            one["result"]
            for history in said["history"]
            if history["scheme"] == row["scheme"]
            for one in history["versions"]
            if one["pack"] == row["pack"]
        ]
        counts = {result.value: results.count(result.value) for result in Result}
        assert {result.value: row[result.value] for result in Result} == counts
    assert {row["pack"] for row in said["by_version"]} == {version.id for _scheme, version in VERSIONS}
