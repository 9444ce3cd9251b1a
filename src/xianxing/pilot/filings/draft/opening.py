"""Opening a filing, and who takes part: inviting units, accepting, leaving, lead and scenario provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from stdnum.cn import uscc as social_credit_code

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.draft.cells import place_of
from xianxing.pilot.filings.draft.messages import tell_of_invitation, tell_the_lead, tell_the_unit
from xianxing.pilot.filings.draft.values import Value, fit
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Unit
from xianxing.pilot.filings.permissions import STEERERS, Standing, locked, refuse_closed, standing
from xianxing.pilot.parties.models import Institution, Licence, Membership, User
from xianxing.pilot.parties.queries import institutions_of, member_roles
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger

LEAD_KEY, JOINT_KEY = "lead", "joint"
MOST_UNITS = 20
MOST_LED = 100  # of one institution under one call: more than anybody files, fewer than fill a disk
SCENARIO_BUSINESS = "unit.scenario_business"
# What an institution has on record is where its sheet begins; the unit may write it otherwise.
ON_RECORD = ("name", "kind", "registered_in", "jurisdiction")


class Repeated(Refused):
    """The same form came a second time; `filing` is what the first one made."""

    def __init__(self, filing: Filing) -> None:
        super().__init__("repeated", _("This form was sent already; its draft is among your filings."))
        self.filing = filing


@transaction.atomic
def open_filing(
    *,
    call: Call,
    lead: Institution,
    by: User,
    at: datetime,
    once: UUID | None = None,
    scenario_business: str = "",
) -> Filing:
    """Begin a draft under a call, with one unit: the lead. Its author or account manager does it.

    `scenario_business` is the business that the project serves (clause 3.1.3); it begins that cell of the
    sheet where the guide asks the institution's kind for it, and is left aside otherwise.
    `once` is an id of the sender's, so that a form sent twice begins one draft: the second time Repeated is
    raised, with that draft.

    An unverified institution may draft. Refused outside the call's window. The case's row stands in the
    procedure's first state; nothing is recorded before the freeze, for nobody outside is to know of a draft.
    """
    if not member_roles(by, lead, at=at) & STEERERS:
        raise Refused("author", _("Only an author or account manager of the lead unit may begin a filing."))
    window = window_of(call, at=at)
    if call.published_at > at or not window.holds(at):
        raise Refused(
            "window",
            _("This call doesn't take filings now: its window is {first} to {last}.").format(
                first=window.first.isoformat(), last=window.last.isoformat()
            ),
        )
    if Unit.objects.filter(institution=lead, lead=True, filing__case__call=call).count() >= MOST_LED:
        raise Refused(
            "too-many",
            _("An institution leads at most {count} filings under one call.").format(count=MOST_LED),
        )
    case = _case(call, by, at, once)
    filing = Filing.objects.create(case=case, created_by=by, created_at=at)
    unit = Unit.objects.create(
        filing=filing, institution=lead, uscc=lead.uscc, key=LEAD_KEY, lead=True, position=0,
        invited_by=by, invited_at=at, accepted_by=by, joined_at=at,
    )  # fmt: skip
    _begin_sheet(unit, lead, by, at)
    _begin_scenario(unit, lead, scenario_business, by, at)
    return filing


def _case(call: Call, by: User, at: datetime, once: UUID | None) -> Case:
    """The row of a new case; of two that are made at once under one id the second waits and is told."""
    case = Case(
        call=call, procedure_version=call.procedure_version, state=procedure_of(call).initial, opened_at=at
    )
    if once is None:
        case.save(force_insert=True)
        return case
    case.pk = once
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        there = Filing.objects.filter(pk=once, created_by=by, case__call=call).first()
        if there is None:
            raise Refused("once", _("This form can't be used again; open it anew.")) from None
        raise Repeated(there) from None
    return case


@transaction.atomic
def invite_unit(*, filing: Filing, uscc: str, by: User, at: datetime, key: str = "") -> Unit:
    """The lead invites an institution by its 统一社会信用代码; it takes part once one of its members accepts.

    Whether the institution has an account here is told to nobody. Inviting the same code again returns the
    invitation that is open; of one who declined, left or was taken out it opens the old place again, with
    its sheet and the files that name it as issuer. Refused for a unit of the filing, the own one among them.
    """
    filing, who = _steered(filing, by, at)
    code = social_credit_code.compact(uscc)
    if not social_credit_code.is_valid(code):
        raise Refused(
            "uscc",
            _("The unified social credit code is not valid: 18 characters, the last one a check digit."),
        )
    joined = next((unit for unit in who.units if unit.uscc == code), None)
    if joined is not None and joined in who.own:
        raise Refused(
            "own", _("This is your own institution's code; a joint unit is another institution with its own.")
        )
    if joined is not None:
        raise Refused("joined", _("This institution takes part already."))
    present = filing.units.filter(left_at__isnull=True)
    same = present.filter(uscc=code).first()
    if same is not None:
        return same
    if present.count() >= MOST_UNITS:
        raise Refused("units", _("A filing takes at most {count} units.").format(count=MOST_UNITS))
    unit = _invited_again(filing, code, by, at) or Unit.objects.create(
        filing=filing, uscc=code, key=_free_key(filing, key), position=_last(filing) + 1, invited_by=by,
        invited_at=at,
    )  # fmt: skip
    _on_record([unit], "lead", by, at)
    tell_of_invitation(unit, by, who.lead, at=at)
    return unit


def _invited_again(filing: Filing, code: str, by: User, at: datetime) -> Unit | None:
    """The place that this code had in the filing before, open again; None where it had none."""
    unit = filing.units.filter(uscc=code).order_by("-left_at").first()
    if unit is None:
        return None
    unit.invited_by, unit.invited_at = by, at
    unit.accepted_by = unit.joined_at = unit.left_at = None
    unit.save(update_fields=["invited_by", "invited_at", "accepted_by", "joined_at", "left_at"])
    return unit


def _last(filing: Filing) -> int:
    return int(filing.units.aggregate(last=Max("position"))["last"])


@transaction.atomic
def join_filing(*, case: UUID, by: User, at: datetime) -> Filing:
    """Accept the invitation of the person's own institution into a filing; Stranger where there is none."""
    codes = [institution.uscc for institution in institutions_of(by, at=at)]
    invited = Unit.objects.filter(filing=case, joined_at=None, left_at=None, uscc__in=codes)
    unit = invited.select_related("filing__case__call").first()
    if unit is None:
        raise Stranger(_("There is no such filing."))
    return accept_unit(unit=unit, by=by, at=at).filing


