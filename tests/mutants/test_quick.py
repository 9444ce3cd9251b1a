"""A change put into functions that are there and noticed in a fork; what can't be put in is left."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.mutants import quick
from tests.mutants.changes import changes
from tests.mutants.quick import ROOT, noticed, replacement

SOURCE = """\
from functools import cache

MOST = 5


class Limit:
    days: int = 3

    @property
    def late(self) -> bool:
        return self.days > MOST


@cache
def doubled(number: int) -> int:
    return number + number


def all_late(days: list[int]) -> bool:
    return all(day > MOST for day in days)
"""


def test_functions_methods_and_what_was_kept_change_in_place_and_constants_do_not(tmp_path: Path) -> None:
    path = tmp_path / "changed_in_place.py"
    path.write_text(SOURCE, "utf-8")
    spec = spec_from_file_location("changed_in_place", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    doubled, all_late = module.doubled, module.all_late
    assert (doubled(4), all_late([5]), module.Limit().late) == (8, False, False)
    put = {}
    for one in changes(SOURCE):
        put[one.line, one.kind] = replacement(path, SOURCE, one.made_in(SOURCE))
    assert put[3, "one more"] is None
    assert put[7, "one less"] is None
    for change, seen in (
        ((11, "edge of a comparison"), (8, False, False)),
        ((16, "plus and minus"), (0, False, False)),
        ((20, "edge of a comparison"), (8, True, False)),
        ((20, "nothing returned"), (8, None, False)),
    ):
        act = put[change]
        assert act is not None
        act()
        limit = module.Limit()
        limit.days = 5
        assert limit.late is (change[0] == 11)
        assert (doubled(4), all_late([5]), module.Limit().late) == seen
        back = replacement(path, SOURCE, SOURCE)
        assert back is not None
        back()


def test_a_module_that_nobody_has_imported_yet_is_loaded_and_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "src")
    path = tmp_path / "src" / "imported_late.py"
    path.parent.mkdir()
    path.write_text(SOURCE, "utf-8")
    [turned] = [one for one in changes(SOURCE) if one.kind == "plus and minus"]
    put = replacement(path, SOURCE, turned.made_in(SOURCE))
    assert put is not None and "imported_late" not in sys.modules
    put()
    assert import_module("imported_late").doubled(4) == 0


def test_a_change_by_which_a_function_sees_less_around_it_is_left(tmp_path: Path) -> None:
    source = "class Late(ValueError):\n    def __init__(self) -> None:\n        super().__init__('late')\n"
    [dropped] = [one for one in changes(source) if one.kind == "statement dropped"]
    assert replacement(tmp_path / "late.py", source, dropped.made_in(source)) is None


def test_a_change_is_noticed_in_a_fork_by_a_test_of_its_room_and_nothing_stays_changed() -> None:
    file = "src/xianxing/workdays/days.py"
    source = (ROOT / file).read_text("utf-8")
    [turned] = [one for one in changes(source) if one.kind == "comparison flipped" and "MAKEUP" in one.text
                and "not in" in one.text]  # fmt: skip
    drawn = [(file, turned), (file, turned)]
    [first, second] = noticed(drawn, cpu=120, limit=1200)
    assert first == second
    assert first[0] == drawn[0]
    assert first[1].startswith("tests/workdays/test_")
    assert (ROOT / file).read_text("utf-8") == source
