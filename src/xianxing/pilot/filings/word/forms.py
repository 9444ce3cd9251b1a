"""Forms that come back filled in Word or WPS: read, compared, kept for a while, taken over cell by cell."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.documents.limits import MEGABYTE, Limits, OcrMode
from xianxing.documents.reading import Reader
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import Conflict, add_row, remove_row, write_cell, write_row
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.values import Value
from xianxing.pilot.filings.files.capacity import reading_for
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.filings.models.word import WordProposal
from xianxing.pilot.filings.permissions import editable_cells, refuse_closed, refuse_writer, standing
from xianxing.pilot.filings.word.comparing import DifferenceKind, Item, compare
from xianxing.pilot.filings.word.files import given_out, notes_on, recognised, refuse_other_unit
from xianxing.pilot.filings.word.proposals import Proposal, proposal_from_json, proposal_to_json
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value, seal_value
from xianxing.workdays.clocks import day_of

KEPT_FOR = timedelta(hours=2)
LARGEST = 20 * MEGABYTE  # a form is text: more is no form
MOST_ITEMS = 800  # on one page with a box to tick beside each


@dataclass(frozen=True)
class Accepted:
    """What became of a choice: keys written, items that somebody else changed meanwhile, those refused."""

    written: tuple[str, ...]
    conflicts: tuple[Item, ...]
    refused: tuple[tuple[str, str], ...]


def read_back(
    *, filing: Filing, unit: Unit | None, file: bytes | Path, name: str, by: User, at: datetime
) -> Proposal:
    """Read a filled form and say what it would change; nothing is written.

    The file is read in the reader's own process, within limits, and outside of any transaction. Refused for
    a person who fills nothing of it, a closed filing, a file that can't be read, one that isn't this form:
    another form, guide, version of the guide, filing or unit; `busy` when too many files are being read.
    """
    who = standing(by, filing, at=at)
    refuse_closed(filing, at=at)
    editable = editable_cells(who, guide_of(filing.case.call), at=at)
    key = unit.key if unit else ""
    if not any(place == key for place, _path in editable):
        refuse_writer()
    with reading_for(by), Reader(replace(Limits(), file_bytes=LARGEST), OcrMode.NEVER) as reader:
        document, raw = reader.read_form(file, name)
    back = recognised(filing, unit, document, raw)
    form = load_form(filing, sheets=who.units)
    refuse_other_unit(form, unit, back)
    stamp = back.stamp
    given_at = stamp.at if stamp and stamp.case else None
    given = given_out(filing, unit, given_at) if given_at else None
    compared = compare(form, key, back, given, editable, day_of(at))
    notes = notes_on(document, back, form.guide)
    if len(compared.items) > MOST_ITEMS:
        more = _("More than {count} places differ; take these over and read the file in again for the rest.")
        notes = (more.format(count=MOST_ITEMS), *notes)
    return Proposal(
        name,
        given_at,
        tuple(compared.items[:MOST_ITEMS]),
        compared.unchanged,
        compared.left,
        tuple(compared.missing),
        notes,
    )


def accept_proposal(
    *,
    filing: Filing,
    unit: Unit | None,
    proposal: Proposal,
    chosen: Collection[str],
    by: User,
    at: datetime,
) -> Accepted:
    """Write the chosen items through the filing's own verbs, each on the version that was looked at.

    Where somebody wrote meanwhile, that cell isn't touched and comes back in `conflicts` as it stands now;
    all others are written. Asked twice, rows are added once. Refused for an unknown or unacceptable key, a
    stranger, a closed filing: then nothing is written.
    """
    known = {item.key: item for item in proposal.items if item.acceptable}
    if not set(chosen) <= set(known):
        raise Refused("choice", _("This can't be taken over; read the file in again."))
    written: list[str] = []
    conflicts: list[Item] = []
    refused: list[tuple[str, str]] = []
    with transaction.atomic():
        standing(by, filing, at=at)
        refuse_closed(filing, at=at)
        for item in (known[key] for key in known if key in chosen):
            try:
                with transaction.atomic():
                    _write(filing, unit, item, by, at)
                written.append(item.key)
            except Conflict as conflict:
                theirs = conflict.theirs
                conflicts.append(_again(item, theirs.value, theirs.version, removed=theirs.removed))
            except Refused as refusal:
                refused.append((item.key, refusal.message))
    return Accepted(tuple(written), tuple(conflicts), tuple(refused))


def _write(filing: Filing, unit: Unit | None, item: Item, by: User, at: datetime) -> None:
    if not item.row:
        write_cell(
            filing=filing, unit=unit, path=item.path, value=item.new, based_on=item.version, by=by, at=at
        )
        return
    row = UUID(item.row)
    if item.kind is DifferenceKind.ADDED:
        add_row(filing=filing, unit=unit, path=item.path, value=item.new, row=row, by=by, at=at)
        return
    cell = Cell.objects.select_related("filing", "unit").get(
        filing=filing, unit=unit, path=item.path, row=row
    )
    if item.kind is DifferenceKind.REMOVED:
        remove_row(cell=cell, based_on=item.version, by=by, at=at)
    else:
        write_row(cell=cell, value=item.new, based_on=item.version, by=by, at=at)


def _again(item: Item, theirs: Value, version: int, *, removed: bool) -> Item:
    """The item against what stands there now; a row that was taken out meanwhile could be added anew."""
    fresh = replace(item, old=theirs, version=version, both=True, chosen=False)
    if not removed:
        return fresh
    row = str(uuid4())
    return replace(fresh, key=f"{item.path}[{row}]", row=row, kind=DifferenceKind.ADDED, old=None, version=0)


@transaction.atomic
def keep_proposal(
    *, filing: Filing, unit: Unit | None, proposal: Proposal, by: User, at: datetime
) -> WordProposal:
    """Keep a proposal, sealed, until the person has looked at it; an earlier one of the same form goes."""
    sweep_proposals(at=at)
    WordProposal.objects.filter(filing=filing, unit=unit, by=by).delete()
    kept = WordProposal(filing=filing, unit=unit, by=by, made_at=at, expires_at=at + KEPT_FOR)
    kept.sealed = _sealed(kept, proposal)
    kept.save()
    return kept


def kept_proposal(*, filing: Filing, kept: UUID, by: User, at: datetime) -> tuple[WordProposal, Proposal]:
    """A kept proposal with its contents. Refused when it has expired, was settled, or is somebody else's."""
    standing(by, filing, at=at)
    found = (
        WordProposal.objects.select_related("unit")
        .filter(pk=kept, filing=filing, by=by, expires_at__gt=at)
        .first()
    )
    if found is not None:
        try:
            plain_bytes = open_value(master_keys(), found.pk.bytes, bytes(found.sealed))
            return found, proposal_from_json(json.loads(plain_bytes))
        except (DamagedError, KeyFileError):
            found.delete()
    raise Refused("expired", _("What was read from the file is no longer kept; read the file in again."))


