"""Who may read and write what of a filing: the one place that says so, asked by verbs and pages alike.

Before filing only the units that have joined see anything. The form and the list of files belong to all of
them; a unit's sheet is its own until the freeze. The working group reads filed bodies and never a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind, Guide, Issuer, Material
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.domain.performing import refuse_stopped
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.draft.values import DERIVED
from xianxing.pilot.filings.models import Body, Filing, Unit
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.parties.permissions import is_secretariat, is_working_group
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.meanings import Means, Stage

WRITERS = frozenset({MemberRole.AUTHOR})
STEERERS = frozenset({MemberRole.AUTHOR, MemberRole.MANAGER})
PROVIDER_FILLERS = frozenset({"scenario_provider", "scenario_or_third_party"})
WINDOW_STAGE = Stage.DRAFTING

# Filed bodies are read by the whole working group; questions are answered by its secretariat.
may_read_filed = is_working_group
may_answer_questions = is_secretariat


@dataclass(frozen=True)
class Standing:
    """What a person is in a filing at an instant: the units acted for, with the roles held in each.

    `units` are all that have joined and not left, in order; `frozen` whether a body is in force.
    """

    user: User
    filing: Filing
    units: tuple[Unit, ...]
    roles: Mapping[int, frozenset[MemberRole]]
    frozen: bool

    @property
    def own(self) -> tuple[Unit, ...]:
        """The units that the person belongs to."""
        return tuple(unit for unit in self.units if unit.pk in self.roles)

    @property
    def lead(self) -> Unit:
        """The lead unit."""
        return next(unit for unit in self.units if unit.lead)

    def of(self, unit: Unit, roles: frozenset[MemberRole]) -> bool:
        """Whether the person holds one of these roles in the unit."""
        return bool(self.roles.get(unit.pk, frozenset()) & roles)

    @property
    def steers(self) -> bool:
        """Whether the person decides for the lead who takes part."""
        return self.of(self.lead, STEERERS)

    @property
    def writes_for(self) -> tuple[Unit, ...]:
        """The units for which the person writes."""
        return tuple(unit for unit in self.own if self.of(unit, WRITERS))


def readable_filings(user: User, *, at: datetime) -> QuerySet[Filing]:
    """The filings of the units that the person belongs to; none after the unit left, none that is stopped."""
    joined = Unit.objects.filter(filing=OuterRef("pk"), joined_at__isnull=False, left_at__isnull=True)
    held = Membership.objects.active(at).filter(user=user).values("institution")
    own = Filing.objects.filter(Exists(joined.filter(institution__in=held)))
    return own.exclude(case__in=stopped_cases()).select_related("case__call")


def filed_bodies(user: User, *, at: datetime) -> QuerySet[Body]:
    """What the working group reads: bodies that were filed; the desk puts the stopped ones aside."""
    bodies = Body.objects.filter(filed_at__isnull=False).select_related("filing__case__call")
    return bodies if may_read_filed(roles_of(user, at=at)) else bodies.none()


def standing(user: User, filing: Filing, *, at: datetime, units: tuple[Unit, ...] | None = None) -> Standing:
    """The person's standing, in three queries; Stranger for one who may not read the filing.

    `units` are those of `present_units` where they have been read already.
    """
    units = tuple(present_units(filing)) if units is None else units
    places = {unit.institution_id: unit.pk for unit in units}
    held = Membership.objects.active(at).filter(user=user, institution__in=places.keys())
    roles: dict[int, frozenset[MemberRole]] = {}
    for institution, role in held.values_list("institution", "role"):
        place = places[institution]
        roles[place] = roles.get(place, frozenset()) | {MemberRole(role)}
    if not roles:
        raise Stranger(_("There is no such filing."))
    return Standing(user, filing, units, roles, frozen_body(filing) is not None)


def present_units(filing: Filing) -> QuerySet[Unit]:
    """The units that have joined and not left, in order, with their institutions."""
    here = filing.units.filter(joined_at__isnull=False, left_at__isnull=True)
    return here.select_related("institution").order_by("position", "pk")


def frozen_body(filing: Filing) -> Body | None:
    """The body in force, None while the filing is a draft."""
    return Body.objects.filter(filing=filing, voided_at__isnull=True).defer("canonical").first()


def visible_units(who: Standing) -> tuple[Unit, ...]:
    """The units whose sheets the person may read now: the own ones, and all of them from the freeze on."""
    return who.units if who.frozen else who.own


def may_write_cell(who: Standing, field: Field, unit: Unit | None) -> bool:
    """Whether the person is one of those who fill this field, whatever the time and the case's state.

    A unit's sheet is written by that unit's authors. Of the form the lead's authors write everything; authors
    of a unit that supplies the scenario write what the guide's form gives to the scenario provider; the
    compliance cells are also the compliance head's: the lead's or, behind a technology firm, the providers'.
    """
    if field.kind is FieldKind.GROUP or field.path in DERIVED:
        return False
    if field.group == "unit":
        return unit is not None and unit in who.own and who.of(unit, WRITERS)
    if who.of(who.lead, WRITERS):
        return True
    if field.filler in PROVIDER_FILLERS:
        return any(other.scenario_provider and who.of(other, WRITERS) for other in who.own)
    if field.filler == "compliance":
        heads = WRITERS | {MemberRole.COMPLIANCE_HEAD}
        return any(who.of(other, heads) for other in compliance_units(who))
    return False


def compliance_units(who: Standing) -> tuple[Unit, ...]:
    """The units whose compliance head answers: the lead, or the providers behind a technology firm."""
    kinds = guide_of(who.filing.case.call).unit_kinds
    lead = who.lead.institution
    if lead is not None and lead.kind in kinds and kinds[lead.kind].pilot:
        return (who.lead,)
    return tuple(unit for unit in who.units if unit.scenario_provider)


def may_bring(who: Standing, kind: Material, unit: Unit) -> bool:
    """Whether the person may add, describe and replace files of this kind for the unit.

    The lead's authors bring everything; others what the guide lets their unit issue.
    """
    if not who.of(unit, WRITERS):
        return False
    if unit.lead:
        return True
    if kind.issued_by in (Issuer.SCENARIO_PROVIDER, Issuer.SCENARIO_PROVIDER_OR_THIRD_PARTY):
        return unit.scenario_provider
    if kind.issued_by is Issuer.COMPLIANCE_UNIT:
        return unit in compliance_units(who)
    return True


def editable_cells(who: Standing, guide: Guide, *, at: datetime) -> frozenset[tuple[str, str]]:
    """(unit key or "", path) of every field that the person may write now; none when it is closed."""
    if why_closed(who.filing, at=at) is not None:
        return frozenset()
    form = {
        ("", f.path)
        for f in guide.fields.values()
        if f.group in ("project", "content") and may_write_cell(who, f, None)
    }
    sheets = {
        (unit.key, field.path)
        for unit in who.own
        for field in guide.fields_of("unit")
        if may_write_cell(who, field, unit)
    }
    return frozenset(form | sheets)


def why_closed(filing: Filing, *, at: datetime) -> Refused | None:
    """Why nothing of the filing can be written now, None when it can.

    Written is where the procedure's editing leads: a draft inside its call's window, a correction at any time
    while it runs. A frozen filing must be reopened first.
    """
    case = filing.case
    procedure = procedure_of(case.call)
    drafts = {procedure.initial} | {step.target for step in procedure.steps_meaning(Means.EDIT)}
    reopens = bool(procedure.steps_from_meaning(case.state, Means.EDIT))
    if (reopens or case.state == procedure.initial) and frozen_body(filing) is not None:
        return Refused(
            "frozen", _("The filing is frozen; editing takes it back and voids all confirmations.")
        )
    if case.state not in drafts:
        return Refused("not-editable", _("The filing can't be edited in its present state."))
    window = window_of(case.call, at=at)
    if procedure.states[case.state].stage == WINDOW_STAGE and not window.holds(at):
        return Refused(
            "window",
            _(
                "The window of this call is closed ({first} to {last}); the draft stays readable and can be "
                "exported or carried into another call."
            ).format(first=window.first.isoformat(), last=window.last.isoformat()),
        )
    return None


def locked(filing: Filing) -> Filing:
    """The filing as it is now, locked until the transaction ends: writers of one filing wait in a row.

    Refused `stopped` while the case is stopped for secrecy (4.3.2): nobody writes in it, by whatever way.
    """
    rows = Filing.objects.select_for_update(of=("self",)).select_related("case__call")
    found = rows.get(pk=filing.pk)
    refuse_stopped(found.case)
    return found


def refuse_closed(filing: Filing, *, at: datetime) -> None:
    """Raise Refused when nothing of the filing can be written now."""
    closed = why_closed(filing, at=at)
    if closed is not None:
        raise closed


def refuse_writer() -> NoReturn:
    """Refused for somebody who reads the filing but doesn't write this part."""
    raise Refused("not-yours", _("This part is filled by others; ask the lead's author or comment on it."))
