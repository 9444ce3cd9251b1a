"""Cells that deny what the clause behind them asks for: no plan, no compensation, no notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.duties.denials import denials_in
from xianxing.checker.duties.reading import duties
from xianxing.checker.facts.papers import UNITS_OWN, own_texts, said_in_cells, said_in_papers
from xianxing.checker.phrases import phrase, phrases_of
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule

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
# Cells that may speak of what nobody does: these, what might go wrong, and a rule that is exempted.
OTHERWISE = (
    *OF_TODAY,
    "project.exemptions",
    "project.new_rule_reason",
    "content.business_risks.description",
    "content.business_risks.monitoring",
    "content.technical_risks.description",
    "content.technical_risks.monitoring",
)
TYPES = "3.2"
OPINIONS = (*UNITS_OWN, "unit.internal_review.opinion", "unit.lead_review.opinion")
RISK = re.compile("风险$")  # the cell of a table's row that names a risk
MOSTLY = 0.5  # the share of a cell that only puts off what it is about


@rule(
    "demands-not-denied",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    version=3,
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
    also=tuple(sorted({duty.clause for duty in duties()})),
)
def duties_not_denied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper takes a duty back: exit, complaints, compensation, tests, reports, truth."""
    phrased = phrases_of("duties-not-denied").values()
    told: set[tuple[str, str]] = set()
    for location, text in _statements(case):
        said = [(one.clause, hit.group()) for one in phrased for hit in [one.find(text)] if hit]
        said += [(one.duty.clause, one.quote) for one in denials_in(text)]
        for clause, quote in said:
            if (location, clause) not in told:
                told.add((location, clause))
                yield manual_review("denied", location, clause=clause, quote=quote[:40])
    reason = case.filing.project.text("type_reason")
    for denial in denials_in(reason):  # it tells of today as well: only what is an answer to nothing counts
        if not denial.duty.topic or denial.duty.clause == TYPES:
            location = "project.type_reason"
            yield manual_review("denied", location, clause=denial.duty.clause, quote=denial.quote[:40])
            return


def _statements(case: CheckContext) -> Iterator[tuple[str, str]]:
    """What units state of the project, with its place; not how things are today, nor what might go wrong."""
    for slot in case.cells:
        path = slot.field.path
        if (
            slot.field.group in ("project", "content") and not path.startswith(OTHERWISE)
        ) or path in OPINIONS:
            yield slot.location, slot.text
    for _, texts in own_texts(case):
        for text in texts:
            if not (text.block and any(RISK.search(cell) for cell in text.block.cells)):
                yield text.location, text.text


@rule("no-return-promised", version=2, clause="2.1", basis=Basis.PRACTICE, family="form")
def no_return_promised(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper promises a return, a loss made good, or that nothing can go wrong."""
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, "no-return-promised.promised"):
            yield manual_review("promised", location, quote=hit.group()[:40])


@rule("no-endorsement-claimed", clause="4.1.1", basis=Basis.PRACTICE, family="form", version=3)
def no_endorsement_claimed(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper says that a supervisor has licensed the project, which is only filed."""
    if case.filing.project.flag("needs_approval"):
        yield not_applicable("approval")
        return
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, "no-endorsement-claimed.claimed"):
            yield manual_review("claimed", location, quote=hit.group()[:40])
