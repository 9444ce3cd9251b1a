"""What is wrong with a procedure is explained in the reader's language."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.procedure.support import pilot, with_step
from xianxing.i18n import language
from xianxing.procedure import check
from xianxing.procedure.checker import idle_meanings
from xianxing.procedure.property import STATIC_PROPERTIES

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_counter_examples_and_what_a_text_lacks_are_english_for_english_readers() -> None:
    p = pilot()
    bent = with_step(p, replace(p.steps["allow_start"], four_eyes=False, guards=()))
    bent = replace(bent, states={**bent.states, "filed": replace(bent.states["filed"], owner="")})
    with language("en"):
        told = {v.rule.id: v.counter_example for v in check(bent).verdicts if not v.holds}
    assert {"grave_acts_by_two", "owner_and_limit", "approval_before_start"} <= set(told)
    clauses = sorted(p.clauses.values(), key=len, reverse=True)
    for text in told.values():
        for display in clauses:
            text = text.replace(display, "")
        assert not CHINESE.search(text), text
    assert told["approval_before_start"].startswith("Beginning: ")
    assert "Then this is still possible: " in told["approval_before_start"]


def test_they_are_chinese_by_default() -> None:
    p = pilot()
    bent = with_step(p, replace(p.steps["allow_start"], four_eyes=False))
    (static,) = [one for one in STATIC_PROPERTIES if one.id == "grave_acts_by_two"]
    assert list(static.test(bent)) == ["“允许启动试点”须由两人作出。"]


def test_each_meaning_that_is_missing_is_told_once_with_an_example() -> None:
    p = pilot()
    acts = {key: replace(act, means="" if act.means == "file" else act.means) for key, act in p.acts.items()}
    with language("en"):
        ((key, problem, remedy),) = idle_meanings(replace(p, acts=acts))
    assert key == "lacks" and 'means = "file"' in problem and '[act.NAME] means = "file"' in remedy
    steps = {key: step for key, step in p.steps.items() if step.act != "file"}
    with language("en"):
        found = {one[0]: one[1:] for one in idle_meanings(replace(p, steps=steps))}
    assert 'act = "file"' in found["act.file"][1]