@transaction.atomic
def accept_unit(*, unit: Unit, by: User, at: datetime) -> Unit:
    """A member of the invited institution takes part for it; accepting twice changes nothing."""
    filing = locked(unit.filing)
    unit = filing.units.get(pk=unit.pk)
    institution = _invited(unit, by, at)
    if unit.joined_at is not None:
        return unit
    refuse_closed(filing, at=at)
    unit.institution, unit.accepted_by, unit.joined_at = institution, by, at
    unit.save(update_fields=["institution", "accepted_by", "joined_at"])
    _on_record([unit], "unit", by, at)
    _begin_sheet(unit, institution, by, at)
    tell_the_lead(unit, "joined", at=at, but=by)
    return unit


@transaction.atomic
def decline_unit(*, unit: Unit, by: User, at: datetime) -> None:
    """A member of the invited institution declines; its sheet, if one came with an import, stays unread.

    A new invitation of the same institution finds it again.
    """
    filing = locked(unit.filing)
    unit = filing.units.get(pk=unit.pk)
    _invited(unit, by, at)
    if unit.joined_at is not None:
        raise Refused("joined", _("Your institution has joined already; it can leave the filing instead."))
    unit.left_at = at
    unit.save(update_fields=["left_at"])
    _on_record([unit], "unit", by, at)
    tell_the_lead(unit, "declined", at=at, but=by)


@transaction.atomic
def remove_unit(*, unit: Unit, by: User, at: datetime) -> None:
    """The lead takes a unit or an open invitation out. The lead itself stays until another unit leads."""
    _steered(unit.filing, by, at)
    _go(unit, "lead", by, at)
    tell_the_unit(unit, at=at, but=by)


@transaction.atomic
def leave_filing(*, unit: Unit, by: User, at: datetime) -> None:
    """A unit's author or account manager takes it out of the filing; it sees nothing of it from then on."""
    filing = locked(unit.filing)
    who = standing(by, filing, at=at)
    if not who.of(unit, STEERERS):
        raise Refused("author", _("Only an author or account manager of the unit may do this."))
    refuse_closed(filing, at=at)
    _go(unit, "unit", by, at)
    tell_the_lead(unit, "left", at=at, but=by)


@transaction.atomic
def set_lead(*, unit: Unit, by: User, at: datetime) -> None:
    """The lead hands the lead over to another unit that has joined. Keys stay as they are."""
    _filing, who = _steered(unit.filing, by, at)
    if unit not in who.units:
        raise Refused("unit", _("Only a unit that has joined can lead."))
    Unit.objects.filter(pk=who.lead.pk).update(lead=False)
    Unit.objects.filter(pk=unit.pk).update(lead=True)
    unit.refresh_from_db()
    _on_record([Unit.objects.get(pk=who.lead.pk), unit], "lead", by, at)


