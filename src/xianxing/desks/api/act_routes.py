"""Acting: taking a step, confirming or returning what another person entered, bringing files and filings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status, UploadedFile
from ninja.params.functions import File, Form, Header, Query

from xianxing.desks.api.act_shapes import (
    ActIn,
    ConfirmIn,
    FileOut,
    FilingOut,
    ReturnedOut,
    ReturnIn,
    SheetIn,
    SheetOut,
    TakenOut,
    WaitsOut,
)
from xianxing.desks.api.bearer import (
    ANY_WRITING,
    SecondFactor,
    acting,
    acting_on,
    asked_factor,
    filing,
    person,
)
from xianxing.desks.api.once import Answer, answered_once
from xianxing.desks.api.pictures import taken_picture
from xianxing.desks.api.problem_shapes import MovedOut, ProblemOut
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.domain.pending import confirm_act, pending_to_read, return_act
from xianxing.pilot.acts.domain.taking import Taken, offer_for, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.queries import open_calls
from xianxing.pilot.clock import now
from xianxing.pilot.filings.draft.opening import join_filing
from xianxing.pilot.filings.folder.importing import FolderImport, import_folder
from xianxing.pilot.filings.public_sheet.acts import take_from_cells
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.filings.submit.filing import scratch
from xianxing.pilot.refusal import Refused

router = Router(tags=["acts"])
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({401, 403, 404, 422}): ProblemOut, 409: MovedOut}


@router.post(
    "/cases/{case}/acts",
    auth=acting,
    response={201: TakenOut, 202: WaitsOut, **REFUSALS},
    summary="Take a step",
)
def act(
    request: HttpRequest,
    case: UUID,
    payload: ActIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Status[Any]:
    """Take a step, or enter it for the second person (202). The same key again gives the same answer."""
    by, at = person(request), now()
    view = case_to_read(case, by, at=at)
    entry = _entry(view, payload)

    def prepare() -> Callable[[], Answer]:
        needed = offer_for(view, payload.step, entry, by, sequence=payload.seq).second_factor
        code = SecondFactor(request, by, payload.otp)
        factor = asked_factor(code, needed=needed, act=payload.step)
        act = partial(take_step, case=case, step=payload.step, entry=entry, sequence=payload.seq)
        return lambda: _answer(view, act(by=by, at=at, step_up=factor))

    return Status(
        *answered_once(by, idempotency_key, f"{case} {payload.model_dump_json(exclude={'otp'})}", prepare)
    )


@router.post(
    "/pending/{pending}/confirm", auth=acting, response={201: TakenOut, **REFUSALS}, summary="Confirm"
)
def confirm(
    request: HttpRequest,
    pending: UUID,
    payload: ConfirmIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Status[Any]:
    """The second person agrees, with a second factor of the own; then it is done, under both names."""
    by, at = person(request), now()
    _row, view = pending_to_read(pending, by, at=at)

    def prepare() -> Callable[[], Answer]:
        factor = asked_factor(SecondFactor(request, by, payload.otp), needed=True, act="confirm")
        act = partial(confirm_act, pending=pending, sequence=payload.seq)
        return lambda: _answer(view, act(by=by, at=at, step_up=factor))

    said = f"{pending} {payload.model_dump_json(exclude={'otp'})}"
    return Status(*answered_once(by, idempotency_key, said, prepare))


@router.post(
    "/pending/{pending}/return", auth=acting, response={200: ReturnedOut, **REFUSALS}, summary="Return"
)
def send_back(request: HttpRequest, pending: UUID, payload: ReturnIn) -> dict[str, Any]:
    """The second person returns it with a reason; nothing was done."""
    row = return_act(pending=pending, reason=payload.reason, by=person(request), at=now())
    return {"pending": row.pk, "state": row.state}


@router.post("/files", auth=acting, response={201: FileOut, **REFUSALS}, summary="Bring a file of evidence")
def bring(request: HttpRequest, file: UploadedFile = File(...)) -> Status[Any]:
    """Keep a file to be named as evidence with an act; until then it is its bringer's alone."""
    made = bring_evidence(name=file.name or "", content=file, by=person(request), at=now())
    return Status(201, {"id": made.pk, "name": made.name, "size": made.file.size, "sha256": made.file.sha256})


