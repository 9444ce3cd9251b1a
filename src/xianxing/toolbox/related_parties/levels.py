"""How large is large: the boards' lines with their own comparators, or the firm's, against a trade's sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.rules import BOARD_PACKS, board_lines
from xianxing.toolbox.tables import Row

NONE, BOARD, SHAREHOLDERS = "none", "board", "shareholders"
NOT_RELATED, UNKNOWN, MANUAL_REVIEW = "not_related", "unknown", "manual_review"
ORDER = {NONE: 0, BOARD: 1, SHAREHOLDERS: 2}
BY_NET_ASSETS, BY_SIZE = ("net_assets",), ("total_assets", "market_cap")
BASES = {
    "sse_main": BY_NET_ASSETS,
    "szse_main": BY_NET_ASSETS,
    "chinext": BY_NET_ASSETS,
    "star": BY_SIZE,
    "bse": BY_SIZE,
}


@dataclass(frozen=True)
class Base:
    """What a ratio is of: one figure of a balance sheet or of the market, with its row."""

    name: str
    value: Fraction
    row: Row


@dataclass(frozen=True)
class LevelLine:
    """The condition that shows a level: `value` against `limit`, of a pack or of the firm's own lines."""

    value: Fraction
    comparator: str
    limit: Fraction
    unit: str
    pack: RulePack | None


