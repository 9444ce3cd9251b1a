"""Telling people by name what waits for them about a frozen body, and what became of their confirmations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.attest.comparing import Changes, compared
from xianxing.pilot.filings.attest.holders import people_for
from xianxing.pilot.filings.attest.requirements import Wanted, confirmed_in, content_of, due, given
from xianxing.pilot.filings.models import (
    Attestation,
    AttestationKind,
    Body,
    CellVersion,
    MaterialVersion,
    Unit,
)
from xianxing.pilot.filings.permissions import Standing
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.messages.recipients import holders
from xianxing.pilot.parties.models import User

MOST_FIELDS = 5


def units_confirm(case: Case) -> bool:
    """Whether the case stands where units confirm, so that whose turn it is is said here."""
    return confirmed_in(procedure_of(case.call), case.state)


def tell_of_freeze(who: Standing, body: Body, *, ahead: Collection[Wanted], step: str, at: datetime) -> None:
    """Ask those whose confirmation comes first, and let the units' other people know of the freeze.

    Whoever had confirmed an earlier content is told what changed since, and by whom.
    """
    asked = _ask(body, due(ahead), at)
    _inform(who, asked | {who.user.pk}, step, at)


def tell_of_confirmation(
    who: Standing, body: Body, *, before: Iterable[Wanted], ahead: Collection[Wanted], at: datetime
) -> None:
    """Ask those whose turn has come with a confirmation; the lead's people once all are given."""
    former = due(before)
    _ask(body, [want for want in due(ahead) if want not in former], at)
    if not ahead:
        lead = [user for user in holders(body.filing.case, "lead", at) if user != who.user]
        tell(recipients=lead, kind="ready", case=body.filing.case, at=at)


def tell_of_reopening(who: Standing, body: Body, *, step: str, at: datetime) -> None:
    """Tell each person whose confirmation is void, by whom; the units' others that it can be edited again."""
    by, told = _named(who), set[int]()
    for row in given(body):
        if row.by_id != who.user.pk:
            tell(recipients=[row.by], kind="voided", case=body.filing.case, params=_about(row, by), at=at)
            told.add(row.by_id)
    owner = procedure_of(body.filing.case.call).states[body.filing.case.state].owner
    told |= {user.pk for user in holders(body.filing.case, owner, at)}  # were told that it is their turn
    _inform(who, told | {who.user.pk}, step, at)


def tell_of_refusal(who: Standing, row: Attestation, *, at: datetime) -> None:
    """Tell the people of all units, and whoever had confirmed, who refused what."""
    case = row.body.filing.case
    people = [*holders(case, "unit", at), *(one.by for one in given(row.body))]
    told = [user for user in people if user.pk != row.by_id]
    tell(recipients=told, kind="refused", case=case, params=_about(row, _named(who)), at=at)


def _ask(body: Body, wants: Iterable[Wanted], at: datetime) -> set[int]:
    """Ask each person once for all that the person can give; the keys of who was told.

    A message names one confirmation, first of all one that is to be given again, and the other kinds beside.
    """
    case, former = body.filing.case, _former(body)
    changes: dict[int, Mapping[str, Any]] = {}
    asked: dict[User, dict[str, dict[str, Any]]] = {}
    for want, people in people_for(wants, at=at).items():
        for user in people:
            kinds = asked.setdefault(user, {})
            if want.kind.value in kinds:
                continue
            kinds[want.kind.value] = _place(want.kind.value, want.unit, want.about)
            row = former.get((user.pk, want.kind.value, want.unit.pk))
            if row is not None:
                if row.body_id not in changes:
                    changes[row.body_id] = _changed(row.body, body)
                kinds[want.kind.value] |= {"attestation": row.pk, **changes[row.body_id]}
    for user, kinds in asked.items():
        first, *others = sorted(kinds.values(), key=lambda one: "attestation" not in one)
        kind = "again" if "attestation" in first else "confirm"
        params = {**first, "others": [one["confirmation"] for one in others]}
        tell(recipients=[user], kind=kind, case=case, params=params, at=at)
    return {user.pk for user in asked}


def _former(body: Body) -> dict[tuple[int, str, int], Attestation]:
    """The last confirmations of earlier contents, by person, kind and unit."""
    rows = Attestation.objects.filter(body__filing=body.filing, refused=False).exclude(body=body)
    rows = rows.exclude(kind=AttestationKind.SHEET_CONSENT).select_related("body").order_by("at", "pk")
    return {(row.by_id, row.kind, row.unit_id): row for row in rows}


def _changed(before: Body, after: Body) -> dict[str, Any]:
    """What differs between two contents, as names of fields and numbers, and who wrote meanwhile."""
    changes = compared(guide_of(after.filing.case.call), content_of(before), content_of(after), frozen=True)
    return {**counted(changes), "by": "、".join(_writers(after, since=before.frozen_at))}


def counted(changes: Changes) -> dict[str, Any]:
    """Fields by their path, the first few; how many more; how many files and units."""
    paths = list(dict.fromkeys(_path(cell.location) for cell in changes.cells))
    units = len(changes.units_added) + len(changes.units_removed)
    return {
        "fields": paths[:MOST_FIELDS],
        "more": max(0, len(paths) - MOST_FIELDS),
        "files": len(changes.files),
        "units": units,
    }


def _path(location: str) -> str:
    """A place of a body as the path of its field: `unit[joint].licences[0]` is `unit.licences`."""
    return ".".join(part.split("[")[0] for part in location.split("."))


def _writers(body: Body, *, since: datetime) -> list[str]:
    """Who wrote a cell or brought a file meanwhile; whoever froze it where only something was taken out."""
    cells = CellVersion.objects.filter(cell__filing=body.filing, at__gte=since).order_by("at", "pk")
    files = MaterialVersion.objects.filter(material__filing=body.filing, uploaded_at__gte=since)
    names = [*cells.values_list("by__name", flat=True), *files.values_list("uploaded_by__name", flat=True)]
    return list(dict.fromkeys(names)) or [body.frozen_by.name]


def _inform(who: Standing, told: set[int], step: str, at: datetime) -> None:
    case = who.filing.case
    rest = [user for user in holders(case, "unit", at) if user.pk not in told]
    tell(recipients=rest, kind="done", case=case, params={"step": step, "state": case.state}, at=at)


def _about(row: Attestation, by: str) -> dict[str, Any]:
    return {**_place(row.kind, row.unit, row.about), "by": by}


def _place(kind: str, unit: Unit, about: Unit | None) -> dict[str, Any]:
    """Which confirmation a message is about, as its page is addressed."""
    named = {"about": about.key, "about_name": called(about)} if about else {}
    return {"confirmation": kind, "unit": unit.key, "unit_name": called(unit), **named}


def _named(who: Standing) -> str:
    """The person with the unit acted for."""
    return f"{who.user.name}（{called(who.own[0])}）"


def called(unit: Unit) -> str:
    """The institution's name, or the code of one that was only invited."""
    return unit.institution.name if unit.institution else unit.uscc
