"""`xianxing import` and `xianxing export` on the site's database."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from tests.pilot.cast import NOON, Cast
from tests.pilot.database import a_call
from xianxing.checker.body import digest_of_body, folder_body
from xianxing.cli import main
from xianxing.pilot.filings.draft.body import content_digest
from xianxing.pilot.filings.models import Filing
from xianxing.workdays.clocks import FixedClock

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[3] / "examples" / "related-party-tool"


def at_noon() -> FixedClock:
    """A clock inside the call's window."""
    return FixedClock(NOON)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.XIANXING_CLOCK = f"{__name__}.at_noon"


def test_a_folder_goes_in_and_comes_out(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = a_call(cast.wen)
    assert main(["import", str(EXAMPLE), "--call", call.batch, "--as", "Zhou@cast.example"]) == 0
    printed = capsys.readouterr()
    filing = Filing.objects.get(pk=UUID(printed.out.strip()))
    assert "7个文件" in printed.err
    assert "unit[lead].internal_review: 由本人在系统内确认" in printed.err
    out = tmp_path / "out"
    assert main(["export", str(filing.pk), str(out)]) == 0
    assert digest_of_body(folder_body(out)) == content_digest(filing)
    assert main(["export", str(filing.pk), str(out)]) == 2
    assert main(["export", str(filing.pk), str(tmp_path / "other"), "--as", "mo@cast.example"]) == 1
    assert not (tmp_path / "other").exists()


def test_in_the_demonstration_the_folder_says_under_which_call_and_for_whom(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    a_call(cast.wen)
    assert main(["import", str(EXAMPLE)]) == 0
    printed = capsys.readouterr()
    assert Filing.objects.get(pk=UUID(printed.out.strip())).created_by == cast.zhou
    assert "zhou@cast.example" in printed.err


def test_elsewhere_nobody_is_taken_for_the_one_who_imports(
    cast: Cast, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    a_call(cast.wen)
    settings.DEMO = False
    assert main(["import", str(EXAMPLE)]) == 2
    assert "--as" in capsys.readouterr().err
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["import", "/nowhere"], 1),
        (["import", str(EXAMPLE.parent)], 1),
        (["import", str(EXAMPLE), "--call", "no-such-batch", "--as", "zhou@cast.example"], 2),
        (["import", str(EXAMPLE), "--call", "shenzhen-2023-2", "--as", "nobody@cast.example"], 2),
        (["import", str(EXAMPLE), "--call", "shenzhen-2023-2", "--as", "mo@cast.example"], 1),
        (["import", "/nowhere", "--call", "shenzhen-2023-2", "--as", "zhou@cast.example"], 1),
        (["export", "no-number", "/nowhere"], 2),
        (["export", "00000000-0000-0000-0000-000000000000", "/nowhere"], 2),
    ],
)
def test_what_cant_be_done_is_said_and_makes_nothing(
    cast: Cast, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    a_call(cast.wen)
    assert main(arguments) == status
    assert capsys.readouterr().err.strip()
    assert not Filing.objects.exists()