@router.post(
    "/cases/{case}/files", auth=acting_on(*ANY_WRITING), response={201: FileOut, **REFUSALS},
    summary="Bring a file to a project",
)  # fmt: skip
def bring_to_case(request: HttpRequest, case: UUID, file: UploadedFile = File(...)) -> Status[Any]:
    """As `/files`, for who reads the project; it is named as evidence, never parsed."""
    case_to_read(case, person(request), at=now())
    return bring(request, file)


@router.post(
    "/filings", auth=filing, response={201: FilingOut, **REFUSALS}, summary="Hand in a folder as zip"
)
def take_in(
    request: HttpRequest,
    file: UploadedFile = File(...),
    call: str = Query(""),
    named: str = Form("", alias="call"),
) -> Status[Any]:
    """Make a new draft of a folder (docs/filing-format.md), under the named batch, or the first open one."""
    with tempfile.TemporaryDirectory(prefix="api-", dir=scratch()) as folder:
        place = Path(folder) / "filing.zip"
        with place.open("wb") as kept:
            for piece in file.chunks():
                kept.write(piece)
        at = now()
        made = import_folder(call=_call(call or named), path=place, by=person(request), at=at)
    return Status(201, _filing(made))


@router.put(
    "/cases/{case}/public-sheet",
    auth=filing,
    response={200: SheetOut, **REFUSALS},
    summary="Take fields into the public sheet",
)
def sheet(request: HttpRequest, case: UUID, payload: SheetIn) -> dict[str, Any]:
    """Take fields of the filing into the public sheet, by the lead; masked and internal ones are refused."""
    by, at = person(request), now()
    view = case_to_read(case, by, at=at)
    held = dict(view.filing.public_cells.values_list("path", "version"))
    wanted = {place: held.get(place, 0) for place in payload.locations}
    take_from_cells(filing=view.filing, based_on=wanted, by=by, at=at)
    shown = preview(view.filing)
    return {"digest": shown.digest, "entries": len(shown.entries)}


@router.post(
    "/filings/{case}/accept", auth=filing, response={200: FilingOut, **REFUSALS}, summary="Join a filing"
)
def accept(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Accept the invitation of one's own institution into a joint filing."""
    return _filing(FolderImport(join_filing(case=case, by=person(request), at=now())))


def _entry(view: CaseView, payload: ActIn) -> Entry:
    """What was sent, with the one whom it is done for told apart: an own unit, another body, a delegator."""
    unit = role = behalf = ""
    if payload.on_behalf_of:
        if payload.on_behalf_of in {actor.unit for actor in view.actors}:
            unit = payload.on_behalf_of
        elif payload.on_behalf_of in view.procedure.roles:
            role = payload.on_behalf_of
        elif payload.on_behalf_of.isdecimal():
            behalf = payload.on_behalf_of
        else:
            message = gettext(
                "“on_behalf_of” names neither a unit of yours, nor a role of the procedure, nor a person."
            )
            raise Refused("on_behalf_of", message)
    return Entry(
        payload.answers,
        payload.members,
        payload.declares,
        payload.reason,
        tuple(payload.evidence),
        unit,
        role,
        behalf,
    )


def _answer(view: CaseView, done: Taken | PendingAct) -> Answer:
    if isinstance(done, Taken):
        return 201, taken_picture(view.procedure, done)
    return 202, {"pending": done.pk}


def _filing(made: FolderImport) -> dict[str, Any]:
    case = made.filing.case
    left = [{"location": one.location, "reason": one.reason} for one in made.left]
    return {
        "id": case.pk, "state": case.state, "seq": case.sequence, "cells": made.cells, "files": made.files,
        "left": left,
    }  # fmt: skip


def _call(named: str) -> Call:
    there = open_calls(at=now())
    for call in there:
        if named in ("", str(call.pk), call.batch):
            return call
    raise Refused(
        "call",
        gettext("Name one open call as “call”: {calls}.").format(
            calls="、".join(call.batch for call in there) or "—"
        ),
    )
