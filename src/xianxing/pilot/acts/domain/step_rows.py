"""What another room gives a step along: rows that its event names, and words beside what was entered.

Found by what the step's act means, so that a page, a program and a resolution over many cases bring the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step


@dataclass(frozen=True)
class StepRows:
    """What goes into the event beside the entry: more of the payload, and the rows that it names."""

    payload: Mapping[str, JSON] = field(default_factory=dict)
    rows: tuple[NamedRow, ...] = ()


@dataclass(frozen=True)
class RowSource:
    """`make` is called in the act's transaction and may refuse; `said` tells people what will go along."""

    make: Callable[[CaseView, User, datetime], StepRows]
    said: Callable[[CaseView], tuple[str, ...]]


_sources: dict[str, RowSource] = {}


def register_rows(meaning: Means, source: RowSource) -> None:
    """Give every step of this meaning rows along; called once from `AppConfig.ready`."""
    _sources[meaning] = source


def rows_of_step(view: CaseView, step: Step, by: User, at: datetime) -> StepRows:
    """What goes along with a step that is being taken; nothing where no room gives anything."""
    source = _sources.get(view.procedure.meaning(step.act) or "")
    return source.make(view, by, at) if source else StepRows()


def said_of_step(view: CaseView, step: Step) -> tuple[str, ...]:
    """What will go along, in words for the person who is about to take the step."""
    source = _sources.get(view.procedure.meaning(step.act) or "")
    return source.said(view) if source else ()
