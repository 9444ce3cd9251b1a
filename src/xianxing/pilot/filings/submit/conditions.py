"""What other rooms ask before a filing is handed in, beside the attestations and the window."""

from __future__ import annotations

from collections.abc import Callable

from xianxing.pilot.filings.models import Filing

Condition = Callable[[Filing], None]
_conditions: list[Condition] = []


def register_condition(condition: Condition) -> None:
    """Have a filing asked this before it is handed in; it raises Refused. Called from `AppConfig.ready`."""
    if condition not in _conditions:
        _conditions.append(condition)


def refuse_unready(filing: Filing) -> None:
    """Refused by the first condition that doesn't hold."""
    for condition in _conditions:
        condition(filing)
