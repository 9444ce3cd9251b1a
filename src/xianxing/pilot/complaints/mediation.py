"""How far a mediation is, by the acts on a complaint: nothing of it is stored beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xianxing.pilot.complaints.models import ComplaintActKind

A = ComplaintActKind


@dataclass(frozen=True)
class Mediation:
    """How far a mediation is: what each side said (None: nothing yet), whether it is over."""

    offered: bool = False
    complainant: bool | None = None
    institution: bool | None = None
    over: bool = False

    @property
    def open(self) -> bool:
        """Whether it was offered, nobody declined, and no outcome is on record."""
        return self.offered and not self.over and False not in (self.complainant, self.institution)

    @property
    def begun(self) -> bool:
        """Whether both sides agreed and no outcome is on record."""
        return self.open and bool(self.complainant) and bool(self.institution)


def mediation_of(kinds: Iterable[str]) -> Mediation:
    """How far the last mediation is, by the kinds of a complaint's acts in order."""
    found = Mediation()
    for kind in kinds:
        if kind == A.OFFER_MEDIATION:
            found = Mediation(offered=True)
        elif kind in (A.COMPLAINANT_AGREES, A.COMPLAINANT_DECLINES):
            agrees = kind == A.COMPLAINANT_AGREES
            found = Mediation(found.offered, agrees, found.institution, found.over)
        elif kind in (A.INSTITUTION_AGREES, A.INSTITUTION_DECLINES):
            agrees = kind == A.INSTITUTION_AGREES
            found = Mediation(found.offered, found.complainant, agrees, found.over)
        elif kind in (A.MEDIATION_SETTLED, A.MEDIATION_FAILED):
            found = Mediation(found.offered, found.complainant, found.institution, over=True)
    return found
