"""A package proves what was handed over, and whatever was done to it is found and named."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START
from xianxing.cli import main
from xianxing.record import KeyRing, SigningKey, new_key, verify
from xianxing.record.package import MANIFEST, Packed, write_package

LETTER, FORM = "1-报送函/函.pdf", "2-申报材料/申报表.pdf"


@pytest.fixture
def key() -> SigningKey:
    return new_key(ORIGIN)


def packed(key: SigningKey, names: tuple[str, ...] = (LETTER, FORM)) -> tuple[Packed, BytesIO]:
    target = BytesIO()
    done = write_package(
        target, [(name, [name.encode(), b"!"]) for name in names], number="SZ-1-P1", case="case-1", key=key,
        ring=KeyRing().rotate(key.public, START), time=START,
    )  # fmt: skip
    return done, target


@pytest.fixture
def folder(key: SigningKey, tmp_path: Path) -> Path:
    _done, target = packed(key)
    zipfile.ZipFile(target).extractall(tmp_path / "package")
    return tmp_path / "package"


def test_a_package_agrees_and_says_which_it_is(key: SigningKey, folder: Path) -> None:
    report = verify.check_dossier(folder, [key.public.vkey])
    assert report.problems == []
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    said = "\n".join(report.facts)
    assert "材料包 package: SZ-1-P1" in said
    assert f"摘要 digest: {digest}" in said
    assert "案件 case: case-1" in said


def test_what_was_handed_over_is_named_with_its_digest(key: SigningKey) -> None:
    done, target = packed(key)
    archive = zipfile.ZipFile(target)
    assert done.digest == hashlib.sha256(archive.read(MANIFEST)).hexdigest()
    assert [(one.name, one.digest, one.size) for one in done.files] == [
        (name, hashlib.sha256(archive.read(name)).hexdigest(), len(archive.read(name)))
        for name in (LETTER, FORM)
    ]


def add(folder: Path) -> None:
    (folder / "2-申报材料" / "附件.txt").write_text("x")


def lose(folder: Path) -> None:
    (folder / LETTER).unlink()


def change(folder: Path) -> None:
    (folder / FORM).write_bytes((folder / FORM).read_bytes() + b"x")


def drop_line(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text("".join(one for one in path.read_text().splitlines(True) if FORM not in one))


def rename(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text(path.read_text().replace("number SZ-1-P1", "number SZ-1-P2"))


def call_a_dossier(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text(path.read_text().replace("xianxing package/1", "xianxing dossier/2"))


@pytest.mark.parametrize(
    ("spoil", "file", "said"),
    [
        (add, "2-申报材料/附件.txt", "清单里没有这个文件"),
        (lose, LETTER, "缺少文件"),
        (change, FORM, "内容被改动"),
        (drop_line, MANIFEST, "签名"),
        (rename, MANIFEST, "签名"),
        (call_a_dossier, MANIFEST, "多余的行"),
    ],
)
def test_whatever_is_done_to_it_is_named(
    key: SigningKey, folder: Path, spoil: Callable[[Path], None], file: str, said: str
) -> None:
    spoil(folder)
    problems = verify.check_dossier(folder, [key.public.vkey]).problems
    assert [problem.zh for problem in problems if problem.file == file and said in problem.zh]


def test_another_key_than_the_readers_is_named(folder: Path) -> None:
    problems = verify.check_dossier(folder, [new_key(ORIGIN).public.vkey]).problems
    assert [problem.file for problem in problems] == ["keys.json"]


def test_a_head_isnt_proved_by_a_package(key: SigningKey, folder: Path, tmp_path: Path) -> None:
    head = "log.example/pilot\n1\n" + "A" * 43 + "=\ntime 2026-01-01T00:00:00.000000Z\n\n— x AAAAAAAA\n"
    assert verify.check_dossier(folder, [key.public.vkey], [head.encode()]).problems != []


@pytest.mark.parametrize("name", [MANIFEST, "../x", "a//b", "", "a\nb"])
def test_a_name_that_spoils_the_package_is_refused(key: SigningKey, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        packed(key, (name,))


def test_the_same_name_twice_is_refused(key: SigningKey) -> None:
    with pytest.raises(ValueError, match="not a name"):
        packed(key, (LETTER, LETTER))


def test_the_verifier_inside_needs_nothing_else(key: SigningKey, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", "--key", key.public.vkey],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SZ-1-P1" in done.stdout


def test_the_command_checks_the_zip_and_the_folder(
    key: SigningKey, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _done, target = packed(key)
    (tmp_path / "package.zip").write_bytes(target.getvalue())
    pin = ["--key", key.public.vkey]
    assert main(["dossier", "verify", str(tmp_path / "package.zip"), *pin]) == 0
    assert main(["log", "verify", str(folder), *pin]) == 0
    change(folder)
    assert main(["dossier", "verify", str(folder), *pin]) == 1
    assert FORM in capsys.readouterr().out
