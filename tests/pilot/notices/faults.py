"""What the audit says in these tests."""

from __future__ import annotations

from tests.adversary.attacks import said_of_everything


def faults() -> list[str]:
    """What the audit finds, but for the channel of the call, which the scene's company changes behind it."""
    return [fault for fault in said_of_everything() if "external_channel" not in fault]
