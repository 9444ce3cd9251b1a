"""Who may read and write what of a filing: the one place that says so, asked by verbs and pages alike.

Before filing only the units that have joined see anything. The form and the list of files belong to all of
them; a unit's sheet is its own until the freeze. The working group reads filed bodies and never a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind, Guide, Issuer, MaterialKind
from xianxing.pilot.calls.models import Extension
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
from xianxing.workdays.clocks import Window

Held = Mapping[UUID, frozenset[MemberRole]]  # roles by institution, as one request has read them
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

    `units` are all that have joined and not left, in order; `frozen` whether a body is in force; `window`
    the call's window, and `with_invited` the units with those that haven't joined yet, where they were read
    along.
    """

    user: User
    filing: Filing
    units: tuple[Unit, ...]
    roles: Mapping[int, frozenset[MemberRole]]
    frozen: bool
    window: Window | None = None
    with_invited: tuple[Unit, ...] | None = None

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
    """The filings of the person's units; none that a unit left, none that is stopped or discarded."""
    held = Membership.objects.active(at).filter(user=user).values("institution")
    units = Unit.objects.filter(institution__in=held, joined_at__isnull=False, left_at__isnull=True)
    own = Filing.objects.filter(pk__in=units.values("filing"), discarded_at__isnull=True)
    return own.exclude(case__in=stopped_cases()).select_related("case__call")


def filed_bodies(user: User, *, at: datetime) -> QuerySet[Body]:
    """What the working group reads: bodies that were filed; the desk puts the stopped ones aside."""
    bodies = Body.objects.filter(filed_at__isnull=False).select_related("filing__case__call")
    return bodies if may_read_filed(roles_of(user, at=at)) else bodies.none()


# Who else reads one filed body, such as an expert engaged in its case.
BodyReader = Callable[[Body, User, datetime], bool]
_body_readers: list[BodyReader] = []


def register_body_reader(reads: BodyReader) -> None:
    """Let another app say who else reads a filed body; called once from an `AppConfig.ready`."""
    if reads not in _body_readers:
        _body_readers.append(reads)


def reads_filed(body: Body, user: User, *, at: datetime) -> bool:
    """Whether the person reads this body: the working group what was filed, and whom another app names."""
    if filed_bodies(user, at=at).filter(pk=body.pk).exists():
        return True
    return body.filed_at is not None and any(reads(body, user, at) for reads in _body_readers)


def standing(
    user: User,
    filing: Filing,
    *,
    at: datetime,
    units: tuple[Unit, ...] | None = None,
    held: Held | None = None,
    frozen: bool | None = None,
) -> Standing:
    """The person's standing, in three queries; Stranger for one who may not read the filing.

    `units` are those of `present_units`, `held` the roles by institution, `frozen` as in `in_force`, where
    they have been read already.
    """
    units = tuple(present_units(filing)) if units is None else units
    roles = _roles_in(user, units, at, held)
    frozen = frozen_body(filing) is not None if frozen is None else frozen
    return Standing(user, filing, units, roles, frozen)


def in_force() -> Exists:
    """For an annotation of filings: whether a body is in force."""
    return Exists(Body.objects.filter(filing=OuterRef("pk"), voided_at__isnull=True))


def standing_to_read(
    case: UUID, user: User, *, at: datetime, held: Held | None = None
) -> tuple[Filing, Standing]:
    """The filing and the person's standing in it, in three queries; Stranger for one who may not read it."""
    found = readable_filings(user, at=at).filter(pk=case).annotate(is_frozen=in_force())
    filing = found.prefetch_related("case__call__extensions").first()
    if filing is None:
        raise Stranger(_("There is no such filing."))
    listed = tuple(listed_units(filing))
    present = tuple(unit for unit in listed if unit.present)
    who = standing(user, filing, at=at, units=present, held=held, frozen=filing.is_frozen)
    return filing, replace(who, window=window_of(filing.case.call, at=at), with_invited=listed)


def standing_to_write(case: UUID, user: User, *, at: datetime, held: Held | None = None) -> Standing:
    """The person's standing in a filing that stays locked until the transaction ends, in three queries.

    Everything that can change by another's act is read after the lock. `held` are the roles by institution
    that the request has read already, at the same instant. Stranger for one who may not read the
    filing, `stopped` while the case is stopped for secrecy (4.3.2).
    """
    locking = Filing.objects.select_for_update(of=("self",)).filter(pk=case, discarded_at__isnull=True)
    if not locking.values_list("pk", flat=True).first():
        raise Stranger(_("There is no such filing."))
    announced = Extension.objects.filter(call=OuterRef("case__call"), announced_at__lte=at)
    filing = (
        Filing.objects.select_related("case__call")
        .annotate(
            is_frozen=in_force(),
            is_stopped=Exists(stopped_cases().filter(pk=OuterRef("case"))),
            closes_on=Subquery(announced.order_by("-announced_at", "-pk").values("closes_on")[:1]),
        )
        .get(pk=case)
    )
    units = tuple(present_units(filing))
    roles = _roles_in(user, units, at, held)
    if filing.is_stopped:
        refuse_stopped(filing.case)
    call = filing.case.call
    window = Window(call.opens_on, filing.closes_on or call.closes_on)
    return Standing(user, filing, units, roles, filing.is_frozen, window)


