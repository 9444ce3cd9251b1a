"""What an engaged expert does beside the steps: sign the undertaking, keep the opinion until it is given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from xianxing.desks.api.act_routes import REFUSALS
from xianxing.desks.api.bearer import SecondFactor, acting, asked_factor, person
from xianxing.desks.api.expert_shapes import OpinionIn, SignIn, UndertakingOut
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.pilot.clock import now
from xianxing.pilot.experts.domain.access import case_of_expert, sign_undertaking
from xianxing.pilot.experts.domain.opinions import save_draft
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.undertaking import present_text

router = Router(tags=["experts"], auth=acting)


@router.get("/cases/{case}/undertaking", response={200: UndertakingOut, **REFUSALS}, summary="What to sign")
def undertaking(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """The undertaking of secrecy and of no interest that an engaged expert signs before reading the case."""
    case_of_expert(case, person(request), at=now())
    text = present_text()
    return {"digest": text.digest, "text": "\n".join((text.title, *text.paragraphs))}


@router.post("/cases/{case}/undertaking", response={204: None, **REFUSALS}, summary="Sign the undertaking")
def sign(request: HttpRequest, case: UUID, payload: SignIn) -> Status[None]:
    """Sign the text of this digest with a second factor; signing again changes nothing."""
    by = person(request)
    factor = asked_factor(SecondFactor(request, by, payload.otp), needed=True, act="sign_undertaking")
    if factor is not None:
        sign_undertaking(case=case, digest=payload.digest, by=by, at=now(), step_up=factor)
    return Status(204, None)


@router.put(
    "/cases/{case}/opinion", response={204: None, **REFUSALS, 404: ProblemOut}, summary="Keep my opinion"
)
def opinion(request: HttpRequest, case: UUID, payload: OpinionIn) -> Status[None]:
    """Keep the opinion sealed, for the own eyes, until the step that gives it seals it for good."""
    text = OpinionText(payload.words, payload.scores, payload.reasons)
    save_draft(case=case, text=text, by=person(request), at=now())
    return Status(204, None)
