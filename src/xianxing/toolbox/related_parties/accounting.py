"""Related parties by CAS 36: control, joint control and significant influence, either way or under one party.

Limbs: `cas-parent`, `cas-subsidiary`, `cas-same-parent`, `cas-joint`, `cas-influence`, `cas-key-person`,
`cas-family`, `cas-of-person`. Two that one party only influences aren't related; nor are two for the state's
control alone. Influence is presumed from a fifth of the votes; exactly half of them is joint control.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from xianxing.law.findings import Result
from xianxing.toolbox.related_parties.control import HALF, Control
from xianxing.toolbox.related_parties.kinship import INFLUENCED_FAMILY
from xianxing.toolbox.related_parties.register import DIRECTORS, EXECUTIVES, Group
from xianxing.toolbox.related_parties.steps import CONTROLS, HAS_HALF, HAS_POST, HAS_VOTES, PROPOSED, step
from xianxing.toolbox.related_parties.ties import Tie, Ties
from xianxing.toolbox.tables import Row


@dataclass(frozen=True)
class Accounting:
    """CAS 36 over one group; `fifth` is the part of the votes from which influence is presumed."""

    group: Group
    control: Control
    firm: str
    fifth: Fraction

    def ties(self) -> Ties:
        """Every tie on a day; subsidiaries are parties here, the firm isn't."""
        found = Ties()
        for tie in (*self._below(), *self._above(), *self._beside(), *self._persons()):
            if tie.entity != self.firm:
                found.add(tie)
        return found

    @cached_property
    def _own(self) -> frozenset[str]:
        return self.control.own(self.firm)

    def _below(self) -> Iterator[Tie]:
        for one in sorted(self._own - {self.firm}):
            said = step(CONTROLS, self.firm, one)
            yield Tie(one, "cas-subsidiary", (said,), self.control.rows(self.firm, one), self._sure(one))
        for one, votes in self._influenced(self.firm):
            yield self._held(self.firm, one, votes, ())

    def _above(self) -> Iterator[Tie]:
        for one in self.control.controllers(self.firm):
            said = step(CONTROLS, one, self.firm)
            result = Result.MET if self.control.is_clear(one, self.firm) else Result.UNKNOWN
            yield Tie(one, "cas-parent", (said,), self.control.rows(one, self.firm), result)
        for one in self._influencers():
            said = step(HAS_VOTES, one, self.firm)
            limb = "cas-joint" if self.control.votes(one, self.firm) == HALF else "cas-influence"
            yield Tie(one, limb, (said,), self._rows(one, self.firm))
            for above in self.control.controllers(one):
                if above not in self.control.controllers(self.firm):
                    yield Tie(above, limb, (said, step(CONTROLS, above, one)), self._rows(one, self.firm))
        for posts in self.group.posts_of.values():
            yield from self._nominators(posts)

    def _nominators(self, posts: tuple[Row, ...]) -> Iterator[Tie]:
        """Who proposed a director of the firm may influence it: a person looks at it."""
        is_director = any(row.text("entity") == self.firm and row.text("post") in DIRECTORS for row in posts)
        for row in posts:
            if is_director and row.text("post") == "nominated_by" and row.text("entity") not in self._own:
                said = step(PROPOSED, row.text("person"), row.text("entity"))
                yield Tie(row.text("entity"), "cas-influence", (said,), (row,), Result.MANUAL_REVIEW)

    def _beside(self) -> Iterator[Tie]:
        """What stands under one party: its subsidiaries, and what it has jointly or influences."""
        controllers = self.control.controllers(self.firm)
        for parent in controllers:
            if self.group.kind(parent) == "state_body":
                continue
            said = step(CONTROLS, parent, self.firm)
            rows = self.control.rows(parent, self.firm)
            for one in sorted(self.control.controlled(parent) - self._own):
                path, more = (said, step(CONTROLS, parent, one)), self.control.rows(parent, one)
                yield Tie(one, "cas-same-parent", path, (*rows, *more), self._sure(one))
            for one, votes in self._influenced(parent):
                yield self._held(parent, one, votes, (said,))
        for party in self._influencers():
            if self.group.kind(party) == "state_body":
                continue
            said, rows = step(HAS_VOTES, party, self.firm), self._rows(party, self.firm)
            joint = self.control.votes(party, self.firm) == HALF
            limb = "cas-joint" if joint else "cas-influence"
            for one in sorted(self.control.controlled(party) - self._own):
                path, more = (said, step(CONTROLS, party, one)), self.control.rows(party, one)
                yield Tie(one, limb, path, (*rows, *more))
            for one, votes in self._influenced(party) if joint else ():
                yield self._held(party, one, votes, (said,))

    def _persons(self) -> Iterator[Tie]:
        for tie in Ties.of(self._key_persons()):
            yield tie
            yield from self._of_person(tie)
            for kin in self.group.kin.get(tie.entity, ()):
                if kin.relation in INFLUENCED_FAMILY:
                    path = (*tie.path, step(HAS_POST, kin.relative, tie.entity, kin.relation))
                    family = Tie(kin.relative, "cas-family", path, (*tie.rows, kin.row), tie.result)
                    yield family
                    yield from self._of_person(family)

    def _key_persons(self) -> Iterator[Tie]:
        """Who leads the firm or its parents, and persons who control or influence it."""
        for place in (self.firm, *self.control.controllers(self.firm)):
            before = () if place == self.firm else (step(CONTROLS, place, self.firm),)
            for row in self.group.posts_at.get(place, ()):
                if row.text("post") in DIRECTORS | EXECUTIVES and self.group.kind(place) != "state_body":
                    said = step(HAS_POST, row.text("person"), place, row.text("post"))
                    yield Tie(row.text("person"), "cas-key-person", (*before, said), (row,))
        for one in (*self.control.controllers(self.firm), *self._influencers()):
            if self.group.is_person(one):
                yield Tie(
                    one, "cas-key-person", (step(HAS_VOTES, one, self.firm),), self._rows(one, self.firm)
                )

    def _of_person(self, tie: Tie) -> Iterator[Tie]:
        for one in sorted(self.control.controlled(tie.entity) - self._own):
            path = (*tie.path, step(CONTROLS, tie.entity, one))
            rows = (*tie.rows, *self.control.rows(tie.entity, one))
            yield Tie(one, "cas-of-person", path, rows, tie.result)
        for one, votes in self._influenced(tie.entity):
            if votes == HALF:
                path = (*tie.path, step(HAS_HALF, tie.entity, one))
                yield Tie(one, "cas-of-person", path, tie.rows, tie.result)

    def _influencers(self) -> list[str]:
        """Who has a fifth of the firm's votes or more without controlling it."""
        return [
            one
            for one in self._voters(self.firm)
            if not self.control.controls(one, self.firm) and self.control.votes(one, self.firm) >= self.fifth
        ]

    def _voters(self, held: str) -> list[str]:
        voters = {stake.owner for stake in self.group.owners.get(held, ()) if stake.votes > 0}
        voters |= {above for one in voters for above in self.control.controllers(one)}
        return sorted(voters - {held})

    def _influenced(self, owner: str) -> Iterator[tuple[str, Fraction]]:
        """What an owner and those it controls have a fifth or more of, but don't control."""
        members = self.control.closure(owner).members
        held = {stake.held for one in members for stake in self.group.owned.get(one, ())}
        for one in sorted(held - members - self._own):
            votes = self.control.votes(owner, one)
            if votes >= self.fifth:
                yield one, votes

    def _held(self, owner: str, one: str, votes: Fraction, before: tuple[str, ...]) -> Tie:
        limb = "cas-joint" if votes == HALF else "cas-influence"
        return Tie(one, limb, (*before, step(HAS_VOTES, owner, one)), self._rows(owner, one), self._sure(one))

    def _rows(self, owner: str, held: str) -> tuple[Row, ...]:
        return tuple(stake.row for stake in self.control.rests_on(owner, held))

    def _sure(self, entity: str) -> Result:
        return Result.UNKNOWN if entity in self.group.over else Result.MET
