"""Input-output algebra: what an economy must deliver for final demand, and who pushes and who pulls.

Exact in fractions up to `MOST_EXACT` sectors, so that an average sector is exactly average; in floating point
above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec

Number = Fraction | float
Matrix = list[list[Number]]
MOST_EXACT = 24
SMALLEST_PIVOT = 1e-13  # of floating point: below it the system counts as singular
DIGITS = 12
TOLERANCE = 1e-9  # within which a floating figure counts as the average itself


@dataclass(frozen=True)
class System:
    """Sectors in their order with their outputs, and L = (I - a)^-1; None where the table has none.

    A table has none where it is singular, or where some sector would have to deliver less than nothing: then
    deliveries exceed what outputs can bear.
    """

    sectors: tuple[str, ...]
    outputs: tuple[Fraction, ...]
    leontief: Matrix | None

    @property
    def backward(self) -> list[Number] | None:
        """Column sums of L: what one unit of final demand for a sector asks of all."""
        if self.leontief is None:
            return None
        return [_sum(column) for column in zip(*self.leontief, strict=True)]

    @property
    def forward(self) -> list[Number] | None:
        """Row sums of (I - b)^-1, b by the seller's output (Ghosh): L[i][j] × x_j / x_i."""
        if self.leontief is None:
            return None
        return [
            _sum([value * self._as(self.outputs[j]) for j, value in enumerate(row)])
            / self._as(self.outputs[i])
            for i, row in enumerate(self.leontief)
        ]

    def outputs_for(self, demand: Sequence[Fraction]) -> list[Number] | None:
        """L f: the outputs, or the changes of outputs, that a demand asks for."""
        if self.leontief is None:
            return None
        return [
            _sum([value * self._as(wanted) for value, wanted in zip(row, demand, strict=True)])
            for row in self.leontief
        ]

    def _as(self, value: Fraction) -> Number:
        return value if len(self.sectors) <= MOST_EXACT else float(value)


def solve(
    flows: Mapping[tuple[str, str], Fraction], outputs: Mapping[str, Fraction], *, exact: bool | None = None
) -> System:
    """The system of deliveries (seller, buyer) and of outputs, all of them above zero."""
    sectors = tuple(sorted(outputs))
    kept = tuple(outputs[sector] for sector in sectors)
    in_fractions = len(sectors) <= MOST_EXACT if exact is None else exact
    rows: Matrix = []
    for i, seller in enumerate(sectors):
        row: list[Number] = []
        for j, buyer in enumerate(sectors):
            value = Fraction(int(i == j)) - flows.get((seller, buyer), Fraction(0)) / outputs[buyer]
            row.append(value if in_fractions else float(value))
        rows.append(row)
    found = inverse(rows)
    if found is not None and any(value < -TOLERANCE for row in found for value in row):
        found = None
    return System(sectors, kept, found)


def inverse(matrix: Matrix) -> Matrix | None:
    """The inverse by elimination with the largest pivot; None where it is singular."""
    size = len(matrix)
    if size > MOST_EXACT and isinstance(matrix[0][0], float) and find_spec("numpy") is not None:
        return _by_numpy(matrix)
    one: Number = Fraction(1) if matrix and isinstance(matrix[0][0], Fraction) else 1.0
    rows: Matrix = [
        [*row, *(one if i == j else one - one for j in range(size))] for i, row in enumerate(matrix)
    ]
    for column in range(size):
        best = max(range(column, size), key=lambda place: (abs(rows[place][column]), -place))
        pivot = rows[best][column]
        if pivot == 0 or (isinstance(pivot, float) and abs(pivot) <= SMALLEST_PIVOT):
            return None
        rows[column], rows[best] = rows[best], [*rows[column]]
        scaled = [value / pivot for value in rows[column]]
        rows[column] = scaled
        for place in range(size):
            factor = rows[place][column]
            if place != column and factor:
                rows[place] = [
                    value - factor * other if other else value
                    for value, other in zip(rows[place], scaled, strict=True)
                ]
    return [row[size:] for row in rows]


def _by_numpy(matrix: Matrix) -> Matrix | None:
    import numpy

    try:
        found = numpy.linalg.inv(numpy.array(matrix, dtype=float))
    except numpy.linalg.LinAlgError:
        return None
    rows: Matrix = found.tolist()
    return rows if numpy.abs(found).max() < 1 / SMALLEST_PIVOT else None


def is_above(value: Number, line: Fraction) -> bool:
    """Whether a figure lies above a line; one in floating point must do so by more than its noise."""
    if isinstance(value, Fraction):
        return value > line
    return value > float(line) + TOLERANCE


def shown(value: Number) -> float:
    """A figure for JSON: the nearest float of a fraction, else to as many digits as rounding leaves sure."""
    return float(value) if isinstance(value, Fraction) else float(f"{value:.{DIGITS}g}")


def _sum(values: Sequence[Number]) -> Number:
    if values and isinstance(values[0], Fraction):
        return sum(values, Fraction(0))
    return float(sum(values))
