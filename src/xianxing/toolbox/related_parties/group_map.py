"""The firm's related group as a map: who is in it, how far from the firm, and what ties them over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xianxing.law.findings import JSON
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.related_parties.components import components
from xianxing.toolbox.related_parties.register import Stake
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.tables import Row

MOST_ENTITIES = 150  # what a drawing can show
STAKE, NOMINEE, POST, KIN, CONCERT = "stake", "nominee", "post", "kin", "concert"
NOW, PAST, COMING = "now", "past", "coming"
ABOVE, BELOW, FIRM = "above", "below", "firm"
ENDS = {"holdings": ("holder", "held"), "posts": ("person", "entity"), "kin": ("person", "relative"),
        "concert": ("a", "b")}  # fmt: skip


@dataclass(frozen=True)
class MapTie:
    """One row that ties two entities; a nominee's stake runs from its true owner, by way of `via`."""

    kind: str
    one: str
    other: str
    row: Row
    via: str = ""

    def time(self, day: date) -> str:
        """Whether the row counts on a day, has ended, or begins later."""
        if self.row.holds_on(day):
            return NOW
        first = self.row.day("from")
        return COMING if first is not None and first > day else PAST

    def as_json(self, day: date) -> dict[str, JSON]:
        """The tie as the results have it."""
        row = self.row
        equity, votes = row.number("equity"), row.number("votes")
        first, last = row.day("from"), row.day("to")
        return {
            "kind": self.kind,
            "from_entity": self.one,
            "to_entity": self.other,
            "via": self.via or None,
            "what": row.text("post") or row.text("relation") or row.text("kind") or None,
            "equity": None if equity is None else plain(equity),
            "votes": None if equity is None else plain(equity if votes is None else votes),
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
            "time": self.time(day),
            "evidence": [row.evidence],
        }


@dataclass(frozen=True)
class _Owners(Mapping[str, tuple[str, ...]]):
    """Who has a stake in each entity; loops are the same whichever way stakes are followed."""

    stakes: Mapping[str, tuple[Stake, ...]]

    def __getitem__(self, one: str) -> tuple[str, ...]:
        return tuple(stake.owner for stake in self.stakes[one])

    def __iter__(self) -> Iterator[str]:
        return iter(self.stakes)

    def __len__(self) -> int:
        return len(self.stakes)


class GroupMap:
    """The map of a firm's group on a day: the parties, the firm's own, and every row between two of them."""

    def __init__(self, relations: Relations, parties: Iterable[str], day: date) -> None:
        self.relations, self.day, self.firm = relations, day, relations.firm
        self._every = {self.firm, *relations.own(day), *parties}

    def results(self) -> dict[str, JSON]:
        """Entities and ties of the map, and how many entities it leaves out."""
        return {
            "group_entities": [self._entity(one) for one in self.shown],
            "group_ties": [tie.as_json(self.day) for tie in sorted(self._shown_ties(), key=_tie_order)],
            "group_left_out": len(self._every) - len(self.shown),
        }

    @cached_property
    def ties(self) -> tuple[MapTie, ...]:
        """Every row between two entities of the group."""
        return tuple(self._ties())

    @cached_property
    def distances(self) -> dict[str, int]:
        """How many ties lie between the firm and each entity that ties lead to, whatever their days."""
        beside: dict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            beside[tie.one].add(tie.other)
            beside[tie.other].add(tie.one)
        return _walk(self.firm, beside)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The entities of the map, the nearest first, at most MOST_ENTITIES."""
        far = len(self._every)
        ordered = sorted(self._every, key=lambda one: (self.distances.get(one, far), one))
        return tuple(ordered[:MOST_ENTITIES])

    @cached_property
    def _above(self) -> dict[str, int]:
        """Who holds the firm, directly or through others, now or at another time."""
        holders: dict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            if tie.kind in (STAKE, NOMINEE):
                holders[tie.other].add(tie.one)
        return _walk(self.firm, holders)

    @cached_property
    def _cyclic(self) -> frozenset[str]:
        """Who stands in a loop of stakes on the day."""
        group = self.relations.register.on(self.day)
        owners = _Owners(group.owners)
        parts = components(sorted(self._every), owners)
        loops = {one for part in parts if len(part) > 1 for one in part}
        return frozenset(loops | {one for one in self._every if one in owners.get(one, ())})

    def _ties(self) -> Iterator[MapTie]:
        for table, (one, other) in ENDS.items():
            register = self.relations.register
            rows = register.between(self._every) if table == "holdings" else register.tables[table]
            for row in rows:
                kind = {"posts": POST, "kin": KIN, "concert": CONCERT}.get(table, STAKE)
                ends, via = (row.text(one), row.text(other)), ""
                if table == "holdings" and row.text("for"):
                    kind, ends, via = NOMINEE, (row.text("for"), row.text(other)), row.text(one)
                if ends[0] in self._every and ends[1] in self._every:
                    yield MapTie(kind, *ends, row, via)

    def _shown_ties(self) -> Iterator[MapTie]:
        shown = frozenset(self.shown)
        return (tie for tie in self.ties if tie.one in shown and tie.other in shown)

    def _entity(self, one: str) -> dict[str, JSON]:
        row = self.relations.register.entities[one]
        side = FIRM if one == self.firm else ABOVE if one in self._above else BELOW
        distance = self._above.get(one, self.distances.get(one))
        return {
            "entity": one,
            "name": row.text("name"),
            "kind": row.text("kind"),
            "side": side,
            "distance": distance,
            "cyclic": one in self._cyclic,
            "evidence": [row.evidence],
        }


def _tie_order(tie: MapTie) -> tuple[str, ...]:
    """The same order whatever the order of rows."""
    row = tie.row
    cells = (
        str(row.get(name) or "") for name in ("from", "to", "equity", "votes", "kind", "post", "relation")
    )
    return (tie.kind, tie.one, tie.other, tie.via, *cells)


def _walk(start: str, beside: dict[str, set[str]]) -> dict[str, int]:
    found = {start: 0}
    ahead = [start]
    while ahead:
        there = sorted({other for one in ahead for other in beside.get(one, ()) if other not in found})
        distance = found[ahead[0]] + 1
        for other in there:
            found[other] = distance
        ahead = there
    return found
