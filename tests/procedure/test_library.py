"""Guards and effects read and write exactly what they declare: the search relies on it."""

from __future__ import annotations

import pytest

from tests.procedure.support import earlier, pilot
from xianxing.procedure.model import Fact, Value
from xianxing.procedure.registry import EFFECTS, GUARDS, UnknownName, find_effect, find_guard, guard


class Watched(dict[str, Value]):
    """Facts that note which of them were looked at."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> Value:
        self.seen.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: object = None) -> Value:
        self.seen.add(key)
        return super().get(key, default)  # type: ignore[arg-type]


def known_facts() -> dict[str, Fact]:
    """The facts of the procedure, and those of the version before."""
    return {**earlier().facts, **pilot().facts}


def facts(position: int) -> Watched:
    view = Watched({key: f.domain[position % len(f.domain)] for key, f in known_facts().items()})
    view["most.corrections"] = pilot().facts["corrections"].domain[-1]
    return view


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_guard_reads_what_it_declares(name: str) -> None:
    for position in range(5):
        view = facts(position)
        GUARDS[name].holds(view)
        read = {key for key in view.seen if not key.startswith("most.")}
        assert read <= set(GUARDS[name].reads)


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_effect_reads_and_writes_what_it_declares(name: str) -> None:
    for position in range(5):
        view = facts(position)
        changed = EFFECTS[name].changes(view)
        assert set(changed) == set(EFFECTS[name].writes)
        assert all(value in known_facts()[key].domain for key, value in changed.items())
        assert {key for key in view.seen if not key.startswith("most.")} <= set(EFFECTS[name].reads)


def test_every_registered_name_is_used_by_the_guide_or_the_version_before() -> None:
    steps = [*pilot().steps.values(), *earlier().steps.values()]
    used = {name for step in steps for name in (*step.guards, *step.effects)}
    assert used == set(GUARDS) | set(EFFECTS)


@pytest.mark.parametrize("name", ["nothing", "fact_is:", "fact_is:a", "fact_is:=b"])
def test_unknown_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownName):
        find_guard(name)
    with pytest.raises(UnknownName):
        find_effect(name.replace("fact_is", "set_fact"))


def test_a_guard_needs_its_chinese_sentence() -> None:
    with pytest.raises(ValueError, match="one-sentence"):

        @guard()
        def speechless(_facts: object) -> bool:
            """No sentence."""
            return True
