"""The procedure as a text: nothing is missing, nothing stands twice, a change is found by its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories.cities import qinglan, wangchuan
from tests.procedure.support import harbour, pilot, with_step
from xianxing.law.package import BUILT_IN
from xianxing.pilot.demo import acts
from xianxing.procedure import Procedure, load_procedure
from xianxing.procedure.model import GIVEN, STATE_CLOCK, State, Step
from xianxing.procedure.reading import SentenceChange, compare_sentences, compare_texts, read_procedure
from xianxing.procedure.reading_en import EnglishSentences, library
from xianxing.procedure.reading_zh import ChineseSentences
from xianxing.procedure.registry import EFFECTS, GUARDS

GUIDES = Path(__file__).parent.parent / "law" / "guides"
NAMES = ("shenzhen-2023", "guangzhou-2023", "demonstration-2024", "cloudport-2025", "qinglan-2026",
         "wangchuan-2024", "harbour")  # fmt: skip
LISTS = ("actors", "guards", "effects", "asks", "adds", "removes", "documents", "starts", "entered_by",
         "sources", "before_days", "basis", "serves", "members", "declares", "particulars",
         "lengthens", "prolongs", "item_from")  # fmt: skip


@pytest.fixture(scope="module")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Procedure]:
    root = tmp_path_factory.mktemp("cities")
    qinglan(root)
    wangchuan(root)
    roots = [root, GUIDES, acts.GUIDES, BUILT_IN]
    return {name: load_procedure(name, roots) for name in NAMES if name != "harbour"} | {"harbour": harbour()}


@pytest.mark.parametrize("name", NAMES)
def test_each_step_stage_and_limit_stands_in_the_text_once(
    name: str, procedures: dict[str, Procedure]
) -> None:
    procedure = procedures[name]
    expected = [f"step.{one}" for one in procedure.steps]
    expected += [f"state.{one}" for one in procedure.states]
    expected += [f"item.{one}" for one in procedure.item_kinds]
    expected += [f"limit.{one}" for one in procedure.parameters]
    assert sorted(one.id for one in read_procedure(procedure).sentences()) == sorted(expected)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_taken_from_a_step_is_missed_in_its_sentence(
    name: str, procedures: dict[str, Procedure]
) -> None:
    procedure = procedures[name]
    chinese, english = ChineseSentences(procedure), EnglishSentences(procedure)
    for step in procedure.steps.values():
        for part, less in _with_less(procedure, step):
            assert chinese.step(less) != chinese.step(step), (step.id, part)
            assert english.step(less) != english.step(step), (step.id, part)


def _with_less(procedure: Procedure, step: Step) -> Iterator[tuple[str, Step]]:
    """The step without one of the things that it names, or with its opposite."""
    for part in LISTS:
        held = getattr(step, part)
        for one in held if part not in ("actors", "sources") or len(held) > 1 else ():
            changes: dict[str, Any] = {part: tuple(other for other in held if other != one)}
            yield part, replace(step, **changes)
    yield "four_eyes", replace(step, four_eyes=True) if not step.four_eyes else replace(step, four_eyes=False)
    yield "reason", replace(step, reason=not step.reason)
    if step.members:
        yield "invites", replace(step, invites=not step.invites)
    yield "practice", replace(step, practice=not step.practice)
    yield "target", replace(step, target=next(one for one in procedure.states if one != step.target))
    if step.by_time:
        other = next((one for one in procedure.clocks if one != step.clock), STATE_CLOCK)
        yield "clock", replace(step, clock=other)
        effects = [one for one in ("opens", "closes", "reminds", "marks_overdue") if one != step.time_effect]
        for effect in effects:
            yield "time_effect", replace(step, time_effect=effect)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_changes_in_a_stage_or_a_limit_is_seen_in_its_sentence(
    name: str, procedures: dict[str, Procedure]
) -> None:
    procedure = procedures[name]
    words = (ChineseSentences(procedure), EnglishSentences(procedure))
    for state in procedure.states.values():
        for otherwise in _otherwise(procedure, state):
            assert all(one.state(otherwise) != one.state(state) for one in words), otherwise
    for limit in procedure.parameters.values():
        number = isinstance(limit.value, int)
        value = 77 if number else date(2031, 1, 1) if isinstance(limit.value, date) else "x"
        changed = [replace(limit, practice=not limit.practice)]
        if limit.unit != GIVEN:
            changed.append(replace(limit, value=value))
        changed += [replace(limit, comparator=">="), replace(limit, unit="hours")] if number else []
        for other in changed:
            same = limit.comparator == ">=" and other.comparator == ">=" and other.value == limit.value
            if not same or other.unit != limit.unit or other.practice != limit.practice:
                assert all(one.limit(other) != one.limit(limit) for one in words), other


def _otherwise(procedure: Procedure, state: State) -> Iterator[State]:
    owner = next(one for one in procedure.roles if one != state.owner)
    yield replace(state, final=not state.final, owner=state.owner or owner)
    if not state.final:
        yield replace(state, owner=owner)
        yield replace(state, clock=next((one for one in procedure.clocks if one != state.clock), ""))
        yield replace(state, no_limit_in_text=not state.no_limit_in_text)


def test_whatever_changes_in_a_particular_or_a_tally_is_seen_in_the_steps_that_record_it() -> None:
    def otherwise(procedure: Procedure) -> set[str]:
        words = ChineseSentences(procedure)
        return {one.id for one in procedure.steps.values() if words.step(one) != before[one.id]}

    before = {one.id: ChineseSentences(pilot()).step(one) for one in pilot().steps.values()}
    for one in pilot().particulars.values():
        others = (
            replace(one, zh="另一事项"),
            replace(one, optional=not one.optional),
            replace(one, past=not one.past),
            replace(one, until="" if one.until else "public_notice"),
            replace(one, within="" if one.within else "public_notice"),
            replace(one, when=() if one.when else (("finding", ("covered",)),)),
        )
        steps = {step.id for step in pilot().steps.values() if one.id in step.particulars}
        for other in others:
            changed = replace(pilot(), particulars={**pilot().particulars, one.id: other})
            assert otherwise(changed) == steps, other
    for fact in pilot().facts.values():
        if fact.kind == "tally":
            facts = {**pilot().facts, fact.id: replace(fact, by_item=not fact.by_item)}
            assert otherwise(replace(pilot(), facts=facts)), fact.id


def test_the_text_follows_the_order_of_the_clauses_and_keeps_practice_apart() -> None:
    text = read_procedure(pilot())
    order = list(pilot().clauses)
    for part, practice in ((text.by_guide, False), (text.by_practice, True)):
        clauses = [one.clause for one in part]
        assert clauses == sorted(clauses, key=order.index)
        assert {sentence.practice for one in part for sentence in one.sentences} == {practice}
    assert all(pilot().steps[one.id.removeprefix("step.")].basis for part in text.by_guide
               for one in part.sentences if one.id.startswith("step."))  # fmt: skip


def test_a_step_reads_as_an_official_writes_it() -> None:
    zh = {one.id: one.zh for one in read_procedure(pilot()).sentences()}
    assert zh["step.freeze_correction"] == (
        "牵头申报单位在“待补正”阶段冻结补正内容的，案件转为“重新确认中”（工作组做法；服务于：四(三)1）。"
    )
    assert zh["step.disqualify"] == (
        "工作组组长在遴选环节各阶段、专业评估环节的“专业评估”阶段、公示环节各阶段、启动环节的“待正式公示”阶段"
        "取消申报资格的，"
        "须符合下列条件：各单位的陈述申辩已听取完毕；办理时须写明理由，经同一方的另一人同意；"
        "案件转为“已取消申报资格”，形成《取消申报资格通知》（依据：四(三)1）。"
    )
    assert zh["step.notice_ends"] == (
        "案件在“公示征求意见”阶段，“公示期”届满的，由系统到期办结，记载“公示期满”，"
        "案件转为“公示意见处理”（依据：五(一)3）。"
    )
    assert zh["limit.correction_days"].startswith("“补正期限”不超过10个工作日，自有关步骤办理之日起算")
    assert zh["state.correcting"] == (
        "遴选环节的“待补正”阶段由牵头申报单位办理，以“补正期限”为限，该期限指南未作规定（工作组做法）。"
    )


def test_a_step_without_a_verb_is_named() -> None:
    zh = {one.id: one.zh for one in read_procedure(harbour()).sentences()}
    assert zh["step.let_sail"].startswith("港务长在“面谈中”阶段办理“放行”的，须同时符合下列条件：")
    assert all(one.verb or one.by_time for one in pilot().steps.values())


def test_a_verb_changes_the_text_and_not_the_version() -> None:
    step = replace(pilot().steps["file"], verb="递交申报")
    before, now = read_procedure(pilot()), read_procedure(with_step(pilot(), step))
    assert before.version == now.version
    assert before.digest != now.digest
    assert [(one.id, one.change) for one in compare_texts(before, now)] == [
        ("step.file", SentenceChange.CHANGED)
    ]


def test_texts_are_compared_by_what_a_sentence_is_about() -> None:
    file = pilot().steps["file"]
    steps = {key: one for key, one in pilot().steps.items() if key != "monitor"}
    steps["file_anew"] = replace(file, id="file_anew", verb="重新申报")
    steps["file"] = replace(file, four_eyes=True)
    found = compare_texts(read_procedure(pilot()), read_procedure(replace(pilot(), steps=steps)))
    assert {one.id: one.change for one in found} == {
        "step.file": SentenceChange.CHANGED,
        "step.file_anew": SentenceChange.NEW,
        "step.monitor": SentenceChange.GONE,
    }
    assert found[-1].now is None and found[-1].before is not None
    assert compare_texts(read_procedure(pilot()), read_procedure(pilot())) == ()


def test_every_guard_and_effect_has_its_english_sentence() -> None:
    assert set(library()["guard"]) == set(GUARDS)
    assert set(library()["effect"]) == set(EFFECTS)


def test_the_english_text_holds_no_chinese_but_the_clauses() -> None:
    for one in read_procedure(pilot()).sentences():
        words = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", one.en)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in words), one.en


def test_a_sentence_with_the_same_words_under_another_clause_was_moved_and_not_changed() -> None:
    before = list(read_procedure(pilot()).sentences())
    now = [replace(one, clause="5.3.7") if one.id == "step.file" else one for one in before]
    assert [(one.id, one.change) for one in compare_sentences(before, now)] == [
        ("step.file", SentenceChange.MOVED)
    ]


def test_a_sentence_that_stands_elsewhere_under_its_clause_was_moved_and_its_neighbours_stay() -> None:
    before = list(read_procedure(pilot()).sentences())
    first = next(one for one in before if sum(other.clause == one.clause for other in before) > 3)
    here = [one for one in before if (one.clause, one.practice) == (first.clause, first.practice)]
    now = [one for one in before if one != first]
    now.insert(now.index(here[-1]) + 1, first)
    assert [(one.id, one.change) for one in compare_sentences(before, now)] == [
        (first.id, SentenceChange.MOVED)
    ]


def test_what_goes_from_the_guides_words_to_practice_has_changed() -> None:
    before = list(read_procedure(pilot()).sentences())
    now = [replace(one, practice=not one.practice) if one.id == "step.file" else one for one in before]
    assert {one.change for one in compare_sentences(before, now)} == {SentenceChange.CHANGED}


def test_a_number_with_several_values_tells_each_with_its_day() -> None:
    days = ((date(2023, 11, 29), 5), (date(2026, 7, 1), 8))
    notice = replace(pilot().parameters["public_notice_days"], value=8, values=days)
    zh = ChineseSentences(pilot()).limit(notice)
    assert "自2023年11月29日起为5个工作日，自2026年7月1日起为8个工作日" in zh
    assert "5 working days from 2023-11-29, 8 working days from 2026-07-01" in EnglishSentences(
        pilot()
    ).limit(notice)


def test_a_tally_is_counted_over_those_who_speak_and_not_over_who_enters_it(
    procedures: dict[str, Procedure],
) -> None:
    said = {one.id: one.zh for one in read_procedure(procedures["shenzhen-2023"]).sentences()}
    assert (
        "“业务监管部门的退出会商意见”（以全体证监会业务监管部门计，逐一指明）"
        in said["step.give_business_view"]
    )
    assert "所请的列入证监会业务监管部门的名单" in said["step.invite_business_departments"]
