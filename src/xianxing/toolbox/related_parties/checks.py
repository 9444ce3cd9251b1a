"""What rows say between them that can't be: rows that contradict each other, capital above the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.toolbox.column_rows import ColumnRows
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.related_parties.days import begin, days_of_change
from xianxing.toolbox.related_parties.kinship import INVERSE
from xianxing.toolbox.related_parties.stake_columns import StakeColumns
from xianxing.toolbox.settings import FILE
from xianxing.toolbox.tables import Row

TOLERATED = Fraction(1, 10**9)  # above the whole: registers round
_BLOOD = frozenset({"spouse", "parent", "child", "sibling", "grandparent", "grandchild"})


def check(inputs: Inputs) -> Iterator[InputProblem]:
    """Every problem of rows between them; capital above the whole is a warning, for registers disagree."""
    yield from _settings(inputs)
    yield from _kin(inputs)
    yield from _stakes_twice(inputs)
    yield from _prices_twice(inputs)
    yield from _capital(inputs)


def over_capital(rows: Iterable[Row]) -> bool:
    """Whether the equity of one entity, of the rows that count on one day, is more than the whole."""
    return sum((Fraction(row.number("equity") or 0) for row in rows), Fraction(0)) > 1 + TOLERATED


def _settings(inputs: Inputs) -> Iterator[InputProblem]:
    board, shareholders = inputs.number("limits.board"), inputs.number("limits.shareholders")
    if board is not None and shareholders is not None and board > shareholders:
        words = gettext("the board's line lies above the shareholders': exchange them")
        yield InputProblem(FILE, None, "limits.board", ProblemCode.CONTRADICTION, plain(board), words)


def _ids(inputs: Inputs) -> Set[str]:
    rows = inputs.rows("entities")
    return set(rows.texts("id")) if isinstance(rows, ColumnRows) else {row.text("id") for row in rows}


def _kinds(inputs: Inputs) -> Mapping[str, str]:
    """What each entity is, where anybody has relatives."""
    rows = inputs.rows("entities")
    if not inputs.rows("kin"):
        return {}
    if isinstance(rows, ColumnRows):
        return dict(zip(rows.texts("id"), rows.texts("kind"), strict=True))
    return {row.text("id"): row.text("kind") for row in rows}


def _kin(inputs: Inputs) -> Iterator[InputProblem]:
    """What kin can't be; of two rows that can't both be each is named, so that none wins by its place."""
    kinds = _kinds(inputs)
    seen: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
    for row in inputs.rows("kin"):
        person, relative, relation = row.text("person"), row.text("relative"), row.text("relation")
        if person and person == relative:
            words = gettext("nobody is a relative of themselves")
            yield InputProblem("kin", row.line, "relative", ProblemCode.CONTRADICTION, relative, words)
            continue
        for column, one in (("person", person), ("relative", relative)):
            if kinds.get(one, "") not in ("", "person"):
                words = gettext("only persons have relatives; this id is a {kind}").format(kind=kinds[one])
                yield InputProblem("kin", row.line, column, ProblemCode.CONTRADICTION, one, words)
        if relation not in _BLOOD:
            continue
        pair = (person, relative) if person <= relative else (relative, person)
        said = relation if pair == (person, relative) else INVERSE[relation]
        seen[pair].append((said, row))
    for rows in seen.values():
        for said, row in rows:
            others = (one.line for other, one in rows if other != said and _overlap(row, one))
            line = next(others, None)
            if line is not None:
                words = gettext("line {line} says another relation of the two for the same days")
                relation, said_so = row.text("relation"), words.format(line=line)
                yield InputProblem("kin", row.line, "relation", ProblemCode.CONTRADICTION, relation, said_so)


def _stakes_twice(inputs: Inputs) -> Iterator[InputProblem]:
    """One stake with two values over the same days, at each row; one from another day on adds up."""
    stated: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    columns = ("holder", "held", "kind", "for", "from", "to")
    stakes = inputs.rows("holdings")
    for row in stakes.repeated(columns) if isinstance(stakes, ColumnRows) else stakes:
        if row.number("equity"):
            stated[tuple(row.get(name) for name in columns)].append(row)
    for rows in stated.values():
        values = {(row.get("equity"), row.get("votes")) for row in rows}
        yield from _same_stake(rows) if len(values) == 1 else _other_values(rows)


def _same_stake(rows: list[Row]) -> Iterator[InputProblem]:
    for row in rows[1:]:
        words = gettext("line {line} is the same stake already").format(line=rows[0].line)
        yield InputProblem(
            "holdings", row.line, "holder", ProblemCode.DUPLICATE_KEY, row.text("holder"), words
        )


def _other_values(rows: list[Row]) -> Iterator[InputProblem]:
    for row in rows:
        words = gettext("line {line} gives the same stake another value for the same days")
        said, value = words.format(line=_another(row, rows).line), row.number("equity")
        yield InputProblem("holdings", row.line, "equity", ProblemCode.CONTRADICTION, plain(value or 0), said)


def _another(row: Row, rows: list[Row]) -> Row:
    """The first row that says otherwise than this one."""
    return next(one for one in rows if any(one.get(name) != row.get(name) for name in ("equity", "votes")))


def _prices_twice(inputs: Inputs) -> Iterator[InputProblem]:
    """References of one day without a source by which to tell them apart, at each row."""
    stated: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in inputs.rows("prices"):
        if not row.text("source") and row.day("date") is not None:
            stated[row.get("date"), row.get("instrument")].append(row)
    for rows in stated.values():
        for row in rows if len(rows) > 1 else ():
            words = gettext("line {line} has a price of that day already: name the source of each")
            said = words.format(line=next(one.line for one in rows if one is not row))
            yield InputProblem(
                "prices", row.line, "source", ProblemCode.CONTRADICTION, row.text("instrument"), said
            )


def _capital(inputs: Inputs) -> Iterator[InputProblem]:
    """A warning for each entity, once, at the first day on which its equity is more than the whole."""
    by_held: dict[str, list[Row]] = defaultdict(list)
    stakes = inputs.rows("holdings")
    # in columns only what may have more than the whole on some day is made a row
    for row in StakeColumns(stakes).heavy(1.0) if isinstance(stakes, ColumnRows) else stakes:
        if row.number("equity") and row.text("held"):
            by_held[row.text("held")].append(row)
    for held, rows in sorted(by_held.items()):
        if not over_capital(rows):
            continue
        for day in days_of_change(rows):
            counted = [row for row in rows if row.holds_on(day)]
            if over_capital(counted):
                total = sum((Fraction(row.number("equity") or 0) for row in counted), Fraction(0))
                words = gettext("the stakes in {held} sum to {total} {when}: at most 1")
                said = words.format(held=held, total=plain(total), when=_when(day))
                line = min(row.line for row in counted)
                yield InputProblem(
                    "holdings", line, "equity", ProblemCode.CAPITAL_OVER_100, plain(total), said
                )
                break


def _when(day: date) -> str:
    if day == date.min:
        return gettext("from the beginning")
    return gettext("from {day} on").format(day=day)


def _overlap(one: Row, other: Row) -> bool:
    return one.holds_on(begin(other)) or other.holds_on(begin(one))
