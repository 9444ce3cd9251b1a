"""Long walks over the whole procedure: life after life, each drawn by a seed and its own number alone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.procedure import support
from tests.procedure.invariants import INVARIANTS
from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    EXPERTS,
    GOOD,
    HEAD,
    PUBLIC,
    STAFF,
    TECH,
    Case,
    at,
    checklist,
    pilot,
)
from xianxing.procedure import Actor, RefusedError, current, let_time_pass, open_steps, perform
from xianxing.procedure.events import JSON, CaseState, apply, reduce_events
from xianxing.procedure.history import CHANGES
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.store import MemoryStore
from xianxing.procedure.versions import digest_of

CAST = (BROKER, TECH, BUREAU, STAFF, HEAD, DEPUTY, PUBLIC, *EXPERTS)
STEPS_A_LIFE = 80
COMPILING = ("events", "runner", "ticking")  # modules that compile a step at each event
LATEST = date(2026, 9, 30)  # the calendar of these tests ends with the year


class KeptStore(MemoryStore):
    """Reduces new events only, as the database does, which keeps the state beside each case."""

    def __init__(self, store: MemoryStore) -> None:
        self.__dict__ = store.__dict__
        self._kept: CaseState | None = None

    def state(self, case: str) -> CaseState | None:
        """Where the events have brought the case, from where the last ones had."""
        events = self._events[case]
        if self._kept is None or self._kept.sequence > len(events):
            self._kept = super().state(case)
        for event in events[self._kept.sequence if self._kept else 0 :]:
            assert self._kept is not None
            self._kept = apply(self._versions[event.version], self._kept, event)
        return self._kept

    @contextmanager
    def transaction(self, case: str) -> Iterator[None]:
        """As ever; what was reduced inside of one that failed is forgotten."""
        try:
            with super().transaction(case):
                yield
        except BaseException:
            self._kept = None
            raise


@contextmanager
def kept_by_step() -> Iterator[None]:
    """Within, each step is compiled and the version's digest is taken once: the procedure doesn't change."""
    compiled = {step.id: compile_step(pilot(), step) for step in pilot().steps.values()}
    digest = digest_of(pilot())
    with pytest.MonkeyPatch.context() as patch:
        for module in COMPILING:
            patch.setattr(f"xianxing.procedure.{module}.compile_step", lambda _p, step: compiled[step.id])
        for module in ("store", "runner"):
            patch.setattr(f"xianxing.procedure.{module}.digest_of", lambda _p: digest)
        yield


@dataclass
class Walk:
    """How far a walk came: steps tried and taken, what was reached, and every violation with its place."""

    seed: int
    tried: int = 0
    taken: int = 0
    lives: int = 0
    seconds: float = 0.0
    steps: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)

    def said(self) -> str:
        """One line for people."""
        known = pilot()
        return (
            f"seed {self.seed}: {self.tried} steps tried, {self.taken} taken, in {self.lives} lives and "
            f"{self.seconds:.0f} s; {len(self.steps)} of {len(known.steps)} steps, {len(self.states)} of "
            f"{len(known.states)} states; {len(self.violations)} violations"
        )


def walk(seed: int, steps: int, *, first: int = 0) -> Walk:
    """Lives from number `first` on, until so many steps were tried; a violation ends its life only."""
    done, begun, number = Walk(seed), time.perf_counter(), first
    with kept_by_step():
        while done.tried < steps:
            life = Life(random.Random(f"{seed}/{number}"), done)
            try:
                life.live()
            except Exception as problem:
                place = f"seed {seed}, life {number}: {type(problem).__name__}: {problem}"
                done.violations.append(f"{place}; {', '.join(life.story[-12:])}")
            number += 1
    done.lives, done.seconds = number - first, time.perf_counter() - begun
    return done


class Life:
    """One case from some phase on: what may be done is done more often than what may not."""

    def __init__(self, chance: random.Random, done: Walk) -> None:
        self.chance, self.done, self.story = chance, done, list[str]()
        self.case = Case(
            core=chance.choice(("no", "yes")),
            lead_kind=chance.choice(("pilot_institution", "technology_firm")),
            project_type=chance.choice(("other", "business_innovation")),
        )
        self.case.store = KeptStore(self.case.store)
        self.core = self.case.store.events("c")[0].answers["core"] == "yes"

    def live(self) -> None:
        """Step after step; what always holds is asked after each."""
        for bring in self._phases():
            bring()
        for _step in range(STEPS_A_LIFE):
            self.done.tried += 1
            self._step()
            for holds in INVARIANTS:
                holds(self.case)
            now = current(self.case.store, "c")
            self.done.states.add(now.state)
            if pilot().states[now.state].final and self.chance.random() < 0.2:
                break
        known, events = self.case.store.procedures("c"), self.case.store.events("c")
        assert reduce_events(known, events) == current(self.case.store, "c")

    def _phases(self) -> Iterator[Callable[[], object]]:
        selecting = self.case.recognise if self.core else self.case.select
        phases = (self.case.file, selecting, self.case.announce, self.case.start, self._exit)
        yield from phases[: self.chance.randint(0, len(phases))]

    def _exit(self) -> None:
        self.case.do("open_exit_by_institution", BROKER)
        self.case.do("assess_exit_oneself", BROKER)
        self.case.do("finish_exit_assessment", STAFF)

    def _step(self) -> None:
        way = self.chance.random()
        if way < 0.12:
            if self.case.day < LATEST:
                self.case.day += timedelta(days=self.chance.randint(1, 40))
            let_time_pass(self.case.store, "c", self.case.day)
            assert let_time_pass(self.case.store, "c", self.case.day).events == ()
        elif way < 0.27:
            self._try(self.chance.choice(sorted(pilot().steps)), self.chance.choice(CAST), usual=False)
        else:
            self._what_may_be_done(usual=way < 0.85)

    def _what_may_be_done(self, *, usual: bool) -> None:
        now = current(self.case.store, "c")
        found = [(step, actor) for actor in CAST for step in open_steps(pilot(), now, actor)]
        fresh = [pair for pair in found if pair[0].id not in self.story]
        calm = [pair for pair in found if pair[0].act not in CHANGES]
        chosen = fresh if fresh and self.chance.random() < 0.5 else calm or found
        if chosen:
            step, actor = self.chance.choice(chosen)
            self._try(step.id, actor, usual=usual)

    def _try(self, step: str, actor: Actor, *, usual: bool) -> None:
        self.story.append(step)
        before = self.case.store.events("c")
        second = DEPUTY if usual else self.chance.choice((DEPUTY, STAFF, None))
        said = self._said(step, usual=usual)
        try:
            perform(self.case.store, "c", step, actor, said, at(self.case.day), second=second)
        except RefusedError as refusal:
            assert refusal.sentence
            assert self.case.store.events("c") == before
        else:
            self.done.taken += 1
            self.done.steps.add(step)

    def _said(self, step: str, *, usual: bool) -> dict[str, JSON]:
        draw = self.chance
        said: dict[str, JSON] = {
            **GOOD,
            "exit_conditions": checklist("exit_conditions", usual or draw.random() < 0.5),
            "extension_conditions": checklist("extension_conditions"),
            "extension_length": draw.randint(1, 24),
            "evidence": "来函1号" if usual else draw.choice(("来函1号", "")),
            "item": draw.choice(("甲", "乙")),
        }
        if step == "invite_experts":
            said["members"] = {"experts": ["专家一", "专家二"]}
        if draw.random() < (0.1 if usual else 0.4):
            facts = [fact for fact in pilot().facts.values() if fact.kind == "answer" and not fact.items]
            fact = draw.choice(sorted(facts, key=lambda one: one.id))
            said[fact.id] = draw.choice([*fact.domain, "别的"])
        if step in pilot().steps:
            said["particulars"] = support.usual(pilot(), pilot().steps[step], said, self.case.day)
        return said
