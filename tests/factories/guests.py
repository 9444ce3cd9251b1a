"""An expert who enters by link and code, and the browser in which that was done."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from tests.pilot.experts.panel import Panel
from xianxing.pilot.experts.contact_data import contact_of
from xianxing.pilot.experts.domain.guests import invite_guest, make_code
from xianxing.pilot.experts.domain.pool import keep_profile
from xianxing.pilot.experts.models import CodeWay, ExpertProfile, GuestInvitation
from xianxing.pilot.parties.models import User


@dataclass
class Invited:
    """An invitation with what the expert was sent and told."""

    invitation: GuestInvitation
    token: str
    code: str

    @property
    def link(self) -> str:
        """The path of the link."""
        return f"/experts/invitations/{self.token}/"


def invited(panel: Panel, expert: User, way: CodeWay = CodeWay.TELEPHONE) -> Invited:
    """Wen makes the link and the code for an engaged expert, whose telephone stands in the pool."""
    by, company = panel.office.wen, panel.office.company
    profile = ExpertProfile.objects.filter(user=expert).first()
    if not contact_of(profile).phone:
        fields = profile.fields if profile else []
        keep_profile(expert=expert, fields=fields, phone="13912345678", by=by, at=company.later())
    invitation, token = invite_guest(expert=expert, by=by, at=company.later())
    code = make_code(invitation=invitation, way=way, by=by, at=company.later())
    return Invited(invitation, token, code)


def wrong(code: str) -> str:
    """Eight digits that are another code."""
    return f"{(int(code) + 1) % 10**8:08}"


def entered(guest: Invited) -> Client:
    """A browser in which the code was entered."""
    client = Client()
    answer = client.post(guest.link, {"guest_code": guest.code})
    assert answer.status_code == 302
    return client
