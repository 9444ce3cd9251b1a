"""Related parties by the exchanges' definition, limb by limb (SSE 6.3.3 and its sisters)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xianxing.law.findings import Result
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.kinship import CLOSE_FAMILY
from xianxing.toolbox.related_parties.register import DIRECTORS, EXECUTIVES, SUPERVISORS, Group, distinct
from xianxing.toolbox.related_parties.steps import CONTROLS, HAS_POST, HOLDS, IN_CONCERT, step
from xianxing.toolbox.related_parties.ties import Tie, Ties
from xianxing.toolbox.tables import Row

LEGAL_I, LEGAL_II, LEGAL_III, LEGAL_IV = "legal-i", "legal-ii", "legal-iii", "legal-iv"
NATURAL_I, NATURAL_II, NATURAL_III, NATURAL_IV = "natural-i", "natural-ii", "natural-iii", "natural-iv"
LED_BY = frozenset({"legal_representative", "chairman", "general_manager"})
_INDEPENDENT = "independent_director"


@dataclass(frozen=True)
class Definition:
    """The numbers of the definition on a day: of age, a holder's part, the state's directors."""

    adult: int
    holder: Fraction
    state_directors: Fraction
    supervisors: bool


@dataclass(frozen=True)
class Exchange:
    """The definition over one group; `day` is the one on which children are of age or aren't."""

    group: Group
    control: Control
    ownership: Ownership
    firm: str
    day: date
    definition: Definition

    def ties(self) -> Ties:
        """Every limb that holds; the firm and what it controls are no parties, and bring none."""
        own = self._own
        natural = Ties.of(tie for tie in self._natural() if tie.entity not in own)
        every = Ties.of(natural)
        for tie in (*self._legal(), *self._legal_iii(natural)):
            if tie.entity not in own and not self.group.is_person(tie.entity):
                every.add(tie)
        return every

    @property
    def _own(self) -> frozenset[str]:
        return self.control.own(self.firm)

    def _parents(self) -> tuple[str, ...]:
        """Who controls the firm and is no person, nor the firm's own."""
        controllers = (one for one in self.control.controllers(self.firm) if one not in self._own)
        return tuple(one for one in controllers if not self.group.is_person(one))

    def _legal(self) -> Iterator[Tie]:
        for parent in self._parents():
            said = step(CONTROLS, parent, self.firm)
            sure = self._sure(parent, self.firm)
            rows = self.control.rows(parent, self.firm)
            yield Tie(parent, LEGAL_I, (said,), rows, sure)
            is_state = self.group.kind(parent) == "state_body"
            for other in sorted(self.control.controlled(parent)):
                shared = self._shared_officers(other) if is_state else ()
                if is_state and not shared:
                    continue
                more = (*rows, *self.control.rows(parent, other), *shared)
                both = sure if sure is not Result.MET else self._sure(parent, other)
                yield Tie(other, LEGAL_II, (said, step(CONTROLS, parent, other)), more, both)
        for holder in self._holders():
            yield holder
            for partner in sorted(self.group.partners(holder.entity) - {holder.entity}):
                said = step(IN_CONCERT, partner, holder.entity)
                linked = [
                    row for row in self.group.concert_rows if row.text("a") in self.group.partners(partner)
                ]
                yield Tie(partner, LEGAL_IV, (*holder.path, said), (*holder.rows, *linked))

    def _holders(self) -> list[Tie]:
        """The legal persons who hold enough of the firm directly and aren't its own."""
        found = []
        for holder in self.ownership.owners(self.firm):
            if holder in self._own:
                continue
            share = self.group.holding(holder, self.firm)
            if share >= self.definition.holder and not self.group.is_person(holder):
                rows = tuple(one.row for one in self.group.owned[holder] if one.held == self.firm)
                found.append(Tie(holder, LEGAL_IV, (step(HOLDS, holder, self.firm),), rows))
        return found

    def _shared_officers(self, other: str) -> tuple[Row, ...]:
        """The posts by which an entity under the same state body is led by the firm's own people."""
        officers = {
            row.text("person")
            for row in self.group.posts_at.get(self.firm, ())
            if row.text("post") in DIRECTORS | EXECUTIVES
        }
        posts = self.group.posts_at.get(other, ())
        leading = [row for row in posts if row.text("post") in LED_BY and row.text("person") in officers]
        directors = {row.text("person") for row in posts if row.text("post") in DIRECTORS}
        shared = directors & officers
        if shared and len(shared) >= self.definition.state_directors * len(directors):
            leading += [
                row for row in posts if row.text("post") in DIRECTORS and row.text("person") in shared
            ]
        return distinct(leading)

    def _natural(self) -> Iterator[Tie]:
        first = [*self._owners(), *self._officers()]
        yield from first
        for parent in self._parents():
            for row in self.group.posts_at.get(parent, ()):
                person = row.text("person")
                if row.text("post") in DIRECTORS | SUPERVISORS | EXECUTIVES and self.group.is_person(person):
                    path = (
                        step(CONTROLS, parent, self.firm),
                        step(HAS_POST, person, parent, row.text("post")),
                    )
                    rows = (*self.control.rows(parent, self.firm), row)
                    yield Tie(person, NATURAL_III, path, rows, self._sure(parent, self.firm))
        for tie in Ties.of(first):
            yield from self._family(tie)

    def _owners(self) -> Iterator[Tie]:
        """The persons who hold enough of the firm, directly or through others."""
        for one, share in sorted(self.ownership.column(self.firm).items()):
            if one == self.firm or not self.group.is_person(one):
                continue
            directly = self.group.holding(one, self.firm) >= self.definition.holder
            rows = tuple(stake.row for stake in self.group.owned.get(one, ()) if stake.equity > 0)
            if directly or share is None or share >= self.definition.holder:
                unsure = share is None and not directly
                result = Result.UNKNOWN if unsure else Result.MET
                yield Tie(one, NATURAL_I, (step(HOLDS, one, self.firm),), rows, result)
            elif self.control.controls(one, self.firm):  # a small part at the head of a long chain
                path = (step(CONTROLS, one, self.firm),)
                yield Tie(one, NATURAL_I, path, rows, Result.MANUAL_REVIEW)

    def _officers(self) -> Iterator[Tie]:
        counted = DIRECTORS | EXECUTIVES | (SUPERVISORS if self.definition.supervisors else frozenset())
        for row in self.group.posts_at.get(self.firm, ()):
            person = row.text("person")
            if row.text("post") in counted and self.group.is_person(person):
                yield Tie(person, NATURAL_II, (step(HAS_POST, person, self.firm, row.text("post")),), (row,))

    def _family(self, tie: Tie) -> Iterator[Tie]:
        for kin in self.group.kin.get(tie.entity, ()):
            if kin.relation not in CLOSE_FAMILY:
                continue
            result = tie.result
            if kin.relation == "child":
                relative = self.group.entities.get(kin.relative)
                child = self.group.is_child(relative, self.day, self.definition.adult)
                if child:
                    continue
                if child is None:
                    result = Result.UNKNOWN
            path = (*tie.path, step(HAS_POST, kin.relative, tie.entity, kin.relation))
            yield Tie(kin.relative, NATURAL_IV, path, (*tie.rows, kin.row), result)

    def _legal_iii(self, natural: Ties) -> Iterator[Tie]:
        for person in sorted(natural.by_entity):
            tie = natural.best(person)
            if tie is None:
                continue
            for other in sorted(self.control.controlled(person)):
                sure = tie.result if tie.result is not Result.MET else self._sure(person, other)
                rows = (*tie.rows, *self.control.rows(person, other))
                yield Tie(other, LEGAL_III, (*tie.path, step(CONTROLS, person, other)), rows, sure)
            for row in self._posts_that_tie(person):
                said = step(HAS_POST, person, row.text("entity"), row.text("post"))
                yield Tie(row.text("entity"), LEGAL_III, (*tie.path, said), (*tie.rows, row), tie.result)

    def _posts_that_tie(self, person: str) -> Iterator[Row]:
        """Posts as director or executive; who is independent director here and there ties nothing."""
        posts = self.group.posts_of.get(person, ())
        here = {row.text("post") for row in posts if row.text("entity") == self.firm} & DIRECTORS
        for row in posts:
            post = row.text("post")
            if post == _INDEPENDENT and here == {_INDEPENDENT}:
                continue
            if post in DIRECTORS | EXECUTIVES:
                yield row

    def _sure(self, entity: str, other: str) -> Result:
        return Result.MET if self.control.is_clear(entity, other) else Result.UNKNOWN
