"""Where in a package a key stands: the longest match, the nearest folder, and errors that know it already."""

from __future__ import annotations

from pathlib import Path

import pytest

from xianxing.law.errors import GuideError
from xianxing.law.lines import line_of, located, place_of

TEXT = """\
top = 1
[clause.2]  # the second
text = "a"
  status = "b"
[clause."3.1"]
'quoted' = 1
sub.deep = 2
[[ organ ]]
name = "c"
"""


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("top", (3, 1)),
        ("clause.2", (8, 2)),
        ("clause.2.status", (15, 4)),
        ("clause.2.missing", (8, 2)),  # its table is the nearest that there is
        ("clause.2.status.zh", (15, 4)),
        ("clause.21", (0, 0)),
        ("clause.2.statuses", (8, 2)),
        ('clause."3.1"', (10, 5)),
        ('clause."3.1".quoted', (17, 6)),
        ('clause."3.1".sub.deep', (19, 7)),
        ("organ[0].name", (10, 9)),
        ("organ[1]", (5, 8)),
        ("other", (0, 0)),
        ("status", (0, 0)),  # no key of the top
    ],
)
def test_a_key_is_found_as_far_as_the_text_has_it(key: str, found: tuple[int, int]) -> None:
    assert line_of(TEXT, key) == found


def test_of_two_lines_that_say_as_much_the_first_counts() -> None:
    assert line_of("[[organ]]\nname = 1\n[[organ]]\nname = 2\n", "organ[1].name") == (10, 2)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An overlay, what it lies on, and a folder without the file."""
    overlay, below, empty = tmp_path / "overlay", tmp_path / "below", tmp_path / "empty"
    for folder, text in ((overlay, "[clause.1]\n"), (below, "\n[clause.1]\n[clause.2]\ntext = 1\n")):
        folder.mkdir()
        (folder / "clauses.toml").write_text(text, "utf-8")
    empty.mkdir()
    return overlay, below, empty


def error(key: str, line: int | None = None) -> GuideError:
    return GuideError("overlay/clauses.toml", key, "wrong", "mend it", line)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("clause.1", ("overlay/clauses.toml", 1)),  # both say as much: the package's own
        ("clause.1.text", ("overlay/clauses.toml", 1)),
        ("clause.2.text", ("below/clauses.toml", 4)),
        ("clause.3", None),
    ],
)
def test_the_folder_that_has_most_of_a_key_is_the_place(
    folders: tuple[Path, Path, Path], key: str, place: tuple[str, int] | None
) -> None:
    overlay, below, empty = folders
    assert place_of((empty, overlay, below), error(key)) == place


def test_an_error_gets_its_place_once(folders: tuple[Path, Path, Path]) -> None:
    with pytest.raises(GuideError) as caught, located(folders):
        raise error("clause.2.text")
    assert (caught.value.file, caught.value.line) == ("below/clauses.toml", 4)
    assert str(caught.value).startswith("below/clauses.toml:4: clause.2.text: wrong")
    assert caught.value.__suppress_context__
    for told in (error("clause.3"), error("clause.2.text", 9)):
        with pytest.raises(GuideError) as caught, located(folders):
            raise told
        assert caught.value is told


def test_what_is_no_error_of_a_guide_passes(folders: tuple[Path, Path, Path]) -> None:
    with pytest.raises(KeyError), located(folders):
        raise KeyError("clause.1")
