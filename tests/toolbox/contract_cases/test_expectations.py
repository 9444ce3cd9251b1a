"""The lines of the cases say no where an answer is otherwise."""

from __future__ import annotations

import pytest

from tests.toolbox.contract_cases.expectations import unmet_expectation

ANSWER = {
    "findings": [{"rule": "r", "result": "met", "value": "0.250", "path": ["A holds B", "B holds C"]}],
    "problems": [],
    "results": {
        "rows": [{"id": "1", "share": "1"}, {"id": "2", "share": None, "flag": True}],
        "one": {"count": 3},
    },
}


@pytest.mark.parametrize(
    "line",
    [
        "findings rule=r : result=met value=0.25 value~0.2500001",
        "findings rule=r : path=[A␣holds␣B|B␣holds␣C] path.1^holds path.7=nothing",
        "rows id=2 : share=null flag=true share!0",
        "count 2 rows",
        "some rows : share=1",
        "no problems",
        "one : count~2.5±0.5",
    ],
)
def test_a_line_that_holds(line: str) -> None:
    assert unmet_expectation(ANSWER, line) is None


@pytest.mark.parametrize(
    "line",
    [
        "findings rule=r : result=unmet",
        "findings rule=r : value=0.2500001",
        "findings rule=r : value~0.26",
        "findings rule=s",
        "rows : share=1",
        "rows id=2 : share=0",
        "rows id=2 : flag=1",
        "some rows : share=2",
        "count 1 rows",
        "no rows id=1",
        "no findings",
        "one : count~2.5±0.4",
        "nowhere : count=3",
    ],
)
def test_a_line_that_does_not_hold(line: str) -> None:
    assert unmet_expectation(ANSWER, line) is not None
