"""The six look-through methods, each named, over the stakes of one day, with the ways they found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.related_parties.beneficial import MANAGER, CannotTell, beneficiaries, may_be_exempt
from xianxing.toolbox.related_parties.control import Control
from xianxing.toolbox.related_parties.edges import votes_of
from xianxing.toolbox.related_parties.integrated import Ownership
from xianxing.toolbox.related_parties.kinship import POOLED_FAMILY
from xianxing.toolbox.related_parties.paths import TooManyPaths, Ways
from xianxing.toolbox.related_parties.register import Group
from xianxing.toolbox.related_parties.rules import rule
from xianxing.toolbox.related_parties.tax_step import tax_share
from xianxing.toolbox.related_parties.voting import power
from xianxing.toolbox.tables import Row

MethodAnswer = dict[str, JSON]


class LookThrough:
    """The methods over one group on one day."""

    def __init__(self, group: Group, control: Control, ownership: Ownership, day: date) -> None:
        self.group, self.control, self.ownership, self.day = group, control, ownership, day
        self.votes = votes_of(group)
        self.methods = {
            "integrated": self.integrated,
            "weakest_link": self.weakest_link,
            "majority_closure": self.majority_closure,
            "voting_power": self.voting_power,
            "tax_step": self.tax_step,
            "beneficial_owner": self.beneficial_owner,
        }

    def answers(self, rows: Iterable[Row]) -> list[JSON]:
        """What the rows of `look_through` ask, in one order, each question answered once."""
        asked = {(row.text("method"), row.text("held"), row.text("owner")) for row in rows}
        found: dict[tuple[str, str, str], MethodAnswer] = {}
        for method, held, owner in sorted(
            asked, reverse=True
        ):  # one owner asked for gives way to every owner
            for answer in self.methods[method](held, owner):
                found[method, held, str(answer["owner"])] = answer
        return [found[key] for key in sorted(found)]

    def integrated(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """Every way through every loop, exactly."""
        ways = Ways(self.ownership.edges, held)
        for one in [owner] if owner else self._owners(held):
            share, net = self.ownership.share(one, held), self.ownership.net(one, held)
            head = _head("integrated", one, held)
            if share is None:
                yield {**head, "share": None, "share_net": None, "result": Result.UNKNOWN.value}
                continue
            precise = exact(share) if self.ownership.is_exact(one, held) else None
            yield {
                **head,
                "share": plain(share),
                "share_net": None if net is None else plain(net),
                **({"exact": precise} if precise else {}),
                "cyclic": self.ownership.is_cyclic(one, held),
                "paths": _paths(ways.largest(one)),
            }

    def weakest_link(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """The sum over ways of the smallest share of votes on each."""
        ways = Ways(self.votes, held)
        for one in [owner] if owner else ways.owners:
            head = _head("weakest_link", one, held)
            try:
                if not self._is_clear(one, held):
                    raise TooManyPaths
                share, paths = ways.weakest(one)
            except TooManyPaths:
                yield {**head, "share": None, "result": Result.UNKNOWN.value}
                continue
            if share or owner:
                yield {**head, "share": plain(share), "paths": _paths(paths)}

    def majority_closure(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """Who controls by the closure of majorities, and with how many votes."""
        candidates = {
            one for voter in self._voters(held) for one in (voter, *self.control.controllers(voter))
        }
        candidates |= {*self.control.controllers(held)}
        candidates |= {partner for one in candidates for partner in self.group.partners(one)}
        for one in [owner] if owner else sorted(candidates - {held}):
            votes, controls = self.control.votes(one, held), self.control.controls(one, held)
            if not (votes or controls or owner):
                continue
            head = _head("majority_closure", one, held)
            if not self.control.is_clear(one, held):
                yield {**head, "controls": None, "share": None, "result": Result.UNKNOWN.value}
                continue
            answer: MethodAnswer = {
                **head,
                "controls": controls,
                "share": plain(votes),
                "chain": list(self.control.chain(one, held)),
            }
            weighs = rule("material_votes", self.day)
            if not controls and weighs is not None and weighs.holds(votes):
                answer["result"] = Result.MANUAL_REVIEW.value  # short of a majority, yet it may decide
            yield answer

    def voting_power(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """The indices of the direct vote holders; each member of a concert group has the group's figures."""
        voters: dict[frozenset[str], Fraction] = defaultdict(Fraction)
        for stake in self.group.owners.get(held, ()):
            if stake.votes > 0 and stake.owner != held:
                voters[self.group.partners(stake.owner)] += stake.votes
        named = {min(group): group for group in voters}
        found = power({name: voters[group] for name, group in named.items()})
        of_member = {member: name for name, group in named.items() for member in group}
        for one in [owner] if owner else sorted(of_member):
            head = _head("voting_power", one, held)
            if found is None or held in self.group.over:
                yield {**head, "share": None, "result": Result.UNKNOWN.value}
                continue
            name = of_member.get(one)
            power_of = found[name] if name else None
            figures = {
                "banzhaf": power_of.banzhaf if power_of else Fraction(0),
                "banzhaf_absolute": power_of.absolute if power_of else Fraction(0),
                "shapley": power_of.shapley if power_of else Fraction(0),
            }
            answer: MethodAnswer = {**head, "share": plain(voters[named[name]] if name else 0)}
            for label, value in figures.items():
                answer[label] = plain(value)
                precise = exact(value)
                if precise:
                    answer[f"{label}_exact"] = precise
            yield answer

    def tax_step(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """The tax administration's step through quarters, relatives taken together."""
        step = rule("tax_step", self.day)
        above = self.ownership.above(held) - {held}
        pooled = {
            kin.relative
            for one in above
            for kin in self.group.kin.get(one, ())
            if kin.relation in POOLED_FAMILY
        }
        for one in [owner] if owner else sorted(above | pooled - {held}):
            head = _head("tax_step", one, held)
            share = None if step is None else tax_share(self.ownership, one, held, step)
            if share is None:
                yield {**head, "share": None, "result": Result.UNKNOWN.value}
            elif share or owner:
                yield {**head, "share": plain(share)}

    def beneficial_owner(self, held: str, owner: str) -> Iterator[MethodAnswer]:
        """Beneficial owners by the first standard that finds any."""
        quarter, capital = rule("beneficial_share", self.day), rule("beneficial_capital", self.day)
        head = _head("beneficial_owner", owner or None, held)
        try:
            if quarter is None or capital is None:
                raise CannotTell
            found = beneficiaries(self.ownership, self.control, self.votes, held, quarter)
        except CannotTell:
            yield {**head, "share": None, "standard": None, "result": Result.UNKNOWN.value}
            return
        exempt = may_be_exempt(self.ownership, held, capital)
        for one in found:
            if owner and one.person != owner:
                continue
            answer: MethodAnswer = {
                **_head("beneficial_owner", one.person, held),
                "share": None if one.share is None else plain(one.share),
                "standard": one.standard,
            }
            if exempt or one.standard == MANAGER:
                answer["result"] = Result.MANUAL_REVIEW.value
            if exempt:
                answer["may_promise_exemption"] = True
            yield answer
        if not found or (owner and all(one.person != owner for one in found)):
            share = self.ownership.share(owner, held) if owner else None
            nobody: MethodAnswer = {
                **head,
                "share": None if share is None else plain(share),
                "standard": None,
            }
            yield {**nobody, "result": Result.MANUAL_REVIEW.value} if not found else nobody

    def _owners(self, held: str) -> list[str]:
        column = self.ownership.column(held)
        return sorted(one for one, share in column.items() if one != held and (share is None or share > 0))

    def _voters(self, held: str) -> set[str]:
        return {stake.owner for stake in self.group.owners.get(held, ()) if stake.votes > 0}

    def _voters_above(self, held: str) -> set[str]:
        seen: set[str] = set()
        ahead = [held]
        while ahead:
            for one in self._voters(ahead.pop()):
                if one not in seen:
                    seen.add(one)
                    ahead.append(one)
        return seen - {held}

    def _is_clear(self, owner: str, held: str) -> bool:
        """Whether no entity on a way of votes has stakes that sum to more than the whole."""
        if not self.group.over:
            return True
        below: set[str] = set()
        ahead = [owner]
        while ahead:
            for one in self.votes.down.get(ahead.pop(), {}):
                if one not in below:
                    below.add(one)
                    ahead.append(one)
        return not (below & self.group.over & (self._voters_above(held) | {held}))


def control_findings(answers: Iterable[JSON], day: date) -> Iterator[ToolFinding]:
    """Votes short of a majority that may decide nevertheless: a person looks at them."""
    for answer in answers:
        if not isinstance(answer, dict) or answer["method"] != "majority_closure":
            continue
        if answer.get("result") != Result.MANUAL_REVIEW.value:
            continue
        words = gettext(
            "{owner} has {share} of the votes in {held}: no majority, yet they may weigh materially"
        )
        yield ToolFinding(
            rule="rp-control",
            pack=rule("material_votes", day),
            result=Result.MANUAL_REVIEW,
            basis=ToolBasis.PRACTICE,
            subject=("entities", str(answer["owner"])),
            message=words.format(owner=answer["owner"], share=answer["share"], held=answer["held"]),
            day=day,
            value=str(answer["share"]),
            rests_on=("entities", "holdings", "concert"),
        )


def _head(method: str, owner: str | None, held: str) -> MethodAnswer:
    return {"method": method, "owner": owner, "held": held}


def _paths(found: Iterable[tuple[tuple[str, ...], Fraction]]) -> list[JSON]:
    return [{"path": list(way), "share": plain(share)} for way, share in found]
