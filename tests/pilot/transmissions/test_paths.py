"""The path of a case follows from its facts and the procedure, in every guide that tells paths apart."""

from __future__ import annotations

import pytest

from xianxing.pilot.transmissions.paths import CORE, LOCAL, REFUSED, CasePath, path_of
from xianxing.procedure import load_procedure
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Stage
from xianxing.procedure.next_steps import first_facts

GUIDES = ("shenzhen-2023", "guangzhou-2023")


def path(guide: str, state: str, core: str, direct: str = "open") -> CasePath | None:
    procedure = load_procedure(guide)
    facts = first_facts(procedure)
    for means, value in ((FactMeans.CORE, core), (FactMeans.DIRECT_PATH, direct)):
        fact = procedure.fact_meaning(means)
        if fact is not None:
            facts = {**facts, fact.id: value}
    return path_of(procedure, state, facts, "zh-hans")


@pytest.mark.parametrize(("core", "kind", "long"), [("yes", CORE, 4), ("no", LOCAL, 7)])
def test_each_path_leads_from_the_filing_to_the_evaluation(core: str, kind: str, long: int) -> None:
    found = path("shenzhen-2023", "filed", core)
    assert found is not None
    assert (found.kind, len(found.places)) == (kind, long)
    assert found.places[0].here
    assert found.places[-1].name == "专业评估"
    assert not any(place.passed for place in found.places)


def test_what_lies_behind_is_passed() -> None:
    found = path("shenzhen-2023", "risk_assessment", "no")
    assert found is not None
    assert [place.passed for place in found.places] == [True, True, False, False, False, False, False]
    beyond = path("shenzhen-2023", "running", "no")
    assert beyond is not None
    assert all(place.passed for place in beyond.places)


def test_one_that_was_not_recognised_says_what_the_setting_makes_of_it() -> None:
    here = path("shenzhen-2023", "unrecognised", "yes")
    assert here is not None
    assert (here.kind, here.after_refusal) == (REFUSED, "转入本地办理")
    later = path("shenzhen-2023", "formality_check", "yes", "refused")
    assert later is not None
    assert (later.kind, later.after_refusal, len(later.places)) == (REFUSED, "", 7)


def test_a_draft_has_none() -> None:
    assert path("shenzhen-2023", "draft", "yes") is None


@pytest.mark.parametrize("guide", GUIDES)
def test_every_guide_here_has_its_paths_or_tells_none_apart(guide: str) -> None:
    procedure = load_procedure(guide)
    if procedure.fact_meaning(FactMeans.CORE) is None:
        assert path(guide, procedure.initial, "no") is None
        return
    for core in ("yes", "no"):
        state = next(one.id for one in procedure.states.values() if one.stage == Stage.EVALUATION)
        found = path(guide, state, core)
        assert found is not None
        assert found.places[-1].here
