"""Do the properties notice? Each guard, effect and step is dropped in turn, and a few things are bent.

A mutant that no property notices survives; one whose harmlessness the procedure itself explains
(`[survivor]`) is named with that reason, any other is a hole in the properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from xianxing.procedure.checker import first_violation
from xianxing.procedure.model import TIME, Procedure, State, Step

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Mutant:
    """A procedure with one thing dropped or bent; `id` says which, `zh` and `en` say it in words."""

    id: str
    kind: str
    zh: str
    en: str
    procedure: Procedure


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: the property that noticed it, or "" and the reason why that is harmless."""

    mutant: str
    kind: str
    zh: str
    en: str
    killed_by: str
    reason: str


@dataclass(frozen=True)
class Score:
    """The mutation score and every fate.

    `violated` is a property that the procedure itself already violates, or "": then every mutant seems
    noticed and the score says nothing.
    """

    guide: str
    fates: tuple[Fate, ...]
    violated: str = ""

    @property
    def killed(self) -> int:
        """How many mutants some property noticed."""
        return sum(1 for fate in self.fates if fate.killed_by)

    @property
    def value(self) -> float:
        """Noticed mutants over all mutants; 1.0 for none at all."""
        return self.killed / len(self.fates) if self.fates else 1.0

    @property
    def survivors(self) -> tuple[Fate, ...]:
        """The mutants that nothing noticed."""
        return tuple(fate for fate in self.fates if not fate.killed_by)

    def as_json(self, language: str = "zh-hans") -> dict[str, JSON]:
        """The form that `xianxing procedure mutate --format json` prints."""
        kinds = sorted({fate.kind for fate in self.fates})
        return {
            "guide": self.guide,
            "mutants": len(self.fates),
            "killed": self.killed,
            "score": round(self.value, 4),
            "violated": self.violated or None,
            "kinds": {
                kind: {
                    "mutants": sum(1 for fate in self.fates if fate.kind == kind),
                    "killed": sum(1 for fate in self.fates if fate.kind == kind and fate.killed_by),
                }
                for kind in kinds
            },
            "survivors": [
                {
                    "mutant": fate.mutant,
                    "text": fate.en if language == "en" else fate.zh,
                    "reason": fate.reason or None,
                }
                for fate in self.survivors
            ],
        }


def mutate(procedure: Procedure, progress: Progress | None = None, jobs: int = 1) -> Score:
    """Try every mutant in `jobs` processes; `progress` is told how many of how many are done."""
    reasons = {survivor.mutant: survivor.reason for survivor in procedure.survivors}
    found = list(mutants(procedure))
    fates = []
    for done, (mutant, killer) in enumerate(
        zip(found, _killers(procedure, len(found), jobs), strict=True), 1
    ):
        reason = "" if killer else reasons.get(mutant.id, "")
        fates.append(Fate(mutant.id, mutant.kind, mutant.zh, mutant.en, killer, reason))
        if progress:
            progress(done, len(found))
    return Score(procedure.guide, tuple(fates), first_violation(procedure))


def _killers(procedure: Procedure, count: int, jobs: int) -> Iterator[str]:
    if jobs < 2:
        yield from (first_violation(mutant.procedure) for mutant in mutants(procedure))
        return
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(procedure,)) as pool:
        yield from pool.map(_killer, range(count), chunksize=4)


_PREPARED: list[Mutant] = []


def _prepare(procedure: Procedure) -> None:
    _PREPARED[:] = mutants(procedure)


def _killer(number: int) -> str:
    return first_violation(_PREPARED[number].procedure)


def mutants(procedure: Procedure) -> Iterator[Mutant]:
    """Every mutant, in the order of the file."""
    for step in procedure.steps.values():
        yield from _of_step(procedure, step)
    for state in procedure.states.values():
        if not state.final:
            yield from _of_state(procedure, state)
    yield from _of_numbers(procedure)


