"""Who is on a page for experts: somebody logged in, or a guest, who reaches the invitation's cases only."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.guests import guest_on_page, guest_proof, prove_again, proved_lately
from xianxing.desks.accounts.step_up import step_up
from xianxing.pilot.experts.domain.guest_entry import must_open, open_engagements
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User


def expert_here(request: HttpRequest) -> User:
    """The expert on the page, logged in or a guest."""
    guest = guest_on_page(request)
    return guest.expert if guest else acting(request)


def expert_of(request: HttpRequest, case: UUID) -> User:
    """The expert on a page about a case; 404 for a guest whose invitation doesn't open it."""
    guest = guest_on_page(request)
    if guest:
        must_open(guest, case)
    return expert_here(request)


def cases_opened(request: HttpRequest) -> list[UUID] | None:
    """The cases that a guest's invitation opens; None for somebody logged in, whom it doesn't bound."""
    guest = guest_on_page(request)
    return [one.case_id for one in open_engagements(guest)] if guest else None


def asks_code(request: HttpRequest) -> bool:
    """Whether an act that needs the second factor asks for a code on its form."""
    guest = guest_on_page(request)
    return guest is None or not proved_lately(request, guest)


def second_factor(request: HttpRequest, *, act: str) -> str:
    """Take the code from the form: the app's, or of a guest the one that was told; "" when it is good."""
    guest = guest_on_page(request)
    return prove_again(request, guest, act=act) if guest else step_up(request, act=act)


def proof_of(request: HttpRequest) -> StepUp | None:
    """What a guest proved, for the record of an act; None for somebody logged in."""
    guest = guest_on_page(request)
    return guest_proof(request, guest) if guest else None