@transaction.atomic
def set_scenario_provider(*, unit: Unit, provides: bool, by: User, at: datetime) -> None:
    """The lead says whether a unit supplies the scenario; its authors then fill those cells too.

    Refused for a kind of institution that the guide doesn't take as a pilot institution (clause 2.1).
    """
    filing, _who = _steered(unit.filing, by, at)
    institution = unit.institution
    kinds = guide_of(filing.case.call).unit_kinds
    if provides and institution is not None:
        kind = kinds.get(institution.kind)
        if kind is not None and not kind.pilot:
            raise Refused(
                "pilot",
                _("The scenario is supplied by a licensed pilot institution; a {kind} isn't one.").format(
                    kind=kind.label
                ),
            )
    Unit.objects.filter(pk=unit.pk).update(scenario_provider=provides)
    unit.refresh_from_db()
    _on_record([unit], "lead", by, at)


def invitations_for(user: User, *, at: datetime) -> QuerySet[Unit]:
    """The open invitations to institutions that the person belongs to."""
    held = Membership.objects.active(at).filter(user=user).values("institution__uscc")
    waiting = Unit.objects.filter(
        joined_at__isnull=True, left_at__isnull=True, uscc__in=held, filing__discarded_at__isnull=True
    )
    return waiting.select_related("filing__case__call", "invited_by").order_by("invited_at", "pk")


def _steered(filing: Filing, by: User, at: datetime) -> tuple[Filing, Standing]:
    filing = locked(filing)
    who = standing(by, filing, at=at)
    if not who.steers:
        raise Refused("lead", _("Only the lead unit's author or account manager decides who takes part."))
    refuse_closed(filing, at=at)
    return filing, who


def _invited(unit: Unit, by: User, at: datetime) -> Institution:
    """The institution that the invitation is for, if the person belongs to it; a stranger learns nothing."""
    institution = Institution.objects.filter(uscc=unit.uscc).first()
    if institution is None or unit.left_at is not None or not member_roles(by, institution, at=at):
        raise Stranger(_("There is no such filing."))
    return institution


def _go(unit: Unit, role: str, by: User, at: datetime) -> None:
    current = Unit.objects.get(pk=unit.pk)
    if current.lead:
        raise Refused(
            "lead-stays", _("The lead unit can't leave; hand the lead over first, or give the draft up.")
        )
    if current.left_at is None:
        current.left_at = at
        current.save(update_fields=["left_at"])
        _on_record([current], role, by, at)
    unit.refresh_from_db()


def _on_record(units: Sequence[Unit], role: str, by: User, at: datetime) -> None:
    """Who takes part, for the record of a filing that was frozen once; of a draft it says nothing."""
    case, named = units[0].filing.case, [NamedRow(unit) for unit in units]
    put_on_record(case=case, rests_on=named, role=role, person=str(by.pk), clause="", at=at)


def _free_key(filing: Filing, wanted: str) -> str:
    taken = set(filing.units.values_list("key", flat=True))
    candidates = [wanted] if wanted else []
    candidates += [JOINT_KEY, *(f"{JOINT_KEY}{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in candidates if key not in taken)


def _begin_sheet(unit: Unit, institution: Institution, by: User, at: datetime) -> None:
    """What is on record about the institution, where the unit's sheet is still empty."""
    form = guide_of(unit.filing.case.call).fields
    there = set(unit.cells.values_list("path", flat=True))
    for key in ON_RECORD:
        path, value = f"unit.{key}", getattr(institution, key)
        if path in form and path not in there and value:
            _first(unit, path, value, by, at)
    if "unit.licences" in form and "unit.licences" not in there:
        for position, licence in enumerate(institution.licences.order_by("pk")):
            _first(unit, "unit.licences", _licence(licence), by, at, position)


def _begin_scenario(unit: Unit, institution: Institution, business: str, by: User, at: datetime) -> None:
    guide = guide_of(unit.filing.case.call)
    kind, field = guide.unit_kinds.get(institution.kind), guide.fields.get(SCENARIO_BUSINESS)
    if kind is None or not kind.needs_scenario_business or field is None:
        return
    value = fit(field, business)
    if value is not None:
        _first(unit, field.path, value, by, at)


def _first(unit: Unit, path: str, value: Value, by: User, at: datetime, position: int | None = None) -> None:
    row = None if position is None else uuid4()
    cell = Cell.objects.create(
        filing=unit.filing, unit=unit, path=path, row=row, place=place_of(unit, path, row),
        position=position or 0, value=value, updated_by=by, updated_at=at,
    )  # fmt: skip
    CellVersion.objects.create(cell=cell, version=1, value=value, by=by, at=at)


def _licence(licence: Licence) -> Value:
    row: dict[str, Value] = {"name": licence.name, "number": licence.number, "authority": licence.authority}
    if licence.valid_to is not None:
        row["valid_to"] = licence.valid_to.isoformat()
    return row
