"""A number with several values: each holds from its own day on, and a limit keeps the one it began under."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.procedure.support import Weekdays
from xianxing.i18n import language
from xianxing.law import GuideError
from xianxing.procedure import Procedure, check, digest_of, load_procedure
from xianxing.procedure.events import ClockStart
from xianxing.procedure.limits import length_of, limits_begun
from xianxing.procedure.ticking import limit_of

HEAD = 'name = { zh = "邻城", en = "Next town" }\nstatus = "partial"\nextends = "shenzhen-2023"\n'
SOURCE = 'source = { zh = "邻城指南", en = "its guide" }'
NOTICE = f"""
[parameter.notice_workdays]
values = [
  {{ value = 8, since = 2026-07-01, {SOURCE} }},
  {{ value = 5, since = 2023-11-29, {SOURCE} }},
]
"""


@pytest.fixture
def later_eight(tmp_path: Path) -> Procedure:
    return overlay(tmp_path, NOTICE)


def overlay(tmp_path: Path, settings: str) -> Procedure:
    folder = tmp_path / "next_town"
    folder.mkdir()
    (folder / "guide.toml").write_text(HEAD, "utf-8")
    (folder / "settings.toml").write_text(settings, "utf-8")
    return load_procedure(folder)


@pytest.mark.parametrize(
    ("began", "days"),
    [(date(2023, 1, 2), 5), (date(2026, 6, 30), 5), (date(2026, 7, 1), 8), (date(2027, 1, 4), 8)],
)
def test_a_limit_is_counted_by_the_number_in_force_when_it_began(
    later_eight: Procedure, began: date, days: int
) -> None:
    counted, _ = Weekdays().add_workdays(began, days)
    assert limit_of(later_eight, "public_notice", ClockStart(began, 1), Weekdays()).day == counted
    assert length_of(later_eight, "public_notice", began) == f"{days}个工作日"


def test_the_page_of_a_step_tells_the_limit_of_its_day(later_eight: Procedure) -> None:
    step = next(one for one in later_eight.steps.values() if one.target == "public_notice")
    for day, days in ((date(2026, 6, 29), 5), (date(2026, 7, 6), 8)):
        begun = {
            one.clock: one.day for one in limits_begun(later_eight, step, step.sources[0], day, Weekdays())
        }
        assert begun["public_notice"] == Weekdays().add_workdays(day, days)[0]


def test_several_values_are_another_version_and_every_property_still_holds(later_eight: Procedure) -> None:
    assert digest_of(later_eight) != digest_of(load_procedure("shenzhen-2023"))
    assert {one.rule.id for one in check(later_eight).verdicts if not one.holds} == set()


def test_a_notice_without_a_day_under_one_of_its_values_is_refused_by_a_property(tmp_path: Path) -> None:
    none = overlay(tmp_path, NOTICE.replace("value = 5", "value = 0"))
    assert "notice_in_workdays" in {one.rule.id for one in check(none).verdicts if not one.holds}


def test_what_bounds_a_count_has_one_value(tmp_path: Path) -> None:
    bound = "values = [{ value = 2, since = 2024-01-01, %s }, { value = 3, since = 2025-01-01, %s }]"
    settings = f"[setting.correction_rounds]\n{bound % (SOURCE, SOURCE)}\n"
    with language("en"), pytest.raises(GuideError, match="has one value, whatever the day"):
        overlay(tmp_path, settings)
