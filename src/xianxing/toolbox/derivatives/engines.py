"""Three engines for snowballs that must agree: quadrature, finite differences and Monte Carlo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xianxing.toolbox.derivatives.differences import backward_by_differences
from xianxing.toolbox.derivatives.grids import prices_on_grids
from xianxing.toolbox.derivatives.paths import price_by_paths
from xianxing.toolbox.derivatives.quadrature import backward_by_quadrature
from xianxing.toolbox.derivatives.terms import Price, SnowballTerms


def by_quadrature(terms: SnowballTerms, *, paths: int = 0, seed: int = 0) -> Price:
    """The exact density of each step, summed over the cells."""
    return price_book("quad", (terms,), paths=paths, seed=seed)[0]


def by_differences(terms: SnowballTerms, *, paths: int = 0, seed: int = 0) -> Price:
    """Implicit finite differences in two layers; TR-BDF2, which damps what a barrier breaks."""
    return price_book("pde", (terms,), paths=paths, seed=seed)[0]


def by_paths(terms: SnowballTerms, *, paths: int, seed: int) -> Price:
    """Monte Carlo with antithetic pairs; sensitivities on the same random numbers."""
    return price_by_paths(terms, paths, seed)


def price_book(engine: str, book: Sequence[SnowballTerms], *, paths: int, seed: int) -> list[Price]:
    """The prices of a book by the engine of this name, as one by one; KeyError for no such engine."""
    if engine == "mc":
        return [price_by_paths(terms, paths, seed) for terms in book]
    return prices_on_grids(book, {"pde": backward_by_differences, "quad": backward_by_quadrature}[engine])


ENGINES: dict[str, Callable[..., Price]] = {
    "pde": by_differences, "quad": by_quadrature, "mc": by_paths,
}  # fmt: skip
