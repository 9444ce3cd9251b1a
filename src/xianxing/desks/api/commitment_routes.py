"""Commitments for programs: the list of promises, limits and conditions, and signing it (5.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.params.functions import Header

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import SecondFactor, acting, given_factor, person, reading_project
from xianxing.desks.api.commitment_shapes import (
    CommitmentSignatureIn,
    CommitmentSignatureOut,
    CommitmentsOut,
)
from xianxing.desks.api.once import KEY, Answer, prepared_once
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.supervision.commitments import commitments_to_read, signatures_of, unsigned_units
from xianxing.pilot.supervision.domain.committing import refuse_stale, sign_commitments
from xianxing.pilot.supervision.models import CommitmentSignature
from xianxing.pilot.supervision.permissions import is_committed

router = Router(tags=["monitoring"])


@router.get(
    "/cases/{case}/commitments", auth=reading_project, response={200: CommitmentsOut, **REFUSALS},
    summary="What the institutions of a project are held to",
)  # fmt: skip
def commitments(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Promises, limits and conditions as they stand now, every signature, and who has yet to sign."""
    view = case_to_read(case, person(request), at=now())
    found = commitments_to_read(view)
    return {
        "version": found.version,
        "digest": found.digest,
        "items": [one.as_json() for one in found.items],
        "unsigned": unsigned_units(view, found) if is_committed(view) else [],
        "signatures": [_signature(row) for row in signatures_of(view)],
    }


@router.post(
    "/cases/{case}/commitments/signatures", auth=acting,
    response={201: CommitmentSignatureOut, **REFUSALS},
    summary="Sign what an institution is held to",
)  # fmt: skip
def sign_list(
    request: HttpRequest, case: UUID, payload: CommitmentSignatureIn, key: str = Header("", alias=KEY)
) -> Status[Any]:
    """Sign the list as it was read, by who signs for the institution, with a code.

    Refused `changed` where the list isn't that of the digest any more, before the code is spent.
    """
    by = person(request)

    def prepare() -> Callable[[], Answer]:
        refuse_stale(case_to_read(case, by, at=now()), payload.digest)
        factor = given_factor(SecondFactor(request, by, payload.otp), act="commitments")

        def act() -> Answer:
            row = sign_commitments(
                case=case, unit=payload.unit, digest=payload.digest, by=by, step_up=factor, at=now()
            )
            return 201, _signature(row)

        return act

    return prepared_once(request, key, payload, prepare)


def _signature(row: CommitmentSignature) -> dict[str, Any]:
    return {"unit": row.unit, "version": row.version, "digest": row.digest, "signed_at": row.signed_at}
