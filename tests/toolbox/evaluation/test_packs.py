"""Each number of the packs just below, at and just above its line, generated from the packs themselves."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from tests.toolbox.evaluation.folders import Folder, say
from xianxing.law.findings import Result
from xianxing.toolbox.evaluation import innovative, little_giant, srdi, star
from xianxing.toolbox.evaluation.conditions import (
    AllOf,
    AnyOf,
    ItemCondition,
    Person,
    Recheck,
    TermLine,
    Waived,
    When,
)
from xianxing.toolbox.evaluation.evaluation import SchemeItem
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.scales import Bands, BestOf, Scale, ScoredItem
from xianxing.toolbox.evaluation.terms import Growth, MeanGrowth, Now, Ratio, RuleTerm, Total
from xianxing.toolbox.evaluation.versions import PACKS, SchemeVersion, versions_of
from xianxing.toolbox.tables import Row

STEP = Fraction(1, 10**9)
MODULES: dict[str, ModuleType] = {
    "star": star, "innovative": innovative, "srdi": srdi, "little_giant": little_giant,
}  # fmt: skip
VERSIONS = [(scheme, version) for scheme in MODULES for version in versions_of(scheme)]


def facts_with(term: RuleTerm, value: Fraction) -> FirmFacts:
    """Facts under which a term is worth just this."""
    facts = FirmFacts(Row("firms", 2), {}, 2024, PACKS.all[0].effective_from)
    values: dict[tuple[str, int], Fraction] = {}
    if isinstance(term, Now):
        values[term.indicator, term.back] = value
    elif isinstance(term, Total):
        for back in range(term.years):
            values[term.indicator, back] = value if term.mean else value / term.years
    elif isinstance(term, Ratio):
        for part, worth in ((term.above, value), (term.below, Fraction(1))):
            years = part.years if isinstance(part, Total) else 1
            for place in range(years):
                back = place if isinstance(part, Total) else part.back
                values[part.indicator, back] = worth / years
    elif isinstance(term, Growth):
        values[term.indicator, 0], values[term.indicator, term.years] = value, Fraction(1)
    elif isinstance(term, MeanGrowth):
        values[term.indicator, 2] = values[term.indicator, 1] = Fraction(1)
        values[term.indicator, 0] = 1 + 2 * value
    return facts.changed(values)


def lines(condition: ItemCondition | None) -> list[TermLine]:
    """Every line of a condition."""
    if isinstance(condition, TermLine):
        return [condition]
    parts: tuple[ItemCondition | None, ...] = ()
    if isinstance(condition, AnyOf | AllOf):
        parts = condition.parts
    elif isinstance(condition, When | Recheck):
        parts = (condition.then, condition.otherwise)
    elif isinstance(condition, Waived):
        parts = (condition.condition, condition.waiver)
    elif isinstance(condition, Person):
        parts = (condition.unless,)
    return [line for part in parts for line in lines(part)]


def scales(scale: Scale) -> list[Bands]:
    if isinstance(scale, Bands):
        return [scale]
    return [found for part in scale.parts for found in scales(part)] if isinstance(scale, BestOf) else []


def every_line() -> list[tuple[SchemeVersion, TermLine]]:
    found = []
    for scheme, version in VERSIONS:
        conditions: list[ItemCondition | None] = []
        for value in vars(MODULES[scheme]).values():
            if isinstance(value, AnyOf | AllOf | TermLine):
                conditions.append(value)
            elif isinstance(value, tuple):
                conditions += [one.condition for one in value if isinstance(one, SchemeItem | ScoredItem)]
        found += [(version, line) for one in conditions for line in lines(one) if line.key in version]
    return found


def every_scale() -> list[tuple[SchemeVersion, Bands]]:
    found = []
    for scheme, version in VERSIONS:
        for value in vars(MODULES[scheme]).values():
            for one in value if isinstance(value, tuple) else ():
                if isinstance(one, ScoredItem):
                    found += [(version, bands) for bands in scales(one.scale) if f"{bands.key}.1" in version]
    return found


@pytest.mark.parametrize(
    ("version", "line"), every_line(), ids=[f"{v.id} {one.key} {one.name}" for v, one in every_line()]
)
def test_a_line_holds_at_its_number_and_on_one_side_of_it(version: SchemeVersion, line: TermLine) -> None:
    at = line.term.line(version.limit(line.key))
    found = {
        side: line.judge(facts_with(line.term, at + step), version).result
        for side, step in (("below", -STEP), ("at", Fraction(0)), ("above", STEP))
    }
    good = {">=": ("at", "above"), "<=": ("below", "at"), "<": ("below",)}[
        version.numbers[line.key].comparator
    ]
    assert found == {side: Result.MET if side in good else Result.UNMET for side in found}


@pytest.mark.parametrize(
    ("version", "scale"), every_scale(), ids=[f"{v.id} {one.key}" for v, one in every_scale()]
)
def test_a_band_gives_its_points_at_its_number_and_the_next_ones_below(
    version: SchemeVersion, scale: Bands
) -> None:
    bands = version.bands(scale.key)
    following = [points for _pack, points in bands[1:]] + [Fraction(0)]
    for (pack, points), lower in zip(bands, following, strict=True):
        at = scale.term.line(Fraction(pack.threshold or 0))
        worse = at - STEP if pack.comparator == ">=" else at + STEP
        assert scale.score(facts_with(scale.term, at), version).points == points
        assert scale.score(facts_with(scale.term, worse), version).points == lower


def test_every_number_of_the_schemes_is_used() -> None:
    used = {(version.id, line.key) for version, line in every_line()}
    for version, scale in every_scale():
        keys = [key for key in version.numbers if key.startswith(scale.key + ".")]
        used |= {(version.id, key) for key in keys}
    apart = {"score", "innovation", "growth_group", "specialisation"}  # sums of points
    apart |= {"points.field.most", "points.quality.most", "points.local.most"}  # points that others give
    left = {
        (pack.id, pack.key)
        for pack in PACKS.all
        if pack.threshold is not None
        and pack.id.split("-")[0] not in ("size", "chain")
        and (pack.id, pack.key) not in used
        and pack.key not in apart
    }
    assert left == set()


def test_every_pack_says_where_it_stands_and_when_it_was_checked() -> None:
    assert {pack.id for pack in PACKS.all} == {
        "star-2020", "star-2021", "star-2022", "star-2023", "star-2024", "innovative-2022", "srdi-2022",
        "srdi-2026", "little-giant-2022", "little-giant-2026", "size-2011", "chain-practice",
    }  # fmt: skip
    for pack in PACKS.all:
        assert pack.source.zh and pack.source.en
        assert pack.article or pack.id == "chain-practice"
    unconfirmed = {pack.id for pack in PACKS.all if not pack.confirmed}
    assert unconfirmed == {"srdi-2022", "little-giant-2022"}


def test_texts_follow_each_other_without_a_gap() -> None:
    for scheme in MODULES:
        versions = versions_of(scheme)
        for earlier, later in pairwise(versions):
            assert earlier.head.effective_to is not None
            assert (later.head.effective_from - earlier.head.effective_to).days == 1


def test_every_indicator_of_the_contract_is_known(tmp_path: Path) -> None:
    rows = [
        {
            "firm": "E1",
            "indicator": name,
            "period": "2023",
            "value": "3" if one.choices else "1",
            "source": one.form.value,
        }
        for name, one in INDICATORS.items()
    ]
    assert len(INDICATORS) == 12 + 17 + 27
    assert sum(one.form is IndicatorForm.YEAR for one in INDICATORS.values()) == 12
    said = say(Folder(schemes=None, rows=rows).write(tmp_path / "in"))
    assert said["problems"] == []
