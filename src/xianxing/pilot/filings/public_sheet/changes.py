"""What changed on the public sheet since a unit consented to it: entry by entry, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.comparing import CellChange, compared
from xianxing.pilot.filings.models import Attestation, AttestationKind, Filing, SheetVersion
from xianxing.pilot.filings.permissions import Standing, standing
from xianxing.pilot.filings.public_sheet.sheet import field_at, preview, unit_key
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.record.canonical import parse


@dataclass(frozen=True)
class SheetChanges:
    """The differing entries; the labels of fields that are withheld now, and of those that no longer are."""

    cells: tuple[CellChange, ...]
    withheld: tuple[str, ...]
    given_out: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.withheld or self.given_out)


def sheet_changes_since(consent: Attestation, *, by: User, at: datetime) -> SheetChanges:
    """What changed on the sheet since a consent to it, for any person of the filing's units.

    Stranger for who may not read it; Refused where the sheet as it was then isn't kept.
    """
    filing = consent.body.filing
    standing(by, filing, at=at)
    kept = SheetVersion.objects.filter(filing=filing, digest=consent.seen).first()
    if kept is None:
        raise Refused("sheet", _("The sheet as it was at that time isn't kept."))
    before, after = _read(bytes(kept.canonical)), _read(preview(filing).canonical)
    units = sorted({unit_key(place) for place in (*before.entries, *after.entries)} - {""})
    differing = compared(
        guide_of(filing.case.call), _body(before.entries, units), _body(after.entries, units), frozen=True
    )
    return SheetChanges(
        differing.cells,
        _labels(filing, after.withheld - before.withheld),
        _labels(filing, before.withheld - after.withheld),
    )


def last_consents(who: Standing) -> dict[int, Attestation]:
    """The last consent to the sheet of each of the person's own units, in force or void, in one query."""
    rows = Attestation.objects.filter(
        body__filing=who.filing, kind=AttestationKind.SHEET_CONSENT, unit__in=who.own
    )
    return {row.unit_id: row for row in rows.select_related("body", "unit", "by").order_by("at", "pk")}


@dataclass(frozen=True)
class _Sheet:
    entries: Mapping[str, object]
    withheld: frozenset[str]


def _read(canonical: bytes) -> _Sheet:
    said = parse(canonical)
    found = said if isinstance(said, Mapping) else {}
    entries, withheld = found.get("entries"), found.get("withheld")
    return _Sheet(
        {str(one["at"]): one.get("value") for one in records(entries)},
        frozenset(map(str, withheld)) if isinstance(withheld, (list, tuple)) else frozenset(),
    )


def _body(entries: Mapping[str, object], units: Iterable[str]) -> dict[str, object]:
    """Entries in the shape of a body, so that both are compared in the same way."""
    sheets: dict[str, dict[str, object]] = {key: {"id": key} for key in units}
    groups: dict[str, dict[str, object]] = {"project": {}, "content": {}}
    for place, value in entries.items():
        unit, key = unit_key(place), place.rpartition(".")[2]
        (sheets[unit] if unit else groups[place.partition(".")[0]])[key] = value
    return {**groups, "units": list(sheets.values())}


def _labels(filing: Filing, places: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(field_at(filing, place).label) for place in sorted(places))
