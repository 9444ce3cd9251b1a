"""Cases that were written from the contract's text alone, without a look at the packages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.contract_cases.cases import FILES, ContractCase, read_cases
from tests.toolbox.contract_cases.expectations import unmet_expectation
from xianxing.toolbox.registry import TOOLS, load_tool
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tool import run_tool


def differences(case: ContractCase, place: Path) -> list[str]:
    """What the tool's answer doesn't hold of the case."""
    outcome = run_tool(load_tool(case.tool), case.write(place), lenient=case.lenient)
    answer: dict[str, Any] = json.loads(as_text(outcome))
    found = [said for line in case.expect if (said := unmet_expectation(answer, line))]
    if outcome.status not in ((0, 1) if case.exit is None else (case.exit,)):
        found.append(f"exit {outcome.status}: {answer['problems']}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_answers_hold_what_the_contract_says(file: Path, tmp_path: Path) -> None:
    told = {}
    for number, case in enumerate(read_cases(file)):
        if found := differences(case, tmp_path / str(number)):
            told[case.name] = found
    assert told == {}


def test_every_tool_has_cases_and_each_its_own_name() -> None:
    cases = [case for file in FILES for case in read_cases(file)]
    assert set(TOOLS) == {case.tool for case in cases}
    assert min(Counter(case.tool for case in cases).values()) >= 100
    assert len({(case.tool, case.name) for case in cases}) == len(cases)