def _of_step(p: Procedure, step: Step) -> Iterator[Mutant]:
    key = f"step.{step.id}"
    rest = {name: other for name, other in p.steps.items() if name != step.id}
    yield Mutant(key, "step", f"删去步骤“{step.zh}”", f"drop the step {step.en!r}", replace(p, steps=rest))
    for part in ("guards", "effects", "asks", "adds", "removes", "particulars", "lengthens", "prolongs"):
        names: tuple[str, ...] = getattr(step, part)
        for name in names:
            bent = _without(step, part, tuple(other for other in names if other != name))
            label = {
                "guards": "条件",
                "effects": "结果",
                "particulars": "记载事项",
                "lengthens": "延长",
                "prolongs": "加计",
            }.get(part, "事实")
            yield _bent(p, bent, f"{key}.{part}.{name}", part, f"删去{label} {name}", f"drop {name}")
    flipped = replace(step, practice=not step.practice)
    yield _bent(p, flipped, f"{key}.practice", "practice", "颠倒“做法”标记", "flip the practice flag")
    if step.four_eyes:
        bent = replace(step, four_eyes=False)
        yield _bent(p, bent, f"{key}.four_eyes", "four_eyes", "不再由两人作出", "drop the second person")
    yield from _of_item(p, step, key)
    nobody = replace(step, actors=())
    yield _bent(p, nobody, f"{key}.actors", "actors", "删去作出者", "drop who may act")
    for role in _intruders(p, step):
        bent = replace(step, actors=(*step.actors, role))
        zh, en = f"也可由{p.roles[role].zh}作出", f"also let {p.roles[role].en!r} act"
        yield _bent(p, bent, f"{key}.actors+{role}", "actors", zh, en)


def _of_item(p: Procedure, step: Step, key: str) -> Iterator[Mutant]:
    """Forget that the step is about an item, or where it leaves it; share its clock among all."""
    if not step.item:
        return
    bent = replace(step, item="", item_from=(), item_to="", starts=p.started_for_case(step))
    yield _bent(p, bent, f"{key}.item", "item", "不再针对某一事项", "forget the item")
    if step.item_from and step.item_to:
        bent = replace(step, item_to="")
        yield _bent(p, bent, f"{key}.item_to", "item", "事项停留原阶段", "leave the item where it is")
    for clock in p.started_with_item(step):
        bent = replace(step, starts=tuple(one for one in step.starts if one != clock))
        yield _bent(p, bent, f"{key}.starts.{clock}", "item", f"不再起算 {clock}", f"don't start {clock}")


def _without(step: Step, part: str, names: tuple[str, ...]) -> Step:
    return {
        "guards": replace(step, guards=names),
        "effects": replace(step, effects=names),
        "asks": replace(step, asks=names),
        "adds": replace(step, adds=names),
        "removes": replace(step, removes=names),
        "particulars": replace(step, particulars=names),
        "lengthens": replace(step, lengthens=names),
        "prolongs": replace(step, prolongs=names),
    }[part]


def _intruders(p: Procedure, step: Step) -> Iterator[str]:
    act = p.acts[step.act]
    if act.decides and TIME in p.roles:
        yield TIME
    if act.duty:
        yield from (role.id for role in p.roles.values() if role.side == "technology")


def _bent(p: Procedure, step: Step, key: str, kind: str, zh: str, en: str) -> Mutant:
    bent = replace(p, steps={**p.steps, step.id: step})
    return Mutant(key, kind, f"“{step.zh}”：{zh}", f"{step.en!r}: {en}", bent)


def _of_state(p: Procedure, state: State) -> Iterator[Mutant]:
    ways = [
        ("owner", replace(state, owner=""), "删去处理者", "drop the owner"),
        (
            "limit",
            replace(state, no_limit_in_text=not state.no_limit_in_text),
            "颠倒“文本无期限”",
            "flip the gap flag",
        ),
    ]
    for part, bent, zh, en in ways:
        changed = replace(p, states={**p.states, state.id: bent})
        yield Mutant(f"state.{state.id}.{part}", part, f"“{state.zh}”：{zh}", f"{state.en!r}: {en}", changed)


def _of_numbers(p: Procedure) -> Iterator[Mutant]:
    """One less of each number that is the guide's own."""
    for key, parameter in p.parameters.items():
        if parameter.law in p.numbers:
            less = replace(parameter, value=p.number(key) - 1, values=())
            changed = replace(p, parameters={**p.parameters, key: less})
            zh, en = f"“{parameter.zh}”：减一", f"{parameter.en!r}: one less"
            yield Mutant(f"parameter.{key}.value", "number", zh, en, changed)
