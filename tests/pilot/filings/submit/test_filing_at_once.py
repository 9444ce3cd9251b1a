"""Several people hand the same filing in at the same instant: one receipt, and the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.waiting import PATIENCE
from tests.pilot.cast import assemble
from tests.pilot.filings.company import a_company, just
from xianxing.pilot.cases.models import Event, Receipt
from xianxing.pilot.filings.models import Filing, Submission
from xianxing.pilot.filings.submit.filing import Filed, file_filing
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.both_databases

PEOPLE = 4


@pytest.mark.usefixtures("own_base")
@pytest.mark.parametrize("external", [False, True])
def test_of_several_submissions_at_once_one_wins(tmp_path: Path, external: bool) -> None:
    company = a_company(assemble(), external=external)
    platform = company.outside(tmp_path) if external else None
    if not external:
        company.freeze()
        company.attest()
    at, digest, zhou = company.later(), company.digest, company.cast.zhou
    barrier = Barrier(PEOPLE)

    def submit(_number: int) -> Filed | str:
        try:
            filing = Filing.objects.get(pk=company.filing.pk)
            barrier.wait(PATIENCE)
            return file_filing(
                filing=filing, digest=digest, by=zhou, at=at, step_up=just(zhou), platform=platform
            )
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        got = list(pool.map(submit, range(PEOPLE)))
    assert sorted(one for one in got if isinstance(one, str)) == ["filed"] * (PEOPLE - 1)
    assert (
        Event.objects.filter(step="file").count()
        == Receipt.objects.count()
        == Submission.objects.count()
        == 1
    )
