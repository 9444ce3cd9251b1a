"""Everything that this app stores."""

from xianxing.pilot.cases.models.cases import Case, Duty, SecrecyStop
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
    "Case", "Cosignature", "Duty", "Event", "Log", "Payload", "Publication", "PublicationReceipt", "Receipt",
    "SecrecyStop", "SignedHead",
]  # fmt: skip
