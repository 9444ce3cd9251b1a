"""What other apps ask and add where a step of a certain meaning is taken, whoever takes it and however."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.offers import StepOffer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure.meanings import Means


@dataclass(frozen=True)
class StepTaking:
    """A step about to be taken: the case as the person reads it, the step, the entry, by whom and when."""

    view: CaseView
    offer: StepOffer
    entry: Entry
    by: User
    at: datetime


class StepRule(Protocol):
    """Asked within the transaction of the act; what it writes is undone with an act that is refused."""

    def before(self, taking: StepTaking) -> tuple[Entry, Sequence[NamedRow]]:
        """What is entered, made whole, and the rows that the event names; Refused where it may not be."""

    def after(self, taking: StepTaking) -> None:
        """What follows once the event stands in the record."""


_rules: dict[str, StepRule] = {}


def register_step_rule(means: Means, rule: StepRule) -> None:
    """Have a rule asked wherever a step with this meaning is taken; called once from an `AppConfig.ready`."""
    _rules[means] = rule


def rule_for(view: CaseView, offer: StepOffer) -> StepRule | None:
    """The rule of a step's meaning, if there is one."""
    return _rules.get(view.procedure.meaning(offer.step.act))
