"""The closure of majorities of everybody at once, in columns, as `control` has it for one; needs scipy.

Votes are whole numbers of 1e-12, so that exactly half stays exactly half; further places are rounded.
"""

from __future__ import annotations

from typing import Any

Array = Any  # numpy's, which is there only with the extra `tools`
WHOLE = 10**12


def majority_closures(
    size: int, owner: Array, held: Array, votes: Array, *, group: Array | None = None
) -> tuple[Array, Array]:
    """Who controls whom: two columns of numbers below `size`, by controller and controlled.

    `group` numbers the concert group of each entity, below `size`; without it everybody acts alone. Whom its
    concert parties hold an entity controls too; of these only whom the votes of all the others control.
    """
    import numpy
    from scipy.sparse import csr_matrix

    units = numpy.rint(numpy.asarray(votes) * WHOLE).astype(numpy.int64)
    table = csr_matrix((units, (owner, held)), shape=(size, size))
    groups = numpy.arange(size) if group is None else numpy.asarray(group)
    ones = numpy.ones(size, dtype=numpy.int64)
    start = csr_matrix((ones, (groups, numpy.arange(size))), shape=(size, size))
    joined_by, joined = _joined(numpy, csr_matrix, start, table)
    led_by, led = _led(numpy, csr_matrix, groups, (joined_by, joined), table, start)
    below = csr_matrix((numpy.ones(len(joined)), (joined_by, joined)), shape=(size, size))
    counts = numpy.diff(below.indptr)[groups]
    controller = numpy.concatenate([numpy.repeat(numpy.arange(size), counts), led_by])
    controlled = numpy.concatenate([(below[groups]).indices, led])
    by_pair = numpy.argsort(controller * size + controlled)
    return controller[by_pair], controlled[by_pair]


def _joined(numpy: Any, csr_matrix: Any, start: Any, table: Any) -> tuple[Array, Array]:
    """Who joins each group's closure: rows of groups, and the members that they didn't begin with."""
    size = table.shape[0]
    rows, members = numpy.arange(size), start
    found_rows, found = [numpy.empty(0, dtype=numpy.int64)], [numpy.empty(0, dtype=numpy.int64)]
    while len(rows):
        held = (members @ table).tocoo()
        over = held.data > WHOLE // 2
        keys = held.row[over].astype(numpy.int64) * size + held.col[over]
        inside = members.tocoo()
        fresh = numpy.setdiff1d(keys, inside.row.astype(numpy.int64) * size + inside.col)
        found_rows.append(rows[fresh // size])
        found.append(fresh % size)
        grown = numpy.unique(fresh // size)
        more = csr_matrix(
            (numpy.ones(len(fresh), dtype=numpy.int64), (fresh // size, fresh % size)), shape=members.shape
        )
        rows, members = rows[grown], (members + more)[grown]
    return numpy.concatenate(found_rows), numpy.concatenate(found)


def _led(
    numpy: Any, csr_matrix: Any, groups: Array, joined: tuple[Array, Array], table: Any, start: Any
) -> tuple[Array, Array]:
    """Of concert parties whom the closure's votes control beside their own: by each of the others."""
    size = table.shape[0]
    several = numpy.flatnonzero(numpy.diff(start.indptr) > 1)
    if not len(several):
        return numpy.empty(0, dtype=numpy.int64), numpy.empty(0, dtype=numpy.int64)
    more = csr_matrix((numpy.ones(len(joined[0]), dtype=numpy.int64), joined), shape=(size, size))
    held = ((start + more)[several] @ table).tocoo()
    itself = table.diagonal()
    partner = groups[held.col] == several[held.row]
    led = held.col[partner & (held.data - itself[held.col] > WHOLE // 2)]
    controller, controlled = [numpy.empty(0, dtype=numpy.int64)], [numpy.empty(0, dtype=numpy.int64)]
    for one in led:
        others = start.indices[start.indptr[groups[one]] : start.indptr[groups[one] + 1]]
        others = others[others != one]
        controller.append(others)
        controlled.append(numpy.full(len(others), one))
    return numpy.concatenate(controller), numpy.concatenate(controlled)
