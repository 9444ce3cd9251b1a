"""What has been attested about a body, and what is still missing before it can be filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xianxing.law import Guide, Signer
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import Attestation, AttestationKind, Body, Unit
from xianxing.pilot.filings.permissions import Standing, compliance_units
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure
from xianxing.record.canonical import parse

ATTESTING = (Means.REVIEW_UNIT,)
SIGNED_BY_HEAD = Signer.COMPLIANCE_HEAD


@dataclass(frozen=True)
class Wanted:
    """An attestation that filing needs: its kind, by which unit, about which (None: about the filing)."""

    kind: AttestationKind
    unit: Unit
    about: Unit | None = None


def confirmed_in(procedure: Procedure, state: str) -> bool:
    """Whether a state of the procedure is one in which units confirm what is frozen."""
    return bool(procedure.steps_from_meaning(state, *ATTESTING))


def wanted(who: Standing) -> tuple[Wanted, ...]:
    """Every attestation that the filing needs, in the order in which they are given."""
    lead, joint = who.lead, [unit for unit in who.units if not unit.lead]
    about: list[Unit | None] = [*joint] or [None]
    return (
        *(Wanted(AttestationKind.UNIT_REVIEW, unit) for unit in who.units),
        *(Wanted(AttestationKind.TRUTH_PLEDGE, unit) for unit in who.units),
        *(Wanted(AttestationKind.LEAD_REVIEW, lead, unit) for unit in about),
        *(Wanted(AttestationKind.COMPLIANCE, unit) for unit in compliance_units(who)),
        *(Wanted(AttestationKind.CONSENT, unit) for unit in who.units),
    )


def said_of(body: Body | None) -> tuple[Attestation, ...]:
    """The attestations of a body and the refusals, neither taken back nor voided by an edit; one query."""
    if body is None or body.voided_at is not None:
        return ()
    rows = Attestation.objects.filter(body=body, lapsed_at__isnull=True)
    return tuple(rows.select_related("by", "unit__institution", "about__institution").order_by("at", "pk"))


def given(body: Body | None) -> tuple[Attestation, ...]:
    """The attestations of a body that stand: neither refused, nor taken back, nor voided by an edit."""
    return tuple(row for row in said_of(body) if not row.refused)


def refusals_of(ahead: Iterable[Wanted], said: Iterable[Attestation]) -> dict[Wanted, Attestation]:
    """Of the missing attestations those that somebody has refused, each with the last refusal of it."""
    last = {(row.kind, row.unit_id, row.about_id): row for row in said if row.refused}
    keys = {want: (want.kind.value, want.unit.pk, want.about.pk if want.about else None) for want in ahead}
    return {want: last[key] for want, key in keys.items() if key in last}


def missing(who: Standing, rows: Iterable[Attestation]) -> tuple[Wanted, ...]:
    """What of `wanted` these attestations don't hold yet."""
    there = {(row.kind, row.unit_id, row.about_id) for row in rows}
    return tuple(
        want
        for want in wanted(who)
        if (want.kind.value, want.unit.pk, want.about.pk if want.about else None) not in there
    )


def due(ahead: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Those of the missing attestations whose turn it is; the pledge stands aside of the order.

    One kind begins when the kind before it is complete; a unit's consent also waits for its own pledge.
    """
    ahead = tuple(ahead)
    kinds = {want.kind for want in ahead}
    return tuple(
        want
        for want in ahead
        if not any(_before(kind, want.kind) for kind in kinds)
        and not (
            want.kind is AttestationKind.CONSENT and Wanted(AttestationKind.TRUTH_PLEDGE, want.unit) in ahead
        )
    )


def _before(kind: AttestationKind, other: AttestationKind) -> bool:
    """Whether one kind must be complete before the other begins."""
    order, pledge = tuple(AttestationKind), AttestationKind.TRUTH_PLEDGE
    return pledge not in (kind, other) and order.index(kind) < order.index(other)


def content_of(body: Body) -> dict[str, object]:
    """The frozen body in the shape of `xianxing.checker.body`; empty where its content was erased."""
    kept = bytes(body.canonical)
    found = parse(kept) if kept else {}
    return dict(found) if isinstance(found, Mapping) else {}


def reports_of(body: Body, unit: Unit) -> tuple[Mapping[str, object], ...]:
    """The files in the body that this unit's compliance head signs; all such files where none is its own."""
    signed = _signed_kinds(guide_of(body.filing.case.call))
    files = content_of(body).get("files")
    reports = [f for f in files if f.get("kind") in signed] if isinstance(files, list) else []
    own = [f for f in reports if f.get("signatory_unit") == unit.key or unit.key in f.get("issuers", ())]
    return tuple(own or reports)


def _signed_kinds(guide: Guide) -> frozenset[str]:
    return frozenset(key for key, kind in guide.materials.items() if kind.signed_by is SIGNED_BY_HEAD)
