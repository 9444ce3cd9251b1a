"""What people type on the pages of incidents, as the verbs take it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xianxing.i18n import gettext
from xianxing.pilot.incidents.domain.grading import ProposedGrade
from xianxing.pilot.incidents.domain.opening import IncidentAccount
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME

NO_NUMBER = -1  # what the verb refuses, together with the instants
GRADE, CAPACITY = "grade.", "capacity."


def instant_typed(text: str) -> datetime | None:
    """Day and time in China, None for an empty field; Refused for what is neither."""
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        words = gettext("“{text}” is no day and time; give both, such as 2024-03-01 09:30.")
        raise Refused("instant", words.format(text=text)) from None
    return found if found.tzinfo else found.replace(tzinfo=CHINA_TIME)


def account_typed(typed: Mapping[str, str]) -> IncidentAccount:
    """An incident as it was typed; Refused for an instant that is none."""
    rules = [name.removeprefix(GRADE) for name in typed if name.startswith(GRADE)]
    return IncidentAccount(
        title=typed.get("title", ""),
        account=typed.get("account", ""),
        systems=typed.get("systems", ""),
        customers=_number(typed.get("customers", "")),
        occurred_at=instant_typed(typed.get("occurred_at", "")),
        discovered_at=instant_typed(typed.get("discovered_at", "")),
        grades={rule: grade_typed(typed, rule) for rule in rules},
    )


def grade_typed(typed: Mapping[str, str], rule: str) -> ProposedGrade:
    """The grade chosen under a rule."""
    return ProposedGrade(typed.get(f"{GRADE}{rule}", ""), typed.get(f"{CAPACITY}{rule}", ""))


def _number(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    return int(bare) if bare.isdecimal() and len(bare) <= 10 else NO_NUMBER
