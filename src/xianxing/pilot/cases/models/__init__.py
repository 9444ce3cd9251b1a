"""Everything that this app stores."""

from xianxing.pilot.cases.models.cases import Case, Duty, Erasure, LiftRequest, ReducedState, SecrecyStop
from xianxing.pilot.cases.models.record import (
    Cosignature,
    Event,
    Log,
    Payload,
    Publication,
    PublicationReceipt,
    Receipt,
    SignedHead,
)

__all__ = [
    "Case", "Cosignature", "Duty", "Erasure", "Event", "LiftRequest", "Log", "Payload", "Publication",
    "PublicationReceipt", "Receipt", "ReducedState", "SecrecyStop", "SignedHead",
]  # fmt: skip
