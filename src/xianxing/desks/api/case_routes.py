"""Reading a case: where it stands, which steps are open, what happened, and the dossier that proves it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router

from xianxing.desks.api.bearer import any_token, person, reading, reading_project, token_of
from xianxing.desks.api.case_shapes import CaseOut, EventOut, PackageOut, PersonOut, StepOut, TokenOut
from xianxing.desks.api.pictures import case_picture, event_picture, steps_picture
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.desks.desk.past import withheld
from xianxing.desks.portal.filing_pages import events_of_others
from xianxing.desks.sending import send_copy, send_file, send_folder, spool
from xianxing.pilot.acts.event_readers import events_to_read
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.dossiers import export_dossier
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.queries import held_by
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.permissions import frozen_body
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.filings.submit.filing import export_package, scratch
from xianxing.pilot.programs.models import ProjectToken
from xianxing.pilot.transmissions.permissions import package_to_read, packages_in

router = Router(auth=reading, tags=["cases"])
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({401, 403, 404, 422}): ProblemOut}
ZIP = {
    "responses": {
        200: {
            "description": "The bytes",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/cases/{case}", auth=reading_project, response={200: CaseOut, **REFUSALS}, summary="Where a case stands"
)
def case(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """State, sequence, measures beside it, members, duties with the working days left, acts that wait."""
    at = now()
    return case_picture(case_to_read(case, person(request), at=at), at=at)


@router.get("/me", response={200: PersonOut, **REFUSALS}, summary="Who I am here")
def me(request: HttpRequest) -> dict[str, Any]:
    """The person behind the token, under the number that cases know, and the site's present instant."""
    user = person(request)
    at = now()
    acts_for = [
        {
            "delegation": row.pk, "person": row.delegator_id, "name": row.delegator.name, "roles": row.roles,
            "means": row.means, "until": row.last_day,
        }
        for row in held_by(user, at)
    ]  # fmt: skip
    return {"person": user.pk, "name": user.name, "now": at, "acts_for": acts_for}


@router.get(
    "/token", auth=any_token, response={200: TokenOut, **REFUSALS}, summary="What my token is good for"
)
def token(request: HttpRequest) -> dict[str, Any]:
    """The token behind the request: its scopes, its last instant, and its project where it is for one."""
    found = token_of(request)
    case = found.case_id if isinstance(found, ProjectToken) else None
    return {"name": found.name, "scopes": found.scopes, "expires_at": found.expires_at, "case": case}


@router.get(
    "/cases/{case}/steps",
    auth=reading_project,
    response={200: list[StepOut], **REFUSALS},
    summary="Steps open to me now",
)
def steps(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """Each step with what it asks, who confirms, the clause; conditions on answers are tried with the act."""
    view = case_to_read(case, person(request), at=now())
    return steps_picture(view, offers(view))


@router.get(
    "/cases/{case}/events",
    auth=reading_project,
    response={200: list[EventOut], **REFUSALS},
    summary="What happened",
)
def events(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """The public skeleton of every event that concerns the person, the oldest first."""
    by = person(request)
    view = case_to_read(case, by, at=now())
    return [event_picture(view.procedure, row) for row in events_to_read(view, by)]


@router.get(
    "/cases/{case}/package.zip",
    response={**REFUSALS},
    openapi_extra=ZIP,
    summary="The package for the platform",
)
def package(request: HttpRequest, case: UUID) -> FileResponse:
    """The frozen filing as a zip for the outside platform (clause 4); its digest is noted with the case."""
    by, at = person(request), now()
    view = case_to_read(case, by, at=at)
    body = frozen_body(view.filing)
    digest = body.digest if body else ""
    with tempfile.TemporaryDirectory(prefix="package-", dir=scratch()) as place:
        target = Path(place) / "package.zip"
        export_package(filing=view.filing, digest=digest, target=target, by=by, at=at)
        return send_copy(target, f"package-{str(view.case.pk)[:8]}.zip")


@router.get(
    "/cases/{case}/packages", response={200: list[PackageOut], **REFUSALS}, summary="Packages made for CSRC"
)
def packages(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """The newest first; none for who doesn't judge the case."""
    view = case_to_read(case, person(request), at=now())
    return [
        {
            "number": row.number, "digest": row.digest, "made_at": row.made_at, "made_by": row.made_by.name,
            "size": row.file.size,
        }
        for row in packages_in(view)
    ]  # fmt: skip


@router.get(
    "/cases/{case}/packages/{number}.zip",
    response={**REFUSALS},
    openapi_extra=ZIP,
    summary="A package made for CSRC",
)
def csrc_package(request: HttpRequest, case: UUID, number: str) -> FileResponse:
    """The bytes as they were made and signed; 404 for who doesn't judge the case or for another's number."""
    found = package_to_read(number, person(request), at=now())
    if found.case_id != case:
        raise Http404
    file = spool()
    for piece in pieces(found.file):
        file.write(piece)
    return send_file(file, f"{found.number}.zip")


@router.get("/cases/{case}/dossier.zip", response={**REFUSALS}, openapi_extra=ZIP, summary="The dossier")
def dossier(request: HttpRequest, case: UUID) -> FileResponse:
    """The case as a zip that proves itself; what others judged or drafted is withheld, and proved too.

    404 for a draft, too, of which nothing is recorded yet.
    """
    view = case_to_read(case, person(request), at=now())
    if not view.is_party or not view.case.sequence:
        raise Http404
    withhold = withheld(view.case) if view.is_authority else events_of_others(view.case)
    with tempfile.TemporaryDirectory(prefix="dossier-", dir=scratch()) as place:
        folder = Path(place) / "dossier"
        export_dossier(case=view.case, folder=folder, at=real_time(), withhold=withhold)
        return send_folder(folder, f"dossier-{str(view.case.pk)[:8]}.zip")
