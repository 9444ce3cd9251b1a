"""The checker's findings: all by severity, law and practice apart, each with a way to its place."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.look.tags import tone
from xianxing.desks.portal.scene import FilingContext, form_and_findings, page, with_scene
from xianxing.desks.portal.sections import section_for
from xianxing.desks.public.places import ResultPlace, place
from xianxing.i18n import gettext
from xianxing.law import Basis, Result, Severity
from xianxing.pilot.filings.check.findings import Findings, Stated, explain_finding
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.locations import unit_of
from xianxing.pilot.filings.permissions import visible_units
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class FindingCard:
    """One finding with its place, the way there, and what the applicant says about it."""

    stated: Stated
    place: ResultPlace
    url: str
    clause: Link
    tone: str
    mine: bool

    @property
    def id(self) -> str:
        """What names the finding in forms."""
        return f"{self.stated.finding.rule}|{self.stated.finding.location}"


@dataclass(frozen=True)
class SeverityBlock:
    """Findings of one severity; law before practice."""

    key: str
    law: tuple[FindingCard, ...]
    practice: tuple[FindingCard, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.law) + len(self.practice)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """All open findings by severity; POST keeps an explanation."""
    problem = ""
    if request.method == "POST":
        rule, _, location = request.POST.get("finding", "").partition("|")
        try:
            kept = explain_finding(
                filing=scene.filing, rule=rule, location=location, text=request.POST.get("text", ""),
                by=scene.user, at=scene.at,
            )  # fmt: skip
            return redirect(f"{request.path}?done={'explained' if kept.text else 'unexplained'}")
        except Refused as refused:
            problem = refused.message
    form, findings = form_and_findings(scene)
    blocks, later = laid_out(scene, form, findings)
    context = {
        "crumbs": scene.crumbs(Link(gettext("Findings"), "")),
        "blocks": blocks,
        "later": later,
        "findings": findings,
        "met": _met(scene, findings),
        "problem": problem,
    }
    return page(request, "findings.html", scene, context, status=400 if problem else 200)


def _met(scene: FilingContext, findings: Findings) -> int | None:
    """How many rules are met; None while another unit's sheet is closed to the person, for it counts too."""
    if len(visible_units(scene.who)) < len(scene.who.units):
        return None
    return sum(one.finding.result is Result.MET for one in findings.stated)


def laid_out(
    scene: FilingContext, form: FilingForm, findings: Findings
) -> tuple[list[SeverityBlock], list[FindingCard]]:
    """The blocks by severity, and apart what an act still to come will meet."""
    cards = [card_of(scene, form, one) for one in findings.stated if one.open]
    later = [card for card in cards if card.stated.given_later]
    now = [card for card in cards if not card.stated.given_later]
    blocks = [
        _block(level.value, [c for c in now if _unmet(c) and c.stated.finding.severity is level])
        for level in Severity
    ]
    judge = [c for c in now if c.stated.finding.result is Result.MANUAL_REVIEW]
    unknown = [c for c in now if c.stated.finding.result is Result.UNKNOWN]
    blocks += [_block("manual_review", judge), _block("unknown", unknown)]
    return [block for block in blocks if block.count], later


def card_of(scene: FilingContext, form: FilingForm, stated: Stated) -> FindingCard:
    """A finding as a card."""
    finding = stated.finding
    look = finding.severity.value if finding.result is Result.UNMET else finding.result.value
    unit = unit_of(finding.location)
    return FindingCard(
        stated=stated,
        place=place(finding.location, scene.guide, names_of(form)),
        url=_and_back(way_to(scene, form, finding.location)),
        clause=scene.clause(finding.clause),
        tone=tone(look),
        mine=any(own.lead or own.key == unit for own in scene.who.writes_for),
    )


def names_of(form: FilingForm) -> dict[str, str]:
    """Units and files under the locations that findings use."""
    units = {f"unit[{u.key}]": u.institution.name if u.institution else u.uscc for u in form.units}
    files = {f"material[{n}]": m.file_name for n, (m, _version) in enumerate(form.materials)}
    return {**units, **files}


def way_to(scene: FilingContext, form: FilingForm, location: str) -> str:
    """The address of the cell, row, sheet or file that a location names; of the task list for the whole."""
    plain = location.partition("#")[0]
    head, _, rest = plain.partition(".")
    if head in ("project", "content") and rest:
        path = f"{head}.{rest.partition('[')[0].partition('.')[0]}"
        section = section_for(scene.guide, path)
        if section is not None:
            return scene.url("section", section.id) + "#c-" + path.replace(".", "-")
    unit = unit_of(plain)
    if unit:
        key = plain.partition("].")[2].partition("[")[0].partition(".")[0]
        if unit not in {one.key for one in visible_units(scene.who)}:
            return scene.url("units")
        part = section_for(scene.guide, f"unit.{key}")
        return f"{scene.url('unit-part', unit, part.id)}#c-unit-{key}" if part else scene.url("unit", unit)
    names = names_of(form)
    file = names.get(head, plain) if head.startswith("material[") else plain
    for material, _version in form.materials:
        if material.file_name and material.file_name == file:
            return scene.url("files") + f"#file-{material.pk}"
    return scene.url("files") if location else scene.url("home")


def _and_back(address: str) -> str:
    """An address of the form's pages that offers the way back to the findings."""
    page, mark, anchor = address.partition("#c-")
    return f"{page}?from=findings{mark}{anchor}" if mark else address


def _unmet(card: FindingCard) -> bool:
    return card.stated.finding.result is Result.UNMET


def _block(key: str, cards: list[FindingCard]) -> SeverityBlock:
    law = tuple(c for c in cards if c.stated.finding.basis is Basis.GUIDE)
    return SeverityBlock(key, law, tuple(c for c in cards if c.stated.finding.basis is not Basis.GUIDE))
