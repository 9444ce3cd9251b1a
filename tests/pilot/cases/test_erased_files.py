"""A file that went with an erasure: the events say so, also in another case that had the same file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pilot.filings.company import EXAMPLE, Company
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import MaterialVersion, StoredFile
from xianxing.pilot.storage.contents import file_faults

pytestmark = pytest.mark.django_db


def with_the_same_files(first: Company) -> Company:
    """A second filing of the same people, with the very rows of the first one's files."""
    filing = import_folder(
        call=first.filing.case.call, path=EXAMPLE, by=first.cast.zhou, at=first.later()
    ).filing
    joint = accept_unit(unit=filing.units.get(key="joint"), by=first.cast.ning, at=first.later())
    for version in MaterialVersion.objects.filter(material__filing=filing):
        same = StoredFile.objects.filter(
            sha256=version.file.sha256, versions__material__filing=first.filing
        ).first()
        assert same is not None
        version.file = same
        version.save()
    return replace(first, filing=filing, lead=filing.units.get(lead=True), joint=joint)


def erased(company: Company) -> None:
    case, cast = Case.objects.get(pk=company.filing.pk), company.cast
    stop_for_secrecy(case=case, by=cast.li, ground="申报内容涉密", at=company.later())
    report_secret(case=case, by=cast.li, to="保密行政管理部门", reference="密报1号", at=company.later())
    erase_secret(case=case, sequences=[], by=cast.li, reason="涉密", at=company.later())


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("first_goes", [True, False])
def test_an_erasure_is_said_in_the_events_of_whoever_had_the_file(
    company_in_draft: Company, frozen: bool, first_goes: bool
) -> None:
    first = company_in_draft
    first.freeze()
    second = with_the_same_files(first)
    if frozen:
        second.freeze()
    erased(first if first_goes else second)
    gone = StoredFile.objects.filter(erased_at__isnull=False)
    assert gone.filter(versions__material__filing=first.filing).exists()
    assert case_faults() == [] and file_faults() == []
