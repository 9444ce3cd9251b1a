"""The sentences of the text in Chinese: 谁、何时、何种条件、何种结果、何时为止、何人复核、何种依据。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xianxing.procedure.meanings import Stage
from xianxing.procedure.model import (
    GIVEN,
    PERIODS,
    STATE_CLOCK,
    Fact,
    ItemKind,
    Named,
    Particular,
    Procedure,
    ProcedureParameter,
    State,
    Step,
)
from xianxing.procedure.reading_places import (
    FEW,
    StageStates,
    by_condition,
    by_stage,
    cited,
    clocks_of,
    group_name,
    started_by_steps,
)
from xianxing.procedure.registry import find_effect, find_guard

LANGUAGE = "zh-hans"
STAGES: dict[str, str] = {
    Stage.DRAFTING: "起草",
    Stage.SELECTION: "遴选",
    Stage.EVALUATION: "专业评估",
    Stage.NOTICE: "公示",
    Stage.START: "启动",
    Stage.RUNNING: "试点运行",
    Stage.EXIT: "退出",
}
UNITS = {
    "workdays": "个工作日", "days": "日", "months": "个月", "rounds": "轮", PERIODS: "个月一期（按日历）",
}  # fmt: skip
PRACTICE = "工作组做法"
COMPARATORS = {"<=": "不超过", ">=": "不少于"}
KINDS = {"date": "日期", "number": "数字", "whole": "整数", "instant": "时刻", "address": "网址"}
BY_TIME = {
    "opens": "由系统到期开放，记载",
    "closes": "由系统到期办结，记载",
    "reminds": "由系统提醒，记载",
    "marks_overdue": "由系统标明逾期，记载",
}


class ChineseSentences:
    """One procedure's parts, each as one sentence."""

    def __init__(self, procedure: Procedure) -> None:
        self.p = procedure

    def step(self, step: Step) -> str:
        """谁在何阶段办理何事的，须符合何条件、备齐何物，案件如何变化，依据为何。"""
        head = self._time_head(step) if step.by_time else self._head(step)
        parts = [
            head,
            *self._about(step),
            *self._conditions(step),
            *self._needs(step),
            "，".join(self._follows(step)),
        ]
        parts += self._entering(step)
        if step.note:
            parts.append(f"说明：{step.note}")
        # The head ends in 的: what follows belongs to it.
        text = f"{parts[0]}，{'；'.join(parts[1:])}"
        return f"{text}（{self._basis(step.basis, step.practice, step.serves)}）。"

    def state(self, state: State) -> str:
        """何阶段由谁办理、以何为限；或者案件在此终结。"""
        stage = STAGES.get(state.stage, state.stage)
        parts = [f"案件转为“{state.zh}”的，程序在{stage}环节终结"]
        if not state.final:
            owner = self.p.roles[state.owner].zh if state.owner else ""
            parts = [f"{stage}环节的“{state.zh}”阶段" + (f"由{owner}办理" if owner else "不指定办理人")]
            parts.append(f"以“{self.p.clocks[state.clock].zh}”为限" if state.clock else "不设期限")
        if state.no_limit_in_text:
            parts.append("该期限指南未作规定" if state.clock else "指南也未规定期限")
        if state.note:
            parts.append(f"说明：{state.note}")
        return f"{'，'.join(parts)}{self._rests(state)}。"

    def limit(self, limit: ProcedureParameter) -> str:
        """何期限为多少、自何时起算、出处为何。"""
        clocks = clocks_of(self.p, limit)
        names = "".join(f"“{self.p.clocks[one].zh}”" for one in clocks) or f"“{limit.zh}”"
        parts = [f"{names}{self._amount(limit)}"]
        for one in (self.p.clocks[name] for name in clocks):
            if one.given:
                parts.append(f"已载明“{self.p.particulars[one.given].zh}”的，以所载之数为准")
        if clocks and not isinstance(limit.value, date) and limit.unit != GIVEN:
            begun = any(started_by_steps(self.p, one) for one in clocks)
            from_ = f"自{'有关步骤办理' if begun else '进入有关阶段'}之日起算，当日不计入"
            parts.append("至所在一期的最后一日届满" if limit.unit == PERIODS else from_)
        if source := limit.source.removeprefix(PRACTICE).lstrip("；"):
            parts.append(f"出处：{source}")
        if limit.effective_from:
            parts.append(f"自{day(limit.effective_from)}起适用")
        if limit.checked_until:
            parts.append(f"核对至{day(limit.checked_until)}")
        return f"{'，'.join(parts)}（{self._basis(limit.basis, limit.practice, ())}）。"

    def item(self, kind: ItemKind) -> str:
        """何种事项可以同时有多项、各自经过何阶段、何时了结。"""
        stages = "、".join(f"“{one.zh}”" for one in kind.stages.values() if not one.final)
        ends = listed([f"“{one.zh}”" for one in kind.stages.values() if one.final])
        parts = [f"“{kind.zh}”可以同时有多项，每项单独编号、单独计时，依次处于{stages}阶段"]
        parts.append(f"转为{ends}即了结")
        parts += [f"“{clock.zh}”由每项各自计算" for clock in self.p.clocks.values() if clock.item == kind.id]
        if kind.fact:
            parts.append(f"有未了结的，“{self.p.facts[kind.fact].zh}”即为“{self.p.word('some')}”")
        return f"{'，'.join(parts)}。"

    def _head(self, step: Step) -> str:
        who = listed([self.p.roles[one].zh for one in step.actors])
        return f"{who}{self._where(step.sources)}{step.verb or f'办理“{step.zh}”'}的"

    def _time_head(self, step: Step) -> str:
        clock = self._clock(step.clock)
        before = "、".join(f"{days}日" for days in step.before_days)
        when = f"{clock}届满前{before}" if before else f"{clock}届满"
        return f"案件{self._where(step.sources)}，{when}的"

    def _where(self, sources: Iterable[str]) -> str:
        chosen = list(sources)
        if len(chosen) <= FEW:
            return f"在{listed([f'“{self.p.states[one].zh}”' for one in chosen])}阶段"
        return f"在{'、'.join(_stage(part) for part in by_stage(self.p, chosen))}"

    def _about(self, step: Step) -> Iterator[str]:
        """The item that the step is about, and in which stages of it the step may be taken."""
        if step.item and step.item_from:
            kind = self.p.item_kinds[step.item]
            stages = listed([f"“{kind.stages[one].zh}”" for one in step.item_from])
            each = f"处于{stages}阶段的“{kind.zh}”逐项各自届满"
            yield each if step.by_time else f"就处于{stages}阶段的一项“{kind.zh}”办理，须指明是哪一项"

    def _conditions(self, step: Step) -> Iterator[str]:
        found = [
            f"{self.function(name, find_guard(name).zh)}{self._asked_by(name, step)}" for name in step.guards
        ]
        if len(found) == 1:
            yield f"须符合下列条件：{found[0]}"
        elif found:
            numbered = "；".join(f"（{number}）{one}" for number, one in enumerate(found, 1))
            yield f"须同时符合下列条件：{numbered}"

    def _asked_by(self, guard: str, step: Step) -> str:
        """The clause that asks for a condition, where it is none of the step's own."""
        clause = self.p.cite(find_guard(guard).clause) or ""
        own = (*step.basis, *step.serves)
        return f"（依据：{cited(self.p, [clause])[0]}）" if clause and clause not in own else ""

    def _needs(self, step: Step) -> Iterator[str]:
        needs = [self._asked(self.p.facts[one]) for one in step.asks]
        needs += self._particulars(step)
        if step.declares:
            needs.append(f"申明{self._facts(step.declares)}")
        if step.reason:
            needs.append("写明理由")
        if self.p.stands_elsewhere(step):
            needs.append("附该网页的文件")
        if step.four_eyes:
            needs.append("经同一方的另一人同意")
        if needs:
            yield f"办理时须{'，'.join(needs)}"
        if step.members:
            groups = "、".join(group_name(self.p, one, LANGUAGE) for one in step.members)
            invited = f"所请的列入{groups}的名单，已请的仍在其中"
            yield invited if step.invites else f"可以一并变更{groups}的名单"

    def _particulars(self, step: Step) -> Iterator[str]:
        """What the step records, by the answers with which it is asked."""
        for when, ones in by_condition(self.p, step):
            given = "，".join(
                f"“{self.p.facts[fact].zh}”为{listed([f'“{self.p.word(one)}”' for one in values])}"
                for fact, values in when
            )
            words = "、".join(self._particular(one) for one in ones)
            yield f"{given}的，载明{words}" if given else f"载明{words}"

    def _particular(self, one: Particular) -> str:
        notes = [KINDS[one.kind]] if one.kind in KINDS else []
        if one.until:
            notes.append(f"即{self._clock(one.until)}的截止日")
        if one.within:
            notes.append(f"须在{self._clock(one.within)}之内")
        if one.past:
            notes.append("须早于办理之日")
        if one.begins:
            notes.append("不得晚于办理之时，随之起算的期限自该时刻所在之日起算")
        if one.optional:
            notes.append("可以不填")
        return f"“{one.zh}”" + (f"（{'，'.join(notes)}）" if notes else "")

    def _clock(self, clock: str) -> str:
        return "本阶段期限" if clock == STATE_CLOCK else f"“{self.p.clocks[clock].zh}”"

    def _entering(self, step: Step) -> Iterator[str]:
        if step.entered_by:
            who = listed([self.p.roles[one].zh for one in step.entered_by])
            yield f"由{who}依据来文代为录入的，须注明来文，并经同一方的另一人同意"

    def _follows(self, step: Step) -> Iterator[str]:
        if step.by_time:
            yield f"{BY_TIME[step.time_effect]}“{step.zh}”"
        yield f"案件转为“{self.p.states[step.target].zh}”" if step.target else "案件所处阶段不变"
        yield from self._item_follows(step)
        for one in step.adds:
            yield f"{self._tally(one)}增加一项"
        for one in step.removes:
            yield f"{self._tally(one)}减少一项"
        for name in step.effects:
            yield self.function(name, find_effect(name).zh)
        if step.documents:
            yield f"形成{''.join(f'《{self.p.documents[one].zh}》' for one in step.documents)}"
        for one in step.starts:
            yield f"“{self.p.clocks[one].zh}”自办理之日起算"
        for one in step.lengthens:
            yield f"{self._clock(one)}延至所载之日，不得缩短"
        for one in step.prolongs:
            added = self.p.facts[self.p.clocks[one].added].zh
            yield f"{self._clock(one)}自原起算之日起加计“{added}”所定之数，不增不减"

    def _item_follows(self, step: Step) -> Iterator[str]:
        kind = self.p.item_kinds.get(step.item)
        if kind and step.opens_item:
            yield f"另立一项“{kind.zh}”，处于“{kind.stages[step.item_to].zh}”阶段"
        elif kind and step.item_to:
            end = "，该项了结" if self.p.closes_item(step) else ""
            yield f"该项转为“{kind.stages[step.item_to].zh}”{end}"

    def _asked(self, fact: Fact) -> str:
        values = listed([self.p.word(value) for value in fact.domain])
        if fact.setting:
            return f"依照工作组关于“{fact.zh}”的设定（{values}）"
        if fact.from_clock:
            return f"核对“{self.p.clocks[fact.from_clock].zh}”是否届满（{values}）"
        if fact.threshold:
            return f"填明“{fact.zh}”，对照“{self.p.parameters[fact.threshold].zh}”（{values}）"
        if fact.items:
            return f"逐项核对“{fact.zh}”（{'、'.join(fact.items)}）"
        return f"填明“{fact.zh}”（{values}）"

    def _tally(self, fact: str) -> str:
        known = self.p.facts[fact]
        named = "，逐一指明" if known.by_item else ""
        over = f"（以全体{group_name(self.p, known.over, LANGUAGE)}计{named}）" if known.over else ""
        return f"“{known.zh}”{over}"

    def _facts(self, ids: Iterable[str]) -> str:
        return "".join(f"“{self.p.facts[one].zh}”" for one in ids)

    def function(self, name: str, sentence: str) -> str:
        """The sentence of a guard or effect; one with an argument in the procedure's own words."""
        kind, _, argument = name.partition(":")
        fact, _, value = argument.partition("=")
        if not argument:
            return sentence.removesuffix("。")
        known: Named = self.p.facts[fact]
        return f"“{known.zh}”{'为' if kind == 'fact_is' else '记为'}“{self.p.word(value)}”"

    def _rests(self, state: State) -> str:
        if state.final:
            return ""
        limit = self.p.parameters[self.p.clocks[state.clock].parameter] if state.clock else None
        basis = limit.basis if limit else ()
        return f"（{self._basis(basis, limit.practice if limit else True, ())}）"

    def _amount(self, limit: ProcedureParameter) -> str:
        if limit.unit == GIVEN:
            return "以办理时载明的为准"
        if isinstance(limit.value, date):
            return f"至{day(limit.value)}，当日计入" if limit.comparator == "<=" else f"为{day(limit.value)}"
        if limit.values:
            dated = (f"自{day(since)}起{self._compared(limit, value)}" for since, value in limit.values)
            return "，".join(dated)
        return self._compared(limit, limit.value)

    def _compared(self, limit: ProcedureParameter, value: int | str) -> str:
        compared = COMPARATORS.get(limit.comparator, "为")
        if isinstance(value, str):
            return f"{compared}“{self.p.word(value)}”"
        return f"{compared}{value}{UNITS.get(limit.unit, limit.unit)}"

    def _basis(self, basis: Sequence[str], practice: bool, serves: Sequence[str]) -> str:
        parts = [f"依据：{'、'.join(cited(self.p, basis))}"] if basis else []
        if practice:
            parts.append(PRACTICE)
        if serves:
            parts.append(f"服务于：{'、'.join(cited(self.p, serves))}")
        return "；".join(parts) or "未注明依据"


def listed(names: Sequence[str]) -> str:
    """Names joined by 、 and 或者."""
    return "或者".join(filter(None, ("、".join(names[:-1]), *names[-1:])))


def day(value: date) -> str:
    """A day as official papers write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def _stage(part: StageStates) -> str:
    name = STAGES.get(part.stage, part.stage)
    if part.only:
        return f"{name}环节的{'、'.join(f'“{state.zh}”' for state in part.only)}阶段"
    but = "、".join(f"“{state.zh}”" for state in part.but)
    return f"{name}环节各阶段{f'（{but}除外）' if but else ''}"
