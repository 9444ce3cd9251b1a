"""Random folders: no crash, the order of rows changes nothing, and lines are monotone."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.inspection.books import Books
from tests.toolbox.inspection.random_books import folders


def told(books: Books) -> tuple[str, int]:
    """The answer without what names lines and digests, and the status."""
    with TemporaryDirectory() as folder:
        outcome = books.outcome(Path(folder))
        plain = outcome.as_json()
    text = json.dumps([_without_lines(plain["findings"]), _without_lines(plain["results"])])
    return text, outcome.status


def _without_lines(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: _without_lines(part)
            for name, part in value.items()
            if name not in ("evidence", "line", "message")
        }
    return [_without_lines(part) for part in value] if isinstance(value, list) else value


@given(folders(), st.integers())
def test_any_folder_gets_an_answer_that_the_order_of_rows_does_not_change(books: Books, seed: int) -> None:
    first = told(books)
    shuffled = Books(books.head, {name: list(rows) for name, rows in books.rows.items()})
    for rows in shuffled.rows.values():
        Random(seed).shuffle(rows)
    assert first[1] in (0, 1)
    assert told(shuffled) == first


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_of_one_asset_is_never_less_broken(net: int, value: int, more: int) -> None:
    def broken(held: int) -> bool:
        with TemporaryDirectory() as folder:
            said = Books().product().asset().nav(net).hold(held).run(Path(folder))
        return bool(said.episodes)

    assert broken(value) <= broken(value + more)
    assert broken(value) == (4 * value > net)


@given(folders(), st.data())
def test_a_spoiled_cell_is_refused_or_set_aside_and_never_raises(books: Books, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(books.rows)))
    row = data.draw(st.sampled_from(books.rows[table]))
    column = data.draw(st.sampled_from(sorted(row)))
    row[column] = data.draw(
        st.sampled_from(["", "x", "-1", "1e9", "51%", "2025/01/02", "=1+1", "P0", "nan", "9" * 70])
    )
    with TemporaryDirectory() as folder:
        outcome = books.outcome(Path(folder), lenient=data.draw(st.booleans()))
        json.dumps(outcome.as_json())
    assert outcome.status in (0, 1, 2)
    assert (outcome.answer is None) == (outcome.status == 2)
