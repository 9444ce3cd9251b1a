"""Who can give an attestation: the people of its unit in the role that it asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from xianxing.pilot.filings.attest.requirements import Wanted
from xianxing.pilot.filings.models import AttestationKind
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User

ROLES: Mapping[AttestationKind, MemberRole] = {
    AttestationKind.UNIT_REVIEW: MemberRole.REVIEWER,
    AttestationKind.TRUTH_PLEDGE: MemberRole.SIGNATORY,
    AttestationKind.LEAD_REVIEW: MemberRole.REVIEWER,
    AttestationKind.COMPLIANCE: MemberRole.COMPLIANCE_HEAD,
    AttestationKind.CONSENT: MemberRole.SIGNATORY,
    AttestationKind.SHEET_CONSENT: MemberRole.SIGNATORY,
}


def people_for(wants: Iterable[Wanted], *, at: datetime) -> dict[Wanted, tuple[User, ...]]:
    """The active people who hold each attestation's role in its unit at an instant, in one query.

    Nobody for a unit that holds the role with nobody; the page says so. A reviewer who wrote in the filing is
    named too: only the act itself refuses an author.
    """
    wants = tuple(wants)
    places = {want.unit.institution_id for want in wants}
    rows = Membership.objects.active(at).filter(institution__in=places, user__is_active=True)
    held: dict[tuple[object, str], list[User]] = defaultdict(list)
    for row in rows.select_related("user").order_by("pk") if wants else ():
        held[row.institution_id, row.role].append(row.user)
    return {want: tuple(held[want.unit.institution_id, ROLES[want.kind].value]) for want in wants}
