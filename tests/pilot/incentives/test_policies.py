"""Policies are dated data: the version of the day counts, nothing unconfirmed passes as confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.factories.incentives import CONFIRMED, with_policy
from xianxing.pilot.incentives.policies import POLICIES, policy_book, read_policies

pytestmark = pytest.mark.clause("6.1")
TODAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_ships_claims_no_document() -> None:
    shipped = read_policies(POLICIES)
    assert {"it_subsidiary", "participants"} <= set(shipped)
    assert all(not one.confirmed and not one.reference for row in shipped.values() for one in row.versions)


def test_what_the_guide_names_comes_first() -> None:
    found = policy_book().in_force("any", TODAY)
    assert [policy.asked for policy, _version in found] == [True, True, False]


def test_the_operators_policies_come_on_top_as_soon_as_they_are_written(home: Path) -> None:
    assert "fictional_grant" not in policy_book().policies
    with_policy(home)
    policy = policy_book().policies["fictional_grant"]
    version = policy.on(TODAY)
    assert version is not None and (version.confirmed, version.reference) == (True, "虚构〔2023〕12号")


def test_the_version_of_the_day_counts(home: Path) -> None:
    with_policy(home)
    policy = policy_book().policies["fictional_grant"]
    assert policy.on(date(2022, 12, 31)) is None
    old, new = policy.on(date(2023, 12, 31)), policy.on(date(2024, 1, 1))
    assert old is not None and new is not None
    assert (old.confirmed, new.confirmed) == (False, True) and old.digest != new.digest


def test_a_policy_of_another_guide_is_not_matched(home: Path) -> None:
    with_policy(home, CONFIRMED.replace('for = "unit"', 'for = "unit"\nguides = ["somewhere"]'))
    assert policy_book().policies["fictional_grant"].applies("somewhere")
    assert "fictional_grant" not in [policy.id for policy, _ in policy_book().in_force("elsewhere", TODAY)]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('reference = "虚构〔2023〕12号"\n', "", "set reference"),
        ("until = 2023-12-31", "until = 2024-01-01", "must end before 2024-01-01"),
        ("until = 2023-12-31\n", "", "must end before"),
        ('kind = "stage"', 'kind = "weather"', "weather"),
        ('for = "unit"', 'for = "cats"', "cats"),
        ('title = { zh = "虚构的试点奖励", en = "A fictional grant" }', "", "title"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(home: Path, was: str, now: str, said: str) -> None:
    with_policy(home, CONFIRMED.replace(was, now))
    with pytest.raises(ValueError, match=f"policies.toml, policy fictional_grant: .*{said}"):
        policy_book()
