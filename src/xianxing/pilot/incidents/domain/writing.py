"""What verbs about incidents share: the case as it is now, words as kept, the event that binds rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import named
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.incidents.permissions import RECEIVES, may_read, reporter_in, secretariat_in
from xianxing.pilot.incidents.queries import IncidentStanding, incident_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.runner import Actor

LONGEST_WORDS = 4_000
SERVES = "5.2.4"  # of the reference guide


def locked_view(case: UUID, by: User, at: datetime) -> CaseView:
    """The case as the person reads it, held until the transaction ends; Stranger for who doesn't read it."""
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view


def open_standing(view: CaseView, number: int, *, at: datetime) -> IncidentStanding:
    """An incident that isn't closed; Refused for one that is."""
    standing = incident_to_read(view, number, at=at)
    if standing.closed:
        raise Refused("closed", _("This incident is closed; nothing is added to it."))
    return standing


def own_reporter(view: CaseView, incident: Incident) -> Actor:
    """The person as one of the people of the incident's institution; Refused for everybody else."""
    actor = reporter_in(view)
    if actor is None or actor.unit != incident.unit:
        raise Refused("role", _("The people of the pilot institution that reported the incident do this."))
    return actor


def secretary(view: CaseView) -> str:
    """The secretariat's role, for the record; Refused for everybody else."""
    if secretariat_in(view) is None:
        raise Refused("role", _("The secretariat does this."))
    return RECEIVES


def words_of(text: str, *, needed: str = "") -> str:
    """Words as they are kept; Refused where they are too long, or `needed` and empty."""
    words = cleaned(text)
    if needed and not words:
        raise Refused("words", needed)
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    return words


def put_rows(
    view: CaseView,
    rows: Sequence[models.Model],
    *,
    role: str,
    by: User,
    at: datetime,
    evidence: Sequence[Evidence] = (),
    serves: str = SERVES,
    said: Mapping[str, JSON] | None = None,
) -> None:
    """An event beside the procedure that names these rows, under the guide's own clause."""
    view.case.refresh_from_db()
    put_on_record(
        case=view.case, rests_on=[*map(NamedRow, rows), *named(evidence)], role=role, person=str(by.pk),
        clause=view.procedure.cite(serves) or "", at=at, said=said,
    )  # fmt: skip