@dataclass(frozen=True)
class Level:
    """The level of a trade, the line that shows it, and the balance sheets it rests on.

    `missing` names the figures that would settle an unknown level; `reason` is why a person looks at it.
    """

    name: str
    line: LevelLine | None = None
    bases: tuple[Base, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""

    @property
    def counted(self) -> str | None:
        """At which level the trades before it count; None where nothing is to be shown."""
        if self.name in (NONE, NOT_RELATED):
            return None
        return SHAREHOLDERS if self.name == SHAREHOLDERS else BOARD


@dataclass(frozen=True)
class TradeSums:
    """What a trade comes to with the earlier ones that aren't closed at each level."""

    board: Fraction
    shareholders: Fraction


@dataclass(frozen=True)
class MoneyLines:
    """The amounts at which a trade of a day reaches a level, all conditions taken together; None for none."""

    board: Fraction | None
    shareholders: Fraction | None


class FirmLines:
    """The lines that count for a firm: of its boards, the strictest, or its own."""

    def __init__(self, inputs: Inputs) -> None:
        self.boards = tuple(sorted(set(inputs.words("boards"))))
        limits = (inputs.number("limits.board"), inputs.number("limits.shareholders"))
        self.limits: dict[str, Fraction] = {
            level: Fraction(limit)
            for level, limit in zip((BOARD, SHAREHOLDERS), limits, strict=True)
            if limit is not None
        }
        self._figures = _figures(inputs.rows("financials"))
        self._money: dict[tuple[date, bool], MoneyLines] = {}

    @property
    def has_own(self) -> bool:
        """Whether the firm's own lines decide."""
        return bool(self.limits)

    @property
    def is_listed(self) -> bool:
        """Whether an exchange's rules reach the firm."""
        return bool(self.boards)

    def level(self, sums: TradeSums, day: date, *, person: bool) -> Level:
        """The level of a trade of this day; none where the firm has no line at all."""
        if self.limits:
            return self._by_limits(sums)
        every = [self._by_board(board, sums, day, person=person) for board in self.boards]
        if not every:
            return Level(NONE)
        return _strictest(every)

    def money(self, day: date, *, person: bool) -> MoneyLines:
        """The lowest amounts of all boards and bases, in yuan; the comparator says if they must be passed.

        Without the figure that a ratio is of, the amount alone counts.
        """
        if self.limits:
            return MoneyLines(self.limits.get(BOARD), self.limits.get(SHAREHOLDERS))
        key = (day, person)
        if key not in self._money:
            every = [self._money_of(board, day, person=person) for board in self.boards]
            board = min((one.board for one in every if one.board is not None), default=None)
            meeting = min((one.shareholders for one in every if one.shareholders is not None), default=None)
            self._money[key] = MoneyLines(board, meeting)
        return self._money[key]

    def _money_of(self, board: str, day: date, *, person: bool) -> MoneyLines:
        packs = board_lines(board, day)
        if not packs:
            return MoneyLines(None, None)
        bases = [base.value for figure in BASES[board] if (base := self._base(figure, day)) is not None]
        smallest = min(bases, default=Fraction(0))

        def both(amount: str, ratio: str) -> Fraction:
            part = Fraction(packs[ratio].threshold or 0) * smallest if ratio else Fraction(0)
            return max(Fraction(packs[amount].threshold or 0), part)

        first = both("person_amount", "") if person else both("entity_amount", "entity_ratio")
        return MoneyLines(first, both("shareholders_amount", "shareholders_ratio"))

    def _by_limits(self, sums: TradeSums) -> Level:
        for name, value in ((SHAREHOLDERS, sums.shareholders), (BOARD, sums.board)):
            limit = self.limits.get(name)
            if limit is not None and value >= limit:
                return Level(name, LevelLine(value, ">=", limit, "CNY", None))
        lowest = self.limits.get(BOARD)
        line = None if lowest is None else LevelLine(sums.board, ">=", lowest, "CNY", None)
        return Level(NONE, line)

    def _by_board(self, board: str, sums: TradeSums, day: date, *, person: bool) -> dict[str, Level]:
        """The levels that may hold by one board: several where data or text can't decide."""
        name = BOARD_PACKS[board]
        packs = board_lines(board, day)
        if not packs:
            return {one: Level(MANUAL_REVIEW, reason=f"{name} {day.isoformat()}") for one in ORDER}
        known = [base for figure in BASES[board] if (base := self._base(figure, day)) is not None]
        if known:
            levels = [_of_base(packs, sums, base, person=person) for base in known]
        else:
            levels = [_of_base(packs, sums, base, person=person) for base in (ALL, NOTHING)]
        found = {level.name: level for level in levels}
        if len(found) > 1 and not known:
            return {one: Level(UNKNOWN, level.line, missing=BASES[board]) for one, level in found.items()}
        if len(found) > 1:
            both = tuple(known)
            return {one: Level(MANUAL_REVIEW, level.line, both, reason=name) for one, level in found.items()}
        return found

    def _base(self, figure: str, day: date) -> Base | None:
        """The latest figure on or before a day; the size of net assets, be they negative."""
        for since, value, row in reversed(self._figures[figure]):
            if since <= day:
                return Base(figure, abs(value), row)
        return None


ALL = Base("", Fraction(0), Row("financials", 0))  # of which anything is more than any part
NOTHING = Base("", Fraction(10**80), Row("financials", 0))  # of which nothing is


def _of_base(packs: Mapping[str, RulePack], sums: TradeSums, base: Base, *, person: bool) -> Level:
    bases = () if base in (ALL, NOTHING) else (base,)
    large, part = packs["shareholders_amount"], packs["shareholders_ratio"]
    if large.holds(sums.shareholders) and _part(part, sums.shareholders, base):
        return Level(SHAREHOLDERS, _line(large, sums.shareholders), bases)
    amount = packs["person_amount" if person else "entity_amount"]
    if not amount.holds(sums.board):
        return Level(NONE, _line(amount, sums.board))
    if person:
        return Level(BOARD, _line(amount, sums.board), bases if large.holds(sums.shareholders) else ())
    ratio = packs["entity_ratio"]
    if _part(ratio, sums.board, base):
        return Level(BOARD, _line(amount, sums.board), bases)
    line = None if not bases or not base.value else _line(ratio, sums.board / base.value)
    return Level(NONE, line, bases)


def _part(pack: RulePack, value: Fraction, base: Base) -> bool:
    """Whether the value is that part of the base; of nothing, anything is."""
    return pack.holds(value / base.value) if base.value else value > 0


def _line(pack: RulePack, value: Fraction) -> LevelLine:
    return LevelLine(value, pack.comparator, Fraction(pack.threshold or 0), pack.unit, pack)


def _strictest(every: Iterable[Mapping[str, Level]]) -> Level:
    """Of the levels that may hold by each board the strictest; undecided where more than one is left."""
    possible: dict[str, Level] = {NONE: Level(NONE)}
    for levels in every:
        joined: dict[str, Level] = {}
        for one, kept in possible.items():
            for other, level in levels.items():
                higher = other if ORDER[other] >= ORDER[one] else one
                better = level if higher == other else kept
                held = joined.get(higher)
                if held is None or _is_sure(better) > _is_sure(held):
                    joined[higher] = better
        possible = joined
    if len(possible) == 1:
        ((name, level),) = possible.items()
        return level if level.name == name else Level(name, level.line, level.bases)
    undecided = [level for level in possible.values() if level.name not in ORDER]
    return min(undecided, key=lambda level: level.name != UNKNOWN) if undecided else Level(UNKNOWN)


def _is_sure(level: Level) -> int:
    return int(level.name in ORDER)


def _figures(rows: Iterable[Row]) -> dict[str, list[tuple[date, Fraction, Row]]]:
    found: dict[str, list[tuple[date, Fraction, Row]]] = {name: [] for name in (*BY_NET_ASSETS, *BY_SIZE)}
    for row in rows:
        day = row.day("date")
        for name, values in found.items():
            value = row.number(name)
            if day is not None and value is not None:
                values.append((day, Fraction(value), row))
    return {name: sorted(values, key=lambda one: one[0]) for name, values in found.items()}
