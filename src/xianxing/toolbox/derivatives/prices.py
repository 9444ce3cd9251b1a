"""The value of each snowball by the engine that the folder asks for."""

from __future__ import annotations

from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.terms import Price, SnowballTerms, terms_of
from xianxing.toolbox.inputs import Inputs


def prices(inputs: Inputs) -> list[JSON]:
    """One row a snowball, per 100 of its start price, in the order of their ids."""
    book = terms_of(inputs)
    if not book:
        return []
    from xianxing.toolbox.derivatives.engines import price_book

    engine = inputs.word("pricing.engine")
    paths = int(inputs.number("pricing.paths") or 0)
    found = price_book(engine, book, paths=paths, seed=random_seed(inputs))
    return [_row(terms, engine, price) for terms, price in zip(book, found, strict=True)]


def random_seed(inputs: Inputs) -> int:
    """The seed of `[pricing]`, else the folder's own."""
    seed = inputs.number("pricing.seed")
    return int(seed) if seed is not None else int(str(inputs.settings.get("seed", 1)))


def _row(terms: SnowballTerms, engine: str, price: Price) -> JSON:
    return {
        "id": terms.id,
        "engine": engine,
        "value": price.value,
        "std_error": price.std_error,
        "delta": price.delta,
        "gamma": price.gamma,
        "vega": price.vega,
        "theta": price.theta,
        "rho": price.rho,
    }
