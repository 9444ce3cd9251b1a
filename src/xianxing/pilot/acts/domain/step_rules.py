"""What other apps ask and add where a step of a certain meaning is taken, whoever takes it and however."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.offers import StepOffer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure.events import JSON
from xianxing.procedure.model import Step


@dataclass(frozen=True)
class StepTaking:
    """A step about to be taken: the case as the person reads it, the step, the entry, by whom and when."""

    view: CaseView
    offer: StepOffer
    entry: Entry
    by: User
    at: datetime


@dataclass(frozen=True)
class StepContent:
    """What goes into the event: the entry, made whole, the rows that are named, and more of the payload."""

    entry: Entry
    rows: tuple[NamedRow, ...] = ()
    payload: Mapping[str, JSON] = field(default_factory=dict)


class StepRule:
    """A rule as it is where an app has nothing of its own to say; each part is asked within the act's
    transaction, so that what it writes is undone with an act that is refused.
    """

    def before(self, taking: StepTaking) -> StepContent:
        """What goes into the event; Refused where the step may not be taken."""
        return StepContent(taking.entry)

    def suggested(self, view: CaseView) -> Mapping[str, JSON]:
        """What the form begins with, by the name of what is asked; the person may write something else."""
        del view
        return {}

    def after(self, taking: StepTaking) -> None:
        """What follows once the event stands in the record."""

    def said(self, view: CaseView) -> tuple[str, ...]:
        """What goes along beside the entry, in words for the person who is about to take the step."""
        del view
        return ()


_NONE = StepRule()
_rules: dict[str, StepRule] = {}


def register_step_rule(means: str, rule: StepRule) -> None:
    """Have a rule asked wherever a step with this meaning is taken; called once from an `AppConfig.ready`."""
    _rules[means] = rule


def rule_for(view: CaseView, step: Step) -> StepRule:
    """The rule of a step's meaning; one that asks and adds nothing where no app has one."""
    return _rules.get(view.procedure.meaning(step.act), _NONE)
