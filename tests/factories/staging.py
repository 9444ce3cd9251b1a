"""What the scenes are made of: the pilot's cast and the demonstration's, each up to a filing.

The fixture of a scene has the scene's name; `tests/conftest.py` makes them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from tests.adversary.record_scene import Stage, a_stage
from tests.factories.calls import published
from tests.factories.demonstration import Draft
from tests.factories.figures import CountedPilot, counted_pilot
from tests.factories.house import House, a_house
from tests.factories.notices import Noticed, noticed
from tests.factories.notices import published as started
from tests.factories.scenes import Objects, Scene
from tests.factories.tool_runs import asked, ended
from tests.pilot.acts.courses import selected
from tests.pilot.acts.staff import Office, an_office, overrule_findings
from tests.pilot.casework.several import another
from tests.pilot.cast import NOON, Cast, assemble
from tests.pilot.filings.company import Company, a_company
from tests.pilot.transmissions.sending import number_letter, packed
from xianxing.pilot.calls.models import Call
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast as DemoCast
from xianxing.pilot.demo.cast import seed_cast
from xianxing.pilot.demo.seed import Seeded, seed
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.tools.models import ToolRun
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.workdays.clocks import CHINA_TIME

EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"
OPENED = datetime(2023, 11, 29, 9, 0, tzinfo=CHINA_TIME)


def assembled(_before: Objects) -> Cast:
    """The pilot's cast on stage."""
    return assemble()


def company_in_draft(before: Objects) -> Company:
    """The example filing of 鹏海证券 and 图澜 in draft."""
    return a_company(before["assembled"])


def attested(before: Objects) -> Company:
    """The example filing, frozen and attested by everybody who must."""
    company: Company = before["company_in_draft"]
    company.freeze()
    company.attest()
    return company


def company_filed(before: Objects) -> Company:
    """The example filing, filed."""
    company: Company = before["attested"]
    company.file()
    return company


def staffed(before: Objects) -> Office:
    """The example filing is filed, and the working group's people who act on it are appointed."""
    return an_office(before["company_filed"])


def in_check(before: Objects) -> Office:
    """The secretariat has registered the filing; its formality check goes on."""
    office: Office = before["staffed"]
    office.do("register_local", office.wen)
    return office


def two_in_check(before: Objects) -> list[UUID]:
    """Two cases in their formality check, with every finding judged."""
    office: Office = before["in_check"]
    both = [office.company, another(office).company]
    for company in both:
        overrule_findings(company, office.wen)
    office.company.at = max(company.at for company in both)
    return [company.filing.pk for company in both]


def package_sent(before: Objects) -> TransmissionPackage:
    """The project is selected, the letter numbered, the package made."""
    office: Office = before["staffed"]
    selected(office)
    number_letter(office)
    return packed(office)


def under_notice(before: Objects) -> Noticed:
    """Both units have confirmed the sheet, and the secretariat has opened the notice."""
    company: Company = before["company_filed"]
    return Noticed(company, noticed(company))


def on_trial(before: Objects) -> Office:
    """The notice has ended without a finding, the start was allowed, the project is published and runs."""
    found: Noticed = before["under_notice"]
    started(found.company, found.notice)
    return an_office(found.company)


def in_trial(before: Objects) -> Noticed:
    """The same project on trial, by its notice and the people of its units."""
    scene: Noticed = before["under_notice"]
    return scene


def house(before: Objects) -> House:
    """A notice, a round of opinions and a draft, with somebody of each role."""
    return a_house(before["under_notice"])


def counted(before: Objects) -> CountedPilot:
    """A pilot whose cases stand where figures count them."""
    return counted_pilot(before["assembled"].wen)


def run_ended(before: Objects) -> ToolRun:
    """A run of Wen's over a small folder has ended."""
    return ended(asked(before["assembled"].wen, NOON))


def recorded(before: Objects) -> Stage:
    """A filing that went through all that events bind."""
    with TemporaryDirectory() as folder:
        return a_stage(before["assembled"], Path(folder))


def demo_cast(_before: Objects) -> DemoCast:
    """The demonstration's cast, each with a second factor."""
    return seed_cast()


def demo_call(before: Objects) -> Call:
    """The second batch of 2023, published on its first day, with the demonstration's cast on stage."""
    wen = before["demo_cast"].people["温如玉"]
    return published(guide="shenzhen-2023", batch="shenzhen-2023-2", by=wen, at=OPENED)


def demo_draft(before: Objects) -> Draft:
    """The sample, imported by Zhou; 图澜 has joined through Ning."""
    cast, call = before["demo_cast"], before["demo_call"]
    filing = import_folder(call=call, path=EXAMPLE, by=cast.people["周若岚"], at=now()).filing
    accept_unit(unit=filing.units.get(key="joint"), by=cast.people["宁远航"], at=now())
    return Draft(cast, call, filing)


def story(_before: Objects) -> Seeded:
    """The demonstration where it begins, its whole story told."""
    told = seed()
    assert told
    return told


SCENES = {
    "assembled": Scene(assembled),
    "company_in_draft": Scene(company_in_draft, "assembled"),
    "attested": Scene(attested, "company_in_draft"),
    "company_filed": Scene(company_filed, "attested"),
    "staffed": Scene(staffed, "company_filed"),
    "in_check": Scene(in_check, "staffed"),
    "two_in_check": Scene(two_in_check, "in_check"),
    "package_sent": Scene(package_sent, "staffed"),
    "under_notice": Scene(under_notice, "company_filed"),
    "house": Scene(house, "under_notice"),
    "on_trial": Scene(on_trial, "under_notice"),
    "in_trial": Scene(in_trial, "on_trial"),
    "counted": Scene(counted, "assembled"),
    "run_ended": Scene(run_ended, "assembled"),
    "recorded": Scene(recorded, "assembled"),
    "demo_cast": Scene(demo_cast),
    "story": Scene(story),
    "demo_call": Scene(demo_call, "demo_cast"),
    "demo_draft": Scene(demo_draft, "demo_call"),
}
