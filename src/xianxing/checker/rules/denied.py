"""Cells that deny what the clause behind them asks for: no plan, no compensation, no notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import said_by_units, said_in_cells, said_in_papers
from xianxing.checker.phrases import phrase, phrases_of
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule

# The cells that may deny what a clause asks, with the clause.
DENIALS = {
    "content.emergency_plan": "2.3",
    "content.compensation": "4.2.5",
    "content.investor_notice": "4.2.5",
    "content.spreadability": "3.2.4",
    "unit.agreement": "3.1.c",
}
# What no cell of the project may deny, wherever it stands, with the clause that asks for it.
DUTIES = {"prepared": "2.3", "protected": "4.2.5", "assessed": "4.2.4"}
# Cells that tell how things were done until now, where a lack is the reason for the project.
OF_TODAY = ("content.pain_points", "content.comparison", "content.effects", "project.type_reason")
MOSTLY = 0.5  # the share of a cell that only puts off what it is about


@rule(
    "demands-not-denied",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    version=4,
    also=("2.3", "3.1.c", "3.2.4", "4.2.4", "4.2.5"),
)
def demands_not_denied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell says that what its clause asks for is not there, or only that it comes later."""
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
        elif mostly_put_off(slot.text):
            yield manual_review("put_off", slot.location, clause=clause)
    for slot in case.cells:
        if slot.field.path.startswith("content.exit_plan") and mostly_put_off(slot.text):
            yield manual_review("put_off", slot.location, clause="2.3")
    yield from _duties(case)


def _duties(case: CheckContext) -> Iterator[RuleOutcome]:
    """Duties of the project that a cell, whatever it is about, says nobody fulfils."""
    for name, clause in DUTIES.items():
        for location, hit in said_in_cells(case, f"demands-not-denied.{name}"):
            if not location.startswith(OF_TODAY):
                yield manual_review("denied", location, clause=clause, quote=hit.group()[:40])
        for location, hit in said_in_papers(case, f"demands-not-denied.{name}"):
            yield manual_review("denied", location, clause=clause, quote=hit.group()[:40])


def mostly_put_off(text: str) -> bool:
    """Whether half of a text or more only says that something will be settled later."""
    pieces = [piece for piece in re.split("[。；;\n]", text) if piece.strip()]
    later = phrase("demands-not-denied.put_off")
    put_off = sum(len(piece) for piece in pieces if later.find(piece))
    return bool(pieces) and put_off >= MOSTLY * sum(len(piece) for piece in pieces)


@rule(
    "duties-not-denied",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    version=2,
    also=("3.1.c", "4.1.2", "4.2.4", "4.2.5", "4.3.1", "5.2.2", "5.2.3", "5.2.4", "5.3.3", "5.3.7", "6.2"),
)
def duties_not_denied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper says the contrary of a duty: exit, complaints, compensation, tests, truth."""
    for name, duty in phrases_of("duties-not-denied").items():
        places = [*said_in_cells(case, name), *said_in_papers(case, name), *said_by_units(case, name)]
        for location, hit in places:
            if not location.startswith(OF_TODAY):
                yield manual_review("denied", location, clause=duty.clause, quote=hit.group()[:40])


@rule("no-return-promised", version=2, clause="2.1", basis=Basis.PRACTICE, family="form")
def no_return_promised(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper promises a return, a loss made good, or that nothing can go wrong."""
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, "no-return-promised.promised"):
            yield manual_review("promised", location, quote=hit.group()[:40])


@rule("no-endorsement-claimed", clause="4.1.1", basis=Basis.PRACTICE, family="form", version=4)
def no_endorsement_claimed(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper says that a supervisor has licensed the project, which is only filed.

    A project that needs an approval may have it; that a supervisor vouches for it is claimed wrongly even so.
    """
    claim = "guaranteed" if case.filing.project.flag("needs_approval") else "claimed"
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, f"no-endorsement-claimed.{claim}"):
            yield manual_review("claimed", location, quote=hit.group()[:40])
