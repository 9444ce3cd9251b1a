"""What the story's people do in an exit beside its steps: they hand in assessments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.exits.domain.assessing import hand_in_assessment
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User


def act_in_exit(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do what the line says of an assessment; whether it says anything. Refused as the act itself is."""
    if "assessment" not in said:
        return False
    text = said["assessment"]
    hand_in_assessment(
        case=filing.pk, unit=text.get("unit", ""), judgement=text["words"], proposes=text["proposes"], by=by,
        step_up=StepUp.just_given(by), at=at,
    )  # fmt: skip
    return True
