"""Three experts of the pool on a filed case that awaits opinions, and what they write."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.domain.taking import Taken
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.casework.domain.risks import Assessment, keep_assessments
from xianxing.pilot.casework.risk_topics import topics
from xianxing.pilot.experts.domain.access import sign_undertaking
from xianxing.pilot.experts.domain.opinions import give_opinion
from xianxing.pilot.experts.domain.pool import keep_profile
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.undertaking import present_text
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User

KNOWS = {"xu": ["人工智能"], "qin": ["大数据"], "yan": []}


@dataclass
class Panel:
    """The office with its experts: Xu knows artificial intelligence, Qin big data, Yan writes about law."""

    office: Office
    xu: User
    qin: User
    yan: User

    def faults(self) -> list[str]:
        """What the audit says of the case as the database has it."""
        return list(case_faults([Case.objects.get(pk=self.office.company.filing.pk)]))

    def invite(self, *experts: User) -> Taken:
        """Wen engages these, and no others."""
        members = {"experts": [str(expert.pk) for expert in experts]}
        return self.office.do("invite_experts", self.office.wen, members=members)

    def sign(self, *experts: User) -> None:
        """Each signs the undertaking."""
        for expert in experts:
            sign_undertaking(
                case=self.office.company.filing.pk, digest=present_text().digest, by=expert,
                at=self.office.company.later(), step_up=just(expert),
            )  # fmt: skip

    def give(
        self, expert: User, score: int = 3, words: str = "技术路线可行。", reason: str = "阈值齐全。"
    ) -> Taken:
        """An expert gives an opinion."""
        done = give_opinion(
            case=self.office.company.filing.pk, text=an_opinion(score, words, reason), by=expert,
            at=self.office.company.later(),
        )  # fmt: skip
        assert isinstance(done, Taken)
        return done


def another_expert(name: str) -> User:
    """One more person of the pool, of whom nothing is written down."""
    user = User.objects.create_user(f"{name}@expert.example", name=name)
    appoint_staff(user=user, role=StaffRole.EXPERT, at=EARLY)
    return user


def an_opinion(score: int = 3, words: str = "技术路线可行。", reason: str = "阈值齐全。") -> OpinionText:
    """A whole opinion under the practice in force."""
    return OpinionText(words, {"technical_risk": score}, {"technical_risk": reason})


def an_opinion_given(office: Office, expert: User) -> None:
    """One engaged expert signs and gives an opinion, for tests of what comes after."""
    panel = Panel(office, expert, expert, expert)
    panel.sign(expert)
    panel.give(expert)


def awaiting_opinions(office: Office, *, sheet: bool = False) -> None:
    """The case comes to where opinions are given; `sheet` says that Ren fills the sheet of risks in."""
    if office.state == "filed":
        office.do("register_local", office.wen)
    office.do("pass_formality", office.wen, answers={"completeness": "complete"})
    if sheet:
        said = {topic.id: Assessment("none", "未见问题") for topic in topics()}
        case, at = office.company.filing.pk, office.company.later()
        assert keep_assessments(case=case, said=said, by=office.ren, at=at) == {}
    office.do("complete_risk_assessment", office.ren)


def a_panel(company: Company, *, sheet: bool = False) -> Panel:
    """Everybody by the real actions; nobody is invited yet."""
    office = an_office(company)
    people = {"xu": office.xu}
    for name in ("qin", "yan"):
        people[name] = another_expert(name)
    for name, fields in KNOWS.items():
        keep_profile(expert=people[name], fields=fields, phone="", by=office.wen, at=company.at)
    awaiting_opinions(office, sheet=sheet)
    return Panel(office, **people)
