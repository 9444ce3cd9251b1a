"""The working group's people who act on a filed case, and the driver that takes any step for one of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.casework.domain.judgement import Judgement, keep_judgements
from xianxing.pilot.casework.work_list import body_in_check, work_list
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User

LETTER = "%PDF-1.4 来函（虚构）".encode()


@dataclass
class Office:
    """A filed case with the people who act on it: Wen and Tang the secretariat's, Fang the head, Ren the risk
    reviewer, Xu an expert, Bai of the bureau."""

    company: Company
    fang: User
    ren: User
    xu: User
    bai: User

    @property
    def wen(self) -> User:
        """Of the secretariat."""
        return self.company.cast.wen

    @property
    def tang(self) -> User:
        """Of the secretariat, too."""
        return self.company.cast.tang

    @property
    def sequence(self) -> int:
        """Where the case stands now."""
        self.company.filing.case.refresh_from_db()
        return self.company.filing.case.sequence

    @property
    def state(self) -> str:
        """The state it stands in."""
        self.company.filing.case.refresh_from_db()
        return self.company.filing.case.state

    def enter(self, step: str, by: User, *, evidence: bool = False, **said: Any) -> Taken | PendingAct:
        """Take a step at the next minute, with a second factor of this moment.

        Before the check is passed the clerk judges the list, where nobody has begun to.
        """
        if step == "pass_formality":
            overrule_findings(self.company, self.wen)
        at = self.company.later()
        letters = (self.letter(by),) if evidence else ()
        return take_step(
            case=self.company.filing.pk, step=step, entry=Entry(**said, evidence=letters), by=by, at=at,
            sequence=self.sequence, step_up=just(by),
        )  # fmt: skip

    def do(self, step: str, by: User, **said: Any) -> Taken:
        """As `enter`, of a step that one person takes alone."""
        done = self.enter(step, by, **said)
        assert isinstance(done, Taken)
        return done

    def both(self, step: str, by: User, second: User, *, evidence: bool = False, **said: Any) -> Taken:
        """A step that two people take: the one enters it, the other confirms."""
        waits = self.enter(step, by, evidence=evidence, **said)
        assert isinstance(waits, PendingAct)
        return confirm_act(
            pending=waits.pk, sequence=None, by=second, at=self.company.later(), step_up=just(second)
        )

    def both_again(self, step: str, second: User) -> Taken:
        """The other person confirms what waits."""
        waits = PendingAct.objects.get(step=step, state="waiting")
        return confirm_act(
            pending=waits.pk, sequence=None, by=second, at=self.company.later(), step_up=just(second)
        )

    def letter(self, by: User, name: str = "复函.pdf") -> Any:
        """A letter brought by a person."""
        at = self.company.later()
        return bring_evidence(name=name, content=io.BytesIO(LETTER), by=by, at=at).pk


def overrule_findings(company: Company, clerk: User) -> None:
    """The clerk overrules every finding that must be judged; not where the list was begun or is closed."""
    body = body_in_check(company.filing)
    company.filing.case.refresh_from_db()
    if body is None or company.filing.case.state != "formality_check" or work_list(body).begun:
        return
    said = {line.key: Judgement("overrule", "人名，不是术语") for line in work_list(body).unjudged}
    keep_judgements(case=company.filing.pk, said=said, by=clerk, at=company.later())


def an_office(company: Company) -> Office:
    """Everybody appointed by the real action."""
    made: Mapping[str, StaffRole] = {
        "fang": StaffRole.GROUP_HEAD,
        "ren": StaffRole.RISK_REVIEWER,
        "xu": StaffRole.EXPERT,
        "bai": StaffRole.SUPERVISION_BUREAU,
    }
    people = {name: User.objects.create_user(f"{name}@office.example", name=name) for name in made}
    for name, role in made.items():
        appoint_staff(user=people[name], role=role, at=EARLY)
    return Office(company, **people)
