"""Everything that this app stores."""

from xianxing.pilot.parties.models.access import AccessEvent, Letter, SecondFactorReset
from xianxing.pilot.parties.models.institutions import FormerName, Institution, Licence
from xianxing.pilot.parties.models.memberships import (
    Claim,
    Invitation,
    Membership,
    OfficerAppointment,
    StaffAppointment,
)
from xianxing.pilot.parties.models.people import User
from xianxing.pilot.parties.models.tokens import AccessToken
from xianxing.pilot.parties.models.unsent import UnsentText

__all__ = [
    "AccessEvent",
    "AccessToken",
    "Claim",
    "FormerName",
    "Institution",
    "Invitation",
    "Letter",
    "Licence",
    "Membership",
    "OfficerAppointment",
    "SecondFactorReset",
    "StaffAppointment",
    "UnsentText",
    "User",
]
