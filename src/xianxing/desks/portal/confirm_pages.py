"""Freeze, reviews, pledges, compliance signature, consents; what changed since, and confirming again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.bodies import files_of, parts_of
from xianxing.desks.portal.lists import names_of
from xianxing.desks.portal.reports import shown_reports
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.i18n import gettext
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest.attesting import (
    confirm_again,
    give_consent,
    pledge_truth,
    review_as_lead,
    review_unit,
    sign_compliance,
)
from xianxing.pilot.filings.attest.comparing import changes_since
from xianxing.pilot.filings.attest.freezing import edit_again, freeze
from xianxing.pilot.filings.attest.holders import ROLES, people_for
from xianxing.pilot.filings.attest.proof import proof_of
from xianxing.pilot.filings.attest.refusing import WITH_FACTOR
from xianxing.pilot.filings.attest.requirements import (
    Wanted,
    content_of,
    refusals_of,
    said_of,
    wanted,
)
from xianxing.pilot.filings.models import Attestation, AttestationKind, Body, Unit
from xianxing.pilot.filings.next_steps import sheet_consents_due
from xianxing.pilot.filings.permissions import frozen_body
from xianxing.pilot.filings.submit.withdrawing import withdraw_before
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class AttestationLine:
    """An attestation that filing needs: who gives it, whether it was given, whose turn it is.

    `people` names those of the unit who can give it, while it is missing; `refused` is the last refusal of it
    then.
    """

    want: Wanted
    unit: str
    about: str
    role: str
    people: str
    given: Attestation | None
    mine: bool
    waits: str
    refused: Attestation | None = None

    @property
    def proof(self) -> tuple[str, ...]:
        """What was proved of the confirmation that was given; empty while it is missing."""
        return proof_of(self.given) if self.given else ()

    @property
    def key(self) -> str:
        """What names it in addresses and forms."""
        about = self.want.about.key if self.want.about else ""
        return f"{self.want.kind.value}|{self.want.unit.key}|{about}"


@audience("unit")
@require_safe
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """What is confirmed, by whom, what is missing, and what this person can do now."""
    return overview(request, scene, "")


@audience("unit")
@require_POST
@with_scene
def freezing(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Freeze the content, or take the freeze back."""
    try:
        if "open" in request.POST:
            edit_again(filing=scene.filing, by=scene.user, at=scene.at)
            return redirect(scene.url("home") + "?done=opened")
        freeze(filing=scene.filing, by=scene.user, at=scene.at)
    except Refused as refused:
        return overview(request, scene, refused.message)
    return redirect(scene.url("confirm") + "?done=frozen")


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def act(request: HttpRequest, scene: FilingContext, kind: str, unit: str, about: str = "") -> HttpResponse:
    """One confirmation with everything on screen that it is about; POST gives it."""
    line, body = line_at(scene, kind, unit, about)
    problem = code_problem = ""
    if request.method == "POST":
        problem = _unsaid(request, scene, line)
        if not problem and line.want.kind in WITH_FACTOR:
            code_problem = step_up(request, act=line.want.kind.value)
        if not problem and not code_problem:
            try:
                _give(request, scene, line)
                return redirect(scene.url("confirm") + "?done=confirmed")
            except Refused as refused:
                problem = refused.message
    names = {one.key: name_of(one) for one in scene.who.units}
    content = content_of(body)
    compliance = line.want.kind is AttestationKind.COMPLIANCE
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Freeze and confirmations"), scene.url("confirm")),
            Link(str(line.want.kind.label), ""),
        ),
        "line": line,
        "body": body,
        "earlier": None if line.given else _renewals(scene, body, [line]).get(line.key),
        "parts": parts_of(scene.guide, content, names),
        "files": files_of(scene.filing, scene.guide, content),
        "others": [(one, one.key in request.POST.getlist("recognises")) for one in _others(scene, line)],
        "with_factor": line.want.kind in WITH_FACTOR,
        "needs_opinion": line.want.kind in (AttestationKind.UNIT_REVIEW, AttestationKind.LEAD_REVIEW),
        "consent": line.want.kind is AttestationKind.CONSENT,
        "pledge": line.want.kind is AttestationKind.TRUTH_PLEDGE,
        "compliance": compliance,
        "refuse_url": refuse_url(scene, line),
        "reports": shown_reports(scene, body, line.want.unit) if compliance else [],
        "problem": problem,
        "problem_at": "recognises" if line.want.kind is AttestationKind.CONSENT else "opinion",
        "code_problem": code_problem,
        "chosen_report": request.POST.get("report", ""),
        "opinion": request.POST.get("opinion", ""),
    }
    return page(request, "confirm_act.html", scene, context, status=400 if problem or code_problem else 200)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def again(request: HttpRequest, scene: FilingContext, attestation: int) -> HttpResponse:
    """What changed since a confirmation, cell by cell and file by file; its author gives it again here."""
    said = Attestation.objects.filter(pk=attestation, body__filing=scene.filing)
    found = said.select_related(
        "body__filing__case__call", "unit__institution", "about__institution", "by"
    ).first()
    if found is None:
        raise Http404
    body = _body(scene)
    factor = found.kind in WITH_FACTOR
    problem = code_problem = ""
    if request.method == "POST" and body is not None:
        code_problem = step_up(request, act=f"again_{found.kind}") if factor else ""
        if not code_problem:
            try:
                confirm_again(
                    attestation=found, digest=request.POST.get("digest", ""), by=scene.user, at=scene.at,
                    step_up=StepUp.just_given(scene.user) if factor else None,
                    report_digest=request.POST.get("report", ""),
                )  # fmt: skip
                return redirect(scene.url("confirm") + "?done=confirmed")
            except Refused as refused:
                problem = refused.message
    compliance = found.kind == AttestationKind.COMPLIANCE
    changes = changes_since(found, by=scene.user, at=scene.at)
    mine = _may_repeat(scene, found, body)
    content = content_of(body) if body and mine else {}
    units = scene.filing.units.select_related("institution")
    names = {unit.key: name_of(unit) for unit in units}
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Freeze and confirmations"), scene.url("confirm")), Link(gettext("What changed"), "")
        ),
        "said": found,
        "unit_name": name_of(found.unit),
        "body": body,
        "changes": changes,
        "units_added": [names.get(key, key) for key in changes.units_added],
        "units_removed": [names.get(key, key) for key in changes.units_removed],
        "mine": mine,
        "factor": factor,
        "reports": shown_reports(scene, body, found.unit) if compliance and body else [],
        "parts": parts_of(scene.guide, content, names) if mine else [],
        "files": files_of(scene.filing, scene.guide, content) if mine else [],
        "problem": problem,
        "code_problem": code_problem,
    }  # fmt: skip
    return page(request, "confirm_again.html", scene, context, status=400 if problem or code_problem else 200)


