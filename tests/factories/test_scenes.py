"""Scenes are built once and found as if just made: no test sees what another did there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.factories.scenes import Objects, Scene, Scenes, last_of
from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User

CHAIN = {"cast": Scene(dict), "draft": Scene(dict, "cast"), "other": Scene(dict)}


def test_the_last_scene_of_one_way_is_the_test_s() -> None:
    assert last_of(CHAIN, ["tmp_path", "draft", "cast"]) == "draft"
    assert last_of(CHAIN, ["tmp_path"]) is None


def test_two_scenes_that_do_not_lie_on_one_way_are_an_error() -> None:
    with pytest.raises(AssertionError, match="two scenes at once"):
        last_of(CHAIN, ["draft", "other"])


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_for_the_next(turn: int, assembled: Cast) -> None:
    assert assembled.chen.is_active and User.objects.get(pk=assembled.chen.pk).is_active
    assembled.chen.is_active = False
    assembled.chen.save()
    User.objects.create_user("late@cast.example", name="late")


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_the_scene_s_files_and_keys_for_itself(turn: int, company_in_draft: Company) -> None:
    files = [path for path in Path(settings.XIANXING_FILES).rglob("*") if path.is_file()]
    assert len(files) == company_in_draft.filing.materials.count()
    for path in files:
        path.unlink()
    settings.XIANXING_FILE_KEYS.write_text("")


def test_a_later_scene_holds_the_objects_of_those_before_it(
    company_in_draft: Company, assembled: Cast
) -> None:
    assert company_in_draft.cast is assembled
    assert Filing.objects.get() == company_in_draft.filing


def test_each_scene_is_built_once(scenes: Scenes, scene: Objects, company_in_draft: Company) -> None:
    assert scene["company_in_draft"] is company_in_draft
    with scenes.shown("assembled", Path(settings.XIANXING_FILES).parent / "again") as again:
        assert again["assembled"] == company_in_draft.cast
        assert not Filing.objects.exists()
    assert len({id(snapshot.connection) for snapshot in scenes.built.values()}) == len(scenes.built)
