"""Cells that deny what the clause behind them asks for: no plan, no compensation, no notice."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.checker.case import Case
from xianxing.checker.facts.papers import said_in_cells, said_in_papers
from xianxing.checker.phrases import phrase
from xianxing.law import Basis
from xianxing.law.rules import Outcome, manual_review, not_applicable, rule

# The cells that may deny what a clause asks, with the clause.
DENIALS = {
    "content.emergency_plan": "2.3",
    "content.compensation": "4.2.5",
    "content.investor_notice": "4.2.5",
    "content.spreadability": "3.2.4",
    "unit.agreement": "3.1.c",
}


@rule(
    "demands-not-denied",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    version=2,
    also=("2.3", "3.1.c", "3.2.4", "4.2.5"),
)
def demands_not_denied(case: Case) -> Iterator[Outcome]:
    """No cell says that what its clause asks for is not there."""
    kind = case.guide.project_types.get(case.filing.project.text("type"))
    for slot in case.cells:
        clause = DENIALS.get(slot.field.path)
        if clause is None:
            continue
        if slot.field.path == "content.spreadability" and kind is not None and kind.clause != clause:
            continue
        hit = phrase(f"demands-not-denied.{slot.field.key}").find(slot.text)
        if hit:
            yield manual_review("denied", slot.location, clause=clause, quote=hit.group()[:40])


@rule("no-endorsement-claimed", clause="4.1.1", basis=Basis.PRACTICE, family="form", version=2)
def no_endorsement_claimed(case: Case) -> Iterator[Outcome]:
    """No cell and no paper says that a supervisor has licensed the project, which is only filed."""
    if case.filing.project.flag("needs_approval"):
        yield not_applicable("approval")
        return
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, "no-endorsement-claimed.claimed"):
            yield manual_review("claimed", location, quote=hit.group()[:40])