def _roles_in(
    user: User, units: tuple[Unit, ...], at: datetime, held: Held | None
) -> dict[int, frozenset[MemberRole]]:
    """The person's roles by unit; Stranger for one who has none."""
    places = {unit.institution_id: unit.pk for unit in units if unit.institution_id is not None}
    if held is None:
        rows = Membership.objects.active(at).filter(user=user, institution__in=places.keys())
        found: dict[UUID, frozenset[MemberRole]] = {}
        for institution, role in rows.values_list("institution_id", "role"):
            found[institution] = found.get(institution, frozenset()) | {MemberRole(role)}
        held = found
    roles = {place: held[institution] for institution, place in places.items() if held.get(institution)}
    if not roles:
        raise Stranger(_("There is no such filing."))
    return roles


def present_units(filing: Filing) -> QuerySet[Unit]:
    """The units that have joined and not left, in order, with their institutions."""
    return listed_units(filing).filter(joined_at__isnull=False)


def listed_units(filing: Filing) -> QuerySet[Unit]:
    """As `present_units`, with those that were invited and haven't joined yet."""
    here = filing.units.filter(left_at__isnull=True)
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


def may_discard(who: Standing) -> bool:
    """Whether the person decides for the lead that a draft is discarded."""
    return who.steers


def compliance_units(who: Standing) -> tuple[Unit, ...]:
    """The units whose compliance head answers: the lead, or the providers behind a technology firm."""
    kinds = guide_of(who.filing.case.call).unit_kinds
    lead = who.lead.institution
    if lead is not None and lead.kind in kinds and kinds[lead.kind].pilot:
        return (who.lead,)
    return tuple(unit for unit in who.units if unit.scenario_provider)


def may_bring(who: Standing, kind: MaterialKind, unit: Unit) -> bool:
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
    if why_closed_to(who, at=at) is not None:
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
    return _closed(filing, frozen_body(filing) is not None, None, at)


def why_closed_to(who: Standing, *, at: datetime) -> Refused | None:
    """As `why_closed`, by what the person's standing knows already."""
    return _closed(who.filing, who.frozen, who.window, at)


def _closed(filing: Filing, frozen: bool, window: Window | None, at: datetime) -> Refused | None:
    case = filing.case
    procedure = procedure_of(case.call)
    drafts = {procedure.initial} | {step.target for step in procedure.steps_meaning(Means.EDIT)}
    reopens = bool(procedure.steps_from_meaning(case.state, Means.EDIT))
    if frozen and (reopens or case.state == procedure.initial):
        return Refused(
            "frozen", _("The filing is frozen; editing takes it back and voids all confirmations.")
        )
    if case.state not in drafts:
        return Refused("not-editable", _("The filing can't be edited in its present state."))
    if procedure.states[case.state].stage != WINDOW_STAGE:
        return None
    window = window or window_of(case.call, at=at)
    if not window.holds(at):
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

    Refused `stopped` while the case is stopped for secrecy (4.3.2), `discarded` for a draft that was: nobody
    writes in it, by whatever way.
    """
    rows = Filing.objects.select_for_update(of=("self",)).select_related("case__call")
    found = rows.get(pk=filing.pk)
    refuse_stopped(found.case)
    if found.discarded_at is not None:
        raise Refused("discarded", _("This draft was discarded; its lead can bring it back."))
    return found


def refuse_closed(filing: Filing, *, at: datetime) -> None:
    """Raise Refused when nothing of the filing can be written now."""
    closed = why_closed(filing, at=at)
    if closed is not None:
        raise closed


def refuse_closed_to(who: Standing, *, at: datetime) -> None:
    """As `refuse_closed`, by what the person's standing knows already."""
    closed = why_closed_to(who, at=at)
    if closed is not None:
        raise closed


def refuse_writer() -> NoReturn:
    """Refused for somebody who reads the filing but doesn't write this part."""
    raise Refused("not-yours", _("This part is filled by others; ask the lead's author or comment on it."))
