"""What the loader refuses, and that it says where, what and what would do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.procedure.support import copy
from xianxing.law.errors import GuideError, UnknownGuideError
from xianxing.law.package import default_roots
from xianxing.procedure import digest_of, load_procedure


def test_an_edited_copy_loads_by_its_folder(tmp_path: Path) -> None:
    folder = copy(tmp_path, 'zh = "冻结申报内容"', 'zh = "锁定申报内容"')
    assert load_procedure(folder).steps["freeze"].zh == "锁定申报内容"
    assert load_procedure(str(folder)).guide == "copy-2023"


def test_roots_from_the_environment_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy(tmp_path)
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    assert digest_of(load_procedure("copy-2023")) != digest_of(load_procedure("shenzhen-2023"))
    assert len(load_procedure("copy-2023").steps) == len(load_procedure("shenzhen-2023").steps)


def test_a_package_from_before_meanings_is_read_as_pinned_and_refused_as_new(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    path = folder / "procedure.toml"
    path.write_text(re.sub(r'means = "\w+", ', "", path.read_text("utf-8")), "utf-8")
    with pytest.raises(GuideError, match='means = "core"'):
        load_procedure(folder)
    pinned = replace(
        load_procedure("copy-2023", [tmp_path, *default_roots()], pinned=True), guide="shenzhen-2023"
    )
    assert digest_of(pinned) == digest_of(load_procedure("shenzhen-2023"))
    assert pinned.acts["file"].means == "file" and pinned.facts["consents"].means == "consents"


def test_an_overlay_without_a_procedure_inherits_it() -> None:
    inherited = load_procedure("guangzhou-2023")
    assert inherited.guide == "guangzhou-2023"
    assert list(inherited.steps) == list(load_procedure("shenzhen-2023").steps)


def test_an_overlay_folder_by_path_inherits_too(tmp_path: Path) -> None:
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "guide.toml").write_text('extends = "shenzhen-2023"\n', "utf-8")
    assert load_procedure(folder).steps["file"].basis == ("4", "3.1.c")


def test_the_guides_own_numbers_come_with_it_also_in_an_overlay(tmp_path: Path) -> None:
    folder = tmp_path / "overlay"
    folder.mkdir()
    (folder / "guide.toml").write_text('extends = "shenzhen-2023"\n', "utf-8")
    days = "[parameter.notice_workdays]\nvalues = [{ value = 7, since = 2024-01-01 }]\n"
    (folder / "settings.toml").write_text(days, "utf-8")
    assert load_procedure("shenzhen-2023").numbers["notice_workdays"] == 5
    assert load_procedure(folder).numbers["notice_workdays"] == 7
    assert load_procedure(folder).number("public_notice_days") == 7
    assert "trial_months_max" not in load_procedure(folder).numbers


@pytest.mark.parametrize("guide", ["nowhere-2099", "/nowhere/at/all"])
def test_an_unknown_guide_is_named(guide: str) -> None:
    with pytest.raises(UnknownGuideError, match="shenzhen-2023"):
        load_procedure(guide)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('guards = ["window_open"', 'guards = ["windows_open"', "windows_open"),
        ('effects = ["close_window"]', 'effects = ["shut_window"]', "shut_window"),
        ('from = ["draft"]', 'from = ["drafts"]', "drafts"),
        ('to = "attesting"', 'to = "attested"', "attested"),
        ('basis = ["0"]\n', 'basis = ["9.9"]\n', "9.9"),
        ('actors = ["group_head"]', 'actors = ["chairman"]', "chairman"),
        ('starts = ["call_window"]', 'starts = ["egg_timer"]', "egg_timer"),
        ('asks = ["completeness"]', 'asks = ["window"]', "window"),
        ('documents = ["receipt"]', 'documents = ["ticket"]', "ticket"),
        ('adds = ["unit_reviews"]', 'adds = ["window"]', "window"),
        ('initial = "draft"', 'initial = "nowhere"', "nowhere"),
        ('clock = "call_window"\n', 'clock = "egg_timer"\n', "egg_timer"),
        ('time_effect = "closes"', 'time_effect = "decides"', "decides"),
        ('actors = ["time"]', 'actors = ["time", "lead"]', "window_closes"),
        ("four_eyes = true", "six_eyes = true", "six_eyes"),
        ('domain = ["open", "closed"]', 'domain = ["open"]', "window"),
        ('from = ["@before_start"]', 'from = ["@afterwards"]', "afterwards"),
        ('law = "notice_workdays"', 'law = "notice_weeks"', "notice_weeks"),
    ],
)
def test_names_that_lead_nowhere_are_refused_with_place_and_name(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(GuideError) as caught:
        load_procedure(copy(tmp_path, old, new))
    assert told in str(caught.value)
    assert "copy_2023/procedure.toml" in str(caught.value)


def test_a_guard_over_an_undeclared_fact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="tide"):
        load_procedure(copy(tmp_path, 'guards = ["window_open"', 'guards = ["fact_is:tide=high"'))


def test_broken_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"copy_2023/procedure\.toml"):
        load_procedure(copy(tmp_path, 'id = "pilot"', "id = pilot"))
