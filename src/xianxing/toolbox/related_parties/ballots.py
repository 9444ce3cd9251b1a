"""Ballots against who had to stay out, and against the majorities of Company Law art. 139."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xianxing.i18n import gettext
from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.related_parties.ledger import JudgedTrade
from xianxing.toolbox.related_parties.parties import GROUP_TABLES
from xianxing.toolbox.related_parties.recusal import Matter, RecusalGround
from xianxing.toolbox.related_parties.register import distinct
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.rules import rule
from xianxing.toolbox.related_parties.steps import way
from xianxing.toolbox.related_parties.words import named
from xianxing.toolbox.tables import Row

BOARD, SHAREHOLDERS = "board", "shareholders"
VOTED = frozenset({"for", "against"})
BALLOT_TABLES = (*GROUP_TABLES, "trades", "estimates", "approvals", "ballots")


@dataclass(frozen=True)
class Vote:
    """One approval with its ballots, the trades and estimates it was given for, and who had to stay out."""

    approval: Row
    ballots: tuple[Row, ...]
    trades: tuple[JudgedTrade, ...]
    matter: Matter

    @property
    def day(self) -> date:
        """The day of the vote."""
        return self.approval.day("date") or date.min

    @property
    def barred(self) -> dict[str, RecusalGround]:
        """Who had to stay out of this body's vote."""
        is_meeting = self.approval.text("body") == SHAREHOLDERS
        return self.matter.shareholders if is_meeting else self.matter.directors


def votes(inputs: Inputs, relations: Relations, trades: Sequence[JudgedTrade]) -> Iterator[Vote]:
    """Every approval that some trade or estimate names, in the order of the ids."""
    ballots: dict[str, list[Row]] = defaultdict(list)
    for row in inputs.rows("ballots"):
        ballots[row.text("approval")].append(row)
    given: dict[str, list[JudgedTrade]] = defaultdict(list)
    for trade in trades:
        for row in trade.approvals:
            given[row.text("id")].append(trade)
    estimated: dict[str, list[str]] = defaultdict(list)
    for row in inputs.rows("estimates"):
        estimated[row.text("approval")].append(row.text("controller"))
    for approval in sorted(inputs.rows("approvals"), key=lambda row: row.text("id")):
        name, day = approval.text("id"), approval.day("date") or date.min
        dealt, planned = given.get(name, []), estimated.get(name, [])
        if not dealt and not planned:
            continue
        group, control = relations.register.on(day), relations.control(day)
        about = {trade.row.text("counterparty") for trade in dealt}
        about |= {*planned} | {other for one in planned for other in control.controlled(one)}
        about -= relations.own(day) - {trade.row.text("counterparty") for trade in dealt}
        matter = Matter.about(group, control, relations.firm, day, about, controlled=False)
        cast = tuple(sorted(ballots.get(name, ()), key=lambda row: row.text("voter")))
        yield Vote(approval, cast, tuple(dealt), matter)


def vote_findings(vote: Vote) -> Iterator[ToolFinding]:
    """What a vote's ballots show: who voted and had to stay out, and whether enough others were there."""
    if vote.ballots:
        yield from _recusals(vote)
    if vote.approval.text("body") == BOARD and _concerns_parties(vote):
        yield _quorum(vote)


def _concerns_parties(vote: Vote) -> bool:
    return bool(vote.barred) or any(trade.related for trade in vote.trades) or not vote.trades


def _recusals(vote: Vote) -> Iterator[ToolFinding]:
    wrong = [row for row in vote.ballots if row.text("ballot") in VOTED and row.text("voter") in vote.barred]
    for row in wrong:
        ground = vote.barred[row.text("voter")]
        words = gettext(
            "{voter} voted {ballot} on {day} though ground {ground} held ({path}): without that tie, or with "
            "a ballot recused, it is met"
        )
        said = words.format(
            voter=ground.who, ballot=named(row.text("ballot")), day=vote.day, ground=ground.number,
            path=way(ground.path),
        )  # fmt: skip
        practice = ground.number == 6 and vote.approval.text("body") != SHAREHOLDERS
        yield _finding(vote, "rp-recusal", Result.UNMET, said, (row, *ground.rows), practice=practice)
    if not wrong:
        words = gettext("nobody who had to stay out voted; {number} had to")
        said = words.format(number=len(vote.barred))
        yield _finding(vote, "rp-recusal", Result.MET, said, vote.ballots)


def _quorum(vote: Vote) -> ToolFinding:
    """Unrelated directors: three at least there, more than half there, more than half of all for it."""
    eligible = vote.matter.eligible
    if not vote.ballots or not vote.matter.office:
        words = gettext("the rows of {table} would settle whether enough unrelated directors voted")
        said = words.format(table="ballots" if vote.matter.office else "posts")
        return _finding(vote, "rp-quorum", Result.UNKNOWN, said, ())
    there = [row for row in vote.ballots if row.text("voter") in eligible and row.text("ballot") != "absent"]
    agreed = [row for row in there if row.text("ballot") == "for"]
    said = gettext("of {all} unrelated directors {there} were there and {agreed} voted for it").format(
        all=len(eligible), there=len(there), agreed=len(agreed)
    )
    fewest = rule("unrelated_directors", vote.day)
    if fewest is not None and fewest.holds(len(there)):
        decided = [row for trade in vote.trades for row in trade.approvals if _is_meeting(row, trade)]
        if decided:
            said = gettext("{counted}: fewer than three, and the shareholders decided").format(counted=said)
            return _finding(vote, "rp-quorum", Result.MET, said, (*vote.ballots, *decided))
        said = gettext("{counted}: fewer than three, so that the shareholders decide").format(counted=said)
        return _finding(vote, "rp-quorum", Result.UNMET, said, vote.ballots, ("<", len(there), "3"))
    half = len(eligible) / 2
    for counted, words in (
        (there, gettext("{counted}: not more than half were there")),
        (agreed, gettext("{counted}: not more than half voted for it")),
    ):
        if not len(counted) > half:
            said = words.format(counted=said)
            limit = f"{half:g}"
            return _finding(vote, "rp-quorum", Result.UNMET, said, vote.ballots, (">", len(counted), limit))
    return _finding(vote, "rp-quorum", Result.MET, said, vote.ballots, (">", len(agreed), f"{half:g}"))


def _is_meeting(row: Row, trade: JudgedTrade) -> bool:
    return row.text("body") == SHAREHOLDERS and (row.day("date") or date.max) <= trade.day


def _finding(
    vote: Vote,
    name: str,
    result: Result,
    message: str,
    rows: tuple[Row, ...],
    line: tuple[str, int, str] | None = None,
    *,
    practice: bool = False,
) -> ToolFinding:
    comparator, value, limit = line if line else (None, None, None)
    return ToolFinding(
        rule=name,
        pack=rule("quorum" if name == "rp-quorum" else "recusal", vote.day),
        result=result,
        basis=ToolBasis.PRACTICE if practice else ToolBasis.RULE,
        subject=("approvals", vote.approval.text("id")),
        message=message,
        day=vote.day,
        value=None if value is None else str(value),
        limit=limit,
        comparator=comparator,
        unit="person" if line else None,
        evidence=distinct((vote.approval, *rows, *(trade.row for trade in vote.trades))),
        rests_on=BALLOT_TABLES,
    )
