"""Each snowball over a range of prices, and what the three engines say of it today.

One run of quadrature gives the layers over the whole grid, so that a range of prices costs no more than one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, entries
from xianxing.toolbox.derivatives.prices import random_seed
from xianxing.toolbox.derivatives.terms import FACE, SnowballTerms, terms_of
from xianxing.toolbox.inputs import Inputs

if TYPE_CHECKING:
    from xianxing.toolbox.derivatives.grids import BackwardCase, Values

MOST_SNOWBALLS = 20  # by id; a drawing of more can't be read
LOWEST, HIGHEST = 50, 130  # per cent of the start price
PATHS = 2_000  # of Monte Carlo where it only stands beside the others
ENGINE = "quad"


def snowballs_by_spot(inputs: Inputs, priced: Sequence[JSON]) -> dict[str, JSON]:
    """`by_spot` and `engines` for the first snowballs by id; `priced` is `results.prices`."""
    values = {row["id"]: row for row in entries([*priced])}
    by_spot: list[JSON] = []
    engines: list[JSON] = []
    for terms in terms_of(inputs)[:MOST_SNOWBALLS]:
        value, rows = _over_prices(terms)
        by_spot += rows
        engines += _beside(terms, value, values[terms.id], inputs)
    return {"by_spot": by_spot, "engines": engines}


def _over_prices(terms: SnowballTerms) -> tuple[float, list[JSON]]:
    """The value at today's price, and a row a price, the lowest first."""
    from xianxing.toolbox.derivatives.grids import NEAR, BackwardCase, grid_for, layers_back
    from xianxing.toolbox.derivatives.quadrature import transition_of

    today = BackwardCase(terms, grid_for(terms))
    layers = layers_back(today, transition_of(today))[0]
    lowest, highest = (today.grid.centres[place] for place in (NEAR, -NEAR))
    cases = [today] + [
        BackwardCase(replace(terms, spot=terms.s0 * percent / FACE), today.grid)
        for percent in range(LOWEST, HIGHEST + 1)
        if lowest <= math.log(percent / FACE) <= highest
    ]
    return _rows(terms, cases, layers)


def _rows(terms: SnowballTerms, cases: list[BackwardCase], layers: Values) -> tuple[float, list[JSON]]:
    """The first case is today's; `value_knocked_in` is what it would be worth knocked in, where it isn't."""
    import numpy as np

    from xianxing.toolbox.derivatives.grids import NEAR, around

    def of_layer(place: int) -> Values:
        return np.array([layers[place, case.near : case.near + NEAR] for case in cases])

    value, slope, bend = around(cases, of_layer(-1))
    inside = around(cases, of_layer(0))[0]
    unit = terms.s0 / FACE
    rows: list[JSON] = [
        {
            "id": terms.id,
            "engine": ENGINE,
            "percent": round(100 * case.terms.spot / terms.s0),
            "spot": round(case.terms.spot, 6),
            "value": float(value[place]),
            "delta": float(slope[place] / case.terms.spot * unit),
            "gamma": float((bend[place] - slope[place]) / case.terms.spot**2 * unit**2),
            "value_knocked_in": None if terms.knocked_in else float(inside[place]),
        }
        for place, case in enumerate(cases)
        if place
    ]
    return float(value[0]), rows


def _beside(terms: SnowballTerms, value: float, priced: AnswerEntry, inputs: Inputs) -> Iterator[JSON]:
    """One row an engine, the folder's own first; Monte Carlo with its error."""
    from xianxing.toolbox.derivatives.engines import ENGINES

    chosen = str(priced["engine"])
    yield _engine_row(terms.id, chosen, priced["value"], priced["std_error"])
    for engine in ("pde", ENGINE, "mc"):
        if engine == ENGINE != chosen:
            yield _engine_row(terms.id, engine, value, None)
        elif engine != chosen:
            price = ENGINES[engine](terms, paths=PATHS, seed=random_seed(inputs))
            yield _engine_row(terms.id, engine, price.value, price.std_error)


def _engine_row(name: str, engine: str, value: JSON, error: JSON) -> JSON:
    return {"id": name, "engine": engine, "value": value, "std_error": error}
