"""Everything that this app stores."""

from xianxing.pilot.cases.models.cases import Case
from xianxing.pilot.cases.models.record import Cosignature, Event, Log, Payload, SignedHead

__all__ = ["Case", "Cosignature", "Event", "Log", "Payload", "SignedHead"]
