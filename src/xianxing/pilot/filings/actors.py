"""Who acts: from memberships and appointments to the procedure's roles, and the second factor of an act."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from xianxing.law import Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.filings.models import Filing, Unit
from xianxing.pilot.filings.permissions import Standing, standing
from xianxing.pilot.parties.enums import MemberRole, StaffRole
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.events import JSON

# What a person may be in a filing's procedure besides what the person holds: in another's roles, as a deputy.
ActorSource = Callable[[User, Filing, datetime], Iterable[Actor]]
_sources: list[ActorSource] = []

STEP_UP_LASTS = timedelta(minutes=5)
_PEOPLE = frozenset({MemberRole.AUTHOR, MemberRole.CONTACT, MemberRole.MANAGER})
# A legal reviewer acts in no case.
_STAFF: Mapping[StaffRole, str] = {
    StaffRole.SECRETARIAT: "secretariat",
    StaffRole.RISK_REVIEWER: "risk_reviewer",
    StaffRole.GROUP_HEAD: "group_head",
    StaffRole.SUPERVISION_BUREAU: "technology_bureau",
    StaffRole.EVALUATION_PANEL: "evaluation_panel",
    StaffRole.EXPERT: "expert",
}


@dataclass(frozen=True)
class StepUp:
    """That a person gave the second factor for an act, and when in real time; a page makes it on success.

    `proof` says by what, where it wasn't the authenticator app: a code told by telephone or by letter.
    """

    user: int
    at: datetime
    proof: str = ""

    @classmethod
    def just_given(cls, user: User) -> StepUp:
        """For the page that has accepted a code of this person this very moment."""
        return cls(user.pk, real_time())

    def said(self) -> dict[str, JSON]:
        """What an event says of it: when it was given, and by what where it wasn't the app."""
        said: dict[str, JSON] = {"second_factor_at": self.at.isoformat()}
        return {**said, "second_factor": self.proof} if self.proof else said

    def must_be(self, by: User) -> None:
        """Refused when it is another person's, older than five minutes, or from a moment still to come."""
        if self.user != by.pk or not timedelta(0) <= real_time() - self.at < STEP_UP_LASTS:
            raise Refused(
                "step-up", _("This act needs your second factor now; enter a fresh code and send it again.")
            )


def real_time() -> datetime:
    """The machine's time, also where the site's clock is movable: for codes and the log's signatures."""
    return datetime.fromtimestamp(time.time(), UTC)


def register_actor_source(source: ActorSource) -> None:
    """Let another app say what else staff may be in a case; called once from an `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def offices(user: User, at: datetime) -> frozenset[str]:
    """The procedure's roles that the person holds by appointment at an instant; never by a delegation."""
    return offices_in(roles_of(user, at=at))


def offices_in(roles: PersonRoles) -> frozenset[str]:
    """As `offices`, for roles that were read already."""
    return frozenset(_STAFF[role] for role in roles.staff if role in _STAFF)


def actors_for(user: User, filing: Filing, at: datetime, *, roles: PersonRoles | None = None) -> list[Actor]:
    """What the person may be in the filing's procedure at an instant: one actor a unit, or one of the staff.

    One of the staff comes first in the own office, then as whatever other apps know, such as a deputy. Empty
    for a stranger, for one who left, and for the three officers. Behind a token for one project a person
    acts for the token's unit alone. `roles` are the person's at that instant, where they were read already.
    """
    office = offices_in(roles if roles is not None else roles_of(user, at=at))
    if office:
        return [
            Actor(str(user.pk), office),
            *(one for source in _sources for one in source(user, filing, at)),
        ]
    try:
        who = standing(user, filing, at=at)
    except Stranger:
        return []
    only = user.only_unit
    return [actor_of(who, unit) for unit in who.own if only is None or only == (filing.pk, unit.key)]


def people_of_role(role: str, *, at: datetime) -> list[User]:
    """The working group's people, and those beside it, who hold a role of the procedure; none for units."""
    held = [staff for staff, name in _STAFF.items() if name == role]
    people = StaffAppointment.objects.active(at).filter(role__in=held).values("user")
    return list(User.objects.filter(pk__in=people, is_active=True).order_by("pk"))


def actor_of(who: Standing, unit: Unit) -> Actor:
    """The person as one who acts for an own unit, with the procedure's roles; Stranger for another unit."""
    if unit not in who.own:
        raise Stranger(_("There is no such filing."))
    place = next(own for own in who.own if own == unit)
    return Actor(str(who.user.pk), _roles(who, place), place.key)


def is_pilot(guide: Guide, unit: Unit) -> bool:
    """Whether the unit is a pilot institution by the kind on record (clause 2.1)."""
    kind = guide.unit_kinds.get(unit.institution.kind) if unit.institution else None
    return kind is not None and kind.pilot


def refuse_unverified(unit: Unit) -> None:
    """Refused while staff have not confirmed the institution: it drafts, but neither consents nor files."""
    if unit.institution is None or not unit.institution.verified:
        raise Refused(
            "unverified",
            _(
                "{unit} is not confirmed yet; it can prepare the filing, but neither consent nor file. "
                "The working group confirms it with evidence."
            ).format(unit=unit.institution.name if unit.institution else unit.uscc),
        )


def _roles(who: Standing, unit: Unit) -> frozenset[str]:
    held, pilot = who.roles[unit.pk], is_pilot(guide_of(who.filing.case.call), unit)
    verified = unit.institution is not None and unit.institution.verified
    wanted = {
        "unit": bool(held & _PEOPLE),
        "lead": bool(held & _PEOPLE) and unit.lead,
        "unit_reviewer": MemberRole.REVIEWER in held,
        "lead_reviewer": MemberRole.REVIEWER in held and unit.lead,
        "lead_compliance": MemberRole.COMPLIANCE_HEAD in held and pilot and unit.lead,
        "pilot_compliance": MemberRole.COMPLIANCE_HEAD in held and pilot and not unit.lead,
        "unit_signatory": MemberRole.SIGNATORY in held and verified,
        "pilot_institution": MemberRole.SIGNATORY in held and verified and pilot,
    }
    return frozenset(role for role, has in wanted.items() if has)
