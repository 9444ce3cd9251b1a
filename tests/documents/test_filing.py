"""Unpacking a zipped filing: what is taken, what is refused, and that nothing leaves the folder."""

from __future__ import annotations

import stat
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.build import zipped
from xianxing.documents.filing import unpack_filing
from xianxing.documents.limits import Limits

FILES = {"filing.toml": b"guide = 1", "合规评估报告.docx": b"PK"}


def unpack(tmp_path: Path, data: bytes, **limits: int) -> tuple[list[tuple[str, str]], dict[str, bytes]]:
    """(code, location) of every problem, and the files that came out."""
    source = tmp_path / "filing.zip"
    source.write_bytes(data)
    target = tmp_path / "out"
    problems = unpack_filing(source, target, replace(Limits(), **limits))
    found = {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    outside = {path.name for path in tmp_path.iterdir()} - {"filing.zip", "out"}
    assert not outside
    return [(problem.code, problem.location) for problem in problems], found


def test_takes_the_files(tmp_path: Path) -> None:
    assert unpack(tmp_path, zipped(FILES)) == ([], FILES)


def test_one_folder_around_everything_is_taken_off(tmp_path: Path) -> None:
    inside = {f"申报材料/{name}": content for name, content in FILES.items()}
    rubbish = {"__MACOSX/._a": b"x", "申报材料/.DS_Store": b"x", "申报材料/~$合规评估报告.docx": b"x"}
    assert unpack(tmp_path, zipped(inside | rubbish)) == ([], FILES)


def test_names_of_a_chinese_windows_are_read_right(tmp_path: Path) -> None:
    raw = "合规评估报告.docx".encode("gbk")
    data = zipped({"x" * len(raw): b"PK", "filing.toml": b""}).replace(b"x" * len(raw), raw)
    assert set(unpack(tmp_path, data)[1]) == {"合规评估报告.docx", "filing.toml"}


def test_an_archive_has_four_entries_a_file_at_most(tmp_path: Path) -> None:
    rubbish = {f"__MACOSX/{number}": b"x" for number in range(4 * len(FILES) - len(FILES))}
    for place, files, codes in (
        ("whole", {**FILES, **rubbish}, []),
        ("more", {**FILES, **rubbish, "__MACOSX/more": b"x"}, ["too-many-entries"]),
    ):
        (tmp_path / place).mkdir()
        problems, found = unpack(tmp_path / place, zipped(files), filing_files=len(FILES))
        assert [code for code, _ in problems] == codes
        assert found == ({} if codes else FILES)


def test_names_of_a_mac_without_the_flag_are_read_right(tmp_path: Path) -> None:
    raw = "方案.docx".encode()
    data = zipped({"x" * len(raw): b"PK"}).replace(b"x" * len(raw), raw)
    assert set(unpack(tmp_path, data)[1]) == {"方案.docx"}


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:/evil.txt"]
)
def test_nothing_leaves_the_folder(tmp_path: Path, name: str) -> None:
    problems, found = unpack(tmp_path, zipped({**FILES, name: b"evil"}))
    assert [code for code, _ in problems] == ["unsafe-name"]
    assert found == FILES


def test_links_and_direction_marks_are_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    source = tmp_path / "made.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("filing.toml", b"guide = 1")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("报告\u202excod.exe", b"x")
    data = source.read_bytes()
    source.unlink()
    problems, found = unpack(tmp_path, data)
    assert problems == [("symlink", "link"), ("control-characters-in-name", "报告\ufffdxcod.exe")]
    assert set(found) == {"filing.toml"}


def test_the_second_file_of_a_name_is_left_out(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"1", "A.txt": b"2", "d/x": b"3", "d": b"4", "a.txt/y": b"5"})
    problems, found = unpack(tmp_path, data)
    assert found == {"a.txt": b"1", "d/x": b"3"}
    assert [code for code, _ in problems] == ["duplicate-name"] * 3


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"", {}, "empty-file"),
        (b"no zip at all", {}, "mistyped"),
        (zipped(FILES)[:-30], {}, "damaged"),
        (zipped({"a.txt": b"0" * 30_000_000}), {}, "zip-bomb"),
        (zipped({f"{number}.txt": b"" for number in range(12)}), {"filing_files": 10}, "too-many-entries"),
        (zipped({"a.txt": bytes(range(256)) * 100}), {"file_bytes": 10_000}, "too-large"),
        (zipped(FILES), {"filing_bytes": 10}, "too-large"),
    ],
)
def test_a_fatal_problem_leaves_the_folder_empty(
    tmp_path: Path, data: bytes, limits: dict[str, int], code: str
) -> None:
    problems, found = unpack(tmp_path, data, **limits)
    assert ([name for name, _ in problems], found) == ([code], {})


def test_a_declared_size_that_lies_stops_the_unpacking(tmp_path: Path) -> None:
    data = bytearray(zipped({"b.txt": b"fine", "a.txt": b"0" * 90_000}))
    for place in (data.index(b"a.txt") - 30 + 22, data.rindex(b"a.txt") - 46 + 24):
        struct.pack_into("<I", data, place, 100)
    problems, found = unpack(tmp_path, bytes(data))
    assert ([code for code, _ in problems], found) == (["zip-bomb"], {})


def test_a_missing_zip_and_a_full_folder(tmp_path: Path) -> None:
    assert [problem.code for problem in unpack_filing(tmp_path / "none.zip", tmp_path / "out")] == [
        "not-found"
    ]
    (tmp_path / "out" / "x").write_text("x")
    with pytest.raises(FileExistsError):
        unpack_filing(tmp_path / "none.zip", tmp_path / "out")
