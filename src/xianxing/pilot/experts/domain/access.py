"""What an expert does before anything of a case is shown: signing the undertaking (5.1.1; practice)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_act, case_to_read
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.models import Undertaking
from xianxing.pilot.experts.permissions import may_be_engaged
from xianxing.pilot.experts.rounds import engaged
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger

CLAUSE = "5.1.1"


def has_signed(case: Case, expert: User) -> bool:
    """Whether the expert has signed for this case."""
    return Undertaking.objects.filter(case=case, expert=expert).exists()


def case_of_expert(case: UUID, expert: User, *, at: datetime) -> CaseView:
    """The case for an engaged expert, signed or not; Stranger for others. Nothing of it is for showing."""
    view = case_to_act(case, expert, at=at)
    if str(expert.pk) not in engaged(view.procedure, view.state):
        raise Stranger(_("There is no such case."))
    return view


@transaction.atomic
def sign_undertaking(*, case: UUID, digest: str, by: User, at: datetime, step_up: StepUp) -> Undertaking:
    """Sign the text that was on the screen, known by its digest; signing again changes nothing.

    Stranger for who isn't engaged; Refused without the second factor, and where the text is another by now.
    """
    step_up.must_be(by)
    view, text = case_of_expert(case, by, at=at), present_text()
    locked(view.filing)
    if digest != text.digest:
        raise Refused("text-changed", _("The text has changed meanwhile; read it and sign again."))
    signed = Undertaking.objects.filter(case=view.case, expert=by).first()
    if signed is not None:
        return signed
    row = Undertaking.objects.create(
        case=view.case, expert=by, version=text.version, digest=text.digest, signed_at=at
    )
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role="expert", person=str(by.pk), clause=CLAUSE, at=at,
        said=step_up.said(),
    )  # fmt: skip
    return row


def body_of_expert(case: UUID, expert: User, *, at: datetime) -> Body:
    """The body filed last, for an engaged expert who has signed; Stranger for everybody else."""
    view = case_to_read(case, expert, at=at)
    body = Body.objects.filter(filing=view.filing, filed_at__isnull=False).order_by("-filed_at").first()
    if body is None or str(expert.pk) not in engaged(view.procedure, view.state):
        raise Stranger(_("There is no such case."))
    return body


def reads_as_expert(body: Body, user: User, at: datetime) -> bool:
    """Whether the body is the one that an engaged expert who has signed reads now."""
    if not may_be_engaged(roles_of(user, at=at)):
        return False
    try:
        return body_of_expert(body.filing_id, user, at=at).pk == body.pk
    except Stranger:
        return False