@audience("unit")
@require_POST
@with_scene
def take_back(request: HttpRequest, scene: FilingContext, unit: str) -> HttpResponse:
    """Take the unit's consent back before filing, with the second factor."""
    problem = step_up(request, act=Means.TAKE_BACK_CONSENT)
    if not problem:
        try:
            withdraw_before(
                filing=scene.filing, unit=scene.visible(unit), by=scene.user, at=scene.at,
                step_up=StepUp.just_given(scene.user),
            )  # fmt: skip
            return redirect(scene.url("confirm") + "?done=taken-back")
        except Refused as refused:
            problem = refused.message
    return overview(request, scene, problem)


def lines_of(scene: FilingContext) -> list[AttestationLine]:
    """Every attestation that is wanted, with what was given of it."""
    body = frozen_body(scene.filing)
    said = said_of(body)
    rows = [row for row in said if not row.refused]
    held = {(row.kind, row.unit_id, row.about_id): row for row in rows}
    wants = wanted(scene.who)
    missing = [want for want in wants if (want.kind.value, want.unit.pk, _key(want.about)) not in held]
    people, refused = people_for(missing, at=scene.at), refusals_of(missing, said)
    found: list[AttestationLine] = []
    open_kinds: list[AttestationKind] = []
    for want in wants:
        key = (want.kind.value, want.unit.pk, _key(want.about))
        role = ROLES[want.kind]
        mine = want.unit in scene.who.own and scene.who.of(want.unit, frozenset({role}))
        ahead = [
            kind for kind in open_kinds if kind is not want.kind and kind is not AttestationKind.TRUTH_PLEDGE
        ]
        waits = str(ahead[-1].label) if ahead and want.kind is not AttestationKind.TRUTH_PLEDGE else ""
        row = held.get(key)
        found.append(
            AttestationLine(
                want, name_of(want.unit), name_of(want.about) if want.about else "", str(role.label),
                names_of(people[want]) if want in people else "", row,
                mine and row is None and body is not None, waits, refused.get(want),
            )
        )  # fmt: skip
        if row is None:
            open_kinds.append(want.kind)
    return found


def refuse_url(scene: FilingContext, line: AttestationLine) -> str:
    """Where the person refuses this confirmation."""
    want = line.want
    if want.about is None:
        return scene.url("refuse", want.kind.value, want.unit.key)
    return scene.url("refuse-about", want.kind.value, want.unit.key, want.about.key)


def _key(unit: Unit | None) -> int | None:
    return unit.pk if unit else None


