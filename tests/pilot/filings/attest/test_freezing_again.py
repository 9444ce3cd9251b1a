"""What came into a draft after its last freeze can still be erased; what was frozen stays."""

from __future__ import annotations

import io

import pytest

from tests.pilot.cast import Cast
from tests.pilot.filings.company import a_company
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.files.materials import (
    add_file,
    erase_material,
    files_of,
    remove_material,
)
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases


def test_a_file_that_no_freeze_has_seen_is_erased_and_one_that_was_frozen_is_kept(cast: Cast) -> None:
    company = a_company(cast)
    company.freeze()
    edit_again(filing=company.filing, by=cast.zhou, at=company.later())
    frozen = files_of(company.filing)[0]
    lead = company.filing.units.get(institution=cast.penghai)
    late = add_file(
        filing=company.filing, unit=lead, kind="other", stream=io.BytesIO(b"late"), name="补充.txt", size=4,
        by=cast.zhou, at=company.later(),
    )  # fmt: skip
    for material in (frozen, late):
        remove_material(material=material, by=cast.zhou, at=company.later())
    erase_material(material=late, by=cast.zhou, at=company.later())
    assert late.versions.get().file.erased_at is not None
    with pytest.raises(Refused) as refused:
        erase_material(material=frozen, by=cast.zhou, at=company.later())
    assert refused.value.code == "frozen-once"
    assert case_faults() == []
