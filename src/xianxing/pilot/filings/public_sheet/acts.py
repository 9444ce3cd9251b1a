"""Acts on the public sheet: the lead fills it, units mask and consent; a change voids every consent to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.law import Field, FieldKind
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import perform, put_on_record
from xianxing.pilot.filings.actors import StepUp, actor_of, refuse_unverified
from xianxing.pilot.filings.attest.acts import Words, keep, opened_for, record_word, take
from xianxing.pilot.filings.attest.freezing import acting_unit, step_from
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.draft.locations import anchored, located, unit_of
from xianxing.pilot.filings.draft.values import fit, fit_row
from xianxing.pilot.filings.models import (
    Attestation,
    AttestationKind,
    Filing,
    Mask,
    PublicCell,
    SheetVersion,
    Unit,
)
from xianxing.pilot.filings.permissions import Standing, locked, standing
from xianxing.pilot.filings.public_sheet.sheet import (
    SheetValue,
    field_at,
    masks_of,
    preview,
    standing_consents,
)
from xianxing.pilot.filings.public_sheet.source import (
    MASKED_CELL,
    SeveralRefused,
    Source,
    covers,
    masked_texts,
    named,
    nothing,
    refuse_internal,
    repeats,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means, Stage

CONFIRM, CHANGE = (Means.CONFIRM_PUBLIC_SHEET,), (Means.CHANGE_PUBLIC_SHEET,)
OPEN_STAGES = frozenset((Stage.DRAFTING, Stage.SELECTION, Stage.EVALUATION))
MOST_ROWS, LONGEST_REASON = 200, 1_000
_FILE = re.compile(r"^material\[#(\d+)\]$")


@transaction.atomic
def take_from_cell(*, filing: Filing, location: str, based_on: int, by: User, at: datetime) -> PublicCell:
    """The lead copies a field of the filing into the sheet: `content.overview`, `unit[lead].name`.

    Of a table the masked rows and columns stay behind. Refused for an internal or masked field and for
    another unit's sheet that the person may not see yet. Later edits of the cell don't follow.
    """
    filing, who = _lead(filing, by, at)
    value = Source(who, load_form(filing)).value(location)
    cell = _write(filing, location, value, location, based_on, by, at)
    _void(filing, who, at)
    return cell


@transaction.atomic
def take_from_cells(
    *, filing: Filing, based_on: Mapping[str, int], by: User, at: datetime
) -> tuple[PublicCell, ...]:
    """The lead copies several fields, named one by one, as `take_from_cell` does: all of them or none.

    `based_on` gives each place with the version of its entry. What can't be taken, has nothing to take or was
    changed meanwhile is named in `SeveralRefused`; consents are voided once. A place that the form doesn't
    have is refused at once.
    """
    filing, who = _lead(filing, by, at)
    if not based_on:
        raise Refused("none", _("Choose at least one entry."))
    source, why = Source(who, load_form(filing)), {}
    held = {cell.path: cell for cell in filing.public_cells.select_for_update()}
    made: list[PublicCell] = []
    for location, version in based_on.items():
        try:
            value = source.value(location)
            if nothing(value):
                raise Refused("empty", _("There is nothing to take in the form."))
            made.append(_next(filing, held.get(location), location, value, location, version, by, at))
        except Refused as refused:
            if refused.code == "field":
                raise
            why[location] = refused.message
    if why:
        raise SeveralRefused({named(who, place): said for place, said in why.items()}, why)
    PublicCell.objects.bulk_create([cell for cell in made if cell.pk is None])
    kept = [cell for cell in made if cell.path in held]
    PublicCell.objects.bulk_update(kept, ["value", "taken_from", "version", "updated_by", "updated_at"])
    _void(filing, who, at)
    return tuple(made)


@transaction.atomic
def write_public_cell(
    *, filing: Filing, location: str, value: object, based_on: int, by: User, at: datetime
) -> PublicCell:
    """The lead writes an entry of the sheet in words of its own; None empties it. `based_on` 0 is a new one.

    For a masked field that is how something can still be said of it; the masked text itself is refused.
    """
    filing, who = _lead(filing, by, at)
    field = field_at(filing, location)
    refuse_internal(field)
    fitted = _fitted(field, value)
    if repeats(fitted, masked_texts(filing)):
        raise Refused("masked", _("This repeats a text that is masked; lift the mask first."))
    cell = _write(filing, location, fitted, "", based_on, by, at)
    _void(filing, who, at)
    return cell


@transaction.atomic
def mask(*, filing: Filing, location: str, reason: str, by: User, at: datetime) -> Mask:
    """Mark a cell, row, column of a row, unit's field or file as not for the public, with the reason.

    The lead masks anything, other units what stands on their own sheet and files. An entry of the sheet that
    was taken from there, or repeats it, is emptied. The reason is for the working group, not for the public.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    form = load_form(filing)
    place = _anchor(form, location)
    _refuse_other_units(who, form, place)
    reason = cleaned(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(
            "reason",
            _("A mask states its reason, in at most {limit} characters.").format(limit=LONGEST_REASON),
        )
    _refuse_settled(filing)
    there = masks_of(filing).filter(location=place).first()
    made = there or Mask.objects.create(filing=filing, location=place, reason=reason, by=by, at=at)
    if not there:
        _on_record(filing, by, at, [NamedRow(made)])
    texts = masked_texts(filing)
    for cell in filing.public_cells.select_for_update():
        if covers(place, cell.taken_from) or repeats(cell.value, texts):
            _write(filing, cell.path, None, "", cell.version, by, at)
    _void(filing, who, at)
    return made


@transaction.atomic
def lift_mask(*, mask: Mask, by: User, at: datetime) -> None:
    """Take a mask away, by those who could set it. The sheet gets nothing by that; it must be taken anew."""
    filing = locked(mask.filing)
    who = standing(by, filing, at=at)
    _refuse_other_units(who, load_form(filing), mask.location)
    _refuse_settled(filing)
    if Mask.objects.filter(pk=mask.pk, lifted_at__isnull=True).update(lifted_at=at):
        mask.refresh_from_db()
        _on_record(filing, by, at, [NamedRow(mask, ("lifted_at",))])
        _void(filing, who, at)
    mask.refresh_from_db()


@transaction.atomic
def consent_to_sheet(
    *, filing: Filing, unit: Unit, sheet_digest: str, by: User, at: datetime, step_up: StepUp
) -> Attestation:
    """The unit's signatory consents to the sheet as it was on the screen (clauses 4.1.1, 4.3.2).

    Possible from the freeze on; where the procedure asks for the confirmation, its step is taken with it, and
    a consent given before is given anew: also one that a change of substance has cleared from the case, while
    one that the case still counts is refused by the procedure. Any later change of the sheet, or of the
    frozen content, voids it.
    """
    step_up.must_be(by)
    act = opened_for(AttestationKind.SHEET_CONSENT, filing, unit, by, at)
    refuse_unverified(act.unit)
    filing, shown = act.body.filing, preview(act.body.filing)
    if shown.digest != sheet_digest:
        raise Refused("stale", _("The public sheet has changed since you opened this page; read it again."))
    asked, named = _asked(filing), []
    if asked:
        named += lapsed(standing_consents(filing).filter(unit=act.unit), at)
    row = keep(act, Words(title=act.title, step_up=step_up), seen=sheet_digest)
    version, fresh = SheetVersion.objects.get_or_create(
        filing=filing, digest=sheet_digest, defaults={"canonical": shown.canonical, "at": at}
    )
    named += [NamedRow(row), *([NamedRow(version)] if fresh else [])]
    if asked:
        take(act, CONFIRM, [row], fresh=named)
    else:
        record_word(act, named)
    return row


def lapsed(rows: QuerySet[Attestation], at: datetime) -> list[NamedRow]:
    """Let these attestations lapse, for an event to name."""
    held = list(rows.order_by("pk"))
    for row in held:
        row.lapsed_at = at
        row.save(update_fields=["lapsed_at"])
    return [NamedRow(row, ("lapsed_at",)) for row in held]


def _on_record(filing: Filing, by: User, at: datetime, rows: Sequence[NamedRow]) -> None:
    put_on_record(case=filing.case, rests_on=rows, role="unit", person=str(by.pk), clause="", at=at)


def _lead(filing: Filing, by: User, at: datetime) -> tuple[Filing, Standing]:
    filing = locked(filing)
    who = standing(by, filing, at=at)
    if "lead" not in actor_of(who, acting_unit(who)).roles:
        raise Refused("lead", _("Only the lead unit writes the public sheet."))
    _refuse_settled(filing)
    return filing, who


def sheet_open(filing: Filing) -> bool:
    """Whether the sheet is still on its way to the public: not once its notice opened or the case ended."""
    stage = procedure_of(filing.case.call).states[filing.case.state].stage
    return stage in OPEN_STAGES or _asked(filing)


def _asked(filing: Filing) -> bool:
    """Whether the procedure asks for the confirmation where the case is."""
    return bool(procedure_of(filing.case.call).steps_from_meaning(filing.case.state, *CONFIRM))


def _refuse_settled(filing: Filing) -> None:
    """Refused when the sheet's time is over; under an older procedure also once a unit has confirmed it."""
    procedure = procedure_of(filing.case.call)
    if _asked(filing):
        changes = bool(procedure.steps_from_meaning(filing.case.state, *CHANGE))
        if not changes and standing_consents(filing).filter(event_place__isnull=False).exists():
            raise Refused("settled", _("A unit has confirmed this sheet already; it can't be changed."))
        return
    if procedure.states[filing.case.state].stage not in OPEN_STAGES:
        raise Refused("settled", _("The public sheet can't be changed any more."))


def _refuse_other_units(who: Standing, form: FilingForm, place: str) -> None:
    """The lead's people mask anything; another unit's what stands on its own sheet, and its own files."""
    own = {unit.key for unit in who.own if "unit" in actor_of(who, unit).roles}
    if who.lead.key in own:
        return
    file = _FILE.match(place)
    files = {material.pk: material.unit.key for material, _version in form.materials}
    owner = files.get(int(file[1])) if file else unit_of(place)
    if owner not in own:
        raise Refused("not-yours", _("Your unit masks what stands on its own sheet and its own files."))


def _anchor(form: FilingForm, location: str) -> str:
    """The place that a mask keeps: a row by its id, so that the mask follows it; Refused for no place."""
    place = anchored(form, location)
    cell, file = MASKED_CELL.match(place), _FILE.match(place)
    there = located(form, place) is not None and bool(cell or file)
    if cell:
        field = field_at(form.filing, cell[1])
        numbered = cell[2] is not None and cell[2].isdecimal()  # a row that isn't there has no id
        there = (
            there and not numbered and (not cell[3] or cell[3] in {column.key for column in field.columns})
        )
    if not there:
        raise Refused("place", _("There is no such cell, row or file: {place}.").format(place=location))
    return place


def _fitted(field: Field, value: object) -> SheetValue:
    if field.kind is not FieldKind.TABLE:
        return fit(field, value)
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or len(value) > MOST_ROWS:
        raise Refused("row", _("A table takes at most {count} rows.").format(count=MOST_ROWS))
    rows = [row for row in (fit_row(field, one) for one in value) if isinstance(row, dict) and row]
    return rows or None


def _write(
    filing: Filing, location: str, value: SheetValue, taken_from: str, based_on: int, by: User, at: datetime
) -> PublicCell:
    """Write an entry as its next version; the same again changes nothing."""
    there = PublicCell.objects.select_for_update().filter(filing=filing, path=location).first()
    cell = _next(filing, there, location, value, taken_from, based_on, by, at)
    if cell.version != based_on:
        cell.save()
    return cell


def _next(
    filing: Filing,
    there: PublicCell | None,
    location: str,
    value: SheetValue,
    taken_from: str,
    based_on: int,
    by: User,
    at: datetime,
) -> PublicCell:
    """An entry as its next version, not saved; as it is when it says the same."""
    if (there.version if there else 0) != based_on:
        raise Refused(
            "conflict", _("Somebody else has changed this entry since you opened it; reload the page.")
        )
    if there is not None and (there.value, there.taken_from) == (value, taken_from):
        return there
    cell = there or PublicCell(filing=filing, path=location)
    cell.value, cell.taken_from, cell.version = value, taken_from, based_on + 1
    cell.updated_by, cell.updated_at = by, at
    return cell


def _void(filing: Filing, who: Standing, at: datetime) -> None:
    """Void every unit's consent to a sheet that reads otherwise now, and no other attestation.

    Where the procedure has a confirmation of it on record, its step is taken, which clears that fact too.
    """
    digest = preview(filing).digest
    stale = standing_consents(filing).exclude(seen=digest)
    recorded = _asked(filing) and stale.filter(event_place__isnull=False).exists()
    named = lapsed(stale, at)
    if recorded:
        actor, step = actor_of(who, acting_unit(who)), step_from(filing.case, CHANGE).id
        said: dict[str, JSON] = {"sheet": digest}
        perform(case=filing.case, step=step, actor=actor, payload=said, at=at, rests_on=named)
    else:
        _on_record(filing, who.user, at, named)
