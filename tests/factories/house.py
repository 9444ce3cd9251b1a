"""A house in which everything goes on at once: a notice, opinions, a draft; with somebody of each role."""

from __future__ import annotations

from dataclasses import dataclass

from tests.factories.calls import legal_reviewer
from tests.factories.notices import Noticed
from tests.pilot.acts.staff import an_office
from tests.pilot.casework.several import another
from tests.pilot.cast import EARLY
from tests.pilot.experts.panel import Panel, another_expert, awaiting_opinions
from tests.pilot.filings.company import EXAMPLE, Company
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.domain.institutions import claim_institution, confirm_claim
from xianxing.pilot.parties.models import User

OTHER = "91440300MA5NWYND7T"


@dataclass
class House:
    """Case by case: `noticed` is open for comment, `panel` awaits opinions, `draft` is being written.

    `people` has somebody of each role; 鹏海 leads all three, 图澜 takes part.
    """

    noticed: Noticed
    panel: Panel
    draft: Filing
    people: dict[str, User]

    @property
    def company(self) -> Company:
        """The people of the units, and the time."""
        return self.noticed.company


def a_house(noticed: Noticed) -> House:
    """Everything by the real actions; nobody is invited to the round of opinions yet."""
    first = noticed.company
    cast, office = first.cast, an_office(first)
    second = another(office)
    experts = {name: another_expert(name) for name in ("qin", "yan", "wei")}
    awaiting_opinions(second)
    first.at = second.company.at
    draft = import_folder(call=first.filing.case.call, path=EXAMPLE, by=cast.zhou, at=first.later()).filing
    accept_unit(unit=draft.units.get(key="joint"), by=cast.ning, at=first.later())
    people = {
        "lead's author": cast.zhou,
        "lead's signatory": first.he,
        "lead's manager": cast.chen,
        "joint unit's author": cast.ning,
        "another institution's manager": _other(cast.wen),
        "nobody": cast.mo,
        "secretariat": cast.wen,
        "group head": office.fang,
        "risk reviewer": office.ren,
        "supervision bureau": office.bai,
        "legal reviewer": legal_reviewer(at=EARLY),
        "engaged expert": experts["yan"],
        "expert elsewhere": experts["wei"],
        "system administrator": cast.sun,
        "security administrator": cast.li,
        "auditor": cast.gao,
    }
    return House(noticed, Panel(second, office.xu, experts["qin"], experts["yan"]), draft, people)


def _other(staff: User) -> User:
    manager = User.objects.create_user("lu@other.example", name="lu")
    claim = claim_institution(
        uscc=OTHER, name="另一家证券股份有限公司", kind="securities_futures_operator", claimant=manager,
        letter_name="授权书.pdf", letter=b"ok", at=EARLY,
    )  # fmt: skip
    confirm_claim(claim=claim, by=staff, evidence="授权书与营业执照原件", at=EARLY)
    return manager
