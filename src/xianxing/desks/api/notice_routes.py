"""Saying something to a public notice: without a token, as on the page; the secretariat alone reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.decorators import decorate_view

from xianxing.desks.api.notice_shapes import CommentIn, CommentOut
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.desks.public.comment_limits import refuse_large, refuse_too_often
from xianxing.pilot.clock import now
from xianxing.pilot.notices.domain.commenting import receive_comment
from xianxing.pilot.notices.domain.sealing import CommentWords
from xianxing.pilot.notices.queries import notice_to_read

router = Router(tags=["notices"])
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({404, 413, 422, 429}): ProblemOut}


@router.post(
    "/notices/{notice}/comments",
    auth=None,
    response={201: CommentOut, **REFUSALS},
    summary="Comment, object or leave a clue",
)
@decorate_view(refuse_large, refuse_too_often)
def comment(request: HttpRequest, notice: str, payload: CommentIn) -> Status[Any]:
    """`notice` is a notice's number, or a case's id for its last notice. Number and secret come once."""
    words = CommentWords(payload.text, payload.evidence, payload.name, payload.contact)
    given = receive_comment(notice=notice_to_read(notice), kind=payload.kind, words=words, at=now())
    return Status(201, {"number": given.number, "secret": given.secret})