def overview(request: HttpRequest, scene: FilingContext, problem: str) -> HttpResponse:
    """The page of all confirmations, with what went wrong."""
    body = frozen_body(scene.filing)
    lines = lines_of(scene)
    renewals = _renewals(scene, body, lines)
    context = {
        "crumbs": scene.crumbs(Link(gettext("Freeze and confirmations"), "")),
        "body": body,
        "lines": [(line, renewals.get(line.key)) for line in lines],
        "complete": all(line.given for line in lines),
        "can_freeze": scene.who.lead in scene.who.own and scene.closed is None,
        "correcting": scene.correcting(body),
        "can_open": body is not None and body.filed_at is None,
        "refusals": all_refusals(scene, body, lines),
        "own_consents": [
            line
            for line in lines
            if line.given and line.want.kind is AttestationKind.CONSENT and line.want.unit in scene.who.own
        ],
        "own": scene.who.own,
        "sheet_due": [name_of(unit) for unit in sheet_consents_due(scene.who)],
        "problem": problem,
        "code_problem": "",
    }  # fmt: skip
    return page(request, "confirm.html", scene, context, status=400 if problem else 200)


def _renewals(
    scene: FilingContext, body: Body | None, lines: list[AttestationLine]
) -> dict[str, Attestation]:
    """By the key of each line of this person's: what the same person confirmed last of an earlier content."""
    if body is None:
        return {}
    earlier = (
        Attestation.objects.filter(body__filing=scene.filing, by=scene.user, refused=False)
        .exclude(body=body)
        .select_related("body", "unit__institution", "about__institution")
        .order_by("at")
    )
    mine = {line.key for line in lines if line.mine}
    said = {f"{row.kind}|{row.unit.key}|{row.about.key if row.about else ''}": row for row in earlier}
    return {key: row for key, row in said.items() if key in mine}


def all_refusals(
    scene: FilingContext, body: Body | None, lines: list[AttestationLine]
) -> list[tuple[Attestation, str]]:
    """Every refusal of the filing, the latest first: `open`, `later` confirmed all the same, or `earlier`."""
    given = {line.key for line in lines if line.given}
    rows = Attestation.objects.filter(body__filing=scene.filing, refused=True).order_by("-at", "-pk")
    found = []
    for row in rows.select_related("by", "unit__institution", "about__institution", "body"):
        key = f"{row.kind}|{row.unit.key}|{row.about.key if row.about else ''}"
        status = "earlier" if body is None or row.body_id != body.pk else "later" if key in given else "open"
        found.append((row, status))
    return found


def line_at(scene: FilingContext, kind: str, unit: str, about: str) -> tuple[AttestationLine, Body]:
    """The confirmation that an address names, with the body in force; Http404 where there is neither."""
    line = next((one for one in lines_of(scene) if one.key == f"{kind}|{unit}|{about}"), None)
    body = _body(scene)
    if line is None or body is None:
        raise Http404
    return line, body


def _others(scene: FilingContext, line: AttestationLine) -> list[Unit]:
    """The units that the consent of a line recognises."""
    return [one for one in scene.who.units if one != line.want.unit]


def _unsaid(request: HttpRequest, scene: FilingContext, line: AttestationLine) -> str:
    """What the form lacks, before a code is spent on it; the domain asks the same again."""
    others = _others(scene, line)
    said = set(request.POST.getlist("recognises"))
    if line.want.kind is AttestationKind.CONSENT and {one.key for one in others} - said:
        names = "、".join(name_of(one) for one in others)
        return gettext("A consent names every other unit of the filing: {units}.").format(units=names)
    return ""


def _give(request: HttpRequest, scene: FilingContext, line: AttestationLine) -> None:
    """Call the verb of the attestation with what was on the screen."""
    post, filing, by, at = request.POST, scene.filing, scene.user, scene.at
    digest, opinion = post.get("digest", ""), post.get("opinion", "")
    unit, about, kind = line.want.unit, line.want.about, line.want.kind
    if kind is AttestationKind.UNIT_REVIEW:
        review_unit(filing=filing, unit=unit, opinion=opinion, digest=digest, by=by, at=at)
    elif kind is AttestationKind.LEAD_REVIEW:
        review_as_lead(filing=filing, about=about, opinion=opinion, digest=digest, by=by, at=at)
    elif kind is AttestationKind.TRUTH_PLEDGE:
        pledge_truth(filing=filing, unit=unit, digest=digest, by=by, at=at)
    elif kind is AttestationKind.CONSENT:
        give_consent(
            filing=filing, unit=unit, digest=digest, recognises=post.getlist("recognises"), by=by, at=at,
            step_up=StepUp.just_given(by),
        )  # fmt: skip
    else:
        sign_compliance(
            filing=filing, unit=unit, digest=digest, report_digest=post.get("report", ""), by=by, at=at,
            step_up=StepUp.just_given(by),
        )  # fmt: skip


def _may_repeat(scene: FilingContext, said: Attestation, body: Body | None) -> bool:
    """Whether the person gave this confirmation, on another content than the one in force."""
    return body is not None and said.by_id == scene.user.pk and not said.refused and said.body_id != body.pk


def _body(scene: FilingContext) -> Body | None:
    held = frozen_body(scene.filing)
    return Body.objects.select_related("filing__case__call").get(pk=held.pk) if held else None
