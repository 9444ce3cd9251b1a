"""Archives made to harm: refused with their code, nothing outside the folder, nothing left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.adversary.bombs import ARCHIVES, MEGABYTE, filing, linked, zipped
from xianxing.checker.apart import check_apart
from xianxing.checker.folder import FolderError, opened
from xianxing.documents.apart import unpack_apart
from xianxing.documents.limits import Limits


def unpacked(tmp_path: Path, data: bytes, limits: Limits | None = None) -> tuple[list[str], Path]:
    place, target = tmp_path / "filing.zip", tmp_path / "in" / "filing"
    place.write_bytes(data)
    return [problem.code for problem in unpack_apart(place, target, limits)], target


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


@pytest.mark.parametrize("name", ARCHIVES)
def test_each_archive_is_refused_with_its_code_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    data, code = ARCHIVES[name]
    codes, target = unpacked(tmp_path, data)
    assert codes == [code]
    assert files(target) == []


@pytest.mark.parametrize(
    "name", ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt", "a\x01b.txt"]
)
def test_no_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    codes, target = unpacked(tmp_path, zipped({**filing(), name: b"x"}))
    assert set(codes) <= {"unsafe-name", "control-characters-in-name", "damaged"}
    assert codes
    assert [path for path in files(tmp_path) if path.endswith("out.txt")] == []
    assert set(files(target)) <= {"filing.toml"}


def test_a_link_is_neither_made_nor_followed(tmp_path: Path) -> None:
    codes, target = unpacked(tmp_path, linked())
    assert codes == ["symlink"]
    assert files(target) == ["filing.toml"]


def test_of_two_entries_with_one_name_the_first_counts(tmp_path: Path) -> None:
    codes, target = unpacked(tmp_path, zipped([("filing.toml", b"first"), ("FILING.TOML", b"second")]))
    assert codes == ["duplicate-name"]
    assert (target / "filing.toml").read_bytes() == b"first"


def test_an_archive_in_an_archive_stays_closed(tmp_path: Path) -> None:
    inner = zipped({"a.bin": bytes(MEGABYTE)})
    codes, target = unpacked(tmp_path, zipped(filing(**{"a.zip": inner})))
    assert codes == []
    assert (target / "a.zip").read_bytes() == inner


def test_an_archive_that_takes_too_long_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xianxing.documents.child._GRACE", 0.0)
    data = zipped(filing(**{f"{number}.bin": bytes(900_000) for number in range(150)}))
    codes, target = unpacked(tmp_path, data, replace(Limits(), wall_seconds=0.001))
    assert codes == ["too-slow"]
    assert files(target) == []


def test_a_filing_in_such_an_archive_is_refused_and_its_place_removed(tmp_path: Path) -> None:
    place = tmp_path / "filing.zip"
    place.write_bytes(ARCHIVES["one entry of zeros"][0])
    with pytest.raises(FolderError, match="zip-bomb"), opened(place):
        pass
    assert "zip-bomb" in check_apart(place).reason
