"""More filed cases beside the first: further filings of the same people under the same call."""

from __future__ import annotations

from dataclasses import replace

from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import EXAMPLE
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder


def another(office: Office) -> Office:
    """A second filing, filed and registered, by the same people; its minutes follow the first one's."""
    first = office.company
    filing = import_folder(
        call=first.filing.case.call, path=EXAMPLE, by=first.cast.zhou, at=first.later()
    ).filing
    joint = accept_unit(unit=filing.units.get(key="joint"), by=first.cast.ning, at=first.later())
    company = replace(first, filing=filing, lead=filing.units.get(lead=True), joint=joint)
    company.freeze()
    company.attest()
    company.file()
    there = replace(office, company=company)
    there.do("register_local", there.wen)
    first.at = company.at
    return there
