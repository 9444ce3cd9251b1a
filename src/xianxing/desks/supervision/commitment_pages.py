"""The list of commitments: each with its source, who has signed it, and the form to sign it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.commitments import (
    CommitmentSource,
    TrialCommitment,
    commitments_of,
    signatures_of,
    signed_items,
)
from xianxing.pilot.supervision.domain.committing import refuse_stale, sign_commitments
from xianxing.pilot.supervision.models import CommitmentSignature
from xianxing.pilot.supervision.permissions import is_committed, may_read, pilot_units, units_signed_for
from xianxing.pilot.supervision.queries import institution_names


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment as the page shows it: its clause, where it can be read, whether an earlier list had it."""

    item: TrialCommitment
    marks: Sequence[ClauseMark]
    url: str
    fresh: bool


@dataclass(frozen=True)
class Signatory:
    """A pilot institution: its signature of this version, or whether the reader can give it."""

    unit: str
    name: str
    signature: CommitmentSignature | None
    signs: bool


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """The list as it stands, or with `version` as it was signed; POST signs what was read."""
    user, at = acting(request), now()
    view = case_to_read(case, user, at=at)
    if not may_read(view):
        raise Http404
    problem, code_problem, unit = "", "", request.POST.get("unit", "")
    if request.method == "POST":
        try:
            refuse_stale(view, request.POST.get("digest", ""))
            code_problem = step_up(request, act="commitments")
            if not code_problem:
                sign_commitments(
                    case=case, unit=unit, digest=request.POST.get("digest", ""), by=user,
                    step_up=StepUp.just_given(user), at=at,
                )  # fmt: skip
                return redirect("supervision:commitments", case)
        except Refused as refused:
            problem = refused.message
    context = {
        **_context(view, request),
        "problem": problem,
        "code_problem": code_problem,
        "unit": unit,
        "crumbs": [
            *homes(view),
            Link(gettext("Monitoring"), reverse("supervision:case", args=[case])),
            Link(gettext("Commitments"), request.path),
        ],
    }
    status = 422 if problem or code_problem else 200
    return render(request, "supervision/commitments.html", context, status=status)


def _context(view: CaseView, request: HttpRequest) -> dict[str, object]:
    found, rows = commitments_of(view), signatures_of(view)
    asked = request.GET.get("version", "")
    shown = int(asked) if asked.isdecimal() and len(asked) < 6 else found.version
    items = list(found.items)
    if shown != found.version:
        row = next((one for one in rows if one.version == shown), None)
        if row is None:
            raise Http404
        items = signed_items(row)
    earlier = [one for one in rows if one.version < shown]
    known = {item.digest for item in signed_items(earlier[0])} if earlier else set()
    names = institution_names(view)
    clause = view.procedure.cite(catalogue().serves[0])
    return {
        "view": view,
        "version": shown,
        "current": shown == found.version,
        "latest": found.version,
        "digest": found.digest,
        "groups": _groups(view, items, known),
        "signatories": list(_signatories(view, rows, shown, names)),
        "committed": is_committed(view),
        "history": [(one, names.get(one.unit, one.unit)) for one in rows],
        "marks": marks(guide_of(view.case.call), [clause] if clause else []),
    }


def _groups(
    view: CaseView, items: Sequence[TrialCommitment], known: Collection[str]
) -> list[tuple[str, list[CommitmentLine]]]:
    """The items by their source, in the order of the sources."""
    guide, groups = guide_of(view.case.call), list[tuple[str, list[CommitmentLine]]]()
    for source in CommitmentSource:
        lines = [
            CommitmentLine(
                item,
                marks(guide, [item.clause] if item.clause else []),
                _url(view, item),
                bool(known) and item.digest not in known,
            )
            for item in items
            if item.source == source
        ]
        if lines:
            groups.append((str(source.label), lines))
    return groups


def _url(view: CaseView, item: TrialCommitment) -> str:
    """Where the reader finds what the item comes from; "" where there is no such page."""
    if item.source is CommitmentSource.CHANGE:
        return reverse("changes:change", args=[view.case.pk, int(item.place)])
    if item.source is CommitmentSource.FILING:
        return next((link.url for link in reversed(homes(view))), "")
    return reverse("acts:case", args=[view.case.pk])


def _signatories(
    view: CaseView, rows: Sequence[CommitmentSignature], version: int, names: Mapping[str, str]
) -> Iterator[Signatory]:
    given, own = {one.unit: one for one in rows if one.version == version}, units_signed_for(view)
    for unit in dict.fromkeys((*pilot_units(view), *given)):
        yield Signatory(unit, names.get(unit, unit), given.get(unit), unit in own)