@transaction.atomic
def settle_proposal(
    *, filing: Filing, kept: UUID, chosen: Collection[str], by: User, at: datetime
) -> Accepted:
    """Accept of a kept proposal what was chosen, and forget it; conflicts stay, to be looked at again.

    Of two requests at once the second waits and is told that it is settled.
    """
    WordProposal.objects.select_for_update().filter(pk=kept).first()
    held, proposal = kept_proposal(filing=filing, kept=kept, by=by, at=at)
    accepted = accept_proposal(filing=filing, unit=held.unit, proposal=proposal, chosen=chosen, by=by, at=at)
    left = [*accepted.conflicts, *_told(proposal, accepted.refused)]
    if left:
        held.sealed = _sealed(held, replace(proposal, items=tuple(left), unchanged=0, left=0, missing=()))
        held.save(update_fields=["sealed"])
    else:
        held.delete()
    return accepted


def discard_proposal(*, filing: Filing, kept: UUID, by: User, at: datetime) -> None:
    """Forget a kept proposal of the person's own; nothing of it is written."""
    standing(by, filing, at=at)
    WordProposal.objects.filter(pk=kept, filing=filing, by=by).delete()


def sweep_proposals(*, at: datetime) -> int:
    """Forget every proposal that has expired; how many there were."""
    return WordProposal.objects.filter(expires_at__lte=at).delete()[0]


def _told(proposal: Proposal, refused: Iterable[tuple[str, str]]) -> Iterator[Item]:
    messages = dict(refused)
    for item in proposal.items:
        if item.key in messages:
            yield replace(item, chosen=False, problems=(*item.problems, ("", messages[item.key])))


def _sealed(kept: WordProposal, proposal: Proposal) -> bytes:
    text = json.dumps(proposal_to_json(proposal), ensure_ascii=False)
    return seal_value(master_keys(), kept.pk.bytes, text.encode("utf-8", "surrogatepass"))
