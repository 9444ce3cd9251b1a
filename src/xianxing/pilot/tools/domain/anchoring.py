"""A run is anchored: a commitment to its inputs, ruleset and output stands in the public log."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.publications import record_publication
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.models import RunAnchor, ToolOwner, ToolRunState
from xianxing.pilot.tools.publications import ANCHORED, statement_of_run
from xianxing.pilot.tools.queries import contents_of, lock_run, run_to_read
from xianxing.toolbox.anchoring import commitment_to

SALT = 32
ROLES = {
    ToolOwner.GROUP: "working_group",
    ToolOwner.CSRC: "supervision_bureau",
    ToolOwner.INSTITUTION: "pilot_institution",
}


@transaction.atomic
def anchor_run(*, run: UUID, by: User, at: datetime) -> RunAnchor:
    """Enter a commitment to a run that is done into the log; Refused for another, and a second time.

    Stranger for one whose contents were erased: nobody could run it again and compare.

    The entry holds the salted commitment alone: neither tool nor inputs nor findings can be read from it.
    """
    lock_run(run)
    row = contents_of(run_to_read(run, roles_of(by, at=at)))
    if row.state != ToolRunState.DONE:
        raise Refused("state", _("Only a run that is done can be anchored."))
    if RunAnchor.objects.filter(run=row).exists():
        raise Refused("anchored", _("This run stands in the log already."))
    salt = secrets.token_bytes(SALT)
    commitment = commitment_to(statement_of_run(row), salt)
    entry = record_publication(
        step=ANCHORED, role=ROLES[ToolOwner(row.owner)], clause="3.3", about={"commitment": commitment}, at=at
    )
    return RunAnchor.objects.create(
        run=row, publication=entry, salt=salt, commitment=commitment, by=by, at=at
    )
